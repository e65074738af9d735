"""Hours as a form edits them: rows, holidays, closures; and how they become the notation.

A row names weekdays, every week, on some ranks in the month or in weeks by number, all the year or
in a season. Rows of one season add up; a season takes the place of the ordinary hours on the days
that it names.
`normaliser` gives the one form that a thing said in several ways has.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import pairwise

from django.utils.translation import gettext as _

from annuaire.horaires.grammaire import (
    JOURS,
    LONGUEURS,
    MINUIT,
    MOIS,
    Refus,
    fin_de_plage,
    numeros,
)
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
SEMAINES = 53  # of the ISO calendar, in its longest years
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
    months, or a `Periode`. `semaines`: (first, last, step) of ISO week numbers, empty: all of them;
    a row has ranks or weeks, never both.
    """

    jours: tuple
    plages: tuple = ()
    rangs: tuple = ()
    etat: str = OUVERT
    saison: object = None
    remarque: str = ""
    semaines: tuple = ()


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
    """What one season says: {weekday: [row]}, {(weekday, rank): […]}, {(weekday, weeks): […]}."""

    semaine: dict = field(default_factory=lambda: defaultdict(list))
    rangs: dict = field(default_factory=lambda: defaultdict(list))
    numeros: dict = field(default_factory=lambda: defaultdict(list))

    def ajouter(self, rangee):
        """Put a row under each of its days."""
        for jour in rangee.jours:
            if rangee.semaines:
                self.numeros[jour, rangee.semaines].append(rangee)
            elif not rangee.rangs:
                self.semaine[jour].append(rangee)
            for rang in rangee.rangs:
                self.rangs[jour, rang].append(rangee)


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
        rythmes.setdefault(rangee.saison, _Rythme()).ajouter(rangee)
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
    remarque = "" if etat == FERME else remarque
    semaines = en_semaines(numeros(rangee.semaines))
    if semaines and rangee.rangs:
        raise SaisieRefusee(_("Choisissez des semaines du mois, ou des semaines de l’année."))
    return Rangee(rangee.jours, plages, rangee.rangs, etat, saison, remarque, semaines)


def en_semaines(nombres):
    """Return week numbers as ((first, last, step)…), each set in one way; empty when it is all.

    Even and odd weeks, « one in n », else runs.
    """
    tous = sorted(nombres)
    pas = {b - a for a, b in pairwise(tous)}
    if len(tous) == SEMAINES:
        return ()
    if len(tous) > 2 and len(pas) == 1:
        return ((tous[0], tous[-1], pas.pop()),)
    suites = []
    for nombre in tous:
        if suites and suites[-1][1] == nombre - 1:
            suites[-1][1] = nombre
        else:
            suites.append([nombre, nombre])
    return tuple((a, b, 1) for a, b in suites)


def mois_entiers(periodes):
    """Return the months that yearless periods cover whole, in order; None when they do not."""
    mois = set()
    for p in periodes:
        if p.annee or p.debut[1] != 1 or p.fin[1] != LONGUEURS[p.fin[0] - 1]:
            return None
        mois |= {(p.debut[0] - 1 + n) % 12 + 1 for n in range((p.fin[0] - p.debut[0]) % 12 + 1)}
    return tuple(sorted(mois))


def _rangees(saison, rythme):
    """The rows of one season, in order: every week, then ranks, then weeks by number."""
    _fondre_les_semaines(rythme)
    groupes = [
        *_de_chaque_semaine(saison, rythme),
        *_selon_les_rangs(rythme),
        *_selon_les_semaines(rythme),
    ]
    return [
        Rangee(jours, plages, rangs, etat, saison, remarque, semaines)
        for jours, rangs, semaines, dites in groupes
        for etat, remarque, plages in dites
    ]


def _de_chaque_semaine(saison, rythme):
    """[(weekdays, ranks, weeks, what is said)…] of the rows of every week."""
    semaine = {}
    for jour, siennes in rythme.semaine.items():
        dites = _reunies(siennes, str(NOMS_DES_JOURS[jour]))
        if saison or dites != ((FERME, "", ()),):
            semaine.setdefault(dites, set()).add(jour)
    return sorted((tuple(sorted(jours)), (), (), dites) for dites, jours in semaine.items())


def _selon_les_rangs(rythme):
    """The same of the rows of some ranks in the month."""
    rangs = {}
    for (jour, rang), siennes in rythme.rangs.items():
        _verifier_avec(_ordinaires(rythme, jour), siennes, jour)
        rangs.setdefault(_reunies(siennes, ""), {}).setdefault(jour, set()).add(rang)
    groupes = [groupe for dites, par_jour in rangs.items() for groupe in _de_rangs(dites, par_jour)]
    return sorted(groupes, key=lambda g: (g[0], [RANGS.index(r) for r in g[1]]))


