"""From an address to what is asked: nothing invalid passes, nothing valid is lost."""

import pytest
from django.http import QueryDict
from django.utils.http import urlencode
from hypothesis import given
from hypothesis import strategies as st

from annuaire.cartes_facettes import termes
from annuaire.demandes import Demande, preparer
from annuaire.forms import FACETTES, RechercheForm
from annuaire.lieux_de_recherche import distinction, ecriture
from annuaire.lots import RechercheRefusee, demander
from annuaire.recherches import Recherche, adresse, interroger
from search.documents import indexer
from search.requetes import Reponse
from territoires.lieux import lieu_de
from territoires.models import Commune
from tests.annuaire.fabriques import ActeurFactory, DomaineFactory, GesteFactory, LieuFactory


def formulaire(requete):
    form = RechercheForm(QueryDict(requete))
    form.is_valid()
    return form


@pytest.fixture
def domaines(db):
    """Alimentation, above Épicerie and Boulangerie; Mobilité."""
    haut = DomaineFactory(slug="alimentation", nom="Alimentation")
    return {
        "alimentation": haut,
        "epicerie": DomaineFactory(slug="epicerie", nom="Épicerie", parent=haut),
        "boulangerie": DomaineFactory(slug="boulangerie", nom="Boulangerie", parent=haut),
        "mobilite": DomaineFactory(slug="mobilite", nom="Mobilité", couleur="riviere"),
    }


@pytest.mark.parametrize(
    ("requete", "champ", "phrase"),
    [
        ("rayon=NaN", "rayon", "La distance va de 1 à 500 kilomètres."),
        ("rayon=inf", "rayon", "La distance va de 1 à 500 kilomètres."),
        ("rayon=loin", "rayon", "La distance est un nombre de kilomètres, par exemple 10."),
        ("rayon=-5", "rayon", "La distance va de 1 à 500 kilomètres."),
        ("rayon=501", "rayon", "La distance va de 1 à 500 kilomètres."),
        ("page=abc", "page", "Une page porte un numéro, à partir de 1."),
        ("page=0", "page", "Une page porte un numéro, à partir de 1."),
        (
            "page=9999999",
            "page",
            "Nous ne montrons pas de page au-delà de la 500 : "
            "ajoutez un filtre pour vous approcher.",
        ),
    ],
)
def test_nonsense_is_refused_with_a_sentence(db, requete, champ, phrase):
    assert formulaire(requete).errors == {champ: [phrase]}


@pytest.mark.parametrize(
    ("requete", "phrases"),
    [
        ("tri=hasard", ["Ce tri n’existe pas : il a été ignoré."]),
        (
            "domaine=rien&famille=x&fauteuil=non&modalite=vite",
            [
                "Ce filtre n’existe pas ou n’existe plus, il a été ignoré : rien, x, non, vite.",
            ],
        ),
        (
            "rayon=10",
            ["Une distance se compte à partir d’un lieu : dites lequel dans « Où ? »."],
        ),
        (
            "q=le+la+les",
            [
                "Ces mots sont trop courants pour être cherchés seuls : dites aussi ce que "
                "vous cherchez. Seuls les noms exacts ont été regardés."
            ],
        ),
        ("q=le+velo", []),
        ("q=...", []),
        ("q=" + "a" * 300, ["Votre recherche était très longue : seul son début a été lu."]),
    ],
)
def test_what_can_be_left_out_is_left_out_and_said(db, requete, phrases):
    form = formulaire(requete)
    assert (form.errors, form.avertissements) == ({}, phrases)


def test_a_distance_is_read_as_people_write_it(petit_pays):
    rayons = [formulaire(f"ou=Nantes&rayon={x}").cleaned_data["rayon"] for x in ("10+km", "2,5")]
    assert rayons == [10.0, 2.5]


def test_a_place_chosen_in_the_list_wins_over_its_ambiguous_name(petit_pays):
    demande = preparer(formulaire("ou=Saint-Denis&lieu=commune:93066"))
    assert (demande.lieu.code, demande.question, demande.ou) == (
        "93066",
        None,
        "Saint-Denis (93)",
    )


def test_an_unknown_choice_counts_for_nothing(petit_pays):
    demande = preparer(formulaire("ou=Nantes&lieu=commune:00000"))
    assert demande.lieu.code == "44109"


def test_the_namesakes_of_a_place_taken_for_granted_are_offered(petit_pays):
    demande = preparer(formulaire("q=velo&ou=Montreuil&page=2"))
    assert (demande.lieu.code, Recherche(demande, None, "/a/").autres_lieux) == (
        "93048",
        [("Montreuil (Eure-et-Loir)", "/a/?q=velo&ou=Montreuil+%2828%29")],
    )
    for precise in (
        "ou=Montreuil+(28)",
        "ou=Montreuil&lieu=commune:93048",
        "ou=Saint-Denis",
        "ou=Paris",
    ):
        assert preparer(formulaire(precise)).autres == ()


