"""Actors in another language than the default one: entry, cards, documents.

In the default language nothing here asks the database. Translations are written by the editors'
form alone (docs/acteurs.md).
"""

from collections import defaultdict
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import get_language
from wagtail.models import Locale

from annuaire.models import Acteur, Domaine, Geste, TraductionActeur
from annuaire.models.traductions import autres_langues, lignes_de
from search.documents import marquer

CHAMPS = ("accroche", "description", "offre")
# Between two names of a document, as annuaire.documents writes them.
SEPARATION = " · "


@dataclass(frozen=True, slots=True)
class Texte:
    """What a page says. ``langue``: its code when it is not that of the page, else ""."""

    brut: str
    langue: str = ""

    def __bool__(self):
        return bool(self.brut)

    def __str__(self):
        return self.brut

    @property
    def lignes(self):
        """One product or service a line."""
        return lignes_de(self.brut)


def a_traduire():
    """Whether the site has another language than the default one. One query."""
    return Locale.objects.filter(autres_langues()).exists()


def langue_de_la_page():
    """Code of the page's language when it is not the default one, else ""."""
    langue = get_language() or settings.LANGUAGE_CODE
    return "" if langue == settings.LANGUAGE_CODE else langue


def textes_de(acteur, en_memoire=False):
    """``{"accroche": Texte, "description": …, "offre": …}`` in the language of the page.

    What is not translated stays in the default language, and says so. *en_memoire*: the parts of
    a draft, not those of the database.
    """
    langue = langue_de_la_page()
    if not langue:
        return {champ: Texte(getattr(acteur, champ)) for champ in CHAMPS}
    if en_memoire:
        siennes = (t for t in acteur.traductions.all() if t.locale.language_code == langue)
        traduction = next(siennes, None)
    else:
        traduction = _lignes(langue).filter(acteur_id=acteur.pk).first()
    return {
        champ: Texte(traduit)
        if (traduit := getattr(traduction, champ, ""))
        else Texte(getattr(acteur, champ), settings.LANGUAGE_CODE)
        for champ in CHAMPS
    }


def _lignes(langue):
    return TraductionActeur.objects.filter(locale__language_code=langue).order_by()


def traduire_les_cartes(lignes):
    """Put the texts of the page's language on *lignes*, ``{pk: values}`` of annuaire.cartes.

    Each row gains ``langue``: the code of its text when it is not that of the page, else "". One
    query, none in the default language.
    """
    langue = langue_de_la_page()
    for ligne in lignes.values():
        ligne["langue"] = settings.LANGUAGE_CODE if langue else ""
    if not langue or not lignes:
        return
    traduites = _lignes(langue).filter(acteur__in=list(lignes))
    for pk, accroche, description in traduites.values_list("acteur_id", "accroche", "description"):
        if accroche or description:
            lignes[pk].update(accroche=accroche, debut=description, langue="")


def documents_traduits(pks):
    """Return a function: an Acteur and its Donnees → the Donnees of each of its translations.

    Everything is read now, in one query, and in two more when one of *pks* is translated.
    """
    traduites = defaultdict(list)
    for ligne in TraductionActeur.objects.filter(acteur__in=pks).select_related("locale"):
        traduites[ligne.acteur_id].append(ligne)
    noms = _noms_des_termes() if traduites else {}

    def traduire(acteur, source):
        for traduction in traduites[acteur.pk]:
            yield _document(acteur, source, traduction, noms)

    return traduire


def _document(acteur, source, traduction, noms):
    """The same document in the locale of *traduction*: names and places do not change."""
    langue = traduction.locale.language_code
    offre = [traduction.accroche or acteur.accroche]
    offre += traduction.lignes_offre or acteur.lignes_offre
    cles = [*source.facettes.get("domaine", ()), *source.facettes.get("geste", ())]
    textes = {
        **source.textes,
        "offre": SEPARATION.join(filter(None, offre)),
        "domaines": SEPARATION.join(noms.get((langue, cle)) or noms["", cle] for cle in cles),
        "description": traduction.description or acteur.description,
    }
    return replace(source, locale=langue, langue=langue, textes=textes)


def _noms_des_termes():
    """``{(language, facet key): name}`` of domains and gestures; the default language is ""."""
    noms = {}
    for modele in (Domaine, Geste):
        for langue, cle, nom in modele.objects.order_by().values_list(
            "locale__language_code", "translation_key", "nom"
        ):
            noms["" if langue == settings.LANGUAGE_CODE else langue, str(cle)] = nom
    return noms


def marquer_une_locale(sender, instance, **_kwargs):
    """Before a locale goes: the documents of the actors that it translates are to be made again."""
    traduits = Acteur.objects.filter(traductions__locale=instance)
    marquer("acteur", traduits.values_list("pk", flat=True))