def _fondre_les_semaines(rythme):
    """Weeks of which the same is said of a day are one set; all of them are every week."""
    avant = -1
    while len(rythme.numeros) != avant:  # what is put together may say the same as a third
        avant = len(rythme.numeros)
        ensembles = defaultdict(frozenset)
        for (jour, semaines), siennes in rythme.numeros.items():
            ensembles[jour, _reunies(siennes, str(NOMS_DES_JOURS[jour]))] |= numeros(semaines)
        rythme.numeros.clear()
        for (jour, dites), nombres in ensembles.items():
            semaines = en_semaines(nombres)
            for etat, remarque, plages in dites:
                rangee = Rangee((jour,), plages, (), etat, None, remarque, semaines)
                rythme.ajouter(rangee)


def _selon_les_semaines(rythme):
    """The same of the rows of some weeks by number: what closes comes last, so that it wins."""
    memes = {}
    for (jour, semaines), siennes in rythme.numeros.items():
        autres = [
            rangee
            for (autre, les_siennes), rangees in rythme.numeros.items()
            if autre == jour and les_siennes != semaines
            if numeros(les_siennes) & numeros(semaines)
            for rangee in rangees
            if rangee.etat != FERME
        ]
        _verifier_avec([*_ordinaires(rythme, jour), *autres], siennes, jour)
        memes.setdefault((semaines, _reunies(siennes, "")), set()).add(jour)
    groupes = [(tuple(sorted(j)), (), semaines, dites) for (semaines, dites), j in memes.items()]
    return sorted(groupes, key=lambda g: (g[3] == ((FERME, "", ()),), g[0], g[2]))


def _ordinaires(rythme, jour):
    return [rangee for rangee in rythme.semaine.get(jour, ()) if rangee.etat != FERME]


def _verifier_avec(autres, rangees, jour):
    """Raise SaisieRefusee when rows cannot be added to the other ones of their day."""
    if any(rangee.etat == FERME for rangee in rangees):
        return
    nom = str(NOMS_DES_JOURS[jour])
    _reunies([*autres, *rangees], nom)
    for rangee in autres:
        for plage in rangee.plages:
            for sienne in {p for r in rangees for p in r.plages}:
                _sans_chevauchement((plage, sienne), nom)


def _de_rangs(dites, par_jour):
    memes = {}
    for jour, rangs in par_jour.items():
        memes.setdefault(tuple(sorted(rangs, key=RANGS.index)), []).append(jour)
    return [(tuple(sorted(jours)), rangs, (), dites) for rangs, jours in memes.items()]


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
    for place, rangee in enumerate(rangees):
        ajoute = rangee.etat != FERME and any(
            _se_rencontrent(rangee, avant) for avant in rangees[:place]
        )
        yield "," if ajoute else ";", _regle(rangee)


def _se_rencontrent(rangee, avant):
    """Whether a row adds to one before it: the same season, and a day in common."""
    if rangee.saison != avant.saison or not {*rangee.jours} & {*avant.jours}:
        return False
    if rangee.rangs and avant.rangs:
        return bool({*rangee.rangs} & {*avant.rangs})
    if rangee.semaines and avant.semaines:
        return bool(numeros(rangee.semaines) & numeros(avant.semaines))
    return True


def _regle(rangee):
    morceaux = [_saison(rangee.saison), _semaines(rangee.semaines)]
    # « week 30-33 off » closes those weeks whole.
    if not (rangee.etat == FERME and rangee.semaines and len(rangee.jours) == len(JOURS)):
        morceaux.append(_jours(rangee.jours, rangee.rangs))
    morceaux.append("off" if rangee.etat == FERME else _heures(rangee.plages))
    remarque = rangee.remarque
    if rangee.etat == RENDEZ_VOUS:
        remarque = remarque or SUR_RENDEZ_VOUS
    morceaux.append(f'"{remarque}"' if remarque else "")
    return " ".join(morceau for morceau in morceaux if morceau)


def _semaines(semaines):
    """« week 2-52/2 », « week 10-20,30 »."""
    dites = [
        str(a) if a == b else f"{a}-{b}" + (f"/{pas}" if pas > 1 else "") for a, b, pas in semaines
    ]
    return f"week {','.join(dites)}" if dites else ""


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