def test_the_list_links_to_the_namesakes(client, annuaire, petit_pays):
    page = client.get("/annuaire/?q=velo&ou=Montreuil").content.decode()
    lien = '<a href="/annuaire/?q=velo&amp;ou=Montreuil+%2828%29">Montreuil (Eure-et-Loir)</a>'
    assert page.count(f"Ou bien\u00a0: {lien}</p>") == 1
    assert "Ou bien" not in client.get("/annuaire/?q=velo&ou=Nantes").content.decode()


def test_what_tells_a_place_from_its_namesakes_has_one_pair_of_brackets(petit_pays):
    lus = [distinction(lieu_de(valeur)) for valeur in ("commune:97411", "departement:44")]
    assert lus == ["Saint-Denis (La Réunion)", "Loire-Atlantique (Département)"]
    with pytest.raises(RechercheRefusee, match=r"^Lequel.\? Saint-Denis \(La Réunion\), Saint"):
        demander("velo", "Saint-Denis")


def test_what_would_turn_the_page_round_is_taken_out(petit_pays):
    requete = urlencode({"q": "\u202evélo\u2066\u200d couture\x0b", "ou": "\u202eNantes\u2069"})
    demande = preparer(formulaire(requete))
    assert (demande.texte, demande.ou, demande.lieu.code) == ("vélo couture", "Nantes", "44109")
    inconnu = preparer(formulaire(urlencode({"ou": "\u202eXyzzy\u200fville"})))
    assert (inconnu.ou, inconnu.question.texte) == ("Xyzzyville", "Xyzzyville")
    filtres = preparer(formulaire(urlencode({"domaine": "\u202egnp", "quand": "\u2066tard"})))
    assert [phrase.partition("\u00a0: ")[2] for phrase in filtres.avertissements] == ["tard, gnp."]


def test_the_postcode_of_a_public_place_is_a_word(petit_pays):
    nantes = Commune.objects.get(pk="44109")
    public, prive = ActeurFactory(nom="Public"), ActeurFactory(nom="Privé")
    LieuFactory(acteur=public, commune=nantes, code_postal="44300")
    LieuFactory(acteur=prive, commune=nantes, code_postal="44300", public=False)
    indexer("acteur", [public.pk, prive.pk])
    trouves = {
        texte: sorted(
            r.titre for r in interroger(preparer(formulaire(f"q={texte}")), locale="fr").resultats
        )
        for texte in ("44300", "Nantes")
    }
    assert trouves == {"44300": ["Public"], "Nantes": ["Privé", "Public"]}


def test_an_ambiguous_place_is_a_question(petit_pays):
    demande = preparer(formulaire("q=velo&ou=Saint-Denis"))
    assert (demande.lieu, demande.question.est_ambigue) == (None, True)


def test_an_unknown_place_is_a_question_too(petit_pays):
    demande = preparer(formulaire("ou=Xyzzyville"))
    assert (demande.lieu, demande.question.est_ambigue) == (None, False)


@pytest.mark.parametrize("code", ["44109", "93066", "97411", "75056", "11339"])
def test_the_spelling_of_a_place_leads_back_to_it(petit_pays, code):
    lieu = lieu_de(f"commune:{code}")
    assert preparer(formulaire(urlencode({"ou": ecriture(lieu)}))).lieu == lieu


def test_without_a_distance_a_place_is_its_territory(petit_pays):
    requete = preparer(formulaire("ou=Nantes")).requete(locale="fr")
    assert (dict(requete.filtres), requete.rayon_km, requete.tri) == (
        {"territoire": frozenset({"c:44109"})},
        None,
        "distance",
    )


def test_with_a_distance_a_place_is_its_centre(petit_pays):
    requete = preparer(formulaire("q=velo&ou=Nantes&rayon=10")).requete(locale="fr")
    assert (dict(requete.filtres), requete.rayon_km, requete.tri) == ({}, 10.0, "pertinence")


def test_no_distance_is_measured_from_the_centre_of_a_region(petit_pays):
    demande = preparer(formulaire("ou=Loire-Atlantique&tri=distance"))
    requete = demande.requete(locale="fr")
    assert (requete.centre, requete.tri) == (None, "pertinence")


def test_under_a_selected_branch_its_selected_leaves_decide(domaines):
    demande = preparer(formulaire("domaine=alimentation&domaine=epicerie&domaine=mobilite"))
    cles = {domaines["epicerie"].cle, domaines["mobilite"].cle}
    assert demande.requete(locale="fr").facettes["domaine"] == cles


