"""The facet « quand »: who is open in a window of each time zone, place by place where it matters.

As ``moteurs.ouverts`` says it: of a document whose places keep different hours, those that lie
where one searches decide; all of them when it comes to the place asked for.

Whole evenings and days are words of the index (« soir:739958 »): spans that meet a window are
looked for only where it has begun, since that costs ten times more.
"""

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from ...ouvertures import croise, fenetre, minute
from .mots import RIEN, ou

JOUR, SOIR = "jour", "soir"
# Openings are reckoned two weeks ahead; a calendar that says more gains nothing.
JOURS_MAX = 21

CHEMIN = "places"
DIVERS = {"term": {"horaires": "divers"}}
INCONNUS = {"term": {"horaires": "inconnus"}}


class Quand:
    """« quand » for one search, at a minute, among the time *zones* that the index has."""

    def __init__(self, minute, zones, perimetre):
        self.minute, self.zones, self.perimetre = minute, sorted(zones), perimetre
        self._lus = {}

    def ouverts(self, valeurs):
        """The filter of what is open at one of these moments."""
        return ou([self._ouvert(valeur) for valeur in sorted(valeurs)])

    def inconnus(self, valeurs):
        """The filter of that of which nothing sure is known for these moments."""
        doutes = [INCONNUS]
        for valeur in sorted(valeurs):
            doutes += self._doutes(valeur)
        sans_lieu = self._sans_lieu_dedans()
        if sans_lieu:
            doutes.append(sans_lieu)
        return {"bool": {"filter": [ou(doutes)], "must_not": [self.ouverts(valeurs)]}}

    def _ouvert(self, valeur):
        if valeur not in self._lus:
            commun = self._ouvert_dans(valeur)
            divers = self._au_bon_lieu(self._ouvert_dans(valeur, f"{CHEMIN}."))
            self._lus[valeur] = ou([commun, *divers])
        return self._lus[valeur]

    def _doutes(self, valeur):
        sans_horaires = {"bool": {"must_not": [{"exists": {"field": f"{CHEMIN}.fuseau"}}]}}
        du_lieu = ou([self._en_doute_dans(valeur, f"{CHEMIN}."), sans_horaires])
        return [self._en_doute_dans(valeur), *self._au_bon_lieu(du_lieu)]

    def _au_bon_lieu(self, clause):
        """``[filter]`` of documents with a place of which *clause* holds, and that counts."""
        if not self.perimetre.restreint:
            return [_un_lieu([clause])]
        clauses = [_un_lieu([clause, *self.perimetre.dedans_d_un_lieu])]
        if self.perimetre.couvert is not None:
            clauses.append({"bool": {"filter": [self.perimetre.couvert, _un_lieu([clause])]}})
        return clauses

    def _sans_lieu_dedans(self):
        """What lies there by a place whose hours are not told apart: nobody can say."""
        if not self.perimetre.restreint:
            return None
        sauf = [_un_lieu(list(self.perimetre.dedans_d_un_lieu))]
        if self.perimetre.couvert is not None:
            sauf.append(self.perimetre.couvert)
        return {"bool": {"filter": [DIVERS], "must_not": sauf}}

    def _ouvert_dans(self, valeur, chemin=""):
        """Places surely open in the window of their zone."""
        clauses = {}
        for zone in self.zones:
            debut, fin = fenetre(valeur, self.minute, zone)
            if valeur != "maintenant" and self.minute < debut:
                mot = f"{SOIR if valeur == SOIR else JOUR}:{_jour(fin - 1, zone)}"
                clauses.setdefault(("term", "ouvert_le", mot), []).append(zone)
            else:
                clauses.setdefault(("range", "ouvert", debut, fin), []).append(zone)
        return self._par_zone(clauses, chemin)

    def _en_doute_dans(self, valeur, chemin=""):
        clauses = {}
        for zone in self.zones:
            fenetre_de_zone = fenetre(valeur, self.minute, zone)
            clauses.setdefault(("range", "doute", *fenetre_de_zone), []).append(zone)
        return self._par_zone(clauses, chemin)

    def _par_zone(self, clauses, chemin):
        """``{(query, field, bounds): zones}`` as one filter; zones are not told apart when all
        have the same window."""
        filtres = []
        for (genre, champ, *bornes), zones in clauses.items():
            filtre = {genre: {f"{chemin}{champ}": _valeur(bornes)}}
            if len(clauses) > 1:
                de_la_zone = {"terms": {f"{chemin}fuseau": zones}}
                filtre = {"bool": {"filter": [de_la_zone, filtre]}}
            filtres.append(filtre)
        return ou(filtres) if filtres else RIEN


def _valeur(bornes):
    if len(bornes) == 1:
        return bornes[0]
    return {"gte": bornes[0], "lt": bornes[1], "relation": "intersects"}


def _un_lieu(clauses):
    return {"nested": {"path": CHEMIN, "query": {"bool": {"filter": clauses}}}}


# ------------------------------------------------------------------ what the index keeps of them
@lru_cache(maxsize=1_000)  # common hours; those of one place alone are not worth the memory
def jours_ouverts(fuseau, ouvert):
    """The days and evenings (« jour:739958 ») that flat, ascending spans meet, in a zone."""
    if not ouvert:
        return ()
    premier, dernier = _jour(ouvert[0], fuseau), _jour(ouvert[-1] - 1, fuseau)
    mots = []
    for jour in range(premier, min(dernier, premier + JOURS_MAX) + 1):
        debut, fin, soir = _bornes(jour, fuseau)
        if croise(ouvert, debut, fin):
            mots.append(f"{JOUR}:{jour}")
            if croise(ouvert, soir, fin):
                mots.append(f"{SOIR}:{jour}")
    return tuple(mots)


@lru_cache(maxsize=4_096)
def _bornes(jour, fuseau):
    """(start, end, start of the evening) of a day, in minutes."""
    zone, date_du_jour = ZoneInfo(fuseau), date.fromordinal(jour)
    minuits = [
        minute(datetime(quand.year, quand.month, quand.day, tzinfo=zone))
        for quand in (date_du_jour, date_du_jour + timedelta(days=1))
    ]
    return *minuits, fenetre(SOIR, minuits[0], fuseau)[0]


def _jour(minutes, fuseau):
    """The number of the local day of a minute."""
    return datetime.fromtimestamp(minutes * 60, ZoneInfo(fuseau)).toordinal()
