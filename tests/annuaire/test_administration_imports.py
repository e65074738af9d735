"""The screens of the imports: who may open them, bad files, one whole passage, the export."""

import io
import re

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from annuaire.imports.depots import passages
from annuaire.models import Acteur, Correspondance, DepotImport, Source
from espace.models import Compte
from tests.annuaire.fabriques import (
    ActeurFactory,
    DomaineFactory,
    SourceFactory,
    TypeLabelFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gabarits_de_wagtail")]

IMPORTS = "/admin/imports/"
LISTE = "nom;Où;categories\nLe Cabas;Nantes;Bricolo\n;;\n"


# Wagtail's refusal: back to the home page of the administration, with a sentence.
REFUS = (302, "/admin/")


def ou_mene(reponse):
    """(status, address) of a redirection."""
    return (reponse.status_code, reponse.url)


def connecter(client, *droits):
    compte = Compte.objects.create_user("quelqu.un@exemple.example", "un mot de passe long")
    compte.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *droits]))
    client.force_login(compte)
    return compte


@pytest.fixture
def animatrice(client):
    return connecter(client, "add_acteur", "change_acteur", "publish_acteur")


def deposer(client, contenu=LISTE, fichier="liste.csv", **champs):
    """What the form of the first screen answers."""
    contenu = contenu.encode() if isinstance(contenu, str) else contenu
    donnees = {"nom": "Liste du pays", "licence": "LO", **champs}
    envoye = SimpleUploadedFile(fichier, contenu)
    return client.post(f"{IMPORTS}nouveau/", {"fichier": envoye, **donnees})


def ecran(depot, *suite):
    return "/".join([f"{IMPORTS}{depot.pk}", *suite, ""])


def phrases(reponse):
    return [str(message) for message in reponse.context["messages"]]


def erreurs(reponse):
    return {champ: list(liste) for champ, liste in reponse.context["form"].errors.items()}


class TestDroits:
    ADRESSES = ("", "nouveau/", "1/", "1/colonnes/", "1/annuler/", "1/suivi/", "1/rapport.csv")

    def depot(self):
        return DepotImport.objects.create(
            pk=1, nom="l.csv", profil="tissage", etat="importe", source=SourceFactory()
        )

    @pytest.mark.parametrize("suite", ADRESSES)
    def test_nobody_unknown_enters(self, client, suite):
        self.depot()
        reponse = client.get(IMPORTS + suite)
        assert (reponse.status_code, reponse.url.split("?")[0]) == (302, "/admin/login/")

    @pytest.mark.parametrize("suite", ADRESSES)
    def test_nor_who_may_not_add_actors(self, client, suite):
        self.depot()
        connecter(client, "change_acteur")
        assert ou_mene(client.get(IMPORTS + suite)) == REFUS
        assert DepotImport.objects.get().etat == "importe"

    @pytest.mark.parametrize("demande", ["simuler", "importer", "supprimer"])
    def test_nor_acts(self, client, demande):
        depot = self.depot()
        connecter(client, "change_acteur")
        client.post(ecran(depot, demande))
        depot.refresh_from_db()
        assert (depot.etat, depot.tache) == ("importe", "")

    def test_who_may_not_publish_brings_in_drafts_and_changes_nothing(self, client):
        connecter(client, "add_acteur")
        deposer(client, "identifiant;nom\na;Le Cabas\n", publier="on")
        depot = DepotImport.objects.get()
        client.post(ecran(depot, "simuler"))
        client.post(ecran(depot, "importer"))
        assert Acteur.objects.get().live is False
        deposer(client, "identifiant;nom\na;Autre nom\n", nom="", source=depot.source_id)
        suite = DepotImport.objects.first()
        client.post(ecran(suite, "simuler"))
        assert ou_mene(client.post(ecran(suite, "importer"))) == REFUS
        assert Acteur.objects.get().nom == "Le Cabas"

    def test_the_menu_shows_it_to_them_alone(self, client, animatrice):
        assert IMPORTS in client.get("/admin/").content.decode()
        client.logout()
        animatrice.user_permissions.remove(Permission.objects.get(codename="add_acteur"))
        client.force_login(Compte.objects.get(pk=animatrice.pk))
        assert IMPORTS not in client.get("/admin/").content.decode()


