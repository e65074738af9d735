"""The checks of the editor: each rule has a page that breaks it and one that does not."""

import json

import pytest
from django.contrib.auth.models import Group
from django.test import RequestFactory
from django.urls import reverse
from wagtail.admin.ui.side_panels import ChecksSidePanel
from wagtail.models import get_page_models

from espace.models import Compte
from home import groupes
from home.models import FichePage
from socle.controles import REGLES, controler
from socle.controles.regles import dit_le_poids, est_vague
from tests.home.guide import (
    ajouter_document,
    ajouter_fiche,
    ajouter_rubrique,
    bloc,
    publier_guide,
    tous_les_blocs,
)
from tests.home.test_moderation_des_pages import formulaire
from tests.socle.fabriques import ImageFactory

pytestmark = pytest.mark.django_db
INTERTITRE = bloc("intertitre", {"texte": "Une partie"})
PERDU = 999_999


@pytest.fixture
def rubrique():
    return ajouter_rubrique(publier_guide())


@pytest.fixture
def choses(rubrique):
    """What bodies name: keys of pages, documents and pictures."""
    nue = ImageFactory(title="Sans rien")
    dite = ImageFactory(title="Dite", description="La boutique ouverte", credit="Mairie")
    perdu = ajouter_document()
    perdu.file.delete(save=True)
    return {
        "publiee": ajouter_fiche(rubrique, "publiee").pk,
        "brouillon": ajouter_fiche(rubrique, "brouillon", live=False).pk,
        "document": ajouter_document().pk,
        "perdu": perdu.pk,
        "nue": nue.pk,
        "dite": dite.pk,
        "sans_credit": ImageFactory(description="La boutique").pk,
    }


def texte(html):
    return bloc("paragraphe", f"<p>{html}</p>")


def vers(genre, cle, mots):
    return f'Voir <a linktype="{genre}" id="{cle}">{mots}</a>.'


def image(cle, **champs):
    return bloc("image", {"image": cle, "alternative": "", "decorative": False, **champs})


# Rule → (a body that breaks it, one that does not), from what ``choses`` gives.
CAS = {
    "lien-vague": lambda c: (
        [texte('<a href="https://loi.example/">Cliquez ici</a>')],
        [texte('<a href="https://loi.example/">la loi de 2014</a>')],
    ),
    "lien-vide": lambda c: (
        [texte('<a href="https://loi.example/"> </a>')],
        [texte('<a href="https://loi.example/">la loi</a>')],
    ),
    "document-sans-poids": lambda c: (
        [texte(vers("document", c["document"], "le règlement"))],
        [texte(vers("document", c["document"], "le règlement (PDF, 15 octets)"))],
    ),
    "document-perdu": lambda c: (
        [bloc("document", {"document": c["perdu"], "titre": "", "description": ""})],
        [bloc("document", {"document": c["document"], "titre": "", "description": ""})],
    ),
    "image-sans-alternative": lambda c: (
        [image(c["nue"]), image(c["dite"])],
        [image(c["nue"], alternative="La boutique"), image(c["nue"], decorative=True)],
    ),
    "image-sans-credit": lambda c: ([image(c["sans_credit"])], [image(c["dite"])]),
    "page-non-publiee": lambda c: (
        [texte(vers("page", c["brouillon"], "le brouillon"))],
        [texte(vers("page", c["publiee"], "la fiche publiée"))],
    ),
    "page-perdue": lambda c: (
        [texte(vers("page", PERDU, "une fiche effacée"))],
        [texte(vers("page", c["publiee"], "la fiche publiée"))],
    ),
    "ordre-des-titres": lambda c: (
        [bloc("paragraphe", "<h3>Trop tôt</h3><p>mot</p>")],
        [INTERTITRE, bloc("paragraphe", "<h3>À sa place</h3><p>mot</p>")],
    ),
    "titre-vide": lambda c: (
        [INTERTITRE, bloc("paragraphe", "<h3></h3><p>mot</p>")],
        [INTERTITRE, bloc("paragraphe", "<h3>Dit</h3><p>mot</p>")],
    ),
}


def cles(corps):
    fiche = FichePage(title="Essai", corps=json.dumps(corps))
    return [constat.cle for constat in controler(fiche)]


def test_every_rule_has_its_case():
    assert sorted(CAS) == sorted(REGLES)


@pytest.mark.parametrize("regle", REGLES)
def test_each_rule_sees_what_breaks_it_and_nothing_else(choses, regle):
    enfreint, respecte = CAS[regle](choses)
    assert cles(enfreint).count(regle) == 1
    assert cles(respecte).count(regle) == 0


def test_what_is_found_says_where_and_what_to_write(choses):
    corps = [INTERTITRE, texte(vers("document", choses["document"], "le règlement"))]
    fiche = FichePage(title="Essai", corps=json.dumps(corps))
    (constat,) = controler(fiche)
    assert (constat.ou, constat.extrait, constat.precision) == (
        "Texte, bloc 2 (Paragraphe)",
        "le règlement",
        "(PDF, 15\xa0octets)",
    )


