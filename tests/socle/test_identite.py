"""Who publishes the site: what is missing is said before it is deployed."""

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ValidationError
from wagtail.models import Site

from socle.identite import ETIQUETTE, OBLIGATOIRES, IdentiteDuSite, identite_de

ENTIERE = {
    "editeur": "Les Fils",
    "editeur_forme": "association loi 1901",
    "editeur_adresse": "14, quai des Tisserands\n87200 Saint-Junien",
    "editeur_siret": "12345678900012",
    "editeur_telephone": "0536490000",
    "editeur_courriel": "bonjour@fils.example",
    "directeur": "Camille Fil",
    "hebergeur": "La Machine",
    "hebergeur_adresse": "2, place\n87000 Limoges",
    "hebergeur_telephone": "0536490001",
    "contact_donnees": "donnees@fils.example",
}


def site():
    return Site.objects.get(is_default_site=True)


def fautes():
    return run_checks(tags=[ETIQUETTE], include_deployment_checks=True)


@pytest.mark.django_db
class TestDeploiement:
    def test_a_whole_identity_passes(self):
        IdentiteDuSite.objects.create(site=site(), **ENTIERE)
        assert fautes() == []

    def test_a_site_that_says_nothing_is_an_error_that_names_all(self):
        (faute,) = fautes()
        assert (faute.id, faute.is_serious(), faute.msg.count(",")) == (
            "socle.E001",
            True,
            len(OBLIGATOIRES),
        )

    @pytest.mark.parametrize("champ", OBLIGATOIRES)
    def test_one_empty_field_is_an_error_that_names_it(self, champ):
        IdentiteDuSite.objects.create(site=site(), **{**ENTIERE, champ: " "})
        nom = IdentiteDuSite._meta.get_field(champ).verbose_name
        assert [faute.msg for faute in fautes()] == [
            f"Le site {site().hostname} ne dit pas\u00a0: {nom}."
        ]

    def test_either_number_will_do(self):
        identite = IdentiteDuSite(**ENTIERE | {"editeur_siret": ""})
        sans = identite.manques
        identite.editeur_rna = "W879000000"
        assert (sans, identite.manques) == (["SIRET ou numéro RNA"], [])

    def test_it_is_asked_before_deploying_only(self):
        assert run_checks(tags=[ETIQUETTE]) == []


@pytest.mark.django_db
class TestIdentite:
    @pytest.mark.parametrize(
        ("champ", "valeur", "juste"),
        [
            ("editeur_siret", "12345678900012", True),
            ("editeur_siret", "123 456 789", False),
            ("editeur_rna", "W879000000", True),
            ("editeur_rna", "879000000", False),
        ],
    )
    def test_numbers_have_their_form(self, champ, valeur, juste):
        identite = IdentiteDuSite(site=site(), **{champ: valeur})
        if juste:
            identite.full_clean()
            return
        with pytest.raises(ValidationError) as faute:
            identite.full_clean()
        assert list(faute.value.message_dict) == [champ]

    def test_it_is_read_once_and_a_change_is_seen_at_once(self, rf, django_assert_num_queries):
        requete = rf.get("/")
        identite = IdentiteDuSite.objects.create(site=site(), editeur="Un")
        assert identite_de(requete).editeur == "Un"
        with django_assert_num_queries(0):
            identite_de(requete)
        identite.editeur = "Deux"
        identite.save()
        assert identite_de(requete).editeur == "Deux"

    def test_a_visit_writes_nothing(self, rf):
        assert (identite_de(rf.get("/")).editeur, IdentiteDuSite.objects.count()) == ("", 0)

    def test_before_there_is_a_site_it_is_empty(self, rf):
        Site.objects.all().delete()
        assert identite_de(rf.get("/")).editeur == ""
