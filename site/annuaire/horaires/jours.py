"""What the rules say of one local day: sure spans, doubtful spans, holiday left unsaid."""

import calendar
import re
from dataclasses import dataclass

from annuaire.horaires.grammaire import MINUIT

OUVERT, INCONNU, RENDEZ_VOUS = "ouvert", "inconnu", "sur_rendez_vous"
_RENDEZ_VOUS = re.compile(r"rendez[\s-]*vous|\brdv\b|\br\.d\.v|appointment", re.IGNORECASE)
_SANS = re.compile(r"\b(?:sans|without|no)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Jour:
    """One day. `plages`: ((start, end, kind, comment)…) in minutes, ends above 1440 run on.

    `ferie`: a holiday that no rule decides (nothing is sure). `coupe`: a span of the day before
    stops at midnight (holiday, or a dated closure: nobody knows whether the night goes on).
    """

    plages: tuple = ()
    ferie: bool = False
    coupe: bool = False


def est_rendez_vous(commentaire):
    """Whether *commentaire* says that one must make an appointment."""
    return bool(_RENDEZ_VOUS.search(commentaire)) and not _SANS.search(commentaire)


def plages_de(regle):
    """Return the spans of a rule that opens: ((start, end, kind, comment)…).

    Days without hours, a comment or « unknown » are doubtful; so is what follows an open end.
    """
    if regle.commentaire or regle.etat == "unknown":
        genre = RENDEZ_VOUS if est_rendez_vous(regle.commentaire) else INCONNU
    else:
        genre = OUVERT if regle.plages else INCONNU
    plages = []
    for debut, fin, sans_fin in regle.plages or ((0, MINUIT, False),):
        if fin > debut:
            plages.append((debut, fin, genre, regle.commentaire))
        if sans_fin:
            suite = MINUIT if fin < MINUIT else fin + 120
            plages.append((fin, suite, INCONNU, regle.commentaire))
    return plages


def du_calendrier(regle, jour):
    """Whether months, dates and weeks of *regle* take in the date *jour*."""
    if regle.dates and not any(_dans(jour, *bornes) for bornes in regle.dates):
        return False
    if not regle.semaines:
        return True
    semaine = jour.isocalendar().week
    return any(a <= semaine <= b and (semaine - a) % pas == 0 for a, b, pas in regle.semaines)


def _dans(jour, premier, dernier):
    if premier[0]:
        return premier <= (jour.year, jour.month, jour.day) <= dernier
    place, debut, fin = (jour.month, jour.day), premier[1:], dernier[1:]
    return debut <= place <= fin if debut <= fin else place >= debut or place <= fin


def du_jour(regle, jour):
    """Whether weekdays and ranks of *regle* take in the date *jour* (holidays apart)."""
    if regle.tous_les_jours or jour.weekday() in regle.jours:
        return True
    if not regle.rangs:
        return False
    longueur = calendar.monthrange(jour.year, jour.month)[1]
    rang, rebours = (jour.day - 1) // 7 + 1, -((longueur - jour.day) // 7 + 1)
    return (jour.weekday(), rang) in regle.rangs or (jour.weekday(), rebours) in regle.rangs


def du(regles, jour, ferie):
    """Return the `Jour` of the date *jour*; *ferie* says whether it is a public holiday.

    On a holiday only rules that name PH, and closures, are heard, in whatever order they come.
    A dated closure (« Aug off ») is not undone by an undated rule written after it.
    """
    plages, decide, ferme = [], False, False
    for regle in regles:
        if not du_calendrier(regle, jour) or (regle.lien == "||" and regle.etat == "off"):
            continue
        nomme = ferie and regle.feries
        if not nomme and not du_jour(regle, jour):
            continue
        if ferie and not nomme and regle.etat != "off":
            continue
        if ferme and regle.etat != "off" and not regle.datee:
            continue
        ferme = regle.datee if regle.ferme else ferme and not regle.datee
        decide = decide or nomme or (regle.ferme and regle.datee)
        plages = appliquer(plages, regle)
    if ferie and not decide:
        return Jour(ferie=True, coupe=True)
    return Jour(tuple(plages), coupe=ferie or ferme)


def appliquer(plages, regle):
    """Return the spans of a day after *regle*, which takes that day in."""
    if regle.ferme:
        return []
    if regle.etat == "off":
        return sans(plages, [(a, b) for a, b, _sans_fin in regle.plages])
    nouvelles = plages_de(regle)
    if regle.lien == "||":
        return plages + sans(nouvelles, [(a, b) for a, b, *_reste in plages])
    return plages + nouvelles if regle.lien == "," else nouvelles


def sans(plages, trous):
    """Return *plages*, (start, end, …), without what the (start, end) of *trous* cover."""
    for a, b in trous:
        gardees = []
        for debut, fin, *reste in plages:
            if debut < min(a, fin):
                gardees.append((debut, min(a, fin), *reste))
            if fin > max(b, debut):
                gardees.append((max(b, debut), fin, *reste))
        plages = gardees
    return plages
