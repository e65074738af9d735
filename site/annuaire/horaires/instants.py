"""« Ouvert », « fermé » or neither, at an instant, in the place's own zone.

`etat` and `intervalles` read the same bands, so that they cannot disagree: a place is « ouvert »
exactly when the instant lies in one of its sure intervals (start included, end not).
"""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from operator import itemgetter
from zoneinfo import ZoneInfo

from annuaire.horaires import jours as regles_du_jour
from annuaire.horaires import phrases
from annuaire.horaires.feries import jours_feries, jours_peut_etre_feries
from annuaire.horaires.grammaire import MINUIT
from annuaire.horaires.lecture import SUR_RENDEZ_VOUS, TEL_QUEL, VIDE, lire

OUVERT, FERME, INCONNU = "ouvert", "ferme", "inconnu"
RENDEZ_VOUS, JOUR_FERIE = "sur_rendez_vous", "jour_ferie"
# How far the next change is looked for, in days: two weeks do for nearly all; a season, a year.
HORIZONS = (15, 400)
UN_JOUR = timedelta(days=1)
OBSCUR = regles_du_jour.Jour(ferie=True, coupe=True)


@dataclass(frozen=True)
class Etat:
    """`genre`: ouvert, ferme, inconnu, sur_rendez_vous, jour_ferie or tel_quel.

    `jusqua` (when open; None: no end in sight) and `ouvre_a` (next sure opening, else None) are
    aware datetimes in the place's zone; `phrase` is French, ready to show.
    """

    genre: str
    phrase: str
    jusqua: datetime | None = None
    ouvre_a: datetime | None = None


@dataclass(frozen=True)
class _Bandes:
    """UTC spans of some local days; `fin` is where they stop being known."""

    ouvertes: tuple
    doutes: tuple
    feries: frozenset
    fin: datetime


def etat(expression, instant_utc, fuseau, departement):
    """Return the `Etat` at the aware *instant_utc*.

    *fuseau*: IANA name; *departement*: INSEE code (« 67 », « 974 »), or « » when unknown. A text,
    or what `lire` returned, is taken as *expression*. ValueError on a naive instant.
    """
    expression = _expression(expression)
    sans_calcul = _sans_calcul(expression)
    if sans_calcul:
        return sans_calcul
    local = _aware(instant_utc).astimezone(ZoneInfo(fuseau))
    for horizon in HORIZONS:
        bandes = _bandes(expression.texte, local.date(), horizon, fuseau, departement or "")
        jusqua, ouvre_a = _changements(bandes, instant_utc)
        if (jusqua or ouvre_a or not expression.ouvre) and jusqua != bandes.fin:
            break
    if jusqua:
        # Still open a year on: no end in sight.
        jusqua = None if jusqua == bandes.fin else jusqua.astimezone(local.tzinfo)
        return Etat(OUVERT, phrases.ouvert(local, jusqua), jusqua=jusqua)
    ouvre_a = ouvre_a and ouvre_a.astimezone(local.tzinfo)
    if local.date() in bandes.feries:
        return Etat(JOUR_FERIE, phrases.jour_ferie(), ouvre_a=ouvre_a)
    for debut, fin, genre, commentaire in bandes.doutes:
        if debut <= instant_utc < fin:
            return Etat(genre, phrases.doute(genre, commentaire), ouvre_a=ouvre_a)
    return Etat(FERME, phrases.ferme(local, ouvre_a), ouvre_a=ouvre_a)


def intervalles(expression, debut_utc, fin_utc, fuseau, departement):
    """Return [(start, end)], aware UTC: the sure openings between two aware instants, in order.

    Clipped to the window, merged when they touch. Nothing doubtful: see `etat`. ValueError on a
    naive instant.
    """
    expression = _expression(expression)
    if not expression.ouvre:
        return []
    zone = ZoneInfo(fuseau)
    debut_utc, fin_utc = _aware(debut_utc).astimezone(UTC), _aware(fin_utc).astimezone(UTC)
    premier = debut_utc.astimezone(zone).date()
    nombre = (fin_utc.astimezone(zone).date() - premier).days + 1
    bandes = _bandes(expression.texte, premier, nombre, fuseau, departement or "")
    ouvertes = bandes.ouvertes
    rang = bisect_right(ouvertes, debut_utc, key=itemgetter(1))
    gardees = list(ouvertes[rang : bisect_left(ouvertes, fin_utc, key=itemgetter(0))])
    if gardees:
        gardees[0] = (max(gardees[0][0], debut_utc), gardees[0][1])
        gardees[-1] = (gardees[-1][0], min(gardees[-1][1], fin_utc))
    return gardees


