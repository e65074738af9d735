"""Lists as files: headings in French, filters kept, no formula, nothing private."""

import csv
import io

import openpyxl
import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale

from annuaire.models import Domaine, Signalement
from espace.models import Compte
from search.models import Synonyme
from tests.annuaire.fabriques import (
    ActeurFactory,
    ContactFactory,
    DomaineFactory,
    LieuFactory,
    SourceFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gabarits_de_wagtail")]

LISTE = "/admin/annuaire/acteurs/"


def connecter(client, *droits):
    compte = Compte.objects.create_user("quelqu.un@exemple.example", "un mot de passe long")
    compte.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *droits]))
    client.force_login(compte)


@pytest.fixture
def animatrice(client):
    client.force_login(Compte.objects.create_superuser("a@exemple.example", "un mot de passe long"))


def en_csv(client, adresse):
    return list(csv.reader(io.StringIO(client.get(adresse).getvalue().decode())))


def en_xlsx(client, adresse):
    classeur = openpyxl.load_workbook(io.BytesIO(client.get(adresse).getvalue()))
    return [[cellule.value for cellule in ligne] for ligne in classeur.active.iter_rows()]


class TestActeurs:
    def test_what_people_read_in_it(self, client, animatrice):
        acteur = ActeurFactory(
            nom="=HYPERLINK(1)", source=SourceFactory(nom="+Une"), verifie_le="2026-01-02"
        )
        LieuFactory(acteur=acteur, localite="Nantes")
        ContactFactory(acteur=acteur)
        ContactFactory(acteur=acteur, valeur="+33612345678", public=False)
        titres, ligne = en_csv(client, f"{LISTE}?export=csv")
        assert titres == [
            "Nom d’usage",
            "Sigle",
            "Raison sociale",
            "SIRET",
            "Référence",
            "Domaine",
            "Commune",
            "Code postal",
            "Téléphone",
            "Courriel",
            "Site web",
            "Source",
            "Vérifié le",
            "Complétude (%)",
            "Statut",
            "Publication",
        ]
        assert ligne == [
            *("'=HYPERLINK(1)", "", "", "", acteur.ref, "", "Nantes", "44000", "'+33261910001"),
            *("", "", "'+Une", "2026-01-02", "30", "en activité", "publié"),
        ]
        lus = en_xlsx(client, f"{LISTE}?export=xlsx")
        assert (lus[0], lus[1][0], lus[1][11], lus[1][13]) == (
            titres,
            "'=HYPERLINK(1)",
            "'+Une",
            30,
        )

    def test_filters_are_respected(self, client, animatrice):
        ActeurFactory(nom="Ouvert")
        ActeurFactory(nom="Fermé", ferme=True)
        lignes = en_csv(client, f"{LISTE}?statut=ferme&export=csv")
        assert [ligne[0] for ligne in lignes[1:]] == ["Fermé"]

    def test_rows_are_read_by_slices_whatever_their_number(
        self, client, animatrice, django_assert_num_queries
    ):
        LieuFactory()
        client.get(f"{LISTE}?export=csv").getvalue()
        with django_assert_num_queries(COUT):
            client.get(f"{LISTE}?export=csv").getvalue()
        LieuFactory()
        LieuFactory()
        with django_assert_num_queries(COUT):
            client.get(f"{LISTE}?export=csv").getvalue()


COUT = 9