def test_addresses_are_short_and_always_in_one_order(db):
    parametres = {"page": 2, "q": "pain & vin", "ou": "", "fauteuil": ["oui"], "rayon": None}
    assert adresse("/annuaire/", parametres) == "/annuaire/?q=pain+%26+vin&fauteuil=oui&page=2"
    assert adresse("/annuaire/", {}) == "/annuaire/"


def test_each_filter_can_be_taken_away_alone(petit_pays, domaines):
    GesteFactory(slug="reparer", nom="Réparer")
    demande = preparer(
        formulaire(
            "q=pain&ou=Nantes&rayon=5&domaine=epicerie&domaine=mobilite&geste=reparer&page=3"
        )
    )
    recherche = Recherche(demande, None, "/a/")
    reste = "/a/?q=pain&ou=Nantes&"
    assert [(puce.libelle, puce.adresse) for puce in recherche.puces] == [
        ("Moins de 5 km", reste + "domaine=epicerie&domaine=mobilite&geste=reparer"),
        ("Épicerie", reste + "rayon=5&domaine=mobilite&geste=reparer"),
        ("Mobilité", reste + "rayon=5&domaine=epicerie&geste=reparer"),
        ("Réparer", reste + "rayon=5&domaine=epicerie&domaine=mobilite"),
    ]
    assert recherche.sans_filtre == "/a/?q=pain&ou=Nantes"


def test_facets_show_what_answers_and_what_is_selected(domaines):
    cles = {nom: domaine.cle for nom, domaine in domaines.items()}
    comptes = {"domaine": {cles["alimentation"]: 2, cles["boulangerie"]: 2}, "fauteuil": {"oui": 1}}
    demande = preparer(formulaire("domaine=epicerie"))
    recherche = Recherche(demande, Reponse(2, (), comptes), "/a/")
    lus = [
        (f.nom, [(v.valeur, v.compte, v.cochee, v.niveau) for v in f.valeurs])
        for f in recherche.facettes
    ]
    assert lus == [
        (
            "domaine",
            [
                ("alimentation", 2, False, 0),
                ("boulangerie", 2, False, 1),
                ("epicerie", 0, True, 1),
            ],
        ),
        ("fauteuil", [("oui", 1, False, 0)]),
    ]


def test_the_last_page_is_bounded():
    assert Recherche(Demande({}), Reponse(1_000_000, (), {}), "/a/").derniere_page == 500


@pytest.mark.parametrize(
    ("requete", "resume"),
    [
        ("q=velo", ("1\u202f284 acteurs", "pour « velo »")),
        ("ou=Nantes", ("1\u202f284 acteurs", "à Nantes")),
        ("ou=Nantes&rayon=2,5", ("1\u202f284 acteurs", "à moins de 2,5 km de Nantes")),
        ("ou=44", ("1\u202f284 acteurs", "dans : Loire-Atlantique")),
        ("ou=Saint-Denis", ("Quel lieu ?", "")),
    ],
)
def test_a_search_is_said_in_a_sentence(petit_pays, requete, resume):
    recherche = Recherche(preparer(formulaire(requete)), Reponse(1284, (), {}), "/a/")
    assert recherche.resume == resume


def test_terms_are_read_again_after_a_change(domaines):
    assert termes().par_slug["domaine", "mobilite"].nom == "Mobilité"
    domaines["mobilite"].nom = "Se déplacer"
    domaines["mobilite"].save()
    assert termes().par_slug["domaine", "mobilite"].nom == "Se déplacer"


def test_a_sub_domain_wears_the_dye_and_the_icon_of_its_branch(domaines):
    domaines["epicerie"].couleur = domaines["epicerie"].icone = ""
    domaines["epicerie"].save()
    terme = termes().par_slug["domaine", "epicerie"]
    assert (terme.couleur, terme.icone) == ("foret", "carrot")


def test_fresh_terms_cost_no_query(domaines, django_assert_num_queries):
    termes()
    with django_assert_num_queries(0):
        termes()


NOMS = st.sampled_from(["q", "ou", "lieu", "rayon", "tri", "page", *FACETTES, "inconnu"])


@given(paires=st.lists(st.tuples(NOMS, st.text(max_size=60)), max_size=6))
def test_any_query_string_is_read_or_refused_in_words(petit_pays, paires):
    requete = QueryDict(mutable=True)
    for nom, valeur in paires:
        requete.appendlist(nom, valeur)
    form = RechercheForm(requete)
    form.is_valid()
    demande = preparer(form)
    if not set(form.errors) - {"ou"}:
        demande.requete(locale="fr")
    assert all(isinstance(phrase, str) and phrase for x in form.errors.values() for phrase in x)
