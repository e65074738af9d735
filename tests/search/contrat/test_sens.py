"""What words mean, titles being typed, counts by value: on every engine."""

import pytest

from search import notions
from search.models import Lot, Synonyme
from search.notions import Notion
from tests.search.terrain import TYPE, fiche

MOTS = {"fringues": "vetements", "machine à coudre": "vetements", "raccommoder": "reparer"}
MOTS["bambins"] = "enfants"
FACETTES = {"vetements": "domaine", "reparer": "geste", "enfants": "public"}


@pytest.fixture
def lexique(monkeypatch):
    """Words of two facets; the dict may be changed, then ``Lot.ouvrir()`` called."""
    mots = dict(MOTS)

    def fournir():
        for mot, valeur in mots.items():
            facette = FACETTES[valeur]
            yield mot, "fr", Notion(facette, valeur, "domaines", precise=facette != "public")

    monkeypatch.setattr(notions, "_fournisseurs", [fournir])
    Lot.ouvrir()
    return mots


@pytest.fixture
def rue(terrain, lexique):
    terrain.poser(
        fiche(1, "La Boutique", facettes={"domaine": ["vetements"]}),
        fiche(2, "L’Atelier", facettes={"domaine": ["vetements"], "geste": ["reparer"]}),
        fiche(3, "Fringues et Cie", textes={"description": "Un dépôt pour raccommoder ensemble."}),
        fiche(4, "Le Garage", facettes={"geste": ["reparer"]}),
    )
    return terrain


def test_a_word_finds_what_carries_what_it_means_after_what_bears_it(rue):
    assert rue.trouves("fringues") == [3, 2, 1]


def test_each_word_is_met_by_itself_or_by_its_meaning(rue):
    assert rue.trouves("raccommoder des fringues") == [3, 2]


def test_words_that_everybody_has_do_not_say_which_answers_best(rue, monkeypatch):
    """So many documents have one of them that their scores are not read: answers are the same."""
    from search.moteurs import sql

    monkeypatch.setattr(sql, "NOTES_MAX", 3)
    rue.poser(*(fiche(n, f"Ruelle {n}") for n in range(10, 14)))
    rue.poser(fiche(20, "Ruelle des fringues"))
    assert sorted(rue.trouves("ruelle fringues")) == [20]
    assert rue.trouves("raccommoder des fringues") == [3, 2]


def test_several_words_mean_something_together_or_apart(rue):
    rue.poser(
        fiche(5, "Machines", textes={"description": "On y vient coudre."}),
        fiche(6, "La machine à café"),
    )
    assert sorted(rue.trouves("machine à coudre")) == [1, 2, 5]


def test_a_result_says_which_field_means_it(rue):
    reponse = rue.chercher("fringues")
    assert {r.objet_id: r.trouve_dans for r in reponse.resultats} == {
        1: ("domaines",),
        2: ("domaines",),
        3: ("nom",),
    }


def test_the_answer_says_what_the_words_were_taken_for(rue):
    assert rue.chercher("raccommoder des fringues").compris == (
        ("raccommoder", "geste", "reparer"),
        ("fringues", "domaine", "vetements"),
    )
    assert rue.chercher("fringues", facettes={"geste": {"inconnu"}}).compris == (
        ("fringues", "domaine", "vetements"),
    )
    assert rue.chercher("garage").compris == ()


def test_what_nothing_carries_means_nothing(rue, lexique):
    lexique["bijou"] = "vetements"
    Lot.ouvrir()
    rue.retirer(1, 2)
    assert (rue.trouves("bijou"), rue.chercher("bijou").total) == ([], 0)


def test_editors_words_count_at_once(rue, lexique):
    assert rue.trouves("nippes") == []
    lexique["nippes"] = "vetements"
    Lot.ouvrir()
    assert rue.trouves("nippes") == [2, 1]


def test_the_best_partial_matches_count_what_words_mean(rue):
    reponse = rue.chercher("raccommoder des fringues lunaires")
    assert (reponse.approche, {r.objet_id for r in reponse.resultats}) == (True, {2, 3})