def doutes(expression, debut_utc, fin_utc, fuseau, departement):
    """Return [(start, end)], aware UTC: between two instants, when `etat` is neither ouvert nor
    ferme. In order, clipped, merged. None when that is always: nothing is known of the hours.
    """
    expression = _expression(expression)
    if _sans_calcul(expression):
        return None
    zone = ZoneInfo(fuseau)
    debut_utc, fin_utc = _aware(debut_utc).astimezone(UTC), _aware(fin_utc).astimezone(UTC)
    premier = debut_utc.astimezone(zone).date()
    nombre = (fin_utc.astimezone(zone).date() - premier).days + 1
    bandes = _bandes(expression.texte, premier, nombre, fuseau, departement or "")
    jours = ((_minuit(jour, zone), _minuit(jour + UN_JOUR, zone)) for jour in bandes.feries)
    plages = [*jours, *((a, b) for a, b, *_reste in bandes.doutes)]
    gardees = regles_du_jour.sans(_unies(plages), bandes.ouvertes) if plages else []
    return [
        (max(a, debut_utc), min(b, fin_utc))
        for a, b, *_reste in gardees
        if a < fin_utc and b > debut_utc
    ]


def _minuit(jour, zone):
    return datetime(jour.year, jour.month, jour.day, tzinfo=zone).astimezone(UTC)


def _aware(instant):
    if instant.tzinfo is None:
        raise ValueError("an aware datetime is needed")
    return instant


def _expression(expression):
    return lire(expression) if isinstance(expression, str) else expression


def _sans_calcul(expression):
    if expression.genre == VIDE:
        return Etat(INCONNU, phrases.non_renseigne())
    if expression.genre == SUR_RENDEZ_VOUS:
        return Etat(RENDEZ_VOUS, phrases.doute(RENDEZ_VOUS, ""))
    if expression.genre == TEL_QUEL:
        return Etat(TEL_QUEL, phrases.doute(INCONNU, ""))
    return None


def _changements(bandes, instant):
    """(end of the opening at *instant* or None, start of the next opening or None)."""
    for debut, fin in bandes.ouvertes:
        if debut <= instant < fin:
            return fin, None
        if debut > instant:
            return None, debut
    return None, None


def _bandes(texte, premier, nombre, fuseau, departement):
    """`_Bandes` of *nombre* local days from the date *premier* on, and of the night before."""
    feries = _feries(premier, nombre + 1, departement)
    return _bandes_entre(texte, premier, nombre, fuseau, feries)


# Départements with the same holidays in those days share what is kept.
@lru_cache(maxsize=4096)
def _bandes_entre(texte, premier, nombre, fuseau, feries):
    """The same, given the holidays of those days (see `_feries`)."""
    ouvertes, doutes, feries = _minutes(lire(texte), premier, nombre + 1, feries)
    heures = _Horloge(premier - timedelta(days=1), nombre + 2, fuseau)
    limite = (nombre + 1) * MINUIT
    debut_a, fin_a = heures.tot_apres, heures.tard_avant
    surs = [
        (debut_a(a), fin_a(min(b, limite)))
        for a, b in _unies(_hors(ouvertes, doutes))
        if a < limite
    ]
    return _Bandes(
        # Hours that lie wholly in what the clocks skip, or in what they repeat, are never sure.
        tuple((debut, fin) for debut, fin in surs if debut < fin),
        tuple((debut_a(a), fin_a(b), genre, dit) for a, b, genre, dit in doutes),
        frozenset(feries),
        fin_a(limite),
    )


