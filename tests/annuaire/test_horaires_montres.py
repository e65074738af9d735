"""Opening hours on the entry and on cards, at frozen instants."""

import json
import re

import pytest
import time_machine
from django.utils.html import strip_tags

from annuaire.cartes import cartes
from annuaire.horaires_montres import pour_les_machines
from tests.annuaire.fabriques import ActeurFactory, LieuFactory

FINE = "\u202f"
NBSP = "\u00a0"
SEMAINE = "Mo-Fr 09:00-12:00,14:00-18:30; Sa 10:00-12:00"
JEUDI = "2026-11-19T10:00:00Z"  # 11 h in Nantes, 14 h in Saint-Denis
TABLEAU = (
    f"Horaires Lundi au vendredi aujourd’hui 9{FINE}h – 12{FINE}h et 14{FINE}h – 18{FINE}h{FINE}30 "
    f"Samedi 10{FINE}h – 12{FINE}h Dimanche Fermé Jours fériés{NBSP}: horaires à vérifier"
)


def en_pratique(client, acteur):
    """The practical label of an entry, in one line from its state on: without its actions, its
    address and its map."""
    page = client.get(f"/annuaire/{acteur.slug}-{acteur.ref}/").content.decode()
    corps = page[page.index('id="t-prat"') :].split("</h2>", 1)[1].split("</section>")[0]
    corps = corps.split('<div class="mini"')[0]
    for partie in ("dl", 'div class="pratique__actions"'):
        corps = re.sub(rf"<{partie}.*?</{partie.split()[0]}>", " ", corps, flags=re.S)
    return re.sub(r"[ \t\n]+", " ", strip_tags(corps.replace("<t", " <t"))).strip()


def etats(client, rf, acteur):
    """(class, sentence) of the card, then of the top of the entry."""
    (carte,) = cartes(rf.get("/"), [acteur.pk])
    (breve,) = cartes(rf.get("/"), [acteur.pk], breves=True)
    assert (breve.etat, breve.horaire) == (carte.etat, carte.horaire)
    page = client.get(f"/annuaire/{acteur.slug}-{acteur.ref}/").content.decode()
    classe, phrase = re.search(
        r'pratique__etat"><span class="horaire horaire--(\w+)">.*?</svg>([^<]*)</span>', page, re.S
    ).groups()
    return (carte.etat, carte.horaire), (classe, phrase)


@pytest.mark.parametrize(
    ("horaires", "commune", "instant", "attendu"),
    [
        (SEMAINE, "44109", JEUDI, ("ouvert", f"Ouvert jusqu’à 12{FINE}h")),
        (
            SEMAINE,
            "44109",
            "2026-11-19T12:00:00Z",
            ("ferme", f"Fermé, ouvre à 14{FINE}h"),
        ),
        (
            SEMAINE,
            "44109",
            "2026-11-21T12:00:00Z",
            ("ferme", f"Fermé, ouvre lundi à 9{FINE}h"),
        ),
        (
            SEMAINE,
            "44109",
            "2026-11-11T10:00:00Z",
            ("inconnu", f"Jour férié{NBSP}: horaires à vérifier"),
        ),
        ('"sur rendez-vous"', "44109", JEUDI, ("inconnu", "Sur rendez-vous")),
        ("", "44109", JEUDI, ("inconnu", "Horaires non renseignés")),
        ("Mo-Fr 09:00-18:00; SH off", "44109", JEUDI, ("inconnu", "Horaires à vérifier")),
        ("ouvert tout le temps", "44109", JEUDI, ("inconnu", "Horaires à vérifier")),
        # The same instant, the zone of Réunion, and its own holiday.
        (SEMAINE, "97411", JEUDI, ("ouvert", f"Ouvert jusqu’à 18{FINE}h{FINE}30")),
        (
            "Su 09:00-12:00",
            "97411",
            "2026-12-20T06:00:00Z",
            ("inconnu", f"Jour férié{NBSP}: horaires à vérifier"),
        ),
        # Nobody knows where: Paris time, and Alsace-Moselle's doubts.
        (SEMAINE, None, JEUDI, ("ouvert", f"Ouvert jusqu’à 12{FINE}h")),
        (
            "Mo-Su 09:00-12:00",
            None,
            "2026-12-26T10:00:00Z",
            ("inconnu", f"Jour férié{NBSP}: horaires à vérifier"),
        ),
    ],
)
def test_card_and_entry_say_the_state_now_in_the_zone_of_the_place(
    client, rf, annuaire, petit_pays, horaires, commune, instant, attendu
):
    acteur = ActeurFactory(horaires=horaires)
    LieuFactory(acteur=acteur, commune_id=commune)
    with time_machine.travel(instant, tick=False):
        assert etats(client, rf, acteur) == (attendu, attendu)


