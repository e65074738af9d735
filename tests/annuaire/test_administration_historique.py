"""The history of a record, as people read it."""

import re

import pytest
from django.contrib.auth.models import Permission

from annuaire import ecritures, vie
from annuaire.provenances import REDACTION
from espace.models import Compte
from tests.annuaire.fabriques import ActeurFactory, ContactFactory, SourceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gabarits_de_wagtail")]


def connecter(client, *droits):
    compte = Compte.objects.create_user(
        "marie@exemple.example", "un mot de passe long", first_name="Marie", last_name="Le Gall"
    )
    compte.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *droits]))
    client.force_login(compte)
    return compte


def lignes(reponse):
    """Each row of the history, as words."""
    corps = re.search(r"<tbody>(.*?)</tbody>", reponse.content.decode(), re.S).group(1)
    rangees = re.findall(r"<td[^>]*>(.*?)</td>", corps, re.S)[::3]
    return [
        " ".join(re.sub(r"<[^>]+>", " ", rangee).replace("\u00a0", " ").split())
        for rangee in rangees
    ]


def histoire(client, acteur):
    return client.get(f"/admin/annuaire/acteurs/history/{acteur.pk}/")


def test_what_happened_is_said_newest_first(client):
    compte = connecter(client, "change_acteur", "publish_acteur")
    acteur = ActeurFactory(nom="Le Cabas", source=SourceFactory(nom="OpenStreetMap"))
    ContactFactory(acteur=acteur, valeur="+33261910001", public=True)
    contact = {"valeur": "+33261910002", "libelle": "", "personne": "", "public": True}
    champs = {"contacts.telephone": [contact], "accroche": "Du vrac."}
    ecritures.appliquer(acteur, {"accroche": "Du vrac."}, acteur.source)
    ecritures.appliquer(acteur, champs, REDACTION, compte)
    vie.fermer(acteur, auteur=compte)
    vie.masquer([acteur])
    reponse = histoire(client, acteur)
    assert [ligne.split(" (")[0] for ligne in lignes(reponse)] == [
        "Dépubliée",
        "Fermeture définitive notée",
        "1 champ changé par la rédaction Téléphone : 02 61 91 00 01 → 02 61 91 00 02",
        "1 champ changé par la source « OpenStreetMap » Accroche :",
    ]
    assert reponse.context["naissance"] in reponse.content.decode()
    naissance = reponse.context["naissance"].replace("\u00a0", " ")
    assert naissance.partition(" par ")[2] == "la source « OpenStreetMap »."


def test_values_are_for_those_who_may_see_them(client):
    connecter(client, "add_acteur")
    acteur = ActeurFactory()
    ecritures.appliquer(acteur, {"accroche": "Du vrac."}, REDACTION)
    assert lignes(histoire(client, acteur)) == ["1 champ changé par la rédaction Accroche : changé"]


def test_it_costs_as_much_for_three_changes_as_for_one(client, django_assert_num_queries):
    compte = connecter(client, "change_acteur")
    acteur = ActeurFactory()
    ecritures.appliquer(acteur, {"accroche": "Un"}, REDACTION, compte)
    histoire(client, acteur)
    with django_assert_num_queries(COUT):
        histoire(client, acteur)
    for texte in ("Deux", "Trois"):
        ecritures.appliquer(acteur, {"accroche": texte}, REDACTION, compte)
    with django_assert_num_queries(COUT):
        histoire(client, acteur)


COUT = 16
