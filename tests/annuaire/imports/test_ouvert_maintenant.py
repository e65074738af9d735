"""« Ouvert maintenant » on the real hours: what the list finds is what every row says by itself."""

from datetime import UTC, datetime
from math import asin, cos, radians, sin, sqrt

import pytest
import time_machine

from annuaire import horaires
from annuaire.lots import demander
from annuaire.models import Lieu
from annuaire.recherches import interroger
from search.documents import rafraichir_ouvertures
from territoires.models import Commune

# A holiday in the morning, a Saturday morning, a Tuesday evening: 11 h, 10 h 30, 18 h 10 in Nantes.
INSTANTS = [
    datetime(2026, 11, 11, 10, 0, tzinfo=UTC),
    datetime(2026, 11, 28, 9, 30, tzinfo=UTC),
    datetime(2026, 12, 1, 17, 10, tzinfo=UTC),
]
RAYONS = (10, 20)
VILLAGES = 20


def kilometres(depuis, vers):
    lat1, lon1, lat2, lon2 = map(radians, (*depuis, *vers))
    h = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(h))


def villages():
    """Communes of Loire-Atlantique within 35 km of Nantes, one in three by name."""
    communes = Commune.objects.filter(departement="44", latitude__isnull=False).order_by("nom")
    proches = [c for c in communes if kilometres((47.2184, -1.5536), c.centre) <= 35]
    return proches[::3][:VILLAGES]


def trouves(commune, rayon):
    """(ids that the list finds, page after page; how many have unknown hours)."""
    demande = demander("", f"{commune.nom} (44)", rayon, quand=["maintenant"])
    ids, page = [], 1
    while True:
        demande.page = page
        reponse = interroger(demande, locale="fr", par_page=100, facettes_voulues=())
        ids += [resultat.objet_id for resultat in reponse.resultats]
        if len(ids) >= reponse.total:
            return ids, reponse.inconnus
        page += 1


def evalues(lieux, centre, rayon, instant):
    """The same by evaluating every row: each actor of this list has one place."""
    ouverts, inconnus = [], 0
    for lieu, notation, fuseau, departement in lieux:
        if not lieu.a_position or kilometres(centre, (lieu.latitude, lieu.longitude)) > rayon:
            continue
        genre = horaires.etat(notation, instant, fuseau, departement).genre
        if genre == "ouvert":
            ouverts.append(lieu.acteur_id)
        elif genre != "ferme":
            inconnus += 1
    return sorted(ouverts), inconnus


@pytest.fixture
def liste_importee(listes_reelles, taxonomies):
    from annuaire.imports import moteur, profils
    from territoires.chargement import charger

    charger()
    with time_machine.travel(INSTANTS[0], tick=False):
        moteur.importer(
            listes_reelles / "nantes-reemploi-osm.csv",
            profils.charger("osm"),
            moteur.Options("OpenStreetMap", "ODbL"),
        )


def test_what_is_open_now_is_what_each_row_says_at_three_instants_in_twenty_villages(
    liste_importee,
):
    lieux = []
    for lieu in Lieu.objects.select_related("acteur", "commune__departement"):
        departement = lieu.commune.departement if lieu.commune else None
        lieux.append(
            (
                lieu,
                lieu.horaires or lieu.acteur.horaires,
                departement.fuseau if departement else "Europe/Paris",
                departement.code if departement else "",
            )
        )
    communes = villages()
    assert (len(communes), len({lieu.acteur_id for lieu, *_reste in lieux})) == (20, len(lieux))
    totaux = []
    for instant in INSTANTS:
        with time_machine.travel(instant, tick=False):
            while rafraichir_ouvertures():
                pass
            total = 0
            for commune in communes:
                for rayon in RAYONS:
                    ids, inconnus = trouves(commune, rayon)
                    attendus = evalues(lieux, commune.centre, rayon, instant)
                    assert (commune.nom, rayon, (sorted(ids), inconnus)) == (
                        commune.nom,
                        rayon,
                        attendus,
                    )
                    total += len(ids)
            totaux.append(total)
    # On Armistice day only what names holidays is surely open.
    assert totaux[0] < totaux[2] < totaux[1]
