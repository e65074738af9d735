"""The map of the directory: its page, and what it asks of the site as it moves."""

import gzip
import json
import re

import pytest
from django.core.cache import cache

from annuaire.models import Acteur
from annuaire.sur_la_carte import CARREAUX_MAX, METROPOLE, zoom_des_carreaux
from search.documents import indexer
from territoires.models import Commune
from tests.annuaire.fabriques import ActeurFactory, DomaineFactory, LieuFactory, SourceFactory

POINTS = "/annuaire/carte/points/"
VUE = {"vue": "47,-2,48,-1", "zoom": "9"}


@pytest.fixture(autouse=True)
def _sans_memoire():
    cache.clear()


@pytest.fixture
def ville(annuaire, petit_pays):
    """In Nantes: one at its address, one known by its commune, one at somebody's home; one at
    Loireauxence; one without a place."""
    nantes, loin = Commune.objects.get(pk="44109"), Commune.objects.get(pk="44213")
    domaine = DomaineFactory()
    lieux = {
        "Épicerie du Port": {"latitude": 47.2101, "longitude": -1.5602, "precision": "adresse"},
        "Épicerie du Bourg": {"latitude": None, "longitude": None, "precision": ""},
        "Épicerie de Camille": {
            "commune": nantes, "public": False, "precision": "adresse",
            "latitude": 47.2222, "longitude": -1.5555,
        },
        "Épicerie des Champs": {"commune": loin, "precision": "rue",
            "latitude": 47.4, "longitude": -1.05},
        "Épicerie sans murs": None,
    }  # fmt: skip
    acteurs = {}
    for nom, lieu in lieux.items():
        acteurs[nom] = acteur = ActeurFactory(nom=nom, domaine_principal=domaine)
        if lieu is not None:
            LieuFactory(acteur=acteur, **{"commune": nantes, **lieu})
    indexer("acteur", [acteur.pk for acteur in acteurs.values()])
    return acteurs


def demander(client, **parametres):
    return client.get(POINTS, {**VUE, **parametres})


def noms(reponse):
    return sorted(point[3] for point in reponse.json()["points"])


def test_the_answer_says_where_and_what_is_known_only_by_its_commune(client, ville):
    nantes = Commune.objects.get(pk="44109")
    centre = [round(degres, 5) for degres in nantes.centre]
    refs = {nom: acteur.ref for nom, acteur in ville.items()}
    domaine = ville["Épicerie du Port"].domaine_principal
    assert demander(client).json() == {
        "total": 4,
        "zoom": 11,
        "carreaux": [],
        "domaines": [[domaine.nom, domaine.couleur]],
        "communes": ["Nantes"],
        "points": sorted(
            [
                [47.2101, -1.5602, refs["Épicerie du Port"], "Épicerie du Port", 0, -1],
                [*centre, refs["Épicerie du Bourg"], "Épicerie du Bourg", 0, 0],
                [*centre, refs["Épicerie de Camille"], "Épicerie de Camille", 0, 0],
                [47.4, -1.05, refs["Épicerie des Champs"], "Épicerie des Champs", 0, -1],
            ]
        ),
    }


def test_the_answer_follows_the_words_the_place_and_the_view(client, ville):
    assert noms(demander(client, q="port")) == ["Épicerie du Port"]
    assert noms(demander(client, ou="Nantes")) == [
        "Épicerie de Camille", "Épicerie du Bourg", "Épicerie du Port",
    ]  # fmt: skip
    assert noms(demander(client, vue="47.35,-1.2,47.5,-1")) == ["Épicerie des Champs"]
    assert noms(demander(client, vue="40,2,41,3")) == []
    assert noms(demander(client, boite="47.35,-1.2,47.5,-1")) == ["Épicerie des Champs"]
    assert demander(client, boite="40,2,41,3").json()["total"] == 0


def test_a_home_is_nowhere_on_the_map(client, ville):
    assert noms(demander(client, vue="47.2221,-1.5556,47.2223,-1.5554")) == []


def test_an_ambiguous_place_shows_nothing(client, ville):
    reponse = demander(client, ou="Saint-Denis")
    assert (reponse.status_code, reponse.json()["total"]) == (200, 0)


