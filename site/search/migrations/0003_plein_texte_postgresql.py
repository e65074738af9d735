"""The full-text table, where the database is PostgreSQL; ``reindexer`` fills it."""

from django.db import migrations

from search.moteurs import tsvector


def creer(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for ordre in tsvector.CREATION:
            schema_editor.execute(ordre)


def supprimer(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for ordre in tsvector.SUPPRESSION:
            schema_editor.execute(ordre)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_plein_texte")]

    operations = [migrations.RunPython(creer, supprimer)]
