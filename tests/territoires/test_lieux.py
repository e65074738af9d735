import pytest
from hypothesis import given
from hypothesis import strategies as st

from territoires.lieux import (
    Resolution,
    cles_d_appartenance,
    lieu_de,
    lieu_de_la_commune,
    resoudre,
    resoudre_adresse,
)

pytestmark = pytest.mark.django_db


def test_une_ancienne_commune_est_la_presente_et_le_dit(petit_pays):
    lieu = resoudre("Belligné").lieu
    assert (lieu.genre, lieu.code, lieu.libelle) == ("commune", "44213", "Belligné (Loireauxence)")
    assert (lieu.nom, lieu.detail) == ("Loireauxence", "Loire-Atlantique (44)")
    assert lieu.cles_territoire == ("c:44213",)
    assert lieu_de(lieu.valeur) == lieu
    assert str(lieu) == "Belligné (Loireauxence)"


def test_paris_comprend_ses_arrondissements(petit_pays):
    assert resoudre("Paris").lieu.cles_territoire == ("c:75056", "c:75111", "c:75101")


def test_un_code_postal_d_arrondissement_n_est_pas_toute_la_ville(petit_pays):
    lieu = resoudre("75011").lieu
    assert (lieu.genre, lieu.cles_territoire) == ("code_postal", ("c:75111",))


def test_un_code_postal_reunit_ses_communes(petit_pays):
    lieu = resoudre("44330").lieu
    assert lieu.cles_territoire == ("c:44212", "c:44032")
    assert lieu.detail == "Vallet, La Chapelle-Heulin"
    assert lieu.centre == lieu_de_la_commune("44212").centre


def test_les_territoires_larges_ont_une_cle_et_un_centre(petit_pays):
    for texte, cle, detail in [
        ("Nantes Métropole", "e:244400404", "Intercommunalité, Loire-Atlantique (44)"),
        ("44", "d:44", "Département (44)"),
        ("Bretagne", "r:53", "Région"),
    ]:
        lieu = resoudre(texte).lieu
        assert (lieu.cles_territoire, lieu.detail) == ((cle,), detail)
        assert lieu.centre is not None
    assert resoudre("Polynésie française").lieu.centre is None


def test_des_homonymes_de_meme_taille_se_choisissent(petit_pays):
    reponse = resoudre("Saint-Denis")
    assert reponse.lieu is None
    assert (reponse.est_ambigue, reponse.est_vide) == (True, False)
    assert [(c.valeur, c.detail) for c in reponse.candidats] == [
        ("commune:97411", "La Réunion (974)"),
        ("commune:93066", "Seine-Saint-Denis (93)"),
        ("commune:11339", "Aude (11)"),
        ("commune:30247", "Gard (30)"),
    ]


def test_un_homonyme_bien_plus_grand_l_emporte_et_les_autres_sont_dits(petit_pays):
    reponse = resoudre("Montreuil")
    assert reponse.lieu.valeur == "commune:93048"
    assert [lieu.valeur for lieu in reponse.autres] == ["commune:28267"]


def test_une_faute_se_propose_sans_jamais_decider(petit_pays):
    reponse = resoudre("Vertoux")
    assert (reponse.lieu, reponse.approche, reponse.est_vide) == (None, True, True)
    assert [c.libelle for c in reponse.candidats] == ["Vertou"]


def test_rien_ne_se_lit_avant_le_premier_chargement(db):
    assert resoudre("Nantes") == Resolution("Nantes")
    assert resoudre("44000") == Resolution("44000")
    assert resoudre_adresse("44000", "Nantes", position=(47.2, -1.5)).precision == "inconnue"


@pytest.mark.parametrize("vide", ["", "   ", None, "\x00", "()", ",,,"])
def test_un_texte_vide_ne_nomme_rien(petit_pays, vide):
    assert resoudre(vide).est_vide is True
    assert resoudre(vide).candidats == ()


@given(texte=st.text(max_size=300))
def test_aucun_texte_ne_fait_tomber(petit_pays, texte):
    assert isinstance(resoudre(texte), Resolution)


@given(
    texte=st.text(alphabet="stsaintdeparis 0123456789()-'’,/:ABcedexéœ", max_size=40),
    code=st.text(alphabet="0123456789 AB", max_size=6),
)
def test_aucune_adresse_ne_fait_tomber(petit_pays, texte, code):
    assert resoudre_adresse(code, texte, code).precision != ""
    assert isinstance(resoudre(texte), Resolution)


def test_ce_qui_se_tient_dans_une_commune_a_ses_quatre_cles(petit_pays):
    assert cles_d_appartenance("44109") == ("c:44109", "d:44", "r:52", "e:244400404")
    assert cles_d_appartenance("44011") == cles_d_appartenance("44213")
    assert cles_d_appartenance("98735") == ("c:98735", "d:987", "r:987")
    assert cles_d_appartenance("00000") == ()
    assert lieu_de_la_commune("00000") is None
    assert lieu_de("commune:00000") is None
