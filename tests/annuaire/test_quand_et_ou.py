"""Who is open, near me, now: moments, position, areas of intervention, as a visitor gets them."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.http import QueryDict

from annuaire.demandes import preparer
from annuaire.forms import RechercheForm
from annuaire.models import Acteur
from search.documents import indexer
from tests.annuaire.fabriques import ActeurFactory, LieuFactory, ZoneFactory

# Thursday 26 November, 11 h in Nantes.
JEUDI = datetime(2026, 11, 26, 10, 0, tzinfo=UTC)
NBSP = "\u00a0"
NANTES, LOIREAUXENCE, SAINT_DENIS = "44109", "44213", "97411"
PRES_DE_NANTES = "position:47.22,-1.55"


@pytest.fixture(autouse=True)
def jeudi(annuaire, petit_pays):
    with time_machine.travel(JEUDI, tick=False):
        yield


def poser(nom, horaires="", commune=NANTES, zone=None, **lieu):
    """An actor with one place at its commune's town hall, in search."""
    acteur = ActeurFactory(nom=nom, horaires=horaires)
    if commune:
        LieuFactory(
            acteur=acteur, commune_id=commune, **{"latitude": None, "longitude": None, **lieu}
        )
    if zone:
        ZoneFactory(acteur=acteur, **zone)
    indexer("acteur", [acteur.pk])
    return acteur


def chercher(client, requete):
    reponse = client.get(f"/annuaire/?{requete}")
    assert reponse.status_code == 200
    return reponse


def noms(reponse):
    return sorted(carte.nom for carte in reponse.context["cartes"])


def moments(reponse):
    """{value: count} of the row of moments."""
    return {m.valeur: m.compte for m in reponse.context["recherche"].moments}


@pytest.fixture
def boutiques():
    poser("Matin", "Mo-Fr 09:00-12:00")
    poser("Soir", "Th 17:00-20:00")
    poser("Samedi", "Sa 10:00-12:00; Su 10:00-12:00")
    poser("Loin", "Mo-Fr 09:00-19:00", commune=SAINT_DENIS)
    poser("Rendez-vous", "sur rendez-vous")
    poser("Silence")


def test_each_moment_finds_what_is_open_then_where_it_is(client, boutiques):
    # In La Réunion it is 14 h; « Loin » has closed there since 19 h when it is 16 h in Nantes.
    assert {
        quand: noms(chercher(client, f"quand={quand}"))
        for quand in ("maintenant", "soir", "samedi", "dimanche")
    } == {
        "maintenant": ["Loin", "Matin"],
        "soir": ["Loin", "Soir"],
        "samedi": ["Samedi"],
        "dimanche": ["Samedi"],
    }


def test_two_moments_are_either_of_them(client, boutiques):
    reponse = chercher(client, "quand=maintenant&quand=samedi")
    assert noms(reponse) == ["Loin", "Matin", "Samedi"]


def test_counts_of_moments_are_what_a_click_gives(client, boutiques):
    attendu = {"maintenant": 2, "soir": 2, "samedi": 1, "dimanche": 1}
    assert moments(chercher(client, "")) == attendu
    assert moments(chercher(client, "quand=samedi")) == attendu
    assert moments(chercher(client, "ou=Nantes")) == {**attendu, "maintenant": 1, "soir": 1}


def test_unknown_hours_are_counted_apart_and_never_open(client, boutiques):
    page = chercher(client, "quand=maintenant").content.decode()
    assert "2 autres acteurs n’ont pas d’horaires connus pour ce moment." in page
    assert 'href="/annuaire/">Ne plus filtrer par horaires</a>' in page
    seul = chercher(client, "q=silence&quand=soir")
    assert (seul.context["recherche"].total, seul.context["recherche"].inconnus) == (
        0,
        ("1 autre acteur n’a pas d’horaires connus pour ce moment.", "/annuaire/?q=silence"),
    )
    assert chercher(client, "").context["recherche"].inconnus is None


def test_moments_say_their_day(client, boutiques):
    reponse = chercher(client, "quand=samedi")
    assert [m.libelle for m in reponse.context["recherche"].moments] == [
        "Ouvert maintenant",
        "Ce soir",
        "Samedi 28",
        "Dimanche 29",
    ]
    assert [p.libelle for p in reponse.context["recherche"].puces] == ["Ouvert samedi 28 novembre"]


def test_no_row_of_moments_where_no_hours_are_known(client):
    poser("Silence")
    reponse = chercher(client, "")
    assert reponse.context["recherche"].moments == []
    assert 'class="moments"' not in reponse.content.decode()