class TestDepot:
    @pytest.mark.parametrize(
        ("contenu", "nom", "phrase"),
        [
            (b"", "l.csv", "Ce fichier est vide."),
            (b"nom;commune\n", "l.csv", "Ce fichier ne contient aucune ligne à importer."),
            (b"\x89PNG\r\n\x1a\n" + bytes(99), "l.csv", "Ce fichier n’est pas une liste"),
            (b"PK\x03\x04" + bytes(99), "l.xlsx", "Ce classeur est abîmé"),
            (b"\xd0\xcf\x11\xe0" + bytes(99), "l.xls", "Ce fichier n’est pas une liste"),
            (b"{", "l.json", "Ce fichier JSON est mal formé"),
            (b"[1, 2]", "l.json", "La première ligne doit nommer les colonnes"),
            (b"Bonjour,\nvoici.\n", "l.txt", "La première ligne doit nommer les colonnes"),
            (b'nom;a\n"X;1\n', "l.csv", "Un guillemet ouvert à partir de la ligne"),
        ],
    )
    def test_a_bad_file_is_refused_with_a_sentence(self, client, animatrice, contenu, nom, phrase):
        reponse = deposer(client, contenu, nom)
        assert reponse.status_code == 400
        assert [p[: len(phrase)] for p in erreurs(reponse)["fichier"]] == [phrase]
        assert (DepotImport.objects.count(), Source.objects.count()) == (0, 0)

    def test_a_file_that_is_too_big_is_said_with_its_size(self, client, animatrice, settings):
        settings.IMPORTS_OCTETS_MAX = 1000
        reponse = deposer(client, b"nom\n" + b"x" * 2000)
        assert reponse.status_code == 400
        assert erreurs(reponse) == {
            "fichier": [
                "Ce fichier fait 2,0\xa0Kio\u202f: 1000\xa0octets au plus. Coupez-le en plusieurs."
            ]
        }

    @pytest.mark.parametrize(
        ("champs", "fautes"),
        [
            ({"nom": ""}, {"source": ["Choisissez une source, ou nommez-en une nouvelle."]}),
            (
                {"licence": ""},
                {"licence": ["Sous quelle licence cette liste est-elle donnée\u202f?"]},
            ),
            (
                {"nom": "déjà là"},
                {"nom": ["Cette source existe déjà\u202f: choisissez-la dans la liste."]},
            ),
            ({"nom": "x" * 121}, {"nom": 1}),
            ({"source": "99"}, {"source": 1}),
        ],
    )
    def test_the_source_is_asked_for(self, client, animatrice, champs, fautes):
        SourceFactory(nom="Déjà là")
        reponse = deposer(client, **champs)
        assert reponse.status_code == 400
        lues = erreurs(reponse)
        assert {c: len(v) if fautes.get(c) == 1 else v for c, v in lues.items()} == fautes
        assert (DepotImport.objects.count(), Source.objects.count()) == (0, 1)

    def test_a_new_source_is_made_with_what_was_said_of_it(self, client, animatrice):
        reponse = deposer(client, attribution="© nous", redistribuable="on")
        depot = DepotImport.objects.get()
        assert reponse.url == ecran(depot, "colonnes")
        source = depot.source
        assert (source.nom, source.licence, source.attribution, source.redistribuable) == (
            "Liste du pays",
            "LO",
            "© nous",
            True,
        )
        assert (depot.auteur, depot.brouillon) == (animatrice, True)

    def test_a_source_that_nothing_uses_is_taken_up_under_its_name(self, client, animatrice):
        deposer(client)
        deposer(client, nom="liste du PAYS", licence="ODbL 1.0")
        assert list(Source.objects.values_list("nom", "licence")) == [("liste du PAYS", "ODbL 1.0")]
        assert DepotImport.objects.filter(source=Source.objects.get()).count() == 2


