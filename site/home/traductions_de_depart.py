"""The key pages of the demonstration in other languages: a folder of ``donnees`` each (``en``).

A page is the translation of one that is there already: the same ``translation_key``, hence the same
thing to search, to the language switch and to ``hreflang``. What exists is left as editors made it.
"""

import tomllib
import uuid
from pathlib import Path

from django.conf import settings
from wagtail.models import Locale, Page

from annuaire.models import AnnuairePage
from home.guide_de_depart import ESPACE, remplir
from home.models import (
    AccessibilitePage,
    ContactPage,
    FichePage,
    GuidePage,
    PageLegale,
    PlanPage,
    RubriquePage,
)
from home.services import ACCESSIBILITE, CONTACT, PLAN
from socle.models import MotDuGlossaire

DONNEES = Path(__file__).parent / "donnees"
# There is one of each on a site; the other service pages are the kinds of PageLegale.
UNIQUES = {CONTACT: ContactPage, PLAN: PlanPage, ACCESSIBILITE: AccessibilitePage}
# Words of editors that nobody has translated: they stay in the language they are in.
NON_TRADUITS = {FichePage: ("corps", "sources", "lois", "lire_aussi"), PageLegale: ("corps",)}


def langues():
    """Codes of the languages that have a folder and that the site offers."""
    codes = [code for code, _nom in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
    return [code for code in codes if (DONNEES / code / "pages.toml").is_file()]


def ouvrir():
    """Give the site these languages; return their Locales."""
    return [Locale.objects.get_or_create(language_code=code)[0] for code in langues()]


def charger(accueil):
    """Translate what starts at the page *accueil*; return the titles of the pages created."""
    creees = []
    for locale in ouvrir():
        _Traduction(locale, accueil, creees).charger()
    return creees


class _Traduction:
    """The pages and the words of one language."""

    def __init__(self, locale, accueil, creees):
        self.locale, self.accueil, self.creees = locale, accueil, creees
        self.dossier = DONNEES / locale.language_code

    def charger(self):
        textes = self._lire("pages.toml")
        self._mots()
        self._page(self.accueil, textes["accueil"])
        annuaire = AnnuairePage.objects.child_of(self.accueil).first()
        guide = GuidePage.objects.child_of(self.accueil).first()
        for source, texte in ((annuaire, textes["annuaire"]), (guide, textes["guide"])):
            if source:
                self._page(source, texte)
        self._service()
        if not guide:
            return
        for rubrique in RubriquePage.objects.child_of(guide):
            if texte := textes["rubriques"].get(rubrique.slug):
                self._page(rubrique, texte)
        self._fiches(guide)

    def _service(self):
        """Contact, plan, legal texts: one of each kind, whatever its address."""
        for cle, texte in self._lire("service.toml").items():
            modele, genre = UNIQUES.get(cle, PageLegale), {} if cle in UNIQUES else {"genre": cle}
            source = modele.objects.child_of(self.accueil).filter(**genre).first()
            if source is None:
                continue
            champs = {nom: valeur for nom, valeur in texte.items() if nom != "questions"}
            page, cree = self._page(source, champs, publier=False)
            if cree:
                self._questions(page, texte.get("questions", ()))
                page.save_revision().publish()

    @staticmethod
    def _questions(page, textes):
        """Ask the questions of a form in its language; one that editors added stays as it is."""
        if textes:
            questions = list(page.form_fields.all())
            for question, texte in zip(questions, textes, strict=False):
                for nom, valeur in texte.items():
                    setattr(question, nom, valeur)
            page.form_fields.set(questions)
            page.save()

    def _fiches(self, guide):
        sources = {fiche.slug: fiche for fiche in FichePage.objects.descendant_of(guide)}
        textes = [
            self._lire(f"fiches/{c.name}") for c in sorted(self.dossier.glob("fiches/*.toml"))
        ]
        pages, neuves = {}, []
        for texte in textes:
            if source := sources.get(texte["source"]):
                champs = {"title": texte["titre"], "slug": texte["slug"], "chapo": texte["chapo"]}
                page, cree = self._page(source, champs, publier=False)
                if page is None:  # its question has no translation: there is nowhere to put it
                    continue
                pages[source.slug] = page
                neuves += [texte] if cree else []
        for texte in neuves:  # once all exist: they name each other, else the source
            suites = [slug for slug in texte["lire_aussi"] if slug in pages]
            fiche = {**texte, "lire_aussi": suites}
            remplir(pages[texte["source"]], fiche, {**sources, **pages})

    def _page(self, source, champs, *, publier=True):
        """(the translation of *source*, whether it was created); None when it has nowhere to go."""
        modele = type(source)
        page = modele.objects.filter(
            translation_key=source.translation_key, locale=self.locale
        ).first()
        if page is not None:
            return page, False
        parent = source.get_parent()
        if parent.depth > 1 and not self._traduite(parent):
            return None, False
        page = Page.objects.get(pk=source.pk).specific.copy_for_translation(self.locale)
        pris = page.get_siblings(inclusive=False).filter(slug=champs.get("slug")).exists()
        for nom, valeur in champs.items():
            if not (pris and nom == "slug"):  # the address of a copy is free
                setattr(page, nom, valeur)
        for nom in NON_TRADUITS.get(modele, ()):
            setattr(page, nom, "[]")
        page.save()
        self.creees.append(page.title)
        if publier:
            page.save_revision().publish()
        return page, True

    def _traduite(self, page):
        return Page.objects.filter(
            translation_key=page.translation_key, locale=self.locale
        ).exists()

    def _mots(self):
        for ligne in self._lire("glossaire.toml")["terme"]:
            MotDuGlossaire.objects.get_or_create(
                translation_key=uuid.uuid5(ESPACE, ligne["cle"]),
                locale=self.locale,
                defaults={
                    "terme": ligne["terme"],
                    "variantes": "\n".join(ligne["variantes"]),
                    "definition": ligne["definition"],
                    "source": ligne.get("source", ""),
                },
            )

    def _lire(self, nom):
        with (self.dossier / nom).open("rb") as fichier:
            return tomllib.load(fichier)