def test_an_unknown_moment_is_left_out_and_said(client, boutiques):
    reponse = chercher(client, "quand=demain")
    assert reponse.context["demande"].avertissements == [
        f"Ce filtre n’existe pas ou n’existe plus, il a été ignoré{NBSP}: demain."
    ]


def test_the_place_that_answers_is_the_one_shown(client):
    acteur = ActeurFactory(nom="Deux lieux")
    LieuFactory(
        acteur=acteur,
        commune_id=LOIREAUXENCE,
        adresse="1 place du Marché",
        latitude=47.42,
        longitude=-1.01,
        horaires="Mo-Su 08:00-22:00",
    )
    LieuFactory(
        acteur=acteur, commune_id=NANTES, adresse="2 rue du Port", horaires="Sa 10:00-12:00"
    )
    indexer("acteur", [acteur.pk])

    def carte(requete):
        (seule,) = chercher(client, requete).context["cartes"]
        return seule.lieu, seule.etat

    marche = ("1 place du Marché, Loireauxence et un autre lieu", "ouvert")
    port = ("2 rue du Port, Nantes et un autre lieu", "ferme")
    assert carte("") == marche
    assert carte("ou=Nantes") == port
    assert carte("ou=Nantes&rayon=10") == port
    assert carte("ou=Nantes&rayon=100&quand=maintenant") == marche
    assert carte("quand=samedi&ou=Nantes") == port
    # Open elsewhere is not open here.
    assert chercher(client, "ou=Nantes&quand=maintenant").context["recherche"].total == 0
    assert moments(chercher(client, "ou=Nantes"))["maintenant"] == 0


def test_a_place_without_hours_beside_one_that_is_closed_is_not_known(client):
    acteur = ActeurFactory(nom="Deux lieux")
    LieuFactory(acteur=acteur, commune_id=NANTES, horaires="Sa 10:00-12:00")
    LieuFactory(acteur=acteur, commune_id=LOIREAUXENCE, latitude=47.42, longitude=-1.01)
    indexer("acteur", [acteur.pk])

    def dit(requete):
        recherche = chercher(client, f"quand=maintenant&{requete}").context["recherche"]
        return recherche.total, bool(recherche.inconnus)

    assert [dit("ou=Nantes"), dit("ou=Loireauxence"), dit("")] == [
        (0, False),
        (0, True),
        (0, True),
    ]


@pytest.mark.parametrize(
    ("zone", "ou", "trouve"),
    [
        ({"genre": "commune", "commune_id": NANTES}, "Nantes", True),
        ({"genre": "commune", "commune_id": NANTES}, "44000", True),
        ({"genre": "commune", "commune_id": NANTES}, "Rezé", False),
        ({"genre": "epci", "epci_id": "244400404"}, "Rezé", True),
        ({"genre": "epci", "epci_id": "244400404"}, "Loireauxence", False),
        ({"genre": "departement", "departement_id": "44"}, "Belligné", True),
        ({"genre": "departement", "departement_id": "44"}, "Loire-Atlantique", True),
        ({"genre": "departement", "departement_id": "44"}, "Pays de la Loire", False),
        ({"genre": "region", "region_id": "52"}, "Loire-Atlantique", True),
        ({"genre": "region", "region_id": "52"}, "Saint-Denis (974)", False),
        ({"genre": "national"}, "Saint-Denis (974)", True),
        ({"genre": "commune", "commune_id": "75056"}, "75011", True),
        ({"genre": "commune", "commune_id": "75111"}, "Paris", True),
    ],
)
def test_who_comes_to_a_place_is_found_there_without_any_position(client, zone, ou, trouve):
    poser("Vient", commune=None, zone=zone)
    for requete in (f"ou={ou}", f"ou={ou}&rayon=5"):
        cartes = chercher(client, requete).context["cartes"]
        assert [(c.nom, c.intervient) for c in cartes] == [("Vient", True)] * trouve


def test_an_area_in_kilometres_is_counted_from_the_places_of_the_actor(client):
    # Loireauxence stands some 45 km from Nantes.
    poser("Quarante", commune=LOIREAUXENCE, zone={"genre": "rayon", "rayon_km": 40})
    poser("Soixante", commune=LOIREAUXENCE, zone={"genre": "rayon", "rayon_km": 60})
    cartes = chercher(client, "ou=Nantes&rayon=5").context["cartes"]
    assert [(c.nom, c.intervient, round(c.distance) > 40) for c in cartes] == [
        ("Soixante", True, True)
    ]


def test_the_mark_is_read_on_the_card(client):
    poser("Vient", commune=None, zone={"genre": "national"})
    assert "Intervient chez vous</span>" in chercher(client, "ou=Nantes").content.decode()
    assert "Intervient chez vous" not in chercher(client, "").content.decode()