@lru_cache(maxsize=4096)
def _feries(premier, nombre, departement):
    """(holidays, days that may be one) among *nombre* days from the eve of *premier*."""
    veille = premier.toordinal() - 1
    jours = frozenset(date.fromordinal(veille + rang) for rang in range(nombre))
    annees = {jour.year for jour in jours}
    connus = frozenset().union(*(jours_feries(departement, annee) for annee in annees))
    obscurs = frozenset().union(*(jours_peut_etre_feries(departement, an) for an in annees))
    return jours & connus, jours & obscurs


def _minutes(expression, premier, nombre, feries_du_temps):
    """(sure spans, doubtful spans, undecided holidays) of *nombre* days from the eve of *premier*.

    Spans are (start, end, kind, comment) in wall minutes after the first midnight.
    """
    veille = premier.toordinal() - 1
    connus, obscurs = feries_du_temps
    ouvertes, doutes, feries, suite = [], [], [], []
    for rang in range(nombre):
        jour = date.fromordinal(veille + rang)
        dit = OBSCUR if jour in obscurs else _du(expression, jour, jour in connus)
        if dit.ferie:
            feries.append(jour)
        plages = [] if dit.coupe else suite
        suite = []
        depart = rang * MINUIT
        for debut, fin, genre, commentaire in dit.plages:
            if debut < MINUIT:
                plages.append((depart + debut, depart + min(fin, MINUIT), genre, commentaire))
            if fin > MINUIT:
                suite.append((depart + max(debut, MINUIT), depart + fin, genre, commentaire))
        for plage in plages:
            (ouvertes if plage[2] == OUVERT else doutes).append(plage)
    return ouvertes, doutes, feries


def _du(expression, jour, ferie):
    if expression.semaine and not ferie:
        return expression.semaine[jour.weekday()]
    return regles_du_jour.du(expression.regles, jour, ferie)


def _hors(ouvertes, doutes):
    """Sure spans without what a doubtful one covers: a doubt wins."""
    trous = [(a, b) for a, b, *_reste in doutes]
    return regles_du_jour.sans(ouvertes, trous) if trous else ouvertes


def _unies(plages):
    """[(start, end)] in order, spans that touch made one."""
    unies = []
    for debut, fin, *_reste in sorted(plages):
        if unies and debut <= unies[-1][1]:
            unies[-1][1] = max(unies[-1][1], fin)
        else:
            unies.append([debut, fin])
    return unies


@lru_cache(maxsize=65536)
def _duree(minutes):
    # Making a timedelta costs ten times adding it: hours of a week come back all the time.
    return timedelta(minutes=minutes)


class _Horloge:
    """Wall minutes since midnight of a date → aware UTC instants, through changes of offset.

    A start is taken at its latest reading and an end at its earliest, so that an hour the change
    repeats or skips never counts as surely open.
    """

    def __init__(self, premier, nombre, fuseau):
        self.zone = ZoneInfo(fuseau)
        self.minuit = datetime(premier.year, premier.month, premier.day)
        avant = self.minuit.replace(tzinfo=self.zone).utcoffset()
        fin = self.minuit + timedelta(days=nombre)
        # Two changes cancel out over half a year at the least: past a month, look at every time.
        egal = avant == fin.replace(tzinfo=self.zone).utcoffset() and nombre <= 31
        self.constant = (self.minuit - avant).replace(tzinfo=UTC) if egal else None

    def tot_apres(self, minutes):
        """The instant at which a span starts."""
        return self._instant(minutes, max)

    def tard_avant(self, minutes):
        """The instant at which a span ends."""
        return self._instant(minutes, min)

    def _instant(self, minutes, choix):
        if self.constant:
            return self.constant + _duree(minutes)
        mur = self.minuit + _duree(minutes)
        lectures = [mur.replace(tzinfo=self.zone, fold=pli).astimezone(UTC) for pli in (0, 1)]
        if lectures[0] > lectures[1]:  # a time the clocks skip: the instant of the change
            return self._changement(*reversed(lectures))
        return choix(lectures)

    def _changement(self, avant, apres):
        decalage = avant.astimezone(self.zone).utcoffset()
        while apres - avant > timedelta(minutes=1):
            milieu = avant + (apres - avant) // 2
            if milieu.astimezone(self.zone).utcoffset() == decalage:
                avant = milieu
            else:
                apres = milieu
        return apres.replace(second=0, microsecond=0)