class TestColonnes:
    @pytest.fixture
    def depot(self, client, animatrice):
        deposer(client)
        return DepotImport.objects.get()

    def test_the_screen_shows_columns_examples_and_unknown_words(self, client, depot):
        form = client.get(ecran(depot, "colonnes")).context["form"]
        assert [(t, list(e), c.initial, str(r)) for t, e, c, r in form.lignes_colonnes()] == [
            ("nom", ["Le Cabas"], "nom", ""),
            ("Où", ["Nantes"], "", "inconnue\u202f: ne sera pas reprise"),
            ("categories", ["Bricolo"], "categories", ""),
        ]
        assert [
            (i.mot, i.nombre, i.exemples, str(colonne))
            for i, colonne, _c in form.lignes_categories()
        ] == [("Bricolo", 1, ("Le Cabas",), "catégories")]

    def test_what_is_chosen_is_remembered_and_tried(self, client, depot):
        domaine = DomaineFactory(slug="ressourceries")
        choix = {"colonne-0": "nom", "colonne-1": "commune", "colonne-2": "categories"}
        choix |= {"categorie-0": f"domaine:{domaine.pk}", "suite": "simuler"}
        reponse = client.post(ecran(depot, "colonnes"), choix, follow=True)
        assert phrases(reponse) == ["Simulation faite\u202f: rien n’est encore entré."]
        retenues = Correspondance.objects.order_by("genre").values_list("cle", "cible", "domaine")
        assert list(retenues) == [("bricolo", "domaine", domaine.pk), ("ou", "commune", None)]
        client.post(ecran(depot, "importer"))
        acteur = Acteur.objects.get()
        assert (acteur.domaine_principal, acteur.lieux.get().localite) == (domaine, "Nantes")

    @pytest.mark.parametrize(
        ("choix", "faute"),
        [
            ({"colonne-0": ""}, "Dites quelle colonne donne le nom"),
            ({"colonne-0": "nom", "colonne-1": "nom"}, "La colonne « nom » est déjà choisie"),
            ({"colonne-0": "nimporte"}, "Sélectionnez un choix valide"),
            ({"colonne-0": "nom", "categorie-0": "domaine:99"}, "Sélectionnez un choix valide"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, client, depot, choix, faute):
        reponse = client.post(ecran(depot, "colonnes"), choix)
        assert reponse.status_code == 400
        premieres = [liste[0][: len(faute)] for liste in erreurs(reponse).values()]
        assert faute in premieres
        assert Correspondance.objects.count() == 0

    def test_what_a_word_may_become_depends_on_its_column(self, client, animatrice):
        TypeLabelFactory(slug="ai", nom="Association intermédiaire")
        domaine = DomaineFactory(slug="nature", nom="Nature")
        deposer(client, "id;type;raison_sociale;naf\n1;A.I.;X;9609Z\n")
        depot = DepotImport.objects.get()
        form = client.get(ecran(depot, "colonnes")).context["form"]
        choix = {
            str(colonne): [(valeur, nom) for valeur, nom in champ.field.choices]
            for _i, colonne, champ in form.lignes_categories()
        }
        un_domaine = ("Un domaine", [(f"domaine:{domaine.pk}", "Nature")])
        assert choix == {
            "type de structure (ACI, EI, AI…)": [
                ("", "rien, comme d’habitude"),
                ("etiquette", "une étiquette"),
                ("ignorer", "rien\u202f: ne pas la reprendre"),
                ("Un type connu", [("comme:AI", "AI — Association intermédiaire")]),
                un_domaine,
            ],
            "activité (code NAF)": [
                ("", "rien\u202f: le code est gardé, sans domaine"),
                un_domaine,
            ],
        }

    def test_a_type_may_be_one_that_the_national_list_knows(self, client, animatrice):
        label = TypeLabelFactory(slug="ai", nom="Association intermédiaire")
        deposer(client, "id;type;raison_sociale\n1;Asso inter;X\n")
        depot = DepotImport.objects.get()
        choix = {"colonne-0": "identifiant", "colonne-1": "type", "colonne-2": "raison_sociale"}
        client.post(ecran(depot, "colonnes"), {**choix, "categorie-0": "comme:AI"})
        client.post(ecran(depot, "importer"))
        assert [lien.type for lien in Acteur.objects.get().labels.all()] == [label]

    def test_a_kind_that_was_guessed_wrong_is_changed(self, client, depot):
        client.post(ecran(depot, "simuler"))
        reponse = client.post(ecran(depot, "colonnes"), {"genre": "osm"})
        assert reponse.url == ecran(depot, "colonnes")
        depot.refresh_from_db()
        assert (depot.profil, depot.etat, depot.lignes.count()) == ("osm", "depose", 0)
        client.post(ecran(depot, "colonnes"), {"genre": "retouche"})
        depot.refresh_from_db()
        assert depot.profil == "osm"

    def test_once_imported_it_leads_to_the_import(self, client, depot):
        client.post(ecran(depot, "simuler"))
        client.post(ecran(depot, "importer"))
        assert client.get(ecran(depot, "colonnes")).url == ecran(depot)


class TestPassage:
    @pytest.fixture
    def depot(self, client, animatrice):
        deposer(client, "nom;siret\nLe Cabas;123\n;\n=1+1;\n")
        return DepotImport.objects.get()

    def test_simulate_import_undo(self, client, depot):
        client.post(ecran(depot, "simuler"))
        page = client.get(ecran(depot))
        assert page.context["comptes"][0] == ("cree", "2 créées", 2)
        assert [ligne.nom for ligne in page.context["page"]] == ["Le Cabas", "", "=1+1"]
        fait = client.post(ecran(depot, "importer"), follow=True)
        assert phrases(fait) == ["La liste est dans l’annuaire."]
        prevu = client.get(ecran(depot, "annuler")).context
        assert [str(acteur) for acteur, _a in prevu["supprimees"]] == ["Le Cabas", "=1+1"]
        assert Acteur.objects.count() == 2
        annule = client.post(ecran(depot, "annuler"), follow=True)
        assert phrases(annule) == ["L’import est annulé."]
        assert Acteur.objects.count() == 0
        encore = client.post(ecran(depot, "annuler"), follow=True)
        assert phrases(encore) == ["Cet import ne peut pas, ou plus, être annulé."]

    def test_a_double_submit_imports_once(self, client, depot):
        client.post(ecran(depot, "simuler"))
        client.post(ecran(depot, "importer"))
        encore = client.post(ecran(depot, "importer"), follow=True)
        assert phrases(encore)[-1:] == ["C’est déjà fait\u202f: cet import est « importé »."]
        assert Acteur.objects.count() == 2

    def test_a_long_list_is_left_to_the_worker_and_followed(self, client, depot, settings):
        settings.IMPORTS_LIGNES_IMMEDIATES = 1
        reponse = client.post(ecran(depot, "simuler"), follow=True)
        assert re.findall(r'data-adresse="([^"]*)"', reponse.content.decode()) == [
            ecran(depot, "suivi")
        ]
        assert client.get(ecran(depot, "suivi")).json() == {
            "faites": 0,
            "total": 3,
            "phrase": "0 lignes lues sur 3",
            "fini": False,
        }
        passages.reprendre()
        assert client.get(ecran(depot, "suivi")).json()["fini"] is True

    def test_rows_are_narrowed_by_state_and_by_page(self, client, depot, monkeypatch):
        monkeypatch.setattr("annuaire.administration.imports.LIGNES_PAR_PAGE", 1)
        client.post(ecran(depot, "simuler"))
        page = client.get(f"{ecran(depot)}?etat=refuse&p=99").context["page"]
        assert [(ligne.numero, ligne.raison) for ligne in page] == [(3, "ligne vide")]
        bizarre = client.get(f"{ecran(depot)}?etat=nimporte&p=abc").context["page"]
        assert (bizarre.number, bizarre.paginator.count) == (1, 3)

    def test_the_report_is_a_file(self, client, depot):
        client.post(ecran(depot, "simuler"))
        reponse = client.get(ecran(depot) + "rapport.csv")
        assert reponse.headers["Content-Disposition"] == (
            f'attachment; filename="rapport-{depot.pk}.csv"'
        )
        assert reponse.getvalue().decode("utf-8-sig").splitlines()[-1] == "4;;'=1+1;créée;;;"

    @pytest.mark.parametrize("suite", ["n-importe/", "importer/x/"])
    def test_what_is_not_asked_for_is_not_found(self, client, depot, suite):
        assert client.post(ecran(depot) + suite).status_code == 404
        assert client.get(f"{IMPORTS}{2**64}/").status_code == 404

    def test_a_link_changes_nothing(self, client, depot):
        for demande in ("simuler", "importer", "supprimer"):
            assert client.get(ecran(depot, demande)).status_code == 405
        depot.refresh_from_db()
        assert depot.etat == "depose"

    def test_a_file_can_be_deleted(self, client, depot):
        client.post(ecran(depot, "supprimer"))
        assert DepotImport.objects.count() == 0

    def test_the_list_of_imports_costs_the_same_with_three(
        self, client, depot, django_assert_num_queries
    ):
        client.get(IMPORTS)
        with django_assert_num_queries(COUT):
            client.get(IMPORTS)
        deposer(client, nom="Autre")
        deposer(client, nom="Encore une")
        with django_assert_num_queries(COUT):
            client.get(IMPORTS)


COUT = 11


class TestExport:
    def exporter(self, client, criteres=""):
        reponse = client.get(f"{IMPORTS}modifier.xlsx{criteres}")
        lu = load_workbook(io.BytesIO(reponse.getvalue())).active.iter_rows(values_only=True)
        return [ligne[1] for ligne in lu][1:]

    def test_it_holds_what_the_list_shows(self, client, animatrice):
        ActeurFactory(nom="Le Cabas", live=False, source=SourceFactory())
        ActeurFactory(nom="=La Remise")
        ActeurFactory(nom="Fondue", statut="fusionne")
        assert self.exporter(client) == ["'=La Remise", "Le Cabas"]
        assert self.exporter(client, "?live=false") == ["Le Cabas"]
        assert self.exporter(client, "?q=REMISE") == ["'=La Remise"]

    def test_it_comes_back_without_a_source(self, client, animatrice):
        acteur = ActeurFactory(nom="Le Cabas")
        fichier = client.get(f"{IMPORTS}modifier.xlsx").getvalue()
        livre = load_workbook(io.BytesIO(fichier))
        livre.active["B2"] = "Le Panier"
        livre.save(sortie := io.BytesIO())
        deposer(client, sortie.getvalue(), "retour.xlsx", nom="", licence="")
        depot = DepotImport.objects.get()
        assert (depot.profil, depot.source, depot.etat) == ("retouche", None, "simule")
        client.post(ecran(depot, "importer"))
        acteur.refresh_from_db()
        assert acteur.nom == "Le Panier"

    def test_too_many_are_said(self, client, animatrice, monkeypatch):
        monkeypatch.setattr("annuaire.imports.retouches.classeur.ACTEURS_MAX", 1)
        ActeurFactory(nom="A")
        ActeurFactory(nom="B")
        reponse = client.get(f"{IMPORTS}modifier.xlsx?live=true", follow=True)
        assert phrases(reponse) == [
            "Plus de 1 fiches\u202f: filtrez la liste, puis exportez de nouveau."
        ]

    def test_the_button_keeps_the_filters(self, client, animatrice):
        liste = reverse(Acteur.snippet_viewset.get_url_name("list"))
        page = client.get(f"{liste}?live=true&q=a").content.decode()
        assert re.findall(r'href="([^"]*modifier.xlsx[^"]*)"', page) == [
            f"{IMPORTS}modifier.xlsx?live=true&amp;q=a"
        ]

    def test_it_is_for_those_who_may_change_actors(self, client):
        connecter(client, "add_acteur", "view_acteur")
        assert ou_mene(client.get(f"{IMPORTS}modifier.xlsx")) == REFUS
