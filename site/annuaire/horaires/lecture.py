"""Read a text of hours: understood, repaired, on appointment, or only shown as written."""

import datetime
import re
from dataclasses import dataclass, field
from functools import lru_cache

import opening_hours

from annuaire.horaires import jours
from annuaire.horaires.grammaire import Refus, analyser, numeros
from annuaire.horaires.reparations import EN_PHRASE, MANQUANT, reparer

COMPRIS, REPARE, SUR_RENDEZ_VOUS = "compris", "repare", "sur_rendez_vous"
TEL_QUEL, VIDE = "tel_quel", "vide"
LONGUEUR_MAX = 500
RENDEZ_VOUS_SEUL = re.compile(
    r"(?:(?:uniquement|seulement|only)\s+)?(?:sur|by|on)\s+"
    r"(?:rendez[\s-]*vous|rdv|r\.d\.v\.?|appointment)(?:\s+(?:uniquement|seulement|only))?\s*[.;]*",
    re.IGNORECASE,
)


_MARS = (((0, 3, 1), (0, 3, 31)),)
_MARS_SANS_DOUTE = "Mar 1-31"
# Read all the same, but said as repairs: « 9:00 », and a comma before a closure.
_A_REDIRE = re.compile(r"(?<!\d)\d:\d\d|\d\s*,[^;\"]*\boff")


@dataclass(frozen=True)
class Expression:
    """What `lire` made of a text.

    `genre`: compris, repare, sur_rendez_vous, tel_quel or vide. `texte`: as given. `notation`:
    what was read after repairs. `reparations` and `raison` (why tel_quel): French. `regles`: empty
    unless compris or repare. `ouvre`: whether any hour can be sure. `semaine`: the seven `Jour` of
    an ordinary week when no rule depends on the date, else empty.
    """

    texte: str
    genre: str
    notation: str = ""
    reparations: tuple = ()
    raison: str = ""
    regles: tuple = field(default=(), repr=False)
    ouvre: bool = False
    semaine: tuple = field(default=(), repr=False)


@lru_cache(maxsize=4096)
def lire(texte):
    """Return the `Expression` of *texte*; never raises."""
    nu = texte.strip()
    if not nu:
        return Expression(texte, VIDE)
    if len(nu) > LONGUEUR_MAX:
        return Expression(texte, TEL_QUEL, raison="texte trop long")
    if RENDEZ_VOUS_SEUL.fullmatch(nu):
        return Expression(texte, SUR_RENDEZ_VOUS, notation=nu)
    notation, reparations = (nu, ()) if _propre(nu) else reparer(nu)
    try:
        if reparations and RENDEZ_VOUS_SEUL.fullmatch(notation):  # « toute l'année, sur rdv »
            return Expression(texte, SUR_RENDEZ_VOUS, notation=notation)
        regles = analyser(notation)
        if EN_PHRASE.intersection(reparations) and all(map(_sans_jour, regles)):
            # The notation means every day; who writes « 9h-17h » may mean the working week.
            raise Refus("des heures sans leurs jours")
        if MANQUANT in reparations and regles[0].tous_les_jours:
            raise Refus("des heures sans leurs jours")  # « 9h-12h lundi 14h-18h »
        _exclure_les_doutes(regles, notation)
        _exclure_ce_que_la_reference_refuse(notation)
    except Refus as refus:
        return Expression(texte, TEL_QUEL, raison=str(refus))
    if all(_commentaire_seul(regle) for regle in regles):
        return _de_commentaires(texte, regles)
    return Expression(
        texte,
        REPARE if reparations else COMPRIS,
        notation,
        tuple(reparations),
        regles=regles,
        ouvre=any(_ouvre(regle) for regle in regles),
        semaine=_semaine(regles),
    )