def test_an_actor_without_place_keeps_paris_time(client, rf, annuaire):
    acteur = ActeurFactory(horaires=SEMAINE)
    attendu = ("ouvert", f"Ouvert jusqu’à 12{FINE}h")
    with time_machine.travel(JEUDI, tick=False):
        assert etats(client, rf, acteur) == (attendu, attendu)


@pytest.mark.parametrize(
    ("horaires", "instant", "attendu"),
    [
        (SEMAINE, JEUDI, f"Ouvert jusqu’à 12{FINE}h {TABLEAU}"),
        # On a holiday, the hours of an ordinary Wednesday are not today's.
        (
            SEMAINE,
            "2026-11-11T10:00:00Z",
            f"Jour férié{NBSP}: horaires à vérifier " + TABLEAU.replace(" aujourd’hui", ""),
        ),
        (
            "Mo-Fr 09:00-12:00; Nov off; PH off",
            JEUDI,
            f"Fermé, ouvre le 1er décembre à 9{FINE}h Horaires "
            f"Lundi au vendredi 9{FINE}h – 12{FINE}h Samedi et dimanche Fermé "
            "Fermé en novembre Fermé les jours fériés",
        ),
        (
            "Sa[1] 10:00-12:00; PH off",
            JEUDI,
            f"Fermé, ouvre le 5 décembre à 10{FINE}h Horaires 1er samedi du mois "
            f"10{FINE}h – 12{FINE}h Fermé les jours fériés",
        ),
        ('"sur rendez-vous"', JEUDI, "Sur rendez-vous"),
        (
            "le <mardi> matin",
            JEUDI,
            "Horaires à vérifier "
            f"Horaires tels qu’indiqués{NBSP}: «{NBSP}le &lt;mardi&gt; matin{NBSP}»",
        ),
        ("", JEUDI, "Horaires non renseignés"),
    ],
)
def test_the_entry_says_the_week_in_words(client, annuaire, petit_pays, horaires, instant, attendu):
    acteur = ActeurFactory(horaires=horaires)
    LieuFactory(acteur=acteur, commune_id="44109")
    with time_machine.travel(instant, tick=False):
        assert en_pratique(client, acteur) == attendu


def test_today_is_the_day_of_the_place(client, annuaire, petit_pays):
    """At 21 h on Sunday in Paris it is already Monday in Saint-Denis."""
    acteur = ActeurFactory(horaires="Mo 09:00-12:00; PH off")
    LieuFactory(acteur=acteur, commune_id="97411")
    with time_machine.travel("2026-11-22T20:30:00Z", tick=False):
        assert en_pratique(client, acteur).startswith(
            f"Fermé, ouvre à 9{FINE}h Horaires Lundi aujourd’hui 9{FINE}h – 12{FINE}h"
        )


def test_each_place_with_its_own_hours_has_its_state(client, rf, annuaire, petit_pays):
    acteur = ActeurFactory(horaires="Mo-Fr 09:00-12:00; PH off")
    for rang, (nom, horaires) in enumerate(
        [("La boutique", ""), ("Le fournil", "Fr 16:00-19:00; PH off"), ("Le dépôt", "")]
    ):
        LieuFactory(acteur=acteur, nom=nom, horaires=horaires, commune_id="44109", sort_order=rang)
    with time_machine.travel(JEUDI, tick=False):
        (carte,) = cartes(rf.get("/"), [acteur.pk])
        page = en_pratique(client, acteur)
    assert carte.horaire == f"Ouvert jusqu’à 12{FINE}h"
    assert page == (
        f"Ouvert jusqu’à 12{FINE}h La boutique et Le dépôt "
        f"Horaires{NBSP}: La boutique et Le dépôt "
        f"Lundi au vendredi aujourd’hui 9{FINE}h – 12{FINE}h Samedi et dimanche Fermé "
        "Fermé les jours fériés "
        f"Fermé, ouvre demain à 16{FINE}h Le fournil Horaires{NBSP}: Le fournil "
        f"Du lundi au jeudi, samedi et dimanche aujourd’hui Fermé Vendredi 16{FINE}h – 19{FINE}h "
        "Fermé les jours fériés"
    )


def test_two_zones_do_not_share_a_state(client, annuaire, petit_pays):
    acteur = ActeurFactory(horaires="Mo-Fr 09:00-12:00; PH off")
    LieuFactory(acteur=acteur, nom="Au port", commune_id="44109", sort_order=0)
    LieuFactory(acteur=acteur, nom="À Saint-Denis", commune_id="97411", sort_order=1)
    with time_machine.travel(JEUDI, tick=False):
        page = en_pratique(client, acteur)
    assert re.findall(r"(?:Ouvert|Fermé,) [^A-ZÀ]*(?:Au port|À Saint-Denis)", page) == [
        f"Ouvert jusqu’à 12{FINE}h Au port",
        f"Fermé, ouvre demain à 9{FINE}h À Saint-Denis",
    ]


