import pytest

from search import analyse


@pytest.mark.parametrize(
    "famille",
    [
        "épicerie épiceries epicerie l’épicerie d'epicerie",
        "réparer réparateur réparateurs réparation reparees réparatrice",
        "ressourcerie resourcerie ressourceries",
        "association associations associatif asso",
        "vélo vélos",
        "emploi emplois",
        "jeu jeux",
        "bijou bijoux",
        "national nationaux nationales",
        "paysan paysanne paysannes",
        "agriculteur agricultrice agricultrices",
        "coiffeur coiffeuse coiffeuses",
        "couturier couturière couturieres",
        "boulanger boulangère boulangeres",
        "maraîcher maraîchère maraicheres",
        "partagé partagée partagées",
        "travail travaux",
        "bio bios",
        "Saint st",
    ],
)
def test_une_famille_de_mots_a_un_seul_jeton(famille):
    assert len(set(analyse.jetons(famille, "fr"))) == 1


@pytest.mark.parametrize(
    ("un", "autre"),
    [("bois", "boisson"), ("poisson", "poison"), ("ressource", "ressourcerie"), ("44", "4")],
)
def test_des_mots_differents_ne_se_confondent_que_par_leurs_lettres_doubles(un, autre):
    confondus = analyse.jetons(un, "fr") == analyse.jetons(autre, "fr")
    assert confondus == (un == "poisson")


@pytest.mark.parametrize(
    ("masculin", "autres"),
    [
        ("arme", "armée armées"),
        ("acteur", "actrice actrices"),
        ("laveur", "laveuse laveuses"),
        ("rosier", "rosière rosières"),
        ("étager", "étagère étagères"),
        ("vacher", "vachère vachères"),
    ],
)
def test_the_shortest_feminines_and_plurals_are_those_of_the_masculine(masculin, autres):
    lus = {jeton for autre in autres.split() for jeton in analyse.jetons(autre, "fr")}
    assert lus == set(analyse.jetons(masculin, "fr"))


@pytest.mark.parametrize(
    ("texte", "attendus"),
    [
        ("A.M.A.P. de l’Erdre", ["amap", "erdre"]),
        ("S.C.O.P", ["scop"]),
        ("CAP44", ["cap44", "cap", "44"]),
        ("44cap", ["44cap", "44", "cap"]),
        ("n°3 & Cie, loi 1901", ["3", "cie", "loi", "1901"]),
        ("Saint-Herblain", ["saint", "herblain", "saintherblain"]),
        ("807 469 317 00018", ["80746931700018"]),
        ("807.469.317", ["807469317"]),
        ("807\u200b469\u202d317", ["807469317"]),
        ("prud’hommes entr'aide", ["prudhom", "entraid"]),
        ("jusqu’au bout, aujourd'hui", ["bout", "aujourdhui"]),
        ("ŒUVRE, Ægir et ﬁn ß", ["oeuvr", "aegir", "fin", "ss"]),
        ("a\x00b\u200bc", ["b"]),
        ("日本 мир", ["日本", "мир"]),
        ("", []),
    ],
)
def test_les_cas_du_terrain(texte, attendus):
    assert analyse.jetons(texte, "fr") == attendus


@pytest.mark.parametrize("apostrophe", "'’ʼ‘`´")
def test_every_apostrophe_elides(apostrophe):
    assert analyse.jetons(f"l{apostrophe}ombre", "fr") == ["ombre"]


@pytest.mark.parametrize("texte", ["807469317", "80746931700018", "0240000000", "1" * 70])
def test_a_number_is_its_own_key(texte):
    assert analyse.cle(texte) == "".join(analyse.decouper(texte))[:64] == texte[:64]


def test_l_anglais_a_ses_regles_et_une_autre_langue_le_pliage_seul():
    assert analyse.jetons("The Baker’s shops", "en") == ["baker", "shop"]
    assert analyse.jetons("Os Padeiros são", "pt") == ["os", "padeiros", "sao"]


def test_un_mot_sans_fin_est_coupe():
    assert analyse.jetons("É" * 500, "fr") == ["e"]
    assert [len(j) for j in analyse.jetons("ab" * 500, "pt")] == [64]


@pytest.mark.parametrize(
    ("texte", "attendue"),
    [
        ("La Collecterie", "collecterie"),
        ("L’Atelier d’à côté", "atelieracote"),
        ("St-Nazaire", "saintnazaire"),
        ("La", "la"),
        ("!!!", ""),
    ],
)
def test_la_cle_d_un_nom(texte, attendue):
    assert analyse.cle(texte) == attendue


def test_un_siret_donne_aussi_son_siren():
    assert analyse.cles(["807 469 317 00018", "La Rue", "la rue", ""]) == [
        "80746931700018",
        "807469317",
        "rue",
    ]


def test_le_tri_des_titres_ignore_casse_accents_et_guillemets():
    titres = ["Zèbre", "« Élan »", "eau", "Ébène"]
    assert sorted(titres, key=analyse.cle_de_tri) == ["eau", "Ébène", "« Élan »", "Zèbre"]


def test_nettoyer_rend_tout_texte_encodable():
    assert analyse.nettoyer("a\x00\ud800\u202eb\u00a0c\u00ad") == "a b c "
