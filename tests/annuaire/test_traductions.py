"""An actor in another language: its revisions, its entry, its cards, its documents, its form."""

import json
import re

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from wagtail.models import Locale
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from annuaire import retraits
from annuaire.ecritures import appliquer
from annuaire.models import Acteur, TraductionActeur
from espace.models import Compte
from search.documents import indexer, refaire_marques
from search.models import ARefaire, Document
from search.moteurs import moteur
from search.requetes import Requete
from tests.annuaire.fabriques import ActeurFactory, DomaineFactory, SourceFactory
from tests.annuaire.site_anglais import publier_en_anglais

pytestmark = pytest.mark.django_db


@pytest.fixture
def anglais():
    return Locale.objects.get_or_create(language_code="en")[0]


@pytest.fixture
def acteur(anglais):
    acteur = ActeurFactory(
        nom="Le Panier",
        accroche="Du vrac.",
        offre="Farine\nHuile",
        description="Une coopérative.",
        domaine_principal=DomaineFactory(),
    )
    traduire(acteur, anglais, accroche="Bulk food.", offre="- Flour\n- Oil")
    return acteur


def traduire(acteur, locale, **textes):
    traduction = TraductionActeur.objects.create(acteur=acteur, locale=locale, **textes)
    indexer("acteur", [acteur.pk])
    return traduction


def relire(acteur):
    return Acteur.objects.get(pk=acteur.pk)


# ---------------------------------------------------------------- the rules
class TestRegles:
    def refus(self, **champs):
        with pytest.raises(ValidationError) as erreur:
            TraductionActeur(**champs).full_clean()
        return erreur.value.messages

    def test_une_seule_par_langue(self, acteur, anglais):
        doublon = {"acteur": acteur, "locale": anglais, "accroche": "Again."}
        assert self.refus(**doublon) == ["Cet acteur est déjà traduit dans cette langue."]
        with pytest.raises(IntegrityError), transaction.atomic():
            TraductionActeur.objects.create(**doublon)

    def test_elle_dit_au_moins_une_chose(self, anglais):
        champs = {"acteur": ActeurFactory(), "locale": anglais}
        assert self.refus(**champs) == ["Une traduction dit au moins une chose."]
        with pytest.raises(IntegrityError), transaction.atomic():
            TraductionActeur.objects.create(**champs)

    def test_la_langue_de_la_fiche_ne_se_traduit_pas(self):
        francais = Locale.get_default()
        champs = {"acteur": ActeurFactory(), "locale": francais, "accroche": "Encore."}
        assert "Les textes de la fiche sont déjà dans cette langue." in self.refus(**champs)


# ---------------------------------------------------------------- drafts and facts
class TestBrouillons:
    def test_un_brouillon_la_porte_et_la_publie(self, acteur, anglais):
        brouillon = relire(acteur)
        traduction = brouillon.traductions.all()[0]
        traduction.accroche = "Bulk groceries."
        brouillon.traductions = [traduction]
        revision = brouillon.save_revision()
        assert acteur.traductions.get().accroche == "Bulk food."
        revision.publish()
        assert relire(acteur).traductions.get().accroche == "Bulk groceries."

    def test_un_import_n_y_touche_pas_ni_dans_le_brouillon(self, acteur):
        brouillon = relire(acteur)
        brouillon.sigle = "LP"
        brouillon.save_revision()
        bilan = appliquer(acteur, {"effectif": 4}, SourceFactory())
        du_brouillon = relire(acteur).get_latest_revision_as_object()
        assert (bilan.etat, du_brouillon.effectif) == ("modifie", 4)
        assert [t.accroche for t in du_brouillon.traductions.all()] == ["Bulk food."]
        assert acteur.traductions.get().offre == "- Flour\n- Oil"

    def test_une_langue_retiree_du_site_laisse_publier_le_brouillon(self, acteur, anglais):
        revision = relire(acteur).save_revision()
        anglais.delete()
        relire(acteur).get_latest_revision().publish()
        assert (relire(acteur).traductions.count(), revision.pk) == (0, revision.pk)

    def test_un_retrait_l_efface(self, acteur):
        retraits.retirer(acteur)
        assert (TraductionActeur.objects.count(), Document.objects.vivants().count()) == (0, 0)


