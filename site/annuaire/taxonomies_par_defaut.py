"""The default taxonomies of the field, and what other vocabularies call them.

``donnees/`` holds them as TOML that people can read and correct: one file a domain,
``gestes.toml``, ``publics.toml``, ``reseaux.toml``, ``labels.toml``, ``correspondances.toml``.
"""

import tomllib
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db import transaction
from wagtail.models import Locale

from annuaire.models import Domaine, Geste, Public, Reseau, TypeLabel

DOSSIER = Path(__file__).parent / "donnees"
FICHIERS = {Geste: "gestes", Public: "publics", Reseau: "reseaux", TypeLabel: "labels"}
CHAMPS = {
    Domaine: ("nom", "slug", "mots", "ordre", "icone", "couleur"),
    Geste: ("nom", "slug", "mots", "ordre", "icone"),
    Public: ("nom", "slug", "mots", "ordre"),
    Reseau: ("nom", "slug", "mots", "ordre", "site_web"),
    TypeLabel: (
        *("nom", "slug", "mots", "ordre", "nature"),
        *("sigle", "organisme", "description", "reference", "adresse"),
    ),
}
# Facet keys are translation keys: derived from the slug, they are the same on every site.
ESPACE_DES_CLES = uuid.UUID("6d1d0c1e-5f0b-5f6a-9a53-0a7c2b8d4e11")


@dataclass
class Compte:
    """What happened to the rows of one taxonomy. ``gardes`` differ from the files and were left."""

    nom: str
    crees: int = 0
    modifies: int = 0
    gardes: int = 0
    inchanges: int = 0

    @property
    def total(self):
        return self.crees + self.modifies + self.gardes + self.inchanges


def charger(
    *, forcer: bool = False, progres: Callable[[Compte], None] = lambda _: None
) -> list[Compte]:
    """Create the default taxonomies in the default locale; return one Compte a taxonomy.

    Each other locale of the site in which the files give names (``nom_en``) gets its rows too,
    counted with the others. A row that exists (same key, else same slug) is left as editors made
    it, unless *forcer*: then it takes again what the files say. Nothing is ever deleted. All in
    one transaction.
    """
    comptes = []
    with transaction.atomic():
        defaut, autres = _locales()
        for modele in (Domaine, *FICHIERS):
            lignes = lire(modele)
            compte = Compte(str(modele._meta.verbose_name_plural))
            sources = _charger_modele(modele, lignes, defaut, forcer, compte)
            for locale in autres:
                traduites = _traduites(lignes, locale)
                _charger_modele(modele, traduites, locale, forcer, compte, sources)
            comptes.append(compte)
            progres(compte)
    return comptes


def lire(modele) -> list[dict]:
    """Return the rows of a taxonomy: its fields, ``nom_en``, and ``parent`` (a slug or "")."""
    if modele is Domaine:
        return _lire_domaines()
    nom = FICHIERS[modele]
    lignes = _toml(DOSSIER / f"{nom}.toml")[nom[:-1]]
    return [
        {**ligne, "mots": ", ".join(ligne["mots"]), "ordre": i, "parent": ""}
        for i, ligne in enumerate(lignes, start=1)
    ]


@cache
def correspondances() -> dict:
    """Return the tables ``osm``, ``naf``, ``siae``, ``gogocarto``, ``familles``."""
    return _toml(DOSSIER / "correspondances.toml")


def cle(modele, slug) -> uuid.UUID:
    """Return the translation key of a default row: the same on every site and at every loading."""
    return uuid.uuid5(ESPACE_DES_CLES, f"{modele._meta.model_name}/{slug}")


def _toml(chemin):
    with chemin.open("rb") as fichier:
        return tomllib.load(fichier)


def _lire_domaines():
    lignes = []
    for i, chemin in enumerate(sorted((DOSSIER / "domaines").glob("*.toml")), start=1):
        domaine = _toml(chemin)
        enfants = domaine.pop("enfants")
        for j, ligne in enumerate((domaine, *enfants)):
            lignes.append(
                {
                    **ligne,
                    "mots": ", ".join(ligne["mots"]),
                    "ordre": j if j else i,
                    "parent": domaine["slug"] if j else "",
                }
            )
    return lignes


def _locales():
    """(the default Locale, the others of the site)."""
    defaut = Locale.get_default()
    return defaut, list(Locale.objects.exclude(pk=defaut.pk).order_by("pk"))


def _traduites(lignes, locale):
    """The rows that have a name in *locale*, under that name; the French words are left out."""
    nom = f"nom_{locale.language_code}"
    return [{**ligne, "nom": ligne[nom], "mots": ""} for ligne in lignes if ligne.get(nom)]


def _charger_modele(modele, lignes, locale, forcer, compte, sources=None):
    """Return ``{slug of the files: row}`` in *locale*.

    *sources*: the same of the default locale, whose keys translations bear. Parents come before
    their children in *lignes*, so they are there to point at.
    """
    rangees = list(modele.objects.filter(locale=locale))
    par_cle = {r.translation_key: r for r in rangees}
    par_slug = {r.slug: r for r in rangees}
    trouvees = {}
    for ligne in lignes:
        slug = ligne["slug"]
        cle_ = sources[slug].translation_key if sources else cle(modele, slug)
        rangee = par_cle.get(cle_) or par_slug.get(slug)
        valeurs = {champ: ligne.get(champ, "") for champ in CHAMPS[modele]}
        if modele is Domaine:
            parent = trouvees.get(ligne["parent"])
            valeurs["parent_id"] = parent.pk if parent else None
        if rangee is None:
            rangee = modele.objects.create(locale=locale, translation_key=cle_, **valeurs)
            compte.crees += 1
        else:
            _accorder(rangee, valeurs, forcer, compte)
        trouvees[slug] = rangee
    return trouvees


def _accorder(rangee, valeurs, forcer, compte):
    """Leave a row that exists, or with *forcer* give it back what the files say; count it."""
    if all(getattr(rangee, champ) == valeur for champ, valeur in valeurs.items()):
        compte.inchanges += 1
    elif forcer:
        for champ, valeur in valeurs.items():
            setattr(rangee, champ, valeur)
        rangee.save()
        compte.modifies += 1
    else:
        compte.gardes += 1
