"""Hours as a form edits them: rows, holidays, closures; and how they become the notation.

A row names weekdays, every week or on some ranks in the month, all the year or in a season. Rows
of one season add up; a season takes the place of the ordinary hours on the days that it names.
`normaliser` gives the one form that a thing said in several ways has.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import pairwise

from django.utils.translation import gettext as _

from annuaire.horaires.grammaire import JOURS, LONGUEURS, MINUIT, MOIS, Refus, fin_de_plage
from annuaire.horaires.jours import est_rendez_vous
from annuaire.horaires.lecture import RENDEZ_VOUS_SEUL, TEL_QUEL, lire
from annuaire.horaires.phrases import JOURS as NOMS_DES_JOURS

OUVERT, SANS_HEURES, RENDEZ_VOUS, FERME = "ouvert", "sans_heures", "rendez_vous", "ferme"
ETATS = (OUVERT, SANS_HEURES, RENDEZ_VOUS, FERME)
# Of holidays: nothing said, closed, open without saying when, open at those hours.
NON_DIT, HORAIRES = "", "horaires"
FERIES = (NON_DIT, FERME, OUVERT, HORAIRES)
SUR_RENDEZ_VOUS = "sur rendez-vous"
RANGS = (1, 2, 3, 4, 5, -1, -2, -3, -4, -5)
_GUILLEMETS = re.compile(r"\s*[\"«»“”]\s*")


class SaisieRefusee(ValueError):  # noqa: N818 (named in French, as the field is)
    """What was entered cannot be said; `phrases`: whole French sentences."""

    def __init__(self, *phrases):
        super().__init__(" ".join(phrases))
        self.phrases = phrases


@dataclass(frozen=True)
class Periode:
    """From (month, day) to (month, day), both included; may run over New Year.

    `annee`: that of its first day; 0: every year.
    """

    debut: tuple
    fin: tuple
    annee: int = 0

    def notation(self):
        """« Jul-Aug », « Aug 3-24 », « 2026 Dec 24-2027 Jan 2 »."""
        (mois, jour), (mois_fin, jour_fin) = self.debut, self.fin
        if not self.annee and jour == 1 and jour_fin == LONGUEURS[mois_fin - 1]:
            return notation_des_mois(mois, mois_fin)
        texte = f"{MOIS[mois - 1]} {jour}"
        if self.debut != self.fin:
            meme = mois == mois_fin and jour < jour_fin
            apres = f"{self.annee + 1} " if self.annee and self.fin < self.debut else ""
            texte += f"-{jour_fin}" if meme else f"-{apres}{MOIS[mois_fin - 1]} {jour_fin}"
        return f"{self.annee} {texte}" if self.annee else texte


@dataclass(frozen=True)
class Rangee:
    """One row. `jours`: weekdays, Monday 0; `rangs`: nth or -nth of the month, empty: every week.

    `plages`: (start, end) in minutes, empty when the state has none. `saison`: None, a tuple of
    months, or a `Periode`.
    """

    jours: tuple
    plages: tuple = ()
    rangs: tuple = ()
    etat: str = OUVERT
    saison: object = None
    remarque: str = ""


@dataclass(frozen=True)
class Fermeture:
    """Closed whole days, and why."""

    periode: Periode
    remarque: str = ""


@dataclass(frozen=True)
class Saisie:
    """All that the form says. `feries`: one of FERIES; `sinon`: what holds outside the hours."""

    rangees: tuple = ()
    feries: str = NON_DIT
    plages_feries: tuple = ()
    fermetures: tuple = ()
    sinon: str = ""


@dataclass
class _Rythme:
    """What one season says: {weekday: [row]} and {(weekday, rank): [row]}."""

    semaine: dict = field(default_factory=lambda: defaultdict(list))
    rangs: dict = field(default_factory=lambda: defaultdict(list))


def notation_des_mois(premier, dernier):
    """« Jul », « Nov-Feb »; March alone with its days: « Mar » might be mardi."""
    if premier == dernier:
        return "Mar 1-31" if premier == 3 else MOIS[premier - 1]
    return f"{MOIS[premier - 1]}-{MOIS[dernier - 1]}"


def composer(saisie):
    """Return the notation of a `Saisie`, « » when it says nothing. Raises SaisieRefusee."""
    saisie = normaliser(saisie)
    texte = ""
    for lien, regle in _regles(saisie):
        texte += f"{lien} {regle}" if texte else regle
    if not texte and saisie != Saisie():
        raise SaisieRefusee(_("Ajoutez au moins une ligne d’ouverture."))
    lue = lire(texte)
    if lue.genre == TEL_QUEL:
        raise SaisieRefusee(
            _("Ces lignes ne vont pas ensemble\u00a0: %(raison)s.") % {"raison": lue.raison}
        )
    return texte


def normaliser(saisie):
    """Return the same hours in their one form: days with the same hours make one row.

    Raises SaisieRefusee on spans that overlap, and on what contradicts itself.
    """
    rythmes = {None: _Rythme()}
    for rangee in saisie.rangees:
        rangee = _propre(rangee)
        rythme = rythmes.setdefault(rangee.saison, _Rythme())
        for jour in rangee.jours:
            if rangee.rangs:
                for rang in rangee.rangs:
                    rythme.rangs[jour, rang].append(rangee)
            else:
                rythme.semaine[jour].append(rangee)
    rangees = []
    for saison, rythme in rythmes.items():
        rangees += _rangees(saison, rythme)
    if saisie.rangees and not rangees and not saisie.sinon:
        raise SaisieRefusee(_("Ajoutez au moins une ligne d’ouverture."))
    return Saisie(
        tuple(rangees),
        saisie.feries,
        _sans_chevauchement(saisie.plages_feries, _("Jours fériés")),
        tuple(replace(f, remarque=propre(f.remarque)) for f in saisie.fermetures),
        propre(saisie.sinon),
    )


def propre(texte):
    """A remark on one line, without the quotes that would end it in the notation."""
    return " ".join(_GUILLEMETS.sub(" ", texte).split())


def _propre(rangee):
    remarque, etat, plages = propre(rangee.remarque), rangee.etat, rangee.plages
    if etat == RENDEZ_VOUS and RENDEZ_VOUS_SEUL.fullmatch(remarque):
        remarque = ""
    elif etat == RENDEZ_VOUS and remarque and not est_rendez_vous(remarque):
        remarque = f"{SUR_RENDEZ_VOUS}, {remarque}"
        if not est_rendez_vous(remarque):
            raise SaisieRefusee(
                _("«\u00a0%(texte)s\u00a0» contredit «\u00a0sur rendez-vous\u00a0».")
                % {"texte": rangee.remarque}
            )
    elif etat in (OUVERT, SANS_HEURES) and est_rendez_vous(remarque):
        etat = RENDEZ_VOUS
        remarque = "" if RENDEZ_VOUS_SEUL.fullmatch(remarque) else remarque
    # A whole day of which nothing is sure is a day without hours.
    if plages == ((0, MINUIT),) and (remarque or etat == RENDEZ_VOUS):
        plages, etat = (), SANS_HEURES if etat == OUVERT else etat
    if etat in (FERME, SANS_HEURES):
        plages = ()
    saison = rangee.saison
    if isinstance(saison, Periode):
        saison = mois_entiers([saison]) or saison
    if isinstance(saison, tuple):
        saison = tuple(sorted(set(saison)))
        saison = None if len(saison) in (0, 12) else saison
    return Rangee(
        rangee.jours, plages, rangee.rangs, etat, saison, "" if etat == FERME else remarque
    )


def mois_entiers(periodes):
    """Return the months that yearless periods cover whole, in order; None when they do not."""
    mois = set()
    for p in periodes:
        if p.annee or p.debut[1] != 1 or p.fin[1] != LONGUEURS[p.fin[0] - 1]:
            return None
        mois |= {(p.debut[0] - 1 + n) % 12 + 1 for n in range((p.fin[0] - p.debut[0]) % 12 + 1)}
    return tuple(sorted(mois))


def _rangees(saison, rythme):
    """The rows of one season, in order: every week first, then ranks."""
    semaine, rangs = {}, {}
    for jour, siennes in rythme.semaine.items():
        dites = _reunies(siennes, str(NOMS_DES_JOURS[jour]))
        if saison or dites != ((FERME, "", ()),):
            semaine.setdefault(dites, set()).add(jour)
    for (jour, rang), siennes in rythme.rangs.items():
        ordinaires = [r for r in rythme.semaine.get(jour, ()) if r.etat != FERME]
        ferme = any(r.etat == FERME for r in siennes)
        if not ferme:  # they add to the ordinary ones of that day
            _reunies([*ordinaires, *siennes], str(NOMS_DES_JOURS[jour]))
        rangs.setdefault(_reunies(siennes, ""), {}).setdefault(jour, set()).add(rang)
    groupes = [(tuple(sorted(jours)), (), dites) for dites, jours in semaine.items()]
    groupes += [
        groupe for dites, par_jour in rangs.items() for groupe in _de_rangs(dites, par_jour)
    ]
    groupes.sort(key=lambda g: (bool(g[1]), g[0], [RANGS.index(r) for r in g[1]]))
    return [
        Rangee(jours, plages, siens, etat, saison, remarque)
        for jours, siens, dites in groupes
        for etat, remarque, plages in dites
    ]


def _de_rangs(dites, par_jour):
    memes = {}
    for jour, rangs in par_jour.items():
        memes.setdefault(tuple(sorted(rangs, key=RANGS.index)), []).append(jour)
    return [(tuple(sorted(jours)), rangs, dites) for rangs, jours in memes.items()]


def _reunies(rangees, nom):
    """((state, remark, spans)…) of the rows of one day; a closure wins over them all."""
    if any(r.etat == FERME for r in rangees):
        return ((FERME, "", ()),)
    plages = {}
    for r in rangees:
        plages.setdefault((r.etat, r.remarque), []).extend(r.plages or ((),))
    entieres = [cle for cle, siennes in plages.items() if () in siennes]
    if entieres and (len(plages) > 1 or set(plages[entieres[0]]) != {()}):
        raise SaisieRefusee(
            _("%(jour)s\u00a0: des heures sur une ligne, et pas sur une autre.")
            % {"jour": nom.capitalize()}
        )
    if entieres:
        return ((*entieres[0], ()),)
    toutes = [plage for siennes in plages.values() for plage in set(siennes)]
    _sans_chevauchement(toutes, nom)
    dites = [(etat, dit, tuple(sorted(set(p)))) for (etat, dit), p in plages.items()]
    return tuple(sorted(dites, key=lambda d: d[2]))


def _sans_chevauchement(plages, nom):
    triees = sorted(plages)
    for (_a, fin), (debut, _b) in pairwise(triees):
        if debut < fin:
            raise SaisieRefusee(
                _("%(jour)s\u00a0: deux plages se chevauchent.") % {"jour": nom.capitalize()}
            )
    return tuple(triees)


def _regles(saisie):
    """Yield (link, rule) in the order of the text: rows, what holds outside, holidays, closures."""
    seule = len(saisie.rangees) == 1 and saisie.rangees[0]
    if seule == Rangee(tuple(range(7)), ((0, MINUIT),)):
        yield ";", "24/7"
    else:
        yield from _regles_des_rangees(saisie.rangees)
    if saisie.sinon:
        yield " ||", f'"{saisie.sinon}"'
    if saisie.feries == FERME:
        yield ";", "PH off"
    elif saisie.feries == OUVERT:
        yield ";", "PH open"
    elif saisie.feries == HORAIRES:
        yield ";", f"PH {_heures(saisie.plages_feries)}"
    for fermeture in saisie.fermetures:
        dit = f' "{fermeture.remarque}"' if fermeture.remarque else ""
        yield ";", f"{fermeture.periode.notation()} off{dit}"


def _regles_des_rangees(rangees):
    vus = set()
    for rangee in rangees:
        selon = {(rangee.saison, jour, rang) for jour in rangee.jours for rang in rangee.rangs}
        selon |= set() if rangee.rangs else {(rangee.saison, jour, 0) for jour in rangee.jours}
        ordinaires = {(rangee.saison, jour, 0) for jour in rangee.jours}
        lien = "," if rangee.etat != FERME and (selon | ordinaires) & vus else ";"
        vus |= selon
        yield lien, _regle(rangee)


def _regle(rangee):
    morceaux = [_saison(rangee.saison), _jours(rangee.jours, rangee.rangs)]
    morceaux.append("off" if rangee.etat == FERME else _heures(rangee.plages))
    remarque = rangee.remarque
    if rangee.etat == RENDEZ_VOUS:
        remarque = remarque or SUR_RENDEZ_VOUS
    morceaux.append(f'"{remarque}"' if remarque else "")
    return " ".join(morceau for morceau in morceaux if morceau)


def _saison(saison):
    if isinstance(saison, Periode):
        return saison.notation()
    suites = []
    for mois in saison or ():
        if suites and suites[-1][1] == mois - 1:
            suites[-1][1] = mois
        else:
            suites.append([mois, mois])
    if len(suites) > 1 and suites[0][0] == 1 and suites[-1][1] == 12:
        suites[-1][1] = suites.pop(0)[1]  # November to February is one winter
    if len(suites) > 1:
        return ",".join(MOIS[a - 1] if a == b else notation_des_mois(a, b) for a, b in suites)
    return notation_des_mois(*suites[0]) if suites else ""


def _jours(jours, rangs):
    if rangs:
        return ",".join(f"{JOURS[jour]}[{','.join(map(str, rangs))}]" for jour in jours)
    morceaux, place = [], 0
    while place < len(jours):
        fin = place
        while fin + 1 < len(jours) and jours[fin + 1] == jours[fin] + 1:
            fin += 1
        premier, dernier = JOURS[jours[place]], JOURS[jours[fin]]
        if fin - place >= 2:
            morceaux.append(f"{premier}-{dernier}")
        else:
            morceaux += [JOURS[jour] for jour in jours[place : fin + 1]]
        place = fin + 1
    return ",".join(morceaux)


def _heures(plages):
    return ",".join(f"{en_heure(a)}-{_fin(a, b)}" for a, b in plages)


def en_heure(minutes):
    """« 09:30 »; above midnight of the next day, « 26:00 » stays so."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _fin(debut, fin):
    """The end as it is written: « 01:00 » past midnight when it is read back the same."""
    if fin > MINUIT:
        try:
            if fin_de_plage(debut, fin - MINUIT) == fin:
                return en_heure(fin - MINUIT)
        except Refus:
            pass
    return en_heure(fin)