def test_a_link_inside_a_fold_or_a_box_is_read_too(choses):
    vague = f"<p>{vers('page', choses['publiee'], 'en savoir plus')}</p>"
    corps = [
        bloc("accordeon", {"elements": [{"titre": "Qui ?", "texte": vague}]}),
        bloc("encadre", {"ton": "info", "titre": "À noter", "texte": vague}),
    ]
    assert cles(corps) == ["lien-vague", "lien-vague"]


def test_a_sheet_to_go_on_with_that_is_a_draft_is_seen(choses):
    suite = json.dumps([bloc("fiche", choses["brouillon"])])
    (constat,) = controler(FichePage(title="Essai", lire_aussi=suite))
    assert (constat.cle, constat.ou) == ("page-non-publiee", "Lire aussi, bloc 1 (Fiche)")


def test_the_words_of_a_button_are_read(choses):
    appel = {"texte": "Allez.", "libelle": "En savoir plus", "criteres": {}}
    assert cles([bloc("appel", appel)]) == ["lien-vague"]


def test_an_unknown_page_type_is_read_without_registering():
    """Whatever has a StreamField is; what has none has nothing to say."""
    autres = [modele for modele in get_page_models() if modele is not FichePage]
    assert [controler(modele(title="x")) for modele in autres] == [[] for _ in autres]


@pytest.mark.parametrize(
    ("mots", "vague"),
    [
        ("Cliquez ici", True),
        ("En savoir plus…", True),
        ("« ici »", True),
        ("là", True),
        ("Read more", True),
        ("Ici Paris", False),
        ("En savoir plus sur les SCIC", False),
        ("", False),
    ],
)
def test_vague_words(mots, vague):
    assert est_vague(mots) is vague


@pytest.mark.parametrize(
    ("mots", "dit"),
    [
        ("Statuts (PDF, 120 Ko)", True),
        ("Statuts (pdf, 1,2\xa0Mio)", True),
        ("Statuts (PDF)", False),
        ("Statuts, 120 Ko", False),
    ],
)
def test_type_and_size(mots, dit):
    assert dit_le_poids(mots, "pdf") is dit


@pytest.mark.parametrize("nombre", [1, 3])
def test_queries_do_not_depend_on_blocks(rubrique, django_assert_num_queries, nombre):
    page = ajouter_fiche(rubrique, "une")
    corps = [b for rang in range(nombre) for b in tous_les_blocs(rang, page)]
    page.corps = json.dumps(corps)
    page.save()
    page = FichePage.objects.get(pk=page.pk)
    with django_assert_num_queries(10):
        controler(page)


@pytest.fixture
def redactrice(client, rubrique):
    groupes.charger()
    compte = Compte.objects.create_user("redactrice@exemple.example")
    compte.groups.add(Group.objects.get(name=groupes.REDACTION))
    client.force_login(compte)
    return compte


@pytest.mark.usefixtures("gabarits_de_wagtail")
class TestEditeur:
    def test_the_side_panel_lists_them(self, client, redactrice, rubrique, choses):
        corps = [texte(vers("page", choses["brouillon"], "ici"))]
        fiche = ajouter_fiche(rubrique, "une", corps=corps)
        reponse = client.get(reverse("wagtailadmin_pages:edit", args=[fiche.pk]))
        html = reponse.content.decode()
        assert [r for r in REGLES if f'data-regle="{r}"' in html] == [
            "lien-vague",
            "page-non-publiee",
        ]
        assert "2 points à revoir dans le texte" in html

    def test_a_new_page_has_nothing_to_say(self, client, redactrice, rubrique):
        adresse = reverse("wagtailadmin_pages:add", args=["home", "fichepage", rubrique.pk])
        assert "Rien à revoir dans le texte" in client.get(adresse).content.decode()

    def test_axe_runs_our_rules_besides_those_of_wagtail(self, rubrique, redactrice):
        request = RequestFactory().get("/")
        request.user = redactrice
        voulues = ChecksSidePanel(rubrique, request).get_axe_configuration()["options"]["runOnly"]
        assert {"heading-order", "alt-text-quality", "image-alt"} <= set(voulues)

    def test_the_preview_carries_what_axe_needs(self, client, redactrice, rubrique):
        fiche = ajouter_fiche(rubrique)
        apercu = reverse("wagtailadmin_pages:preview_on_edit", args=[fiche.pk])
        client.post(apercu, formulaire(fiche))
        html = client.get(f"{apercu}?in_preview_panel=true").content.decode()
        assert html.count("<wagtail-userbar>") == 1

    def test_visitors_never_get_it(self, client, rubrique):
        fiche = ajouter_fiche(rubrique)
        assert client.get(fiche.url).content.decode().count("wagtail-userbar") == 0
