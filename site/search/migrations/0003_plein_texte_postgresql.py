"""The full-text table, where the database is PostgreSQL, filled from the documents that are there."""

from django.db import migrations

from search.moteurs import plein_texte, tsvector

TAILLE_DE_LOT = 500


def creer(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for ordre in tsvector.CREATION:
            schema_editor.execute(ordre)
        remplir(apps.get_model("search", "Document"))


def remplir(modele):
    """Put the tokens of every live document and the words met, as an indexing would."""
    documents, dernier = modele.objects.filter(supprime_le=None).order_by("pk"), 0
    while lot := list(documents.filter(pk__gt=dernier)[:TAILLE_DE_LOT]):
        plein_texte.ecrire(lot, 0)
        dernier = lot[-1].pk


def supprimer(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for ordre in tsvector.SUPPRESSION:
            schema_editor.execute(ordre)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_plein_texte")]

    operations = [migrations.RunPython(creer, supprimer)]