class TestSignalements:
    def ecrire(self):
        return Signalement.objects.create(
            acteur=ActeurFactory(nom="Le Cabas"),
            ref="AAAA2222",
            genre="retrait",
            champ="personne",
            message="=1+1",
            courriel="moi@exemple.example",
        )

    def lire(self, client):
        adresse = reverse("wagtailsnippets_annuaire_signalement:list")
        titres, ligne = en_csv(client, f"{adresse}?export=csv")
        return dict(zip(titres, ligne, strict=True)), client.get(adresse).content.decode()

    def test_who_answers_them_reads_all(self, client):
        connecter(client, "change_signalement")
        self.ecrire()
        fichier, page = self.lire(client)
        assert (fichier["Message"], fichier["Courriel"], fichier["Fiche"]) == (
            "'=1+1",
            "moi@exemple.example",
            "Le Cabas",
        )
        assert "=1+1" in page

    def test_who_only_sees_that_there_are_some_reads_nothing_private(self, client):
        connecter(client, "view_signalement")
        self.ecrire()
        fichier, page = self.lire(client)
        assert {"Message", "Courriel", "Suite donnée"} & set(fichier) == set()
        assert ("=1+1" in page, "moi@exemple" in page) == (False, False)


class TestAutresListes:
    def test_taxonomies(self, client, animatrice):
        DomaineFactory(slug="energie", mots="=soleil", parent=DomaineFactory(slug="climat"))
        adresse = reverse("wagtailsnippets_annuaire_domaine:list")
        titres, *lignes = en_csv(client, f"{adresse}?export=csv")
        assert titres == [
            *("Nom", "Adresse", "Mots", "Ordre", "Domaine parent", "Icône", "Couleur", "Langue")
        ]
        assert [ligne[:5] for ligne in lignes if ligne[1] == "energie"] == [
            ["Energie", "energie", "'=soleil", "0", "Climat"]
        ]
        assert Domaine.objects.count() == len(lignes)

    def test_domains_are_read_as_the_tree_that_they_are_one_language_after_the_other(
        self, client, animatrice
    ):
        eau = DomaineFactory(nom="Eau", slug="eau", ordre=2)
        feu = DomaineFactory(nom="Feu", slug="feu", ordre=1)
        DomaineFactory(nom="Puits", slug="puits", parent=eau, ordre=1)
        DomaineFactory(nom="Bois", slug="bois", parent=feu, ordre=2)
        DomaineFactory(nom="Torche", slug="torche", parent=feu, ordre=1)
        anglais, _cree = Locale.objects.get_or_create(language_code="en")
        fire = feu.copy_for_translation(anglais)
        fire.nom = "Fire"
        fire.save()
        page = client.get(reverse("wagtailsnippets_annuaire_domaine:list"))
        lus = [(d.nom, str(d.locale)) for d in page.context["object_list"]]
        francais = ["Feu", "Torche", "Bois", "Eau", "Puits"]
        assert lus == [*((nom, "Français") for nom in francais), ("Fire", "Anglais")]

    @pytest.mark.parametrize(
        ("modele", "premiers"),
        [
            ("geste", ["Nom", "Adresse", "Mots"]),
            ("public", ["Nom", "Adresse", "Mots"]),
            ("reseau", ["Nom", "Adresse", "Mots"]),
            ("typelabel", ["Nom", "Adresse", "Mots"]),
            ("source", ["Nom", "Adresse", "Licence"]),
        ],
    )
    def test_each_has_headings_in_french(self, client, animatrice, modele, premiers):
        adresse = reverse(f"wagtailsnippets_annuaire_{modele}:list")
        assert en_csv(client, f"{adresse}?export=csv")[0][:3] == premiers
        assert en_xlsx(client, f"{adresse}?export=xlsx")[0][:3] == premiers

    def test_synonyms(self, client, animatrice):
        Synonyme.objects.create(termes="=a, b")
        adresse = reverse("wagtailsnippets_search_synonyme:list")
        assert en_csv(client, f"{adresse}?export=csv") == [
            ["Termes", "Dans les deux sens"],
            ["'=a, b", "oui"],
        ]

    def test_wagtail_s_own_lists_run_no_formula_either(self, client, animatrice):
        Redirect.objects.create(old_path="/a", redirect_link='=HYPERLINK("x")')
        adresse = reverse("wagtailredirects:index")
        assert en_csv(client, f"{adresse}?export=csv")[1][:2] == ["/a", '\'=HYPERLINK("x")']
