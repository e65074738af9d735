"""How far translations are: a language a table, a kind of thing a line, done out of all.

Only what is published in the default language is to be translated.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from wagtail.models import Locale, Page, get_translatable_models

from home.modeles import est_un_modele

MANQUANTES_MAX = 100


@dataclass(frozen=True, slots=True)
class Ligne:
    """``faits`` out of ``total``."""

    nom: Any
    faits: int
    total: int

    @property
    def manquent(self):
        return self.total - self.faits

    @property
    def pour_cent(self):
        """Rounded down: 100 only when nothing is missing."""
        return self.faits * 100 // self.total if self.total else 100


@dataclass(frozen=True, slots=True)
class Avancement:
    """A Locale, its Ligne of pages, then one a taxonomy or glossary."""

    locale: Locale
    lignes: tuple

    @property
    def pages(self):
        return self.lignes[0]


def avancement():
    """[Avancement] of every language but the default one. One query a kind of thing, and two."""
    source = Locale.get_default()
    autres = [locale for locale in Locale.objects.all() if locale.pk != source.pk]
    comptes = [(_("Pages publiées"), _par_locale(_publiees(), source))]
    for modele in modeles_a_traduire():
        nom = capfirst(str(modele._meta.verbose_name_plural))
        comptes.append((nom, _par_locale(modele.objects.all(), source)))
    return [
        Avancement(
            locale,
            tuple(Ligne(nom, n.get(locale.pk, 0), n.get(source.pk, 0)) for nom, n in comptes),
        )
        for locale in autres
    ]


def pages_sans_traduction():
    """``{key of a Locale: [(pk, title)]}`` of the published pages that it lacks; two queries."""
    source = Locale.get_default()
    publiees = _publiees().filter(locale=source)
    sources = list(publiees.values_list("pk", "title", "translation_key"))
    faites = set(_publiees().values_list("translation_key", "locale_id"))
    return {
        locale.pk: [(pk, titre) for pk, titre, cle in sources if (cle, locale.pk) not in faites][
            :MANQUANTES_MAX
        ]
        for locale in Locale.objects.exclude(pk=source.pk)
    }


def modeles_a_traduire():
    """The translatable models that are not pages: taxonomies, glossary, whatever comes later."""
    modeles = [
        modele
        for modele in get_translatable_models()
        if not issubclass(modele, Page)
        and not any(isinstance(champ, ParentalKey) for champ in modele._meta.fields)
    ]
    return sorted(modeles, key=lambda modele: modele._meta.label)


def _publiees():
    """The pages that visitors see; the tree's root and Wagtail's welcome page are of no type."""
    return Page.objects.live().not_exact_type(Page).exclude(est_un_modele())


def _par_locale(lignes, source):
    """``{key of a Locale: number}`` of the rows that the source has too, its own included."""
    cles = lignes.filter(locale=source).order_by().values("translation_key")
    comptes = lignes.filter(translation_key__in=cles).order_by().values("locale_id")
    return dict(comptes.annotate(n=Count("pk")).values_list("locale_id", "n"))