def test_a_first_place_without_hours_is_not_given_those_of_another(
    client, rf, annuaire, petit_pays
):
    acteur = ActeurFactory()
    LieuFactory(acteur=acteur, nom="Le bureau", commune_id="44109", sort_order=0)
    LieuFactory(acteur=acteur, nom="Le dépôt", commune_id="44109", horaires=SEMAINE, sort_order=1)
    with time_machine.travel(JEUDI, tick=False):
        (carte,) = cartes(rf.get("/"), [acteur.pk])
        page = en_pratique(client, acteur)
    assert (carte.etat, carte.horaire) == ("inconnu", "Horaires selon le lieu")
    assert page.startswith(f"Ouvert jusqu’à 12{FINE}h Le dépôt Horaires{NBSP}: Le dépôt Lundi")


def test_hours_that_no_place_keeps_come_last(client, annuaire, petit_pays):
    acteur = ActeurFactory(horaires="Fr 09:00-12:00")
    LieuFactory(acteur=acteur, nom="Le dépôt", commune_id="97411", horaires=SEMAINE)
    with time_machine.travel(JEUDI, tick=False):
        page = en_pratique(client, acteur)
    assert page.startswith(f"Ouvert jusqu’à 18{FINE}h{FINE}30 Le dépôt")
    assert f"Fermé, ouvre demain à 9{FINE}h Horaires Du lundi au jeudi" in page


@pytest.mark.parametrize(
    ("de_l_acteur", "attendu"),
    [
        (SEMAINE, ("ouvert", f"Ouvert jusqu’à 12{FINE}h")),
        ("", ("inconnu", "Horaires non renseignés")),
    ],
)
def test_a_private_place_has_the_hours_of_the_actor(
    client, rf, annuaire, petit_pays, de_l_acteur, attendu
):
    acteur = ActeurFactory(horaires=de_l_acteur)
    LieuFactory(
        acteur=acteur,
        public=False,
        commune_id="44109",
        horaires='Th 08:00-20:00 "chez Camille"',
    )
    with time_machine.travel(JEUDI, tick=False):
        assert etats(client, rf, acteur) == (attendu, attendu)
        assert "Camille" not in en_pratique(client, acteur)


@pytest.mark.parametrize(
    ("notation", "attendu"),
    [
        (
            SEMAINE,
            [
                "Mo,Tu,We,Th,Fr 09:00-12:00",
                "Mo,Tu,We,Th,Fr 14:00-18:30",
                "Sa 10:00-12:00",
            ],
        ),
        ("Mo 9h30-12h", ["Mo 09:30-12:00"]),
        ("24/7", ["Mo,Tu,We,Th,Fr,Sa,Su"]),
        ("Fr 20:00-02:00", ["Fr 20:00-02:00"]),
        ("Sa[1] 10:00-12:00", []),
        ("Mo-Fr 09:00-12:00; Aug off", []),
        ('Mo 09:00-12:00 "sur rendez-vous"', []),
        ('"sur rendez-vous"', []),
        ("tous les matins", []),
        ("", []),
    ],
)
def test_machines_are_told_what_is_sure_every_week(notation, attendu):
    assert pour_les_machines(notation) == attendu


def test_json_ld_gives_the_hours_of_each_public_place(client, annuaire):
    acteur = ActeurFactory(horaires="Mo 09:00-12:00")
    LieuFactory(acteur=acteur, sort_order=0)
    LieuFactory(acteur=acteur, horaires="Tu 09:00-12:00", sort_order=1)
    LieuFactory(acteur=acteur, horaires="We 09:00-12:00", public=False, sort_order=2)
    LieuFactory(acteur=acteur, horaires="le matin", sort_order=3)
    page = client.get(f"/annuaire/{acteur.slug}-{acteur.ref}/").content.decode()
    donnees = json.loads(re.search(r'ld\+json">(.*?)</script>', page, re.S)[1])
    assert donnees["openingHours"] == ["Mo 09:00-12:00"]
    assert [lieu.get("openingHours") for lieu in donnees["location"]] == [
        ["Tu 09:00-12:00"],
        None,
        None,
    ]


def test_an_organisation_without_address_has_no_opening_hours_for_machines(client, annuaire):
    acteur = ActeurFactory(horaires="Mo 09:00-12:00")
    LieuFactory(acteur=acteur, public=False)
    page = client.get(f"/annuaire/{acteur.slug}-{acteur.ref}/").content.decode()
    assert '"@type": "Organization"' in page
    assert "openingHours" not in page