def test_a_word_that_means_something_counts_for_two_among_partial_matches(rue):
    rue.poser(fiche(5, "La Lune", textes={"description": "Des nuits lunaires."}))
    reponse = rue.chercher("fringues lunaires introuvables")
    assert (reponse.approche, {r.objet_id for r in reponse.resultats}) == (True, {1, 2, 3})


def test_a_word_that_says_for_whom_counts_for_one_among_partial_matches(rue):
    rue.poser(
        fiche(5, "La Lune", textes={"description": "Des nuits lunaires."}),
        fiche(6, "Les Amis", facettes={"public": ["enfants"]}),
    )
    reponse = rue.chercher("bambins lunaires introuvables")
    assert (reponse.approche, {r.objet_id for r in reponse.resultats}) == (True, {5, 6})


def test_facets_of_a_meaning_count_what_clicking_them_finds(rue):
    reponse = rue.chercher("fringues", facettes_voulues=("domaine", "geste"))
    assert (reponse.total, reponse.facettes) == (
        3,
        {"domaine": {"vetements": 2}, "geste": {"reparer": 1}},
    )
    assert rue.trouves("fringues", facettes={"geste": {"reparer"}}) == [2]


def test_a_synonym_of_several_words_needs_them_together(terrain):
    Synonyme.objects.create(termes="ressourcerie, centre de réemploi")
    terrain.poser(
        fiche(1, "Le Centre de Réemploi du Port"),
        fiche(2, "Centre social", textes={"description": "Le réemploi des idées."}),
        fiche(3, "La Ressourcerie"),
    )
    assert sorted(terrain.trouves("ressourcerie")) == [1, 3]
    assert terrain.trouves("centre de réemploi") == [1, 3, 2]


def test_another_name_of_a_thing_comes_before_a_word_it_begins(terrain):
    Synonyme.objects.create(termes="CAE, coopérative d’activité")
    terrain.poser(
        fiche(1, "La CAE du Port"),
        fiche(2, "Caetera"),
        fiche(3, "La Coopérative d’Activité"),
    )
    assert terrain.trouves("CAE") == [1, 3, 2]


@pytest.mark.parametrize(
    ("texte", "attendus"),
    [
        ("SIRET 807 469 317 00018", [1]),
        ("n° siret : 80746931700018", [1]),
        ("SIREN 807469317", [1]),
        ("numéro RNA W442001234", [2]),
        ("siret", []),
        ("numéro 12", []),
    ],
)
def test_a_number_may_say_what_it_is(terrain, texte, attendus):
    terrain.poser(
        fiche(1, "Une", cles=["80746931700018"]),
        fiche(2, "Deux", cles=["W442001234"]),
    )
    assert terrain.trouves(texte) == attendus


@pytest.mark.parametrize("texte", ["lepicerie", "depicerie", "une lepicerie"])
def test_an_elision_may_miss_its_apostrophe(terrain, texte):
    terrain.poser(fiche(1, "L’Épicerie"), fiche(2, "Le Pic"))
    assert terrain.trouves(texte) == [1]


def test_a_word_of_the_corpus_is_not_taken_for_an_elision(terrain):
    terrain.poser(fiche(1, "Lorange"), fiche(2, "Orange"))
    assert terrain.trouves("lorange", tri="nom") == [1]


def test_association_has_its_abbreviations(terrain):
    terrain.poser(
        fiche(1, "ASSOC TRAVAIL ET PARTAGE"),
        fiche(2, "Association Partage", textes={"x": "travail"}),
    )
    assert terrain.trouves("Association Travail et Partage")[0] == 1
    assert terrain.chercher("asso travail et partage").resultats[0].score > 1_000


