"""A corpus with places, hours and areas, random searches over it, and answers found by hand.

Everything is evaluated again from the ``Donnees``, one condition after the other and quarter of an
hour by quarter of an hour: nothing of the engines is used.
"""

import random
from datetime import UTC, datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from zoneinfo import ZoneInfo

from search.ouvertures import SANS_FIN, Ouvertures
from tests.search.terrain import fiche

# A Friday, 17 h 15 in Paris, 20 h 15 in La Réunion, 12 h 15 in Guadeloupe.
MAINTENANT = datetime(2026, 11, 27, 16, 15, tzinfo=UTC)
QUART = timedelta(minutes=15)
FUSEAUX = ["Europe/Paris", "Europe/Paris", "Indian/Reunion", "America/Guadeloupe"]
DOMAINES = ["alimentation", "mobilite", "textile", "energie"]
GESTES = ["acheter", "donner", "reparer"]
MOMENTS = ["maintenant", "soir", "samedi", "dimanche"]
MOTS = ["vélo", "couture", "jardin"]
# commune → (its keys, its centre)
COMMUNES = {
    "c:1": ({"c:1", "d:1", "r:1"}, (47.22, -1.55)),
    "c:2": ({"c:2", "d:1", "r:1"}, (47.30, -1.40)),
    "c:3": ({"c:3", "d:2", "r:1"}, (47.00, -1.20)),
}
ZONES = ["c:1", "c:3", "d:1", "r:1", "fr", "km:15", "km:40"]


def kilometres(a, b):
    """Great-circle distance (haversine), written here again."""
    lat1, lon1, lat2, lon2 = map(radians, (*a, *b))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(h))


def dans_la_boite(position, boite):
    """Whether a position lies in a (south, west, north, east)."""
    return boite[0] <= position[0] <= boite[2] and boite[1] <= position[1] <= boite[3]


def avec_une_boite(graine, options):
    """The same search in a random box; of a moment, in that box alone: of an object none of whose
    places lies in two areas at once, an engine may say what it likes."""
    if "quand" in options["facettes"]:
        options = {nom: v for nom, v in options.items() if nom not in ("zones", "rayon_km")}
        options["filtres"] = {}
    return {**options, "boite": tirer_une_boite(graine)}


def tirer_une_boite(graine):
    """A random box where objects are."""
    tirage = random.Random(graine)  # noqa: S311 (a fixed draw, nothing secret)
    sud, ouest = 47.1 + tirage.uniform(-0.5, 0.3), -1.45 + tirage.uniform(-0.6, 0.4)
    return sud, ouest, sud + tirage.uniform(0.1, 0.6), ouest + tirage.uniform(0.1, 0.8)


def quarts(depart, jours):
    """Instants of every quarter of an hour from *depart*."""
    return [depart + rang * QUART for rang in range(jours * 96)]


