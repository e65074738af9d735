"""The full-text table, where the database is SQLite; others bring their own."""

from django.db import migrations

from search.moteurs import plein_texte


def creer(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for ordre in plein_texte.CREATION:
            schema_editor.execute(ordre)


def supprimer(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for ordre in plein_texte.SUPPRESSION:
            schema_editor.execute(ordre)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(creer, supprimer)]
