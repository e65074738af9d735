"""The list as a visitor gets it."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import escape, strip_tags
from hypothesis import given
from hypothesis import strategies as st
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Locale

from annuaire.adresses import motif
from annuaire.cartes import VIGNETTE, cartes
from annuaire.forms import FACETTES
from annuaire.models import Acteur, PhotoActeur
from home.models import PageEditoriale
from search.documents import indexer
from socle.models import ReglagesDuSite
from territoires.models import Commune
from tests.annuaire.fabriques import (
    ActeurFactory,
    ContactFactory,
    DomaineFactory,
    GesteFactory,
    LabelActeurFactory,
    LieuFactory,
    TypeLabelFactory,
)
from tests.socle.fabriques import ImageFactory


def acteur_complet(nom, commune=None, **champs):
    """An actor with two places, two labels, two contacts, found under its name."""
    acteur = ActeurFactory(nom=nom, domaine_principal=DomaineFactory(), **champs)
    acteur.domaines.add(acteur.domaine_principal)
    acteur.gestes.add(GesteFactory())
    acteur.save()
    for adresse in ("12, rue du Port", "3, quai de l’Écluse"):
        LieuFactory(acteur=acteur, adresse=adresse, commune=commune, fauteuil="oui")
    LabelActeurFactory(acteur=acteur)
    LabelActeurFactory(acteur=acteur, type=TypeLabelFactory(slug="ab", sigle="AB"), etat="declare")
    ContactFactory(acteur=acteur)
    ContactFactory(acteur=acteur, valeur="+33612345678", public=False)
    indexer("acteur", [acteur.pk])
    return acteur


def texte(reponse, debut='id="liste-corps"', fin="</section>"):
    """What one reads between two marks of a page, in one line."""
    page = reponse.content.decode()
    morceau = page[page.index(debut) :].split(">", 1)[1]
    return re.sub(r"[ \t\n]+", " ", strip_tags(morceau.split(fin)[0])).strip()


def noms(reponse):
    return [carte.nom for carte in reponse.context["cartes"]]


@pytest.fixture
def trois(annuaire, petit_pays):
    """Three grocers: two in Nantes, one in Loireauxence."""
    nantes = Commune.objects.get(pk="44109")
    loireauxence = Commune.objects.get(pk="44213")
    return [
        acteur_complet("Épicerie du Port", nantes),
        acteur_complet("Épicerie du Quai", nantes, famille="cooperative"),
        acteur_complet("Épicerie des Champs", loireauxence, famille="association"),
    ]


def test_a_card_says_what_where_and_how_to_call(client, annuaire, petit_pays):
    acteur = acteur_complet(
        "Le Panier", Commune.objects.get(pk="44109"), famille="cooperative", accroche="Du vrac."
    )
    reponse = client.get("/annuaire/")
    assert texte(reponse, '<ol class="cartes"', "</ol>") == (
        "Alimentation Le Panier Horaires non renseignés 12, rue du Port, Nantes et un autre lieu "
        "Du vrac. Coopérative ESUS Appeler Le Panier\u00a0: 02 61 91 00 01"
    )
    assert re.findall(r'href="([^"]+)"', reponse.content.decode().split('class="cartes"')[1])[
        :2
    ] == [
        f"/annuaire/le-panier-{acteur.ref}/",
        "tel:+33261910001",
    ]


def test_what_matches_is_marked_and_its_field_said(client, trois):
    reponse = client.get("/annuaire/?q=quai")
    assert noms(reponse) == ["Épicerie du Quai"]
    assert "le nom" in reponse.context["cartes"][0].trouve_dans


def test_a_place_keeps_its_territory_and_gives_distances(client, trois):
    reponse = client.get("/annuaire/?ou=Loireauxence")
    assert noms(reponse) == ["Épicerie des Champs"]
    assert reponse.context["recherche"].resume == ("1 acteur", "à Loireauxence")


def test_an_ambiguous_place_is_asked_and_nothing_passes_for_an_answer(client, trois):
    reponse = client.get("/annuaire/?q=epicerie&ou=Saint-Denis")
    assert (reponse.status_code, reponse.context["cartes"]) == (200, [])
    choix = reponse.context["question"]["choix"]
    assert [c.adresse for c in choix[:2]] == [
        "/annuaire/?q=epicerie&ou=Saint-Denis+%28974%29",
        "/annuaire/?q=epicerie&ou=Saint-Denis+%2893%29",
    ]
    assert client.get(choix[1].adresse).context["recherche"].demande.lieu.code == "93066"


def test_an_unknown_place_is_said_with_a_way_out(client, trois):
    reponse = client.get("/annuaire/?q=epicerie&ou=Nantez&rayon=5")
    question = reponse.context["question"]
    assert (reponse.status_code, reponse.context["cartes"]) == (200, [])
    assert [c.libelle for c in question["choix"]][:1] == ["Nantes"]
    assert question["partout"] == "/annuaire/?q=epicerie"


def test_nonsense_gets_a_sentence_and_400(client, annuaire):
    reponse = client.get("/annuaire/?rayon=NaN&page=abc")
    assert reponse.status_code == 400
    assert texte(reponse) == (
        "La distance va de 1 à 500 kilomètres. "
        "Une page porte un numéro, à partir de 1. Voir tous les acteurs"
    )
    assert texte(reponse, 'id="compte"', "</p>") == "Nous n’avons pas compris cette recherche."


def test_a_search_that_was_refused_is_not_said_to_find_nobody(client, annuaire):
    reponse = client.get("/annuaire/?q=pain&rayon=NaN")
    assert texte(reponse, "<title", "·").strip() == "Nous n’avons pas compris cette recherche."


def test_a_page_after_the_last_is_said(client, trois):
    reponse = client.get("/annuaire/?page=7")
    assert reponse.status_code == 200
    assert texte(reponse) == "Cette page n’existe pas\u00a0: la dernière est la 1."


def test_facets_count_without_their_own_selection(client, trois):
    reponse = client.get("/annuaire/?famille=cooperative")
    familles = next(f for f in reponse.context["recherche"].facettes if f.nom == "famille")
    assert noms(reponse) == ["Épicerie du Quai"]
    assert [(v.valeur, v.compte, v.cochee) for v in familles.valeurs] == [
        ("association", 1, False),
        ("cooperative", 1, True),
    ]


def test_nothing_found_says_what_widens_nearest_first(client, trois):
    reponse = client.get("/annuaire/?q=epicerie&ou=Loireauxence&famille=cooperative")
    assert (reponse.status_code, reponse.context["recherche"].total) == (200, 0)
    assert [(p.libelle, p.detail, p.adresse) for p in reponse.context["pistes"]] == [
        (
            "Chercher dans 100\u00a0km",
            "1 acteur",
            "/annuaire/?q=epicerie&ou=Loireauxence&rayon=100&famille=cooperative",
        ),
        (
            "Retirer le filtre «\u00a0Coopérative\u00a0»",
            "1 acteur",
            "/annuaire/?q=epicerie&ou=Loireauxence",
        ),
        ("Chercher partout", "1 acteur", "/annuaire/?q=epicerie&famille=cooperative"),
        ("Chercher partout, sans filtre", "3 acteurs", "/annuaire/?q=epicerie"),
    ]


def test_each_way_to_widen_gives_what_it_says(client, trois):
    for piste in client.get("/annuaire/?q=quai&ou=Loireauxence").context["pistes"]:
        recherche = client.get(piste.adresse).context["recherche"]
        assert recherche.resume[0] == piste.detail


def test_what_only_looks_like_it_stands_under_its_own_title(client, trois):
    reponse = client.get("/annuaire/?q=epicerie+zzyzx")
    assert reponse.context["recherche"].total == 0
    assert reponse.context["recherche"].approche is True
    assert sorted(noms(reponse)) == [
        "Épicerie des Champs",
        "Épicerie du Port",
        "Épicerie du Quai",
    ]
    assert "Aucun résultat exact\u202f; peut-être cherchez-vous\u00a0:" in texte(reponse)


@pytest.mark.parametrize(
    ("requete", "phrase"),
    [
        ("q=epicrie", "3 acteurs pour « épicerie », aucun pour « epicrie »"),
        ("q=epicrie+à+Nantes", "2 acteurs pour « épicerie » à Nantes, aucun pour « epicrie »"),
        ("q=epicerie", "3 acteurs pour « epicerie »"),
    ],
)
def test_what_a_correction_found_never_passes_for_what_was_typed(client, trois, requete, phrase):
    reponse = client.get(f"/annuaire/?{requete}")
    phrase = phrase.replace("« ", "«\u00a0").replace(" »", "\u00a0»")
    assert texte(reponse, 'id="compte"', "</p>") == phrase
    assert texte(reponse, "<title", "·").strip() == phrase


def test_htmx_gets_the_parts_and_the_address_to_show(client, trois):
    reponse = client.get("/annuaire/?q=quai&ou=&rayon=", headers={"HX-Request": "true"})
    assert reponse["HX-Push-Url"] == "/annuaire/?q=quai"
    assert reponse["Vary"] == "HX-Request, Accept-Encoding"
    assert b"<html" not in reponse.content
    morceaux = ("compte", "tri", "filtres", "filtres-compte", "liste-corps")
    assert [reponse.content.count(f'id="{nom}"'.encode()) for nom in morceaux] == [1] * 5


def test_the_page_and_its_parts_are_one_template(client, trois):
    entiere = client.get("/annuaire/?q=quai").content
    partie = client.get("/annuaire/?q=quai", headers={"HX-Request": "true"}).content
    assert partie.strip() in entiere


def test_going_back_gets_the_whole_page(client, trois):
    entetes = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert b"<html" in client.get("/annuaire/", headers=entetes).content


def test_every_filter_belongs_to_the_one_form(client, trois):
    page = client.get("/annuaire/?ou=Nantes").content.decode()
    dehors = page.split('id="resultats"')[1]
    champs = re.findall(r"<(?:input|select|button)\b[^>]*>", dehors)
    assert champs
    assert [champ for champ in champs if 'form="recherche"' not in champ] == []


def test_a_private_address_shows_its_commune_alone(client, annuaire, petit_pays):
    acteur = ActeurFactory(nom="Chez elle", domaine_principal=DomaineFactory())
    nantes = Commune.objects.get(pk="44109")
    LieuFactory(acteur=acteur, adresse="3, impasse Secrète", commune=nantes, public=False)
    indexer("acteur", [acteur.pk])
    reponse = client.get("/annuaire/?ou=Nantes")
    assert [(c.nom, c.lieu, c.distance) for c in reponse.context["cartes"]] == [
        ("Chez elle", "Nantes", None)
    ]
    assert "Secrète" not in reponse.content.decode()
    assert client.get("/annuaire/?q=impasse+secrete").context["recherche"].total == 0


def test_a_label_counts_only_while_it_is_verified(rf, annuaire):
    acteur = ActeurFactory(nom="Au fil du temps")
    LabelActeurFactory(acteur=acteur, expire_le=date(2020, 1, 1))
    LabelActeurFactory(acteur=acteur, type=TypeLabelFactory(slug="ab", sigle="AB"), etat="declare")
    (carte,) = cartes(rf.get("/"), [acteur.pk])
    assert carte.badges == ()


def test_an_actor_hidden_meanwhile_has_no_card(rf, annuaire):
    acteurs = [ActeurFactory(), ActeurFactory(brouillon=True), ActeurFactory(ferme=True)]
    trouvees = cartes(rf.get("/"), [acteur.pk for acteur in acteurs])
    assert [carte.ref for carte in trouvees] == [acteurs[0].ref]


def test_who_comes_or_works_from_afar_is_said(rf, annuaire):
    pks = [
        ActeurFactory(itinerant=True).pk,
        ActeurFactory(a_distance=True).pk,
        ActeurFactory().pk,
    ]
    assert [c.situation for c in cartes(rf.get("/"), pks)] == ["Itinérant", "À distance", ""]


def test_what_people_wrote_is_never_html(client, annuaire):
    acteur = ActeurFactory(nom="<script>alert(1)</script>", accroche="<b>gras</b> épicerie")
    indexer("acteur", [acteur.pk])
    page = client.get("/annuaire/?q=epicerie").content.decode()
    assert "<script>alert" not in page
    assert "<b>gras" not in page


@pytest.mark.parametrize("nombre", [1, 3])
@pytest.mark.parametrize(
    ("adresse", "requetes"), [("/annuaire/", 4), ("/annuaire/?famille=cooperative&page=1", 4)]
)
def test_a_list_costs_four_queries(
    client, annuaire, petit_pays, django_assert_num_queries, adresse, requetes, nombre
):
    nantes = Commune.objects.get(pk="44109")
    for n in range(nombre):
        acteur_complet(f"Épicerie {n}", nantes, famille="cooperative")
    client.get(adresse)
    with django_assert_num_queries(requetes):
        assert len(client.get(adresse).context["cartes"]) == nombre


@pytest.mark.parametrize("nombre", [1, 3])
def test_words_never_searched_before_cost_four_more(
    client, annuaire, petit_pays, django_assert_num_queries, nombre
):
    nantes = Commune.objects.get(pk="44109")
    for n in range(nombre):
        acteur_complet(f"Épicerie {n}", nantes, famille="cooperative")
    client.get("/annuaire/?q=fromage")
    with django_assert_num_queries(8):
        assert len(client.get("/annuaire/?q=epicerie").context["cartes"]) == nombre


# ------------------------------------------------------------------ beyond the directory
def promouvoir(annuaire, nombre):
    """Promote as many pages for « épicerie »; return their (title, address, words)."""
    requete, _cree = Query.objects.get_or_create(query_string="épicerie")
    pages = [
        annuaire.get_parent().add_child(instance=PageEditoriale(title=f"Page {n}", slug=f"p-{n}"))
        for n in range(nombre)
    ]
    for rang, page in enumerate(pages):
        SearchPromotion.objects.create(
            query=requete, page=page, sort_order=rang, description=f"Vue {rang}"
        )
    return [(f"Page {n}", f"/p-{n}/", f"Vue {n}") for n in range(nombre)]


def promues(reponse):
    return [(t.titre, t.adresse, t.detail) for t in reponse.context["promues"]]


def test_what_editors_promote_stands_above_the_list_of_the_directory(client, annuaire, trois):
    attendues = promouvoir(annuaire, 2)
    assert promues(client.get("/annuaire/?q=L%27Epicerie")) == attendues
    assert promues(client.get("/annuaire/?q=epicerie&ou=Loireauxence&famille=fondation")) == (
        attendues
    )
    for autre in ("", "?q=quai", "?q=epicerie&page=2"):
        assert promues(client.get(f"/annuaire/{autre}")) == []
    page = client.get("/annuaire/?q=epicerie").content.decode()
    avant = page[page.index('id="liste-corps"') : page.index('<ol class="cartes"')]
    assert re.findall(r'href="(/p-\d/)"', avant) == ["/p-0/", "/p-1/"]


@pytest.mark.parametrize("nombre", [1, 3])
def test_what_is_promoted_costs_two_more_queries_however_many(
    client, annuaire, trois, django_assert_num_queries, nombre
):
    attendues = promouvoir(annuaire, nombre)
    client.get("/annuaire/?q=epicerie")
    with django_assert_num_queries(7):  # the words are known by now
        assert promues(client.get("/annuaire/?q=epicerie")) == attendues


@pytest.mark.parametrize("mots", ["quai & port", "zzyzx"])
def test_the_words_may_be_asked_of_the_guide_and_pages_too(client, annuaire, trois, mots):
    reponse = client.get("/annuaire/", {"q": mots})
    adresse = reponse.context["dans_les_pages"]
    suite = client.get(adresse)
    assert (suite.status_code, suite.context["texte"], suite.context["type"]) == (
        200,
        mots,
        "page",
    )
    lien = f"Chercher «\u00a0{escape(mots)}\u00a0» dans le guide et les pages"
    page = reponse.content.decode()
    assert (page.count(f'href="{escape(adresse)}"'), page.count(lien)) == (1, 1)


def test_without_words_the_guide_is_not_spoken_of(client, annuaire, trois):
    reponse = client.get("/annuaire/?famille=cooperative")
    assert reponse.context["dans_les_pages"] == ""
    assert "dans le guide et les pages" not in reponse.content.decode()


@pytest.fixture
def proposer(annuaire):
    """A page where one proposes an actor, chosen in the settings of the site."""
    page = annuaire.get_parent().add_child(
        instance=PageEditoriale(title="Proposer une structure", slug="proposer")
    )
    reglages = ReglagesDuSite.objects.get()
    reglages.page_pour_proposer = page
    reglages.save()
    return page


OFFRE = "Vous connaissez une structure qui manque ici\u202f? Proposer une structure"


@pytest.mark.parametrize(("adresse", "offres"), [("?q=zzyzx", 1), ("?q=quai", 0), ("", 0)])
def test_what_is_not_found_may_be_proposed(client, trois, proposer, adresse, offres):
    reponse = client.get(f"/annuaire/{adresse}")
    assert reponse.content.decode().count('href="/proposer/"') == offres
    assert texte(reponse).count(OFFRE) == offres


@pytest.mark.ignore_template_errors  # those of Wagtail's own choosers
def test_the_page_to_propose_is_chosen_in_the_settings_of_the_site(admin_client, client, annuaire):
    reglages = ReglagesDuSite.objects.get()
    adresse = reverse("wagtailsettings:edit", args=["socle", "reglagesdusite", reglages.site_id])
    champs = dict.fromkeys(("territoire", "presentation", "adresse", "courriel", "telephone"), "")
    images = {"logo": "", "image_de_partage": ""}
    choisie = {"nom": "Tissage", "page_pour_proposer": annuaire.pk, **champs, **images}
    ouverte, enregistree = admin_client.get(adresse), admin_client.post(adresse, choisie)
    assert (ouverte.status_code, enregistree.status_code) == (200, 302)
    page = client.get("/annuaire/?q=zzyzx").content.decode()
    assert page.count('<a href="/annuaire/">Proposer une structure</a>') == 1


def test_a_page_to_propose_that_nobody_can_read_is_not_offered(client, trois, proposer):
    proposer.unpublish()
    page = client.get("/annuaire/?q=zzyzx").content.decode()
    assert (page.count('href="/proposer/"'), page.count("Proposer une structure")) == (0, 0)


def test_what_is_not_found_is_proposed_in_the_language_one_reads(client, trois, proposer):
    anglais = Locale.objects.get_or_create(language_code="en")[0]
    accueil = proposer.get_parent().specific.copy_for_translation(anglais)
    accueil.get_latest_revision().publish()
    traduite = proposer.copy_for_translation(anglais)
    traduite.slug = "propose"
    traduite.save_revision().publish()
    assert client.get("/en/recherche/?q=zzyzx").content.decode().count('href="/en/propose/"') == 1


def test_a_list_without_any_actor_is_a_page(client, annuaire):
    assert Acteur.objects.count() == 0
    assert client.get("/annuaire/").status_code == 200


NOMS = st.sampled_from(["q", "ou", "lieu", "rayon", "tri", "page", *FACETTES])
VALEURS = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["Nantes", "Saint-Denis", "44", "10", "NaN", "-1", "1e400", '"', "*", "NEAR("]),
)


@given(paires=st.lists(st.tuples(NOMS, VALEURS), max_size=5))
def test_any_search_is_answered_in_words(trois, client, paires):
    donnees = {}
    for nom, valeur in paires:
        donnees.setdefault(nom, []).append(valeur)
    assert client.get("/annuaire/", donnees).status_code in (200, 400)


def test_a_card_shows_the_first_photo_that_may_be_shown_and_the_weave_otherwise(
    rf, annuaire, django_assert_num_queries
):
    avec, sans = ActeurFactory(nom="Avec"), ActeurFactory(nom="Sans")
    cachee = ImageFactory.create(accord_personnes="a_obtenir")
    montree = ImageFactory.create(accord_personnes="sans_objet")
    for rang, image in enumerate([cachee, montree]):
        PhotoActeur.objects.create(acteur=avec, image=image, alt="La boutique", sort_order=rang)
    PhotoActeur.objects.create(acteur=sans, image=cachee, alt="Une personne")
    vignette, request = montree.get_rendition(VIGNETTE).url, rf.get("/")

    def images():
        return [c.image for c in cartes(request, [avec.pk, sans.pk], breves=True)]

    assert images() == [vignette, motif(sans.ref)]
    with django_assert_num_queries(1):
        images()
    montree.renditions.all().delete()
    assert images()[0] == montree.get_rendition(VIGNETTE).url