def test_a_comer_is_open_when_any_of_its_places_is(client):
    poser("Vient", "Mo-Fr 09:00-12:00", commune=SAINT_DENIS, zone={"genre": "national"})
    assert noms(chercher(client, "ou=Nantes&quand=samedi")) == []
    with time_machine.travel(datetime(2026, 11, 26, 6, 0, tzinfo=UTC), tick=False):
        assert noms(chercher(client, "ou=Nantes&quand=maintenant")) == ["Vient"]


def test_around_me_is_ten_kilometres_around_a_rounded_position(client):
    poser("Ici", latitude=47.2184, longitude=-1.5536, precision="adresse")
    poser("Vient", commune=None, zone={"genre": "epci", "epci_id": "244400404"})
    poser("Là-bas", commune=LOIREAUXENCE)
    reponse = chercher(client, "ou=Autour+de+moi&lieu=position:47.2178912,-1.5534567")
    recherche = reponse.context["recherche"]
    assert noms(reponse) == ["Ici", "Vient"]
    assert recherche.adresse == (
        "/annuaire/?ou=Autour+de+moi&lieu=position%3A47.22%2C-1.55&rayon=10"
    )
    assert recherche.resume == ("2 acteurs", f"à moins de 10{NBSP}km de vous (près de Nantes)")
    assert [(p.libelle, p.adresse) for p in recherche.puces] == [
        (f"Moins de 10{NBSP}km", "/annuaire/")
    ]
    page = reponse.content.decode()
    assert '<input type="hidden" name="lieu" value="position:47.22,-1.55">' in page
    assert "47.217" not in page
    assert re.findall(r'<option value="([^"]*)"[^>]*>(?:Dans|Moins)', page)[0] == "2"


def test_a_distance_that_is_refused_leaves_the_position_sayable(client):
    reponse = client.get(f"/annuaire/?lieu={PRES_DE_NANTES}&rayon=500.1")
    assert reponse.status_code == 400
    assert reponse.context["recherche"].ou_en_mots() == "autour de vous (près de Nantes)"


def test_a_place_typed_over_a_position_wins(client):
    poser("Là-bas", commune=LOIREAUXENCE)
    assert noms(chercher(client, f"ou=Loireauxence&lieu={PRES_DE_NANTES}")) == ["Là-bas"]
    assert noms(chercher(client, f"ou=&lieu={PRES_DE_NANTES}&rayon=100")) == ["Là-bas"]
    assert noms(chercher(client, f"ou=AUTOUR+DE+MOI&lieu={PRES_DE_NANTES}")) == []


@pytest.mark.parametrize(
    "valeur",
    [
        "position:",
        "position:1",
        "position:a,b",
        "position:91,0",
        "position:nan,nan",
        "position:1,2,3",
        "position:0,181",
        "position:inf,0",
        "position:1e400,0",
    ],
)
def test_a_position_that_is_none_asks_for_the_place_again(client, valeur):
    reponse = chercher(client, f"ou=Autour+de+moi&lieu={valeur}")
    assert reponse.context["question"]["titre"] == "Nous ne trouvons pas ce lieu"


def test_in_the_middle_of_the_ocean_nobody_is_near(client):
    poser("Ici")
    reponse = chercher(client, "lieu=position:0,-30")
    assert reponse.context["recherche"].resume == (
        "Aucun acteur trouvé",
        f"à moins de 10{NBSP}km de vous",
    )


def test_widening_a_search_keeps_or_leaves_the_position_whole(client):
    poser("Là-bas", commune=LOIREAUXENCE)
    reponse = chercher(client, f"q=là-bas&ou=Autour+de+moi&lieu={PRES_DE_NANTES}")
    assert [piste.adresse for piste in reponse.context["pistes"]] == [
        "/annuaire/?q=l%C3%A0-bas&ou=Autour+de+moi&lieu=position%3A47.22%2C-1.55&rayon=100",
        "/annuaire/?q=l%C3%A0-bas",
    ]


def test_a_search_asks_for_the_areas_that_cover_its_place():
    form = RechercheForm(QueryDict("ou=Nantes&rayon=5"))
    assert form.is_valid()
    requete = preparer(form).requete(locale="fr")
    assert requete.zones == {"c:44109", "d:44", "r:52", "e:244400404", "fr"}


def test_what_an_actor_says_of_its_area_reaches_search_with_it():
    acteur = poser("Vient", zone={"genre": "rayon", "rayon_km": 12})
    ZoneFactory(acteur=acteur, genre="departement", departement_id="44")
    acteur = Acteur.objects.get(pk=acteur.pk)
    acteur.save()
    from search.models import Document

    assert Document.objects.get(objet_id=acteur.pk).facettes["zone"] == ["d:44", "km:12"]
