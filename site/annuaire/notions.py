"""The ``mots`` of domains, gestures, publics and labels, as search reads them.

« où donner des vêtements » holds two of them: what carries that domain and that gesture answers,
whatever words its entry uses. The name of a value is one of its words.
"""

from django.db import transaction

from annuaire.models import Domaine, Geste, Public, TypeLabel
from search.models import Lot
from search.notions import Notion, enregistrer_notions

# Model → (facet, field of the document that says it).
FACETTES = {
    Domaine: ("domaine", "domaines"),
    Geste: ("geste", "domaines"),
    Public: ("public", "domaines"),
    TypeLabel: ("label", "etiquettes"),
}


def notions():
    """Yield (expression, language, Notion) of every taxonomy. One query each."""
    for modele, (facette, champ) in FACETTES.items():
        for rangee in modele.objects.select_related("locale"):
            for mot in (rangee.nom, *rangee.liste_mots):
                notion = Notion(
                    *(facette, rangee.cle, champ),
                    facultative=facette == "geste",
                    precise=facette in ("domaine", "geste"),
                )
                yield mot, rangee.locale.language_code, notion


def enregistrer():
    """Tell search of these words, and of each change to them."""
    from django.db.models.signals import post_delete, post_save

    enregistrer_notions(notions)
    for modele in FACETTES:
        for signal in (post_save, post_delete):
            signal.connect(_dire_que_les_mots_changent, sender=modele)


def _dire_que_les_mots_changent(sender, **_suite):
    with transaction.atomic():
        Lot.ouvrir()
