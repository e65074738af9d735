"""A place said inside a sentence: « épicerie à Nantes », « ressourcerie près de Rezé ».

Only exact names count (those that « Où ? » takes without asking what they look like), and only a
preposition makes one sure; a name that merely ends the text may be part of another.
"""

import re
from dataclasses import dataclass
from typing import Any

from territoires import orthographe
from territoires.index import index
from territoires.lieux import resoudre
from territoires.noms import chercher, nom_et_zone

# How far « près de » goes, in kilometres.
RAYON_PROCHE = 10.0
MOTS_MAX = 6
_PRES = (
    r"(?:tout )?pr[eè]s|proche|autour|aux? alentours|aux? environs|non loin|pas loin"
    r"|[àa] proximit[ée]|[àa] c[oô]t[ée]|du c[oô]t[ée]"
)
# (what comes before a name, kinds it may announce — None: any —, distance it means)
_ANNONCES = tuple(
    (re.compile(rf"(?<![\w’'-])(?:{motif})(?=\w)", re.IGNORECASE), genres, rayon)
    for motif, genres, rayon in (
        (rf"(?:{_PRES}) (?:d['’]|du |des |de (?:la |l['’])?)", None, RAYON_PROCHE),
        (r"(?:vers|sur|[àa]|au|aux|chez) ", None, None),
        (r"dans (?:le |la |les |l['’])?", ("departement", "region", "epci"), None),
        (r"en ", ("departement", "region", "epci"), None),
    )
)
_ARTICLES = {"au": "le ", "aux": "les ", "du": "le ", "des": "les "}
_MOTS = re.compile(r"[^\s,;:!?()]+")
# « associations de Nantes »: what ties a name that ends the text to what comes before.
_LIAISON = re.compile(r"(?:^|\s)(?:d[eu]s?|d['’]|en|l[ae]s?|l['’])$", re.IGNORECASE)
_CODE_POSTAL = re.compile(r"\d{5}")


@dataclass(frozen=True, slots=True)
class LieuDit:
    """A place of a sentence. ``reste``: the sentence without it; ``ecrit``: the words that name it;
    ``sur``: a preposition announces it; ``rayon``: kilometres that this preposition means, or None;
    ``autres``: its namesakes; ``lieu`` is None when only they tell which one."""

    lieu: Any
    reste: str
    ecrit: str
    sur: bool
    rayon: float | None = None
    autres: tuple = ()


def trouver(texte):
    """Return the LieuDit of *texte*, or None. The surest first: announced, then at the end."""
    return _annonce(texte) or _a_la_fin(texte)


def _annonce(texte):
    for motif, genres, rayon in _ANNONCES:
        for trouve in reversed(list(motif.finditer(texte))):
            article = _ARTICLES.get(trouve.group().split()[-1].lower(), "")
            for fin, nom in _suites(texte, trouve.end()):
                if lu := _lieu(article + nom, genres):
                    reste = _sans(texte, trouve.start(), fin)
                    return LieuDit(lu.lieu, reste, nom, True, rayon, _autres(lu))
    return None


def _a_la_fin(texte):
    """The longest end of the text that is a name: « boulangerie Nantes », « vélo 44100 »."""
    debuts = [mot.start() for mot in _MOTS.finditer(texte)][-MOTS_MAX:]
    for debut in debuts:
        nom = texte[debut:].strip(" ,;:!?()")
        if lu := _lieu(nom, ("commune", "code_postal", "departement", "region")):
            reste = _LIAISON.sub("", texte[:debut].strip(" ,;:-"))
            return LieuDit(lu.lieu, reste, nom, False, None, _autres(lu))
    return None


def _autres(resolution):
    """The namesakes of a place, or all of them when none is taken without asking."""
    return resolution.autres if resolution.lieu else resolution.candidats


def _suites(texte, debut):
    """(end, words) of what follows, from six words to one, never across a comma."""
    mots = list(_MOTS.finditer(texte, debut))
    bouts = []
    for rang, mot in enumerate(mots[:MOTS_MAX]):
        if rang and texte[mots[rang - 1].end() : mot.start()].strip():
            break
        bouts.append(mot.end())
    return [(fin, texte[debut:fin].rstrip(".")) for fin in reversed(bouts)]


def _lieu(nom, genres):
    """The Resolution of a name that is exactly that of a place of these kinds, or None."""
    cle = orthographe.plier(nom)
    tout = index()
    if cle.isdigit():
        # « dans le 44 », « vélo 44100 »: other numbers are no place.
        connu = (
            cle in tout.codes_postaux
            if _CODE_POSTAL.fullmatch(cle)
            else bool(genres) and tout.fiche("departement", cle) is not None
        )
    else:
        ecrites = {cle, orthographe.arrondissement(cle)} - {""}
        connu = any(plie in ecrites for plie in _noms(tout, cle)) or bool(nom_et_zone(tout, cle))
    if not connu:
        return None
    lu = resoudre(nom)
    lus = [lu.lieu] if lu.lieu else lu.candidats
    if lu.approche or not lus or (genres and lus[0].genre not in genres):
        return None
    return lu


def _noms(tout, cle):
    """The folded names of the places that the referential finds under *cle*."""
    for rang in chercher(tout, cle):
        nom = orthographe.plier(tout.fiches[rang].nom)
        yield nom
        yield orthographe.arrondissement(nom)
        # « Nantes Métropole » is also « métropole de Nantes », « Vendée » « la Vendée ».
        yield f"le {nom}"
        yield f"la {nom}"
        yield f"l {nom}"
        yield f"les {nom}"


def _sans(texte, debut, fin):
    avant, apres = texte[:debut].rstrip(" ,;:"), texte[fin:].lstrip(" ,;:?!.")
    return f"{avant} {apres}".strip()
