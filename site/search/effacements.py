"""What must not be found again, nor read: a tombstone says that something was, and no more."""

from collections import defaultdict

from django.db import transaction

from .analyse import analyser
from .documents import indexer
from .models import Document, Forme
from .moteurs import plein_texte


def effacer(type, pks):
    """Empty the documents of objects that are no longer public, inside the caller's transaction.

    Their tombstones stay, to be shipped, without a word in them; words that no other document
    has leave the vocabulary.
    """
    with transaction.atomic():
        indexer(type, pks)
        tombes = Document.objects.exclude(supprime_le=None).filter(type=type, objet_id__in=pks)
        mots = defaultdict(set)
        for document in tombes:
            for texte in (document.titre, *document.textes.values()):
                for mot in analyser(texte, document.langue):
                    mots[mot.jeton].add(mot.forme)
        tombes.update(
            titre="",
            titre_tri="",
            cles=[],
            textes={},
            facettes={},
            positions=[],
            ouvertures=[],
            ouvertures_le=None,
            empreinte="",
        )
        _oublier_les_mots(mots)


def _oublier_les_mots(mots):
    """Delete the forms of tokens (``{token: forms}``) that nothing has any more."""
    if not plein_texte.disponible():
        return
    restent = plein_texte.frequences(mots, 1)
    perdues = [forme for jeton, formes in mots.items() if jeton not in restent for forme in formes]
    Forme.objects.filter(forme__in=perdues).delete()
