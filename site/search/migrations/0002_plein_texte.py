"""The full-text table, where the database is SQLite; others bring their own."""

from django.db import migrations

from search.moteurs import fts5


def creer(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for ordre in fts5.CREATION:
            schema_editor.execute(ordre)


def supprimer(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for ordre in fts5.SUPPRESSION:
            schema_editor.execute(ordre)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(creer, supprimer)]
