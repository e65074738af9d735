"""What each database makes of an expression, and of a document's tokens."""

from importlib import import_module

import pytest
from django.db import connection

from search.models import Document, Forme
from search.moteurs import bm25, fts5, plein_texte, tsvector
from search.moteurs.expressions import cle, dans_les_noms, debut, et, jeton, ou, sauf, suite
from tests.search.terrain import fiche

VELO, NANTES = jeton("velo"), jeton("nant")


@pytest.mark.parametrize(
    ("dite", "sur_sqlite", "sur_postgresql"),
    [
        (VELO, '"velo"', ("texte", "'velo'")),
        (debut("vel"), '"vel"*', ("texte", "'vel':*")),
        (suite(("tier", "lieu")), '"tier lieu"', ("texte", "('tier' <-> 'lieu')")),
        (cle("cap44"), 'cles : "0kcap44"', ("noms", "'0kcap44'")),
        (et([VELO, NANTES]), '("velo" AND "nant")', ("texte", "('velo' & 'nant')")),
        (ou([VELO, NANTES]), '("velo" OR "nant")', ("texte", "('velo' | 'nant')")),
        (sauf(VELO, NANTES), '("velo" NOT "nant")', ("texte", "('velo' & !'nant')")),
        (et([VELO]), '"velo"', ("texte", "'velo'")),
        (dans_les_noms(VELO), '{nom autres_noms} : ("velo")', ("noms", "'velo'")),
        (
            ou([VELO, dans_les_noms(debut("vel"))]),
            '("velo" OR {nom autres_noms} : ("vel"*))',
            ("texte", "('velo' | 'vel':*AB)"),
        ),
        (
            et([VELO, dans_les_noms(suite(("a", "b")))]),
            '("velo" AND {nom autres_noms} : ("a b"))',
            ("texte", "('velo' & ('a':AB <-> 'b':AB))"),
        ),
    ],
)
def test_une_expression_s_ecrit_pour_chaque_base(dite, sur_sqlite, sur_postgresql):
    assert (fts5.compiler(dite), tsvector.viser(dite)) == (sur_sqlite, sur_postgresql)


def test_deux_expressions_pareilles_n_en_font_qu_une():
    un, deux = (sauf(et([jeton("a"), debut("b")]), cle("c")) for _fois in range(2))
    assert ({un: 1}[deux], hash(un)) == (1, hash(deux))
    assert (jeton("a") == debut("a"), jeton("a") == "a") == (False, False)
    assert repr(un) == "sauf(et(jeton('a'), debut('b')), cle('c'))"


COLONNES = {"nom": ["a", "b"], "autres_noms": [], "themes": ["a"], "lieux": ["c"]}


def test_un_vecteur_dit_ou_est_chaque_jeton_sans_coller_les_colonnes():
    vecteur = tsvector.vecteur({**COLONNES, "description": ["d"]}, tsvector.ETIQUETTES)
    assert vecteur == "'a':1A,5C 'b':2A 'c':7D,9D 'd':11D"


def test_un_texte_sans_fin_est_coupe_avant_ce_que_postgresql_refuse(monkeypatch):
    monkeypatch.setattr(tsvector, "TAILLE_MAX", 40)
    monkeypatch.setattr(tsvector, "POSITION_MAX", 2)
    vecteur = tsvector.vecteur({**COLONNES, "description": ["d"]}, tsvector.ETIQUETTES)
    assert vecteur == "'a':1A,2C 'b':2A 'c':2D,2D"


def test_un_tres_long_texte_se_trouve(terrain):
    texte = " ".join(f"mot{n} encore" for n in range(20_000))
    terrain.poser(fiche(1, "Un", textes={"description": texte}), fiche(2, "Deux"))
    assert terrain.trouves("mot9 encore") == [1]