@pytest.mark.parametrize("nombre", [1, 4])
def test_queries_do_not_depend_on_the_number_of_points(
    client, ville, django_assert_num_queries, nombre
):
    vue = VUE["vue"] if nombre == 4 else "47.35,-1.2,47.5,-1"
    demander(client, vue=vue)
    with django_assert_num_queries(3):  # the number of the last writing, actors, places
        reponse = demander(client, vue=vue)
    assert len(reponse.json()["points"]) == nombre


def test_above_the_limit_there_are_tiles_that_add_up(client, ville, monkeypatch):
    monkeypatch.setattr("annuaire.sur_la_carte.POINTS_MAX", 2)
    dit = demander(client).json()
    assert (dit["total"], dit["points"], sum(carreau[2] for carreau in dit["carreaux"])) == (
        4,
        [],
        4,
    )


REFUS = {
    "zoom=9&vue=48,-1,47,-2": "sud,ouest,nord,est",
    "zoom=9&vue=1,2,3": "sud,ouest,nord,est",
    "zoom=9&vue=nan,nan,nan,nan": "sud,ouest,nord,est",
    "zoom=9&vue=1e999,0,0,0": "sud,ouest,nord,est",
    "zoom=9&boite=a,b,c,d": "sud,ouest,nord,est",
    "zoom=25": "échelle d’une carte",
    "zoom=-1": "échelle d’une carte",
    "zoom=x": "échelle d’une carte",
    "": "échelle d’une carte",
    "zoom=9&rayon=NaN&ou=Nantes": "distance",
    "zoom=9&page=abc": "page",
    "zoom=9&vue=" + "1" * 100: "sud,ouest",
}


@pytest.mark.parametrize("question", REFUS)
def test_what_makes_no_sense_is_refused_with_a_sentence(client, annuaire, question):
    reponse = client.get(f"{POINTS}?{question}")
    dit = reponse.json()
    assert (reponse.status_code, list(dit), REFUS[question] in dit["erreur"]) == (
        400,
        ["erreur"],
        True,
    )


def test_whoever_asks_too_fast_is_asked_to_wait(client, annuaire, settings):
    settings.CARTE_DEMANDES_PAR_MINUTE = 2
    statuts = [demander(client).status_code for _fois in range(3)]
    reponse = demander(client)
    assert (statuts, reponse.headers["Retry-After"], reponse.json()) == (
        [200, 200, 429],
        "60",
        {"erreur": "Trop de demandes à la fois\u00a0: attendez une minute."},
    )


def test_an_answer_stays_light_whatever_is_asked(client, annuaire, petit_pays):
    acteurs = Acteur.objects.bulk_create(
        ActeurFactory.build(nom=f"Association {rang * 7919 % 1009} des {rang} " + "w" * 200)
        for rang in range(500)
    )
    for rang, acteur in enumerate(acteurs):
        LieuFactory(acteur=acteur, latitude=47 + rang * 0.00137, longitude=-1.9 + rang * 0.00151,
            precision="adresse", commune=None)  # fmt: skip
    indexer("acteur", [acteur.pk for acteur in acteurs])
    reponse = client.get(POINTS, {"zoom": "20"}, headers={"accept-encoding": "gzip"})
    assert (
        len(json.loads(gzip.decompress(reponse.content))["points"]),
        len(reponse.content) < 30_000,
    ) == (
        500,
        True,
    )


@pytest.mark.parametrize(
    ("zoom", "boite"),
    [(24, None), (18, (41, -5, 51, 10)), (9, (47, -2, 48, -1)), (0, (-90, -180, 90, 180))],
)
def test_tiles_are_never_too_many(zoom, boite):
    fin = zoom_des_carreaux(zoom, boite)
    _sud, ouest, _nord, est = boite or (-90, -180, 90, 180)
    large = (est - ouest) / 360 * 2**fin
    assert (fin <= zoom + 2, large <= CARREAUX_MAX) == (True, True)


# ---------------------------------------------------------------- the page


def liste(reponse):
    """(number of the marker or None, name) of the cards, in order."""
    page = reponse.content.decode()
    cartes = re.findall(r'<li class="resultat.*?</h3>', page, re.S)
    return [
        (
            (re.findall(r'data-repere="(\d+)"', carte) or [None])[0],
            re.search(r"<h3><a[^>]*>([^<]+)</a>", carte)[1],
        )
        for carte in cartes
    ]


