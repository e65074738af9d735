"""What words find, on every engine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import synonymes
from search.models import Synonyme
from tests.search.terrain import fiche


@pytest.fixture
def quartier(terrain):
    """A few actors as the field has them."""
    terrain.poser(
        fiche(
            1,
            "L’Épicerie du Bout de la Rue",
            cles=["807 469 317 00018", "807469317"],
            textes={
                "autres_noms": "Association Le Bout",
                "lieux": "44000 Nantes Loire-Atlantique",
                "description": "Des produits locaux, sans emballage.",
            },
        ),
        fiche(
            2,
            "La Ressourcerie de l’Île",
            cles=["R.D.I."],
            textes={
                "autres_noms": "R.D.I.",
                "offre": "Meubles et vêtements d’occasion, réparations de vélos",
                "lieux": "44400 Rezé Loire-Atlantique",
            },
        ),
        fiche(
            3,
            "CAP 44",
            textes={
                "domaines": "Agriculture",
                "lieux": "44800 Saint-Herblain",
                "description": "Une AMAP paysanne, loi 1901, qui cultive la coopération.",
            },
        ),
    )
    return terrain


@pytest.mark.parametrize(
    ("texte", "attendus"),
    [
        ("épicerie", [1]),
        ("EPICERIE", [1]),
        ("l'épicerie", [1]),
        ("L’EPICERIE", [1]),
        ("epiceries", [1]),
        ("e\u0301picerie", [1]),
        ("réparateur vélo", [2]),
        ("reparation velos", [2]),
        ("vetement", [2]),
        ("paysan", [3]),
        ("paysannes coopératives", [3]),
        ("amap", [3]),
        ("A.M.A.P.", [3]),
        ("loi 1901", [3]),
        ("cap44", [3]),
        ("Cap 44", [3]),
        ("rdi", [2]),
        ("St Herblain", [3]),
    ],
)
def test_les_mots_s_ecrivent_de_plusieurs_facons(quartier, texte, attendus):
    assert quartier.trouves(texte) == attendus


@pytest.mark.parametrize(
    "texte", ["807 469 317 00018", "80746931700018", "807469317", "807 469 317"]
)
def test_un_numero_se_donne_avec_ou_sans_espaces(quartier, texte):
    assert quartier.trouves(texte) == [1]


@pytest.mark.parametrize("texte", ["nantes", "épicerie nantes", "44000", "produits Nantes"])
def test_la_commune_peut_etre_dans_la_recherche(quartier, texte):
    assert quartier.trouves(texte) == [1]


@pytest.mark.parametrize(
    ("texte", "attendus", "correction"),
    [
        ("resourcerie", [2], None),  # doubled letters do not count
        ("ressourcrie", [2], "ressourcerie"),
        ("ressuorcerie", [2], "ressourcerie"),
        ("epicrie nantes", [1], "épicerie nantes"),
        ("agricolture", [3], "agriculture"),
    ],
)
def test_une_faute_de_frappe_trouve_quand_meme(quartier, texte, attendus, correction):
    reponse = quartier.chercher(texte)
    assert ([r.objet_id for r in reponse.resultats], reponse.correction) == (attendus, correction)


def test_une_faute_ecrite_dans_les_donnees_se_corrige_si_le_mot_juste_est_bien_plus_courant(
    terrain,
):
    terrain.poser(
        fiche(1, "Ressourcrie"),
        *(fiche(n, "Ressourcerie", textes={"offre": "vélo"}) for n in range(2, 12)),
        fiche(20, "Ballon"),
        fiche(21, "Ballot", textes={"offre": "vélo"}),
    )
    reponse = terrain.chercher("ressourcrie vélo")
    assert (reponse.total, reponse.correction) == (10, "ressourcerie vélo")
    reponse = terrain.chercher("ballon vélo")
    assert (reponse.total, reponse.approche, reponse.correction) == (0, True, None)
    assert terrain.trouves("ressourcrie") == [1]


@pytest.mark.parametrize("texte", ["rxx", "44001", "1902", "cip"])
def test_les_mots_courts_et_les_nombres_ne_se_corrigent_pas(quartier, texte):
    assert quartier.chercher(texte).total == 0


def test_sans_fuite_rien_n_est_corrige(quartier):
    reponse = quartier.chercher("ressourcrie", fuite=False)
    assert (reponse.total, reponse.resultats, reponse.approche) == (0, (), False)


@pytest.mark.parametrize("texte", ["ress", "ressourcer", "l’île", "bou"])
def test_les_premieres_lettres_d_un_nom_suffisent(quartier, texte):
    assert quartier.chercher(texte).resultats[0].titre in (
        "La Ressourcerie de l’Île",
        "L’Épicerie du Bout de la Rue",
    )


def test_un_mot_entier_ouvre_aussi_les_noms_qu_il_commence_mais_apres(terrain):
    terrain.poser(
        fiche(1, "Emma couture"), fiche(2, "Emmaüs"), fiche(3, "Autre", textes={"offre": "emmaüs"})
    )
    assert terrain.trouves("emma") == [1, 2]


@pytest.mark.parametrize("texte", ["électroménager", "electro menager", "Electro-Ménager"])
def test_un_mot_compose_s_ecrit_en_un_ou_deux_mots(terrain, texte):
    terrain.poser(
        fiche(1, "Un", textes={"offre": "électroménager"}),
        fiche(2, "Deux", textes={"offre": "électro-ménager"}),
    )
    assert sorted(terrain.trouves(texte)) == [1, 2]


def test_les_synonymes_n_ajoutent_pas_leurs_points_a_ce_qui_dit_le_mot(terrain):
    Synonyme.objects.create(termes="jardin partagé, jardin collectif, potager")
    bavard = "Un jardin partagé et collectif, un potager, un jardin collectif au potager"
    terrain.poser(
        fiche(1, "Les voisins", textes={"description": bavard}), fiche(2, "Jardin partagé du parc")
    )
    assert terrain.trouves("jardin partagé") == [2, 1]


def test_une_recherche_d_un_seul_mot_vide_cherche_des_debuts(quartier):
    assert quartier.trouves("la") == []
    quartier.poser(fiche(4, "Lavomatique"))
    assert quartier.trouves("la") == [4]


def test_plusieurs_mots_vides_ne_cherchent_rien_sauf_un_nom_exact(quartier):
    quartier.poser(fiche(4, "Lavomatique"), fiche(5, "Et nous"))
    reponse = quartier.chercher("le la les")
    assert (reponse.total, reponse.approche, reponse.resultats) == (0, False, ())
    assert quartier.trouves("où trouver") == []
    assert quartier.trouves("et nous") == [5]


@pytest.mark.parametrize(
    "texte",
    [
        "je cherche une épicerie près de chez moi",
        "Où trouver une épicerie ?",
        "comment trouver mon épicerie",
        "j’ai besoin d’une vieille épicerie svp",
    ],
)
def test_les_mots_d_une_question_ne_comptent_pas(quartier, texte):
    assert quartier.trouves(texte) == [1]


def test_un_mot_de_question_seul_et_un_geste_se_cherchent(terrain):
    terrain.poser(
        fiche(1, "Trouver sa voie"),
        fiche(2, "Le don", textes={"offre": "donner des vêtements"}),
        fiche(3, "Vêtements neufs"),
    )
    assert terrain.trouves("trouver") == [1]
    assert terrain.trouves("où donner mes vieux vêtements") == [2]


def test_un_dernier_mot_coupe_a_une_ou_deux_lettres_commence_un_nom_ou_ne_compte_pas(terrain):
    terrain.poser(
        fiche(1, "Ferme de Bel Air"),
        fiche(2, "Ferme du Lac", textes={"offre": "brebis"}),
        fiche(3, "Ferme B"),
        fiche(4, "Brebis"),
    )
    assert terrain.trouves("ferme de b") == [3, 1]
    assert terrain.trouves("ferme be") == [1]
    reponse = terrain.chercher("ferme zz")
    assert (reponse.total, reponse.approche, reponse.correction) == (3, False, None)
    assert terrain.chercher("ferme zz", fuite=False).total == 0
    assert terrain.chercher("ferme 44").total == 0


def test_un_nom_qui_a_le_mot_ecrit_passe_avant_un_nom_de_meme_racine(terrain):
    terrain.poser(
        fiche(1, "Vetis"),
        fiche(2, "Association Emmaüs Vêtements du pays"),
        fiche(3, "Don Bosco"),
        fiche(4, "La cabane à dons du quartier"),
        *(fiche(n, f"Echo {n}") for n in range(10, 20)),
    )
    assert terrain.trouves("vêtements") == [2, 1]
    assert terrain.trouves("vêtement") == [2, 1]
    assert terrain.trouves("dons") == [4, 3]
    assert terrain.trouves("don") == [3, 4]


def test_les_synonymes_par_defaut_reunissent_recyclerie_et_ressourcerie(quartier):
    assert quartier.trouves("recyclerie") == []
    synonymes.charger()
    assert quartier.trouves("recyclerie") == [2]
    assert quartier.trouves("panier paysan") == [3]
    assert quartier.trouves("bicyclette") == [2]


def test_un_synonyme_a_sens_unique_ne_revient_pas(terrain):
    terrain.poser(fiche(1, "Librairie des Halles"), fiche(2, "Livres anciens"))
    Synonyme.objects.create(termes="livres, librairie", bidirectionnel=False)
    assert terrain.trouves("livre") == [2, 1]
    assert terrain.trouves("librairie") == [1]


def test_changer_un_synonyme_compte_tout_de_suite(terrain):
    terrain.poser(fiche(1, "Friperie"))
    groupe = Synonyme.objects.create(termes="chiffons, friperie")
    assert terrain.trouves("chiffon") == [1]
    groupe.delete()
    assert terrain.trouves("chiffon") == []


def test_le_nom_exact_vient_en_premier(terrain):
    terrain.poser(
        fiche(1, "La Collecterie des Lilas Collecterie", poids=1.1),
        fiche(2, "La Collecterie"),
        fiche(3, "Collecterie et recyclage", textes={"offre": "collecterie collecterie"}),
    )
    assert terrain.trouves("collecterie")[0] == 2
    assert terrain.trouves("LA COLLECTERIE")[0] == 2


def test_le_nom_pese_plus_que_l_offre_les_lieux_et_la_description(terrain):
    autre = {"description": "un texte de même longueur"}
    terrain.poser(
        fiche(1, "Alpha", textes={"description": "couture"}),
        fiche(2, "Bravo", textes={"lieux": "couture"}),
        fiche(3, "Charlie", textes={"offre": "couture"}),
        fiche(4, "Delta", textes={"raison_sociale": "couture"}),
        fiche(5, "Couture", textes={}),
        *(fiche(n, f"Echo {n}", textes=autre) for n in range(10, 20)),
    )
    assert terrain.trouves("couture") == [5, 4, 3, 2, 1]


def test_tous_les_mots_doivent_y_etre(quartier):
    assert quartier.trouves("épicerie vélo") == []


def test_quand_rien_n_a_tous_les_mots_les_plus_proches_sont_proposes(quartier):
    reponse = quartier.chercher("épicerie locale nantes vélo", facettes_voulues=("domaine",))
    assert (reponse.total, reponse.approche, reponse.facettes) == (0, True, {"domaine": {}})
    assert [r.objet_id for r in reponse.resultats] == [1]


def test_quand_aucun_mot_n_est_connu_rien_n_est_propose(quartier):
    reponse = quartier.chercher("xylophone zébré")
    assert (reponse.total, reponse.approche, reponse.resultats) == (0, False, ())


@pytest.mark.parametrize(
    "texte",
    [
        '"',
        '" OR "',
        "nom:*",
        "NEAR(a b)",
        "épicerie AND",
        "{nom} : x",
        "^",
        "-",
        "(",
        "'",
        "\x00",
        "\ud800",
        "\u202e",
        "🎈",
        "٠١٢",
        "%s %(x)s",
        "a" * 10_000,
        "mot " * 5_000,
        "l'" * 100,
        "." * 300,
        "a.b." * 80,
    ],
)
def test_aucun_texte_ne_casse_la_recherche(quartier, texte):
    reponse = quartier.chercher(texte)
    assert reponse.total == (0 if reponse.approche else len(reponse.resultats))


@given(texte=st.text(max_size=60))
def test_aucun_texte_engendre_ne_casse_la_recherche(quartier, texte):
    reponse = quartier.chercher(texte)
    assert reponse.approche <= (reponse.total == 0)


def test_les_champs_qui_expliquent_sont_nommes_et_le_texte_montre(quartier):
    (resultat,) = quartier.chercher("emballages épicerie").resultats
    assert resultat.trouve_dans == ("nom", "description")
    assert resultat.extrait == (
        ("Des produits locaux, sans ", False),
        ("emballage", True),
        (".", False),
    )


def test_un_nom_exact_s_explique_par_sa_cle(quartier):
    (resultat,) = quartier.chercher("80746931700018").resultats
    assert (resultat.trouve_dans, resultat.extrait) == (("cles",), None)


@pytest.mark.parametrize(
    ("texte", "attendus"),
    [
        ("ressourceriemeubles", [2]),
        ("meublesetvelos", [2]),
        ("produitsemballage", [1]),
        ("epiceriemeubles", []),
    ],
)
def test_words_run_together_are_two_words_when_no_word_is_written_so(quartier, texte, attendus):
    reponse = quartier.chercher(texte)
    assert [r.objet_id for r in reponse.resultats if not reponse.approche] == attendus
