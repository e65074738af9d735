"""What widens a search that found nothing, nearest first, each with what it would find."""

from dataclasses import dataclass, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from annuaire.comprehension import en_clair
from annuaire.recherches import FACETTES, adresse, interroger, libelles
from socle.typographie import nombre

RAYONS = (25.0, 100.0)
PISTES_MAX = 4


@dataclass(frozen=True, slots=True)
class Piste:
    """A wider search that finds something."""

    libelle: str
    detail: str
    adresse: str


def pistes(demande, base, locale):
    """Return at most ``PISTES_MAX`` wider searches that find something, the least change first."""
    trouvees, demande = [], en_clair(demande)
    for libelle, plus_large in _plus_larges(demande):
        total = interroger(
            plus_large, locale=locale, par_page=1, facettes_voulues=(), fuite=False
        ).total
        if total:
            compte = ngettext("%(nombre)s acteur", "%(nombre)s acteurs", total)
            trouvees.append(
                Piste(
                    libelle,
                    compte % {"nombre": nombre(total)},
                    adresse(base, plus_large.parametres),
                )
            )
        if len(trouvees) == PISTES_MAX:
            break
    return trouvees


def _plus_larges(demande):
    """(words, Demande), from the least change to the greatest; nine at most."""
    yield from _plus_loin(demande)
    if demande.boite:
        yield _("Chercher hors de la zone de la carte"), _sans(demande, "boite")
    yield from _sans_un_filtre(demande)
    if len(demande.facettes) > 1:
        yield _("Retirer tous les filtres"), _sans(demande, *FACETTES)
    if demande.lieu is not None and demande.texte:
        yield _("Chercher partout"), _sans(demande, "ou", "rayon")
    if demande.texte and demande.facettes:
        yield _("Chercher partout, sans filtre"), _sans(demande, "ou", "rayon", *FACETTES)
    if demande.lieu is not None and demande.texte:
        yield (
            _("Voir tous les acteurs de %(lieu)s") % {"lieu": demande.lieu.libelle},
            _sans(demande, "q", *FACETTES),
        )


def _plus_loin(demande):
    """A wider radius; a first one around a commune that was asked alone."""
    if demande.lieu is None or not demande.lieu.centre or not (demande.situe or demande.rayon):
        return
    for rayon in RAYONS:
        if rayon > (demande.rayon or 0):
            parametres = {**_sans(demande).parametres, "rayon": f"{rayon:g}"}
            yield (
                _("Chercher dans %(km)d km") % {"km": rayon},
                replace(demande, rayon=rayon, page=1, parametres=parametres),
            )


def _sans_un_filtre(demande):
    if len(demande.facettes) > 3:
        return
    for nom, valeurs in demande.facettes.items():
        noms = ", ".join(str(libelles(nom)[valeur]) for valeur in valeurs)
        yield _("Retirer le filtre « %(nom)s »") % {"nom": noms}, _sans(demande, nom)


def _sans(demande, *noms):
    """The same Demande without those names, from its first page."""
    partis = {*noms, "page", *(("lieu",) if "ou" in noms else ())}
    parametres = {n: v for n, v in demande.parametres.items() if n not in partis}
    return replace(
        demande,
        parametres=parametres,
        texte="" if "q" in noms else demande.texte,
        lieu=None if "ou" in noms else demande.lieu,
        rayon=None if "rayon" in noms or "ou" in noms else demande.rayon,
        boite=None if "boite" in noms else demande.boite,
        facettes={nom: v for nom, v in demande.facettes.items() if nom not in noms},
        page=1,
    )