def test_les_termes_d_une_note_sont_ceux_de_l_expression_sans_ce_qu_elle_exclut():
    un, deux, trois = (
        bm25.Terme(colonne, requete, facteur)
        for colonne, requete, facteur in (
            ("texte", "'velo'", bm25.PAR_MOT),
            ("texte", "('a' <-> 'b')", bm25.PAR_SUITE),
            ("noms", "'vel':*", bm25.PAR_MOT),
        )
    )
    dite = et([VELO, ou([VELO, suite(("a", "b"))]), dans_les_noms(debut("vel"))])
    assert bm25.termes_de(sauf(dite, NANTES)) == [un, deux, trois]


def test_beaucoup_d_alternatives_d_un_mot_ne_font_qu_un_terme(monkeypatch):
    monkeypatch.setattr(bm25, "ALTERNATIVES_MAX", 1)
    dite = ou([VELO, NANTES, dans_les_noms(NANTES), et([VELO, NANTES])])
    assert bm25.termes_de(dite) == [
        bm25.Terme("texte", "'velo'", bm25.PAR_MOT),
        bm25.Terme("texte", "'nant'", bm25.PAR_MOT),
        bm25.Terme("texte", "'velo' | 'nant'", bm25.PAR_MOT * 2, 2),
        bm25.Terme("noms", "'nant'", bm25.PAR_MOT),
    ]


def test_les_frequences_sont_celles_des_documents_presents(terrain):
    terrain.poser(fiche(1, "Vélo"), fiche(2, "Vélos vélo"), fiche(3, "Couture"))
    terrain.retirer(3)
    assert plein_texte.frequences(["velo", "coutur", "abs"]) == {"velo": 2}
    assert set(plein_texte.frequences(["velo", "coutur"], 1)) == {"velo"}
    assert (plein_texte.frequences([]), plein_texte.frequences(["", "velo"], 1)) == (
        {},
        plein_texte.frequences(["velo"], 1),
    )


def test_la_migration_remplit_la_table_d_un_site_qui_a_deja_des_documents(terrain, monkeypatch):
    migration = import_module("search.migrations.0003_plein_texte_postgresql")
    monkeypatch.setattr(migration, "TAILLE_DE_LOT", 1)
    terrain.poser(fiche(1, "Vélo"), fiche(2, "Vélos"), fiche(3, "Couture"))
    terrain.retirer(3)
    plein_texte.oublier(Document.objects.values_list("pk", flat=True))
    Forme.objects.all().delete()
    assert plein_texte.frequences(["velo"]) == {}
    migration.remplir(Document)
    assert plein_texte.frequences(["velo", "coutur"]) == {"velo": 2}
    assert sorted(Forme.objects.values_list("forme", flat=True)) == ["velo", "velos"]


def notes(terrain, dite):
    """``{object id: bm25}``, to two decimals."""
    objets = dict(Document.objects.values_list("pk", "objet_id"))
    trouves = plein_texte.trouver([(dite, 1.0)], len(objets))
    return {objets[pk]: round(-note, 2) for pk, note in trouves}


def test_les_notes_sont_celles_de_bm25_sur_les_deux_bases(terrain):
    autre = {"description": "rien de tel dans ce texte"}
    terrain.poser(
        fiche(1, "Vélo", textes=autre),
        fiche(2, "Un", textes={"description": "le vélo du quartier nord"}),
        fiche(3, "Trois", textes={"description": "un vélo et un vélo rouges"}),
        fiche(4, "Quatre", textes={"lieux": "vélo du quartier nord"}),
        *(fiche(n, f"Nom {n}", textes=autre) for n in range(10, 30)),
    )
    sur_sqlite = {1: 3.01, 2: 1.74, 3: 2.17, 4: 2.17}
    ecarts = {pk: abs(note - sur_sqlite[pk]) for pk, note in notes(terrain, VELO).items()}
    limite = 0.01 if connection.vendor == "sqlite" else 0.05
    assert {pk: ecart <= limite for pk, ecart in ecarts.items()} == dict.fromkeys(sur_sqlite, True)