# ---------------------------------------------------------------- the entry
class TestFiche:
    @pytest.fixture
    def site(self, annuaire):
        publier_en_anglais(annuaire)

    def morceaux(self, client, prefixe, acteur):
        page = client.get(f"{prefixe}/annuaire/{acteur.fragment}/").content.decode()
        chapo = re.search(r'<p class="chapo"[^>]*>.*?</p>', page)[0]
        coches = re.search(r'<ul class="coches"[^>]*>', page)[0]
        offre = re.findall(r"</svg>([^<]*)</li>", page.split(coches)[1].split("</ul>")[0])
        description = re.search(
            r"(?:<div[^>]* lang=\"fr\">)?<p>[^<]*</p>(?:</div>)?</section>", page
        )
        json_ld = json.loads(re.search(r'ld\+json">(.*?)</script>', page)[1])
        return chapo, coches, offre, description[0], json_ld["description"]

    def test_elle_se_lit_dans_la_langue_de_la_page_le_reste_dit_la_sienne(
        self, client, site, acteur
    ):
        assert self.morceaux(client, "/en", acteur) == (
            '<p class="chapo">Bulk food.</p>',
            '<ul class="coches" role="list">',
            ["Flour", "Oil"],
            '<div class="pile" lang="fr"><p>Une coopérative.</p></div></section>',
            "Bulk food.",
        )

    def test_sans_traduction_tout_reste_et_se_dit_francais(self, client, site, acteur):
        acteur.traductions.all()[0].delete()
        assert self.morceaux(client, "/en", relire(acteur)) == (
            '<p class="chapo" lang="fr">Du vrac.</p>',
            '<ul class="coches" role="list" lang="fr">',
            ["Farine", "Huile"],
            '<div class="pile" lang="fr"><p>Une coopérative.</p></div></section>',
            "Du vrac.",
        )

    def test_en_francais_rien_ne_change(self, client, site, acteur):
        assert self.morceaux(client, "", acteur) == (
            '<p class="chapo">Du vrac.</p>',
            '<ul class="coches" role="list">',
            ["Farine", "Huile"],
            "<p>Une coopérative.</p></section>",
            "Du vrac.",
        )

    def test_un_brouillon_se_previsualise_avec_ses_traductions(self, acteur, anglais, rf):
        from django.utils import translation

        from annuaire.traductions import textes_de

        brouillon = relire(acteur)
        brouillon.traductions = [TraductionActeur(locale=anglais, description="A co-op.")]
        with translation.override("en"):
            textes = textes_de(brouillon, en_memoire=True)
        assert {champ: (str(t), t.langue) for champ, t in textes.items()} == {
            "accroche": ("Du vrac.", "fr"),
            "description": ("A co-op.", ""),
            "offre": ("Farine\nHuile", "fr"),
        }


class TestCout:
    """One query more for the language that is not the default one, whatever is shown."""

    @pytest.fixture
    def site(self, annuaire, acteur, anglais):
        publier_en_anglais(annuaire)
        for n in range(2):
            autre = ActeurFactory(nom=f"Autre {n}", accroche="Ailleurs.")
            traduire(autre, anglais, description=f"Elsewhere {n}.")

    def requetes(self, client, chemin):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client.get(chemin)
        with CaptureQueriesContext(connection) as faites:
            client.get(chemin)
        return [r["sql"] for r in faites if "annuaire_traductionacteur" in r["sql"]]

    @pytest.mark.parametrize(
        ("chemin", "nombre"),
        [("/annuaire/", 0), ("/en/annuaire/", 1), ("/annuaire/{}/", 0), ("/en/annuaire/{}/", 1)],
    )
    def test_les_traductions_se_lisent_en_une_fois(self, client, site, acteur, chemin, nombre):
        chemin = chemin.format(acteur.fragment)
        assert len(self.requetes(client, chemin)) == nombre

    def test_les_cartes_parlent_la_langue_de_la_page(self, client, site, anglais):
        ActeurFactory(nom="Zut", accroche="Jamais traduit.")
        cartes = {c.nom: (c.texte, c.langue) for c in client.get("/en/annuaire/").context["cartes"]}
        assert cartes == {
            "Autre 0": ("Elsewhere 0.", ""),
            "Autre 1": ("Elsewhere 1.", ""),
            "Le Panier": ("Bulk food.", ""),
            "Zut": ("Jamais traduit.", "fr"),
        }
        page = client.get("/en/annuaire/").content.decode()
        assert re.findall(r'<p class="extrait"( lang="fr")?>Jamais', page) == [' lang="fr"']
        francaises = {
            c.nom: (c.texte, c.langue) for c in client.get("/annuaire/").context["cartes"]
        }
        assert (francaises["Le Panier"], francaises["Zut"]) == (
            ("Du vrac.", ""),
            ("Jamais traduit.", ""),
        )