def _heures(tirage):
    """(open, in doubt) spans in minutes, disjoint, of a place over ten days."""
    depart = int((MAINTENANT - timedelta(days=1)).timestamp() // 60)
    ouvert, doute, minute = [], [], depart
    while minute < depart + 10 * 24 * 60:
        minute += 15 * tirage.randrange(1, 60)
        fin = minute + 15 * tirage.randrange(1, 60)
        (doute if tirage.random() < 0.15 else ouvert).extend((minute, fin))
        minute = fin + 15
    return tuple(ouvert), (*doute, minute + 15, SANS_FIN)


def _lieu(tirage, horaires):
    commune = tirage.choice([*COMMUNES, None])
    cles, centre = COMMUNES[commune] if commune else (set(), (47.1, -1.45))
    position = None
    if tirage.random() < 0.85:
        position = (
            round(centre[0] + tirage.uniform(-0.4, 0.4), 6),
            round(centre[1] + tirage.uniform(-0.5, 0.5), 6),
        )
    connu = horaires if tirage.random() < 0.75 else ("", (), ())
    return Ouvertures(*connu, position, tuple(sorted(cles)))


def peupler(terrain, nombre=150):
    """Fill a terrain: places with the same hours or not, without hours, areas of every kind."""
    tirage = random.Random(6)  # noqa: S311 (a fixed draw, nothing secret)
    for pk in range(1, nombre + 1):
        horaires = (tirage.choice(FUSEAUX), *_heures(tirage))
        lieux = []
        for _rang in range(tirage.choice([0, 1, 1, 1, 2, 3])):
            if lieux and tirage.random() < 0.7:
                horaires = (tirage.choice(FUSEAUX), *_heures(tirage))
            lieux.append(_lieu(tirage, horaires))
        terrain.source[pk] = [
            fiche(
                pk,
                f"{tirage.choice(['Atelier', 'Maison', 'Élan'])} {pk % 7}",
                textes={"offre": " ".join(tirage.sample(MOTS, tirage.randrange(0, 4)))},
                facettes={
                    "domaine": tirage.sample(DOMAINES, tirage.randrange(0, 3)),
                    "geste": tirage.sample(GESTES, tirage.randrange(0, 3)),
                    "territoire": {cle for lieu in lieux for cle in lieu.territoires},
                    "zone": tirage.sample(ZONES, tirage.choice([0, 0, 0, 1, 2])),
                },
                positions=[lieu.position for lieu in lieux if lieu.position],
                ouvertures=lieux or [Ouvertures(*horaires)],
                poids=1 + tirage.randrange(3) / 10,
            )
        ]
    terrain.indexer(*terrain.source)


def tirer(graine):
    """A random search: keyword arguments of ``Terrain.chercher``, and its text."""
    tirage = random.Random(graine)  # noqa: S311 (a fixed draw, nothing secret)
    options = {"facettes": {}, "filtres": {}}
    for nom, valeurs in (("domaine", DOMAINES), ("geste", GESTES), ("quand", MOMENTS)):
        choix = tirage.sample(valeurs, tirage.choice([0, 0, 1, 1, 2]))
        if choix:
            options["facettes"][nom] = frozenset(choix)
    lieu = tirage.choice([None, "commune", "rayon", "rayon"])
    if lieu:
        commune = tirage.choice(list(COMMUNES))
        cles, options["centre"] = COMMUNES[commune]
        if tirage.random() < 0.7:
            options["zones"] = frozenset({*cles, "fr"})
        if lieu == "commune":
            options["filtres"]["territoire"] = frozenset({commune})
        else:
            options["rayon_km"] = tirage.choice([5, 20, 50])
    return tirage.choice(["", "", *MOTS]), options


class AlaMain:
    """Answers by looking at every object."""

    def __init__(self, source):
        self._dits = {}
        self.objets = {pk: donnees for pk, (donnees,) in source.items()}
        self._instants = {
            fuseau: {moment: self._a(moment, fuseau) for moment in MOMENTS}
            for fuseau in set(FUSEAUX)
        }

    @staticmethod
    def _a(moment, fuseau):
        """The minutes, by quarters of an hour, that a moment means in a zone."""
        if moment == "maintenant":
            return {int(MAINTENANT.timestamp() // 60)}
        zone, jours = ZoneInfo(fuseau), {"samedi": 5, "dimanche": 6}
        aujourdhui = MAINTENANT.astimezone(zone).date()
        retenus = set()
        for instant in quarts(MAINTENANT, 9):
            local = instant.astimezone(zone)
            if moment == "soir":
                bon = local.date() == aujourdhui and local.hour >= 18
            else:
                bon = local.weekday() == jours[moment] and (local.date() - aujourdhui).days < 7
            if bon:
                retenus.add(int(instant.timestamp() // 60))
        return retenus

    def couvre(self, donnees, options):
        zones, centre = options.get("zones", frozenset()), options.get("centre")
        if not zones:
            return False
        siennes = set(donnees.facettes["zone"])
        rayons = [float(zone[3:]) for zone in siennes if zone.startswith("km:")]
        return bool(siennes & zones) or any(
            kilometres(centre, position) <= rayon
            for position in donnees.positions
            for rayon in rayons
        )

    @staticmethod
    def dedans(territoires, positions, options):
        voulus = options["filtres"].get("territoire")
        if voulus and not set(territoires) & voulus:
            return False
        rayon, boite = options.get("rayon_km"), options.get("boite")
        positions = list(positions)
        if boite and not any(dans_la_boite(p, boite) for p in positions):
            return False
        return rayon is None or any(kilometres(options["centre"], p) <= rayon for p in positions)

    def etat(self, donnees, moments, options):
        """« ouvert », « inconnu » or « ferme » at one of these moments."""
        lieux = list(donnees.ouvertures)
        restreint = "rayon_km" in options or "boite" in options or options["filtres"]
        if not self.couvre(donnees, options) and restreint:
            lieux = [
                lieu
                for lieu in lieux
                if self.dedans(lieu.territoires, filter(None, [lieu.position]), options)
            ]
        dits = {self._du_lieu(lieu, moment) for lieu in lieux for moment in moments}
        return next(x for x in ("ouvert", "inconnu", "ferme") if x in dits)

    def _du_lieu(self, lieu, moment):
        if not lieu.fuseau:
            return "inconnu"
        if (id(lieu), moment) not in self._dits:
            minutes = self._instants[lieu.fuseau][moment]
            dit = "ferme"
            for genre, bornes in (("inconnu", lieu.doute), ("ouvert", lieu.ouvert)):
                paires = list(zip(bornes[::2], bornes[1::2], strict=True))
                if any(a <= m < b for m in minutes for a, b in paires):
                    dit = genre
            self._dits[id(lieu), moment] = dit
        return self._dits[id(lieu), moment]

    def trouves(self, texte, options, etats=("ouvert",)):
        """The ids that should be found; *etats*: the states asked of the moment selected."""
        bons = set()
        for pk, donnees in self.objets.items():
            facettes = dict(options["facettes"])
            moments = facettes.pop("quand", None)
            if (
                (not texte or texte in donnees.textes["offre"].split())
                and all(set(donnees.facettes[nom]) & v for nom, v in facettes.items())
                and (
                    self.dedans(donnees.facettes["territoire"], donnees.positions, options)
                    or self.couvre(donnees, options)
                )
                and (
                    "boite" not in options
                    or any(dans_la_boite(p, options["boite"]) for p in donnees.positions)
                )
                and (moments is None or self.etat(donnees, moments, options) in etats)
            ):
                bons.add(pk)
        return bons