# ------------------------------------------------------------------ while typing
@pytest.fixture
def titres(terrain):
    terrain.poser(
        fiche(1, "La Ressourcerie du Port", poids=1.2),
        fiche(2, "Ressources et Cie"),
        fiche(3, "Le Relais des ressources"),
        fiche(4, "Rester debout", textes={"description": "ressourcerie"}),
    )
    return terrain


def suggeres(terrain, texte, limite=5):
    return [objet for _t, objet, _n in terrain.moteur.suggerer((TYPE,), "fr", texte, limite)]


@pytest.mark.parametrize(
    ("texte", "attendus"),
    [
        ("ress", [2, 1, 3]),  # begins so, then the fullest
        ("RESSO", [2, 1, 3]),
        ("ressourcerie du p", [1]),
        ("port ress", [1]),
        ("relais des ressources", [3]),
        ("res", [2, 4, 1, 3]),
        ("zz", []),
        ("ressources port", []),
        ("", []),
        ("«»", []),
    ],
)
def test_titles_are_found_by_their_words_and_the_beginning_of_the_last(titres, texte, attendus):
    assert suggeres(titres, texte) == attendus


def test_suggestions_follow_what_is_written_and_taken_away(titres):
    assert suggeres(titres, "ress") == [2, 1, 3]
    titres.poser(fiche(2, "Autre chose"), fiche(5, "Ressort"))
    titres.retirer(1)
    assert suggeres(titres, "ress") == [5, 3]
    assert suggeres(titres, "ress", limite=1) == [5]


def test_what_comes_later_under_another_kind_disturbs_nothing(titres):
    assert suggeres(titres, "ress") == [2, 1, 3]
    titres.poser_traduit(fiche(9, "Resource", locale="en", langue="en"))
    assert suggeres(titres, "ress") == [2, 1, 3]


def test_a_name_is_exact_or_is_not(titres):
    nomme = [
        titres.moteur.nomme(titres.requete(texte))
        for texte in ("ressourcerie du port", "Ressourcerie", "«»")
    ]
    assert nomme == [True, False, False]


def test_things_are_counted_by_what_they_carry(terrain):
    terrain.poser(
        fiche(1, "A", facettes={"ou": ["c:1", "d:1"]}), fiche(2, "B", facettes={"ou": ["c:2"]})
    )
    compter = terrain.moteur.compter
    assert compter((TYPE,), "fr", "ou", [("c:1", "c:2"), ("d:1",), ("c:9",)]) == [2, 1, 0]
    assert compter((TYPE,), "fr", "absente", [("c:1",)]) == [0]


# ------------------------------------------------------------------ what may be unsaid
def test_what_says_nothing_of_a_gesture_is_not_left_out_beside_other_words(terrain, monkeypatch):
    geste = Notion("geste", "acheter", "domaines", facultative=True)
    monkeypatch.setattr(notions, "_fournisseurs", [lambda: [("acheter", "fr", geste)]])
    Lot.ouvrir()
    terrain.poser(
        fiche(1, "Miel d’ici", facettes={"geste": ["acheter"]}),
        fiche(2, "Le Miel"),
        fiche(3, "Atelier miel", facettes={"geste": ["reparer"]}),
        fiche(4, "Boutique", facettes={"geste": ["acheter"]}),
    )
    assert terrain.trouves("acheter du miel") == [1, 2]
    assert sorted(terrain.trouves("acheter")) == [1, 4]


def test_a_word_that_puts_a_question_may_belong_to_an_expression(terrain, monkeypatch):
    menage = Notion("domaine", "menage", "domaines")
    monkeypatch.setattr(notions, "_fournisseurs", [lambda: [("faire le ménage", "fr", menage)]])
    Lot.ouvrir()
    terrain.poser(
        fiche(1, "Mains vertes", facettes={"domaine": ["menage"]}),
        fiche(2, "Ménage Services"),
        fiche(3, "Faire ensemble", facettes={"domaine": ["autre"]}),
    )
    assert terrain.trouves("qui peut faire le ménage") == [2, 1]
    assert terrain.trouves("ménage") == [2]
    assert terrain.trouves("faire") == [3]