def test_the_page_is_the_list_numbered_but_for_what_has_no_place(client, ville):
    reponse = client.get("/annuaire/carte/?tri=nom")
    assert liste(reponse) == [
        ("1", "Épicerie de Camille"),
        ("2", "Épicerie des Champs"),
        ("3", "Épicerie du Bourg"),
        ("4", "Épicerie du Port"),
        (None, "Épicerie sans murs"),
    ]
    positions = re.findall(
        r'data-position="([^"]+)"(?: data-commune="([^"]+)")?', reponse.content.decode()
    )
    centre = ",".join(f"{degres:.5f}" for degres in Commune.objects.get(pk="44109").centre)
    assert positions == [
        (centre, "Nantes"),
        ("47.40000,-1.05000", ""),
        (centre, "Nantes"),
        ("47.21010,-1.56020", ""),
    ]


def test_the_list_alone_has_no_number_and_leads_to_the_map(client, ville):
    page = client.get("/annuaire/?q=épicerie").content.decode()
    assert (
        re.findall("data-repere|leaflet|resultat__numero", page),
        re.findall(r'id="voir-carte" href="([^"]+)"', page),
    ) == ([], ["/annuaire/carte/?q=%C3%A9picerie#resultats"])


def test_links_of_the_page_stay_on_the_map(client, ville):
    page = client.get("/annuaire/carte/?q=épicerie&famille=association").content.decode()
    adresses = re.findall(r'(?:action|hx-get|class="puce[^"]*" id="[^"]*" href)="([^"]+)"', page)
    assert adresses == [
        "/annuaire/carte/", "/annuaire/carte/", "/annuaire/carte/?q=%C3%A9picerie",
    ]  # fmt: skip


def test_htmx_gets_the_results_alone_with_what_the_map_needs(client, ville):
    reponse = client.get("/annuaire/carte/?ou=Nantes&rayon=10", headers={"hx-request": "true"})
    page = reponse.content.decode()
    assert (
        reponse.headers["HX-Push-Url"],
        re.findall(r'data-points="([^"]+)"', page),
        "<html" in page,
    ) == (
        "/annuaire/carte/?ou=Nantes&rayon=10",
        ["/annuaire/carte/points/?ou=Nantes&amp;rayon=10"],
        False,
    )


def etendue(client, question=""):
    page = client.get(f"/annuaire/carte/?{question}").content.decode()
    return tuple(map(float, re.search(r'data-etendue="([^"]+)"', page)[1].split(",")))


def test_the_map_opens_on_what_is_asked_else_on_what_is_found(client, ville):
    assert etendue(client, "boite=47,-2,48,-1") == (47.0, -2.0, 48.0, -1.0)
    sud, ouest, nord, est = etendue(client, "ou=Nantes&rayon=10")
    centre = Commune.objects.get(pk="44109").centre
    assert ((sud + nord) / 2, (ouest + est) / 2, (nord - sud) * 111.195) == (
        pytest.approx(centre[0], abs=1e-3),
        pytest.approx(centre[1], abs=1e-3),
        pytest.approx(20, abs=0.1),
    )
    # Means of tiles: near enough to open on.
    assert etendue(client, "q=épicerie") == pytest.approx((47.21, -1.56, 47.4, -1.05), abs=0.05)
    assert etendue(client, "q=introuvable") == METROPOLE


def test_a_part_of_the_map_is_a_search_that_one_can_share_and_take_back(client, ville):
    reponse = client.get("/annuaire/?boite=47.35,-1.2,47.5,-1")
    recherche = reponse.context["recherche"]
    assert ([nom for _n, nom in liste(reponse)], recherche.resume, recherche.adresse) == (
        ["Épicerie des Champs"],
        ("1 acteur", "dans la zone de la carte"),
        "/annuaire/?boite=47.35%2C-1.2%2C47.5%2C-1",
    )
    assert [(puce.libelle, puce.adresse) for puce in recherche.puces] == [
        ("Zone de la carte", "/annuaire/")
    ]


def test_a_place_said_afterwards_is_the_one_that_is_meant(client, ville):
    recherche = client.get("/annuaire/?boite=47.35,-1.2,47.5,-1&ou=Nantes").context["recherche"]
    assert (recherche.total, recherche.adresse) == (3, "/annuaire/?ou=Nantes")


def test_the_place_of_the_words_does_not_narrow_a_part_of_the_map(client, ville):
    recherche = client.get("/annuaire/?q=épicerie à Nantes&boite=47.35,-1.2,47.5,-1").context[
        "recherche"
    ]
    assert recherche.total == 1


