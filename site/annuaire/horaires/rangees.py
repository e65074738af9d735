"""From the notation to the rows of the form, when they say exactly the same.

What is proposed is composed again and compared day by day with what was read: a text that the
rows cannot say gives None, and stays a text.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import lru_cache

from annuaire.horaires import jours as regles_du_jour
from annuaire.horaires.grammaire import MINUIT, numeros
from annuaire.horaires.lecture import RENDEZ_VOUS_SEUL, SUR_RENDEZ_VOUS, TEL_QUEL, VIDE, lire
from annuaire.horaires.saisie import (
    FERME,
    HORAIRES,
    OUVERT,
    RENDEZ_VOUS,
    SANS_HEURES,
    Fermeture,
    Periode,
    Rangee,
    Saisie,
    SaisieRefusee,
    composer,
    en_semaines,
    mois_entiers,
    normaliser,
)
from annuaire.horaires.saisie import SUR_RENDEZ_VOUS as EN_MOTS

# A leap year of 53 weeks, and the next; years that are named come with their neighbours.
ANNEES = (2032, 2033)
JOURS_SANS_DATE = 400


class _Autre(Exception):  # noqa: N818 (no error: the text says something that rows cannot)
    """The text says something that rows cannot."""


@dataclass
class _Rythme:
    """Rules of one season applied: {weekday: spans}, {(weekday, rank): spans}, {(weekday, weeks):
    spans}; a day that is closed has none."""

    semaine: dict = field(default_factory=dict)
    rangs: dict = field(default_factory=dict)
    numeros: dict = field(default_factory=dict)


@lru_cache(maxsize=1024)
def saisie_de(texte):
    """Return the `Saisie` that says exactly what *texte* says, else None; empty for « »."""
    lue = lire(texte)
    if lue.genre == VIDE:
        return Saisie()
    if lue.genre == TEL_QUEL:
        return None
    if lue.genre == SUR_RENDEZ_VOUS:
        seul = RENDEZ_VOUS_SEUL.fullmatch(lue.notation)
        return normaliser(Saisie(sinon=EN_MOTS if seul else lue.notation))
    try:
        saisie = normaliser(_decomposer(lue.regles))
        composee = lire(composer(saisie))
    except (_Autre, SaisieRefusee):
        return None
    return saisie if disent_pareil(lue, composee) else None


def _decomposer(regles):
    rythmes, feries, fermetures, sinon = defaultdict(_Rythme), None, [], ""
    for rang, regle in enumerate(regles):
        if regle.lien == "||" or _dit_seulement(regle, rang):
            sinon = _sinon(regle, sinon)
        elif regle.ferme and regle.dates and regle.tous_les_jours and not regle.semaines:
            fermetures += [Fermeture(_periode(*d), regle.commentaire) for d in regle.dates]
        else:
            if regle.feries:
                if regle.datee:
                    raise _Autre
                feries = regles_du_jour.appliquer(feries or [], regle)
            reste = replace(regle, feries=False)
            if not regle.feries or reste.jours or reste.rangs:
                _ajouter(rythmes[_saison(regle.dates)], reste)
    rangees = [r for saison, rythme in rythmes.items() for r in _rangees(saison, rythme)]
    rangees.sort(key=lambda rangee: rangee.saison is not None)
    etat, plages = _feries(feries)
    return Saisie(tuple(rangees), etat, plages, tuple(fermetures), sinon)


def _dit_seulement(regle, rang):
    """The first rule, when it is a remark alone: « sur rendez-vous », then closures."""
    muette = regle.tous_les_jours and not (regle.plages or regle.datee)
    return rang == 0 and muette and bool(regle.commentaire) and regle.etat != "off"


def _sinon(regle, deja):
    limitee = regle.datee or regle.plages or not regle.tous_les_jours or regle.etat == "off"
    if limitee or deja or not regle.commentaire:
        raise _Autre
    return EN_MOTS if RENDEZ_VOUS_SEUL.fullmatch(regle.commentaire) else regle.commentaire


def _periode(premier, dernier):
    annee = premier[0]
    passe = annee and dernier[1:] < premier[1:]
    if annee and dernier[0] != annee + bool(passe):
        raise _Autre
    return Periode(premier[1:], dernier[1:], annee)


def _saison(dates):
    if not dates:
        return None
    periodes = [_periode(*bornes) for bornes in dates]
    mois = mois_entiers(periodes)
    if mois is None and len(periodes) > 1:
        raise _Autre
    return mois or periodes[0]


def _ajouter(rythme, regle):
    jours = range(7) if regle.tous_les_jours else regle.jours
    semaines = en_semaines(numeros(regle.semaines))
    if semaines and regle.rangs:
        raise _Autre
    tables = [(rythme.semaine, jours), (rythme.rangs, regle.rangs)]
    if semaines:
        tables = [(rythme.numeros, [(jour, semaines) for jour in jours])]
    for table, cles in tables:
        for cle in cles:
            table[cle] = regles_du_jour.appliquer(table.get(cle, []), regle)


def _rangees(saison, rythme):
    for jour, plages in rythme.semaine.items():
        if plages or saison:
            yield from _du_jour(Rangee((jour,), saison=saison), plages)
    for (jour, rang), plages in rythme.rangs.items():
        yield from _du_jour(Rangee((jour,), rangs=(rang,), saison=saison), plages)
    for (jour, semaines), plages in rythme.numeros.items():
        yield from _du_jour(Rangee((jour,), saison=saison, semaines=semaines), plages)


def _du_jour(modele, plages):
    if not plages:
        yield replace(modele, etat=FERME)
    for debut, fin, genre, commentaire in plages:
        entiere = (debut, fin) == (0, MINUIT)
        if genre == regles_du_jour.INCONNU and not (commentaire or entiere):
            raise _Autre  # « unknown », an open end
        etat = RENDEZ_VOUS if genre == regles_du_jour.RENDEZ_VOUS else OUVERT
        if genre == regles_du_jour.INCONNU and entiere:
            etat = SANS_HEURES
        yield replace(modele, etat=etat, plages=((debut, fin),), remarque=commentaire)


def _feries(plages):
    if plages is None:
        return "", ()
    if not plages:
        return FERME, ()
    if [p[2:] for p in plages] == [(regles_du_jour.INCONNU, "")] and plages[0][:2] == (0, MINUIT):
        return OUVERT, ()
    if any(p[2] != regles_du_jour.OUVERT for p in plages):
        raise _Autre
    return HORAIRES, tuple(p[:2] for p in plages)


def disent_pareil(une, autre):
    """Whether two expressions say the same of each day, holiday or not."""
    if une.genre == SUR_RENDEZ_VOUS or autre.genre in (SUR_RENDEZ_VOUS, VIDE):
        return une.genre == autre.genre
    return all(
        _dit(une, jour, ferie) == _dit(autre, jour, ferie)
        for jour in _jours_a_comparer(une.regles)
        for ferie in (False, True)
    )


def _jours_a_comparer(regles):
    annees = {an for r in regles for bornes in r.dates for (an, *_reste) in bornes if an}
    annees = {*ANNEES, *(proche for an in annees for proche in (an - 1, an, an + 1))}
    if not any(regle.datee for regle in regles):
        depart = datetime.date(ANNEES[0], 1, 1).toordinal()
        return [datetime.date.fromordinal(depart + n) for n in range(JOURS_SANS_DATE)]
    return [
        datetime.date.fromordinal(n)
        for an in sorted(annees)
        if an < datetime.MAXYEAR
        for n in range(datetime.date(an, 1, 1).toordinal(), datetime.date(an + 1, 1, 1).toordinal())
    ]


def _dit(expression, jour, ferie):
    dit = regles_du_jour.du(expression.regles, jour, ferie)
    plages = {
        (a, b, genre, "" if RENDEZ_VOUS_SEUL.fullmatch(commentaire) else commentaire)
        for a, b, genre, commentaire in dit.plages
    }
    return plages, dit.ferie, dit.coupe