def _propre(texte):
    """Whether *texte* is in the notation already: most are, and repairs are slow to look for."""
    if _A_REDIRE.search(texte) or not opening_hours.validate(texte):
        return False
    try:
        analyser(texte)
    except Refus:
        return False
    return True


def _commentaire_seul(regle):
    return bool(regle.commentaire) and regle.tous_les_jours and not (regle.plages or regle.datee)


def _de_commentaires(texte, regles):
    dit = " ; ".join(regle.commentaire for regle in regles)
    if regles[0].etat != "off" and jours.est_rendez_vous(dit):
        return Expression(texte, SUR_RENDEZ_VOUS, notation=dit)
    return Expression(texte, TEL_QUEL, notation=dit, raison="un commentaire seul")


def _ouvre(regle):
    return regle.etat == "open" and bool(regle.plages) and not regle.commentaire


def _semaine(regles):
    if any(regle.datee or regle.rangs for regle in regles):
        return ()
    lundi = datetime.date(2024, 1, 1)  # a Monday; any would do, no rule looks at the date
    return tuple(
        jours.du(regles, lundi + datetime.timedelta(days=rang), False) for rang in range(7)
    )


def _exclure_les_doutes(regles, notation):
    """Raise `Refus` where the notation has a meaning that its writer may not have meant."""
    for rang, regle in enumerate(regles):
        if regle.dates == _MARS and _MARS_SANS_DOUTE not in notation:
            raise Refus("« Mar »\u00a0: mars ou mardi")
        if _sans_jour(regle) and any(_jours_seuls(autre) for autre in regles):
            raise Refus("des jours et des heures séparés")
        if _sans_jour(regle) and any(
            not r.tous_les_jours and r.etat == "open" for r in regles[:rang]
        ):
            raise Refus("des heures sans leurs jours")
        for avant in regles[:rang]:
            if regle.etat == "off" or not regle.plages:
                continue
            if regle.lien == "," and _se_recouvrent(avant, regle):
                raise Refus("deux règles se recouvrent")
            if regle.lien == ";" and _memes_jours(avant, regle) and _ouvre(avant):
                raise Refus("deux règles différentes pour les mêmes jours")
            if avant.ferme and not (regle.datee or avant.datee) and _plus_large(regle, avant):
                raise Refus("un jour fermé, puis ouvert")


def _sans_jour(regle):
    return _ouvre(regle) and regle.tous_les_jours and not regle.datee and regle.lien != "||"


def _jours_seuls(regle):
    """Days without hours: « Mo-Fr; 09:00-12:00 » surely meant one rule."""
    return regle.etat == "open" and not (regle.plages or regle.commentaire or regle.tous_les_jours)


def _memes_jours(avant, regle):
    def portee(r):
        return (r.dates, r.semaines, r.jours, r.rangs, r.feries, r.tous_les_jours)

    return portee(avant) == portee(regle) and avant.plages != regle.plages


def _plus_large(regle, avant):
    if avant.rangs or avant.feries or not avant.jours:
        return False
    return regle.tous_les_jours or regle.jours > avant.jours


def _se_recouvrent(avant, regle):
    semaines = avant.semaines and regle.semaines
    if semaines and not numeros(avant.semaines) & numeros(regle.semaines):
        return False  # even weeks and odd ones
    communs = (avant.jours & regle.jours) or avant.tous_les_jours or regle.tous_les_jours
    communs = communs or {j for j, _rang in avant.rangs} & (
        {j for j, _ in regle.rangs} | regle.jours
    )
    communs = communs or {j for j, _rang in regle.rangs} & avant.jours
    if not (communs or (avant.feries and regle.feries)):
        return False
    if _ouvre(avant):
        return any(a < d and c < b for a, b, _f in avant.plages for c, d, _f2 in regle.plages)
    return False


def _exclure_ce_que_la_reference_refuse(notation):
    """A second opinion: what the reference parser refuses is not read either."""
    if not opening_hours.validate(notation):
        raise Refus("notation invalide")