def test_nothing_in_that_part_of_the_map_offers_to_leave_it(client, ville):
    reponse = client.get("/annuaire/?q=épicerie&boite=40,2,41,3")
    assert [(p.libelle, p.detail, p.adresse) for p in reponse.context["pistes"]] == [
        ("Chercher hors de la zone de la carte", "5 acteurs", "/annuaire/?q=%C3%A9picerie")
    ]


def test_a_senseless_part_of_the_map_is_refused(client, annuaire):
    reponse = client.get("/annuaire/carte/?boite=48,0,47,1")
    assert (reponse.status_code, reponse.context["plan"]) == (400, None)


def test_the_card_of_an_actor_of_several_places_speaks_of_the_one_on_the_map(client, ville):
    LieuFactory(acteur=ville["Épicerie du Port"], adresse="1, place du Marché", commune=None,
        latitude=47.41, longitude=-1.06)  # fmt: skip
    indexer("acteur", [ville["Épicerie du Port"].pk])
    page = client.get("/annuaire/carte/?q=port&boite=47.35,-1.2,47.5,-1").content.decode()
    assert re.findall(r'data-position="([^"]+)"', page) == ["47.41000,-1.06000"]


def test_whoever_gave_the_rows_is_credited(client, ville):
    osm = SourceFactory(nom="OSM", licence="ODbL 1.0", attribution="")
    Acteur.objects.filter(pk=ville["Épicerie du Port"].pk).update(source=osm)
    indexer("acteur", [ville["Épicerie du Port"].pk])
    page = client.get("/annuaire/carte/").content.decode()
    assert re.findall(r'data-mentions="([^"]*)"', page) == [
        "OSM · © les contributeurs d’OpenStreetMap"
    ]


# ---------------------------------------------------------------- the tile server

IMAGES = re.compile(r"img-src ([^;]+)")


def images_permises(reponse):
    return IMAGES.search(reponse.headers["Content-Security-Policy"])[1]


def test_the_policy_follows_the_tile_server_of_the_settings_on_maps_alone(client, ville, settings):
    acteur = ville["Épicerie du Port"]
    fiche = f"/annuaire/{acteur.fragment}/"
    sans_lieu = f"/annuaire/{ville['Épicerie sans murs'].fragment}/"
    for reglage, source in (
        ("", ""),
        ("plan-ign", " https://data.geopf.fr"),
        ("https://tuiles.exemple.fr/{z}/{x}/{y}.png", " https://tuiles.exemple.fr"),
    ):
        settings.CARTE_TUILES, settings.CARTE_TUILES_MENTION = reglage, "© Exemple"
        politiques = [
            images_permises(client.get(adresse))
            for adresse in ("/annuaire/carte/", fiche, "/annuaire/", sans_lieu)
        ]
        assert politiques == [f"'self'{source}", f"'self'{source}", "'self'", "'self'"]


def test_the_button_says_who_is_contacted(client, ville, settings):
    settings.CARTE_TUILES = "plan-ign"
    page = client.get("/annuaire/carte/").content.decode()
    assert re.findall(r'class="note">(Les images[^<]+)<', page) == [
        "Les images viendront de data.geopf.fr, qui verra votre adresse IP et la partie de la "
        "carte que vous regardez."
    ]
    settings.CARTE_TUILES = ""
    assert "data-tuiles" not in client.get("/annuaire/carte/").content.decode()


# ---------------------------------------------------------------- the entry


def test_an_entry_has_a_map_of_the_places_that_may_be_shown(client, ville):
    def lieux(nom):
        page = client.get(f"/annuaire/{ville[nom].fragment}/").content.decode()
        return re.findall(r'<data value="([^"]+)" data-commune="([^"]*)">', page)

    centre = ",".join(f"{degres:.5f}" for degres in Commune.objects.get(pk="44109").centre)
    assert [lieux(nom) for nom in ville] == [
        [("47.21010,-1.56020", "")],
        [(centre, "Nantes")],
        [(centre, "Nantes")],
        [("47.40000,-1.05000", "")],
        [],
    ]


def test_the_files_of_a_map_are_those_of_its_list(client, ville):
    def fichiers(chemin):
        partage = client.get(chemin, {"q": "épicerie"}).context["partage"]
        return partage.csv, partage.geojson, partage.atom

    assert fichiers("/annuaire/carte/") == fichiers("/annuaire/")
    assert [client.get(adresse).status_code for adresse in fichiers("/annuaire/carte/")] == [
        200
    ] * 3