# ---------------------------------------------------------------- search
class TestRecherche:
    def trouves(self, texte, locale):
        reponse = moteur().chercher(Requete(texte=texte, types=("acteur",), locale=locale))
        return [] if reponse.approche else [r.objet_id for r in reponse.resultats]

    def test_un_document_par_langue_noms_et_facettes_les_memes(self, acteur, anglais):
        domaine = acteur.domaine_principal.copy_for_translation(anglais)
        domaine.nom = "Food"
        domaine.save()
        indexer("acteur", [acteur.pk])
        francais, traduit = Document.objects.filter(type="acteur").order_by("-locale")
        assert (traduit.locale, traduit.langue, traduit.titre) == ("en", "en", "Le Panier")
        assert traduit.textes == {
            "nom": "Le Panier",
            "offre": "Bulk food. · Flour · Oil",
            "domaines": "Food",
            "description": "Une coopérative.",
        }
        assert francais.textes["offre"] == "Du vrac. · Farine · Huile"
        assert (francais.facettes, francais.poids) == (traduit.facettes, traduit.poids)

    def test_chacun_se_trouve_dans_sa_langue(self, acteur):
        autre = ActeurFactory(nom="Autre", accroche="De la farine.")
        assert [self.trouves("flour", "en"), self.trouves("flour", "fr")] == [[acteur.pk], []]
        assert sorted(self.trouves("farine", "fr")) == [acteur.pk, autre.pk]
        assert self.trouves("farine", "en") == [autre.pk]

    def test_une_traduction_retiree_quitte_la_recherche(self, acteur):
        publie = relire(acteur)
        publie.traductions = []
        publie.save()
        locales = Document.objects.vivants().values_list("locale", flat=True)
        assert (list(locales), self.trouves("farine", "en")) == (["fr"], [acteur.pk])

    def test_une_langue_retiree_du_site_quitte_la_recherche(self, acteur, anglais):
        anglais.delete()
        refaire_marques()
        assert list(Document.objects.vivants().values_list("locale", flat=True)) == ["fr"]

    def test_un_domaine_traduit_refait_les_documents_de_sa_source(self, acteur, anglais):
        autre = ActeurFactory()
        domaine = acteur.domaine_principal.copy_for_translation(anglais)
        domaine.nom = "Food"
        domaine.save()
        assert list(ARefaire.objects.values_list("objet_id", flat=True)) == [acteur.pk]
        refaire_marques()
        textes = Document.objects.get(locale="en", objet_id=acteur.pk).textes
        assert (textes["domaines"], autre.pk != acteur.pk) == ("Food", True)

    @pytest.mark.parametrize("nombre", [1, 3])
    def test_les_documents_coutent_autant_pour_trois(
        self, anglais, django_assert_num_queries, nombre
    ):
        from annuaire.traductions import documents_traduits

        pks = [ActeurFactory(nom=f"Acteur {n}").pk for n in range(nombre)]
        with django_assert_num_queries(1):
            documents_traduits(pks)
        for pk in pks:
            TraductionActeur.objects.create(acteur_id=pk, locale=anglais, accroche="One.")
        with django_assert_num_queries(3):
            documents_traduits(pks)


# ---------------------------------------------------------------- the form
@pytest.mark.usefixtures("gabarits_de_wagtail")
class TestFormulaire:
    REPERES = ("traductions-TOTAL_FORMS", 'id="tab-traductions"')  # the formset, its tab

    @pytest.fixture
    def redactrice(self, client):
        compte = Compte.objects.create_user("redactrice@exemple.example", "un mot de passe long")
        droits = Permission.objects.filter(content_type__app_label="annuaire")
        compte.user_permissions.set([*droits, Permission.objects.get(codename="access_admin")])
        client.force_login(compte)

    def adresse(self, nom, *args):
        return reverse(Acteur.snippet_viewset.get_url_name(nom), args=args)

    def envoyer(self, client, *traductions):
        vides = ("lieux", "contacts", "labels", "zones", "photos")
        donnees = {
            **{"nom": "Atelier", "offre": "", "description": "", "etiquettes": ""},
            **{nom: inline_formset([]) for nom in vides},
            "traductions": inline_formset(
                [{"accroche": "", "offre": "", "description": "", **t} for t in traductions]
            ),
            "action-publish": "1",
        }
        reponse = client.post(self.adresse("add"), nested_form_data(donnees))
        return reponse.context["form"] if reponse.status_code == 200 else None

    def test_un_site_en_une_langue_n_en_montre_rien(self, client, redactrice):
        page = client.get(self.adresse("add")).content.decode()
        assert [repere in page for repere in self.REPERES] == [False, False]

    def test_un_site_en_deux_langues_les_montre(self, client, redactrice, acteur):
        page = client.get(self.adresse("edit", acteur.pk)).content.decode()
        choix = re.search(r'<select name="traductions-0-locale".*?</select>', page, flags=re.S)[0]
        assert [repere in page for repere in self.REPERES] == [True, True]
        assert ("Bulk food." in page, re.findall(r">([^<\n-]+)</option>", choix)) == (
            True,
            ["Anglais"],
        )

    def test_elles_s_ecrivent(self, client, redactrice, anglais):
        self.envoyer(client, {"locale": anglais.pk, "accroche": "A workshop."})
        traduction = Acteur.objects.get().traductions.get()
        assert (traduction.locale, traduction.accroche) == (anglais, "A workshop.")

    def test_ce_qui_est_refuse_l_est_avec_une_phrase(self, client, redactrice, anglais):
        vide = self.envoyer(client, {"locale": anglais.pk})
        double = self.envoyer(
            client,
            {"locale": anglais.pk, "accroche": "One."},
            {"locale": anglais.pk, "accroche": "Two."},
        )
        francaise = self.envoyer(client, {"locale": Locale.get_default().pk, "accroche": "Un."})
        assert Acteur.objects.count() == 0
        erreurs = [formulaire.formsets["traductions"] for formulaire in (vide, double, francaise)]
        assert erreurs[0].errors == [{"__all__": ["Une traduction dit au moins une chose."]}]
        assert erreurs[1].non_form_errors() == ["Cet acteur est déjà traduit dans cette langue."]
        assert list(erreurs[2].errors[0]) == ["locale"]
