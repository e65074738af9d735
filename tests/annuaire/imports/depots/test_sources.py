"""Sources that an upload named: out of lists when nothing uses them, remembered with their file."""

import pytest
from django.urls import reverse

from annuaire import vie
from annuaire.imports.depots import correspondances, sources
from annuaire.imports.depots import depot as depots
from annuaire.models import Acteur, Correspondance, Domaine, Source
from tests.annuaire.imports.depots.test_depots import TestOubli

LISTE = "nom;categories\nLe Cabas;Bricolo\n"


def noms(ensemble):
    return sorted(ensemble.values_list("nom", flat=True))


@pytest.fixture
def depose(deposes):
    """``depose()`` → a file whose source was named at the upload."""

    def _deposer(contenu=LISTE, nom="Liste neuve", **champs):
        source = Source.objects.filter(nom=nom).first() or Source(nom=nom, d_un_import=True)
        return deposes(contenu, source=source, **champs)

    return _deposer


class TestUsage:
    def test_one_that_was_only_tried_is_not_in_service(self, deposes, depose):
        depot = deposes.simuler(depose())
        assert (noms(Source.objects.en_service()), noms(Source.objects.sans_usage())) == (
            [],
            ["Liste neuve"],
        )
        deposes.faire(depot, "importer")
        assert noms(Source.objects.en_service()) == ["Liste neuve"]

    def test_one_that_people_wrote_is_always(self, deposes, db):
        deposes.annuler(deposes.importer(LISTE))
        assert noms(Source.objects.en_service()) == ["Liste du pays"]

    def test_after_an_undoing_it_is_out_of_service_but_its_mappings_stay(
        self, deposes, depose, pays
    ):
        depot = depose()
        decisions = {"bricolo": ("Bricolo", pays("ressourceries"))}
        correspondances.retenir(depot, correspondances.colonnes_comprises(depot), decisions)
        deposes.annuler(deposes.importer(depot))
        assert noms(Source.objects.en_service()) == []
        deposes.importer(depose())
        acteur = Acteur.objects.get()
        assert (acteur.domaine_principal.slug, acteur.source.nom) == (
            "ressourceries",
            "Liste neuve",
        )
        assert noms(Source.objects.en_service()) == ["Liste neuve"]

    def test_an_entry_that_was_kept_keeps_its_source(self, deposes, depose):
        depot = deposes.importer(depose())
        vie.verifier(Acteur.objects.get())
        deposes.annuler(depot)
        assert noms(Source.objects.en_service()) == ["Liste neuve"]


class TestOublis:
    def test_it_is_forgotten_with_its_file(self, deposes, depose, pays):
        depot = deposes.annuler(deposes.importer(depose()))
        decisions = {"bricolo": ("Bricolo", "etiquette")}
        correspondances.retenir(depot, correspondances.colonnes_comprises(depot), decisions)
        depots.supprimer(depot)
        assert (Source.objects.count(), Correspondance.objects.count()) == (0, 0)
        assert Domaine.objects.filter(slug="ressourceries").exists()

    def test_another_file_of_it_keeps_it(self, deposes, depose):
        depot = depose()
        depose()
        depots.supprimer(depot)
        assert noms(Source.objects.all()) == ["Liste neuve"]

    def test_time_forgets_it_too(self, deposes, depose):
        depot = deposes.annuler(deposes.importer(depose()))
        TestOubli().vieillir(depot, jours=29)
        depots.oublier_les_anciens()
        assert noms(Source.objects.all()) == ["Liste neuve"]
        TestOubli().vieillir(depot)
        depots.oublier_les_anciens()
        depot.refresh_from_db()
        assert (Source.objects.count(), depot.source) == (0, None)

    def test_those_that_rows_named_go_with_the_undoing(self, deposes, depose):
        contenu = "nom;source\nLe Cabas;Une autre\nLa Remise;\n"
        depot = deposes.importer(depose(contenu))
        assert noms(Source.objects.all()) == ["Liste neuve", "Une autre"]
        deposes.annuler(depot)
        assert noms(Source.objects.all()) == ["Liste neuve"]

    def test_one_that_wrote_a_field_of_an_entry_is_kept(self, deposes, depose):
        depot = depose()
        note = {"description": {"source": depot.source_id, "le": "2026-01-01"}}
        Acteur.objects.create(nom="Le Cabas", provenance=note)
        depots.supprimer(depot)
        assert noms(Source.objects.all()) == ["Liste neuve"]
        Acteur.objects.update(provenance={})
        sources.oublier_les_inutiles()
        assert Source.objects.count() == 0


@pytest.mark.usefixtures("gabarits_de_wagtail")
class TestListes:
    @pytest.fixture
    def en_memoire(self, deposes, depose, admin_client):
        return deposes.annuler(deposes.importer(depose()))

    def test_it_is_in_no_list_and_no_filter(self, en_memoire, admin_client):
        liste = admin_client.get(reverse(Source.snippet_viewset.get_url_name("list")))
        assert list(liste.context["object_list"]) == []
        acteurs = admin_client.get(reverse(Acteur.snippet_viewset.get_url_name("list")))
        champ = acteurs.context["filters"].form.fields["source"]
        assert list(champ.queryset) == []

    def test_the_screen_that_uploads_offers_it_and_says_so(self, en_memoire, admin_client):
        page = admin_client.get(f"/admin/imports/nouveau/?source={en_memoire.source_id}")
        champ = page.context["form"]["source"]
        assert [nom for _valeur, nom in champ.field.choices][1:] == [
            "Liste neuve (rien n’en est dans l’annuaire)"
        ]
        assert champ.initial == str(en_memoire.source_id)

    def test_the_screen_of_the_undone_import_says_what_is_remembered(
        self, en_memoire, admin_client
    ):
        page = admin_client.get(f"/admin/imports/{en_memoire.pk}/")
        assert page.context["en_memoire"] is True
        adresse = f'href="/admin/imports/nouveau/?source={en_memoire.source_id}"'
        assert page.content.decode().count(adresse) == 1
