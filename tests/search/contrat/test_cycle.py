"""What appears, changes and goes, on every engine."""

from datetime import UTC, datetime

import time_machine
from django.db import transaction

from search.requetes import Requete
from tests.search.terrain import TYPE, fiche


def test_un_changement_remplace_l_ancien_texte(terrain):
    terrain.poser(fiche(1, "Ancien", facettes={"domaine": ["a"]}), fiche(2, "Autre"))
    terrain.poser(fiche(1, "Nouveau", facettes={"domaine": ["b"]}))
    assert terrain.trouves("ancien") == []
    assert terrain.trouves("nouveau") == [1]
    reponse = terrain.chercher(facettes_voulues=("domaine",))
    assert (reponse.total, reponse.facettes) == (2, {"domaine": {"b": 1}})


def test_une_suppression_ne_se_trouve_plus_et_revient_si_l_objet_revient(terrain):
    terrain.poser(fiche(1, "Alpha"), fiche(2, "Bravo"))
    terrain.retirer(1)
    assert (terrain.trouves("alpha"), terrain.trouves()) == ([], [2])
    terrain.poser(fiche(1, "Alpha"))
    assert (terrain.trouves("alpha"), terrain.trouves()) == ([1], [1, 2])


def test_une_transaction_annulee_ne_laisse_aucun_fantome(terrain):
    terrain.poser(fiche(1, "Alpha", positions=[(47, -1)]), fiche(2, "Bravo"))
    assert terrain.trouves() == [1, 2]
    avant = dict(terrain.source)
    with transaction.atomic():
        terrain.poser(fiche(1, "Charlie", positions=[(0, 0)]), fiche(3, "Delta"))
        terrain.retirer(2)
        assert terrain.trouves() == [1, 3]
        transaction.set_rollback(True)
    terrain.source = avant
    assert terrain.trouves() == [1, 2]
    assert terrain.trouves("charlie") == []
    assert terrain.trouves("alpha", centre=(47, -1), rayon_km=1) == [1]
    terrain.poser(fiche(4, "Écho"))
    assert terrain.trouves() == [1, 2, 4]


def test_les_dates_de_visibilite_sont_celles_de_l_instant(terrain):
    terrain.poser(
        fiche(1, "Toujours"),
        fiche(2, "Bientôt", visible_de=datetime(2026, 3, 2, 8, tzinfo=UTC)),
        fiche(3, "Encore", visible_jusqua=datetime(2026, 3, 2, 8, tzinfo=UTC)),
        fiche(
            4,
            "Entre",
            visible_de=datetime(2026, 3, 1, tzinfo=UTC),
            visible_jusqua=datetime(2026, 3, 3, tzinfo=UTC),
        ),
    )
    par_instant = {}
    for jour, heure in ((1, 0), (2, 7), (2, 8), (3, 0), (2, 7)):
        with time_machine.travel(datetime(2026, 3, jour, heure, tzinfo=UTC), tick=False):
            par_instant[(jour, heure)] = sorted(terrain.trouves())
    assert par_instant == {
        (1, 0): [1, 3, 4],
        (2, 7): [1, 3, 4],
        (2, 8): [1, 2, 4],
        (3, 0): [1, 2],
    }


def test_une_langue_lit_ses_documents_et_ceux_du_francais_qu_elle_n_a_pas(terrain):
    terrain.poser_traduit(
        fiche(1, "La Ressourcerie", textes={"offre": "meubles"}),
        fiche(1, "The Reuse Shop", locale="en", langue="en", textes={"offre": "furniture"}),
    )
    terrain.poser(fiche(2, "L’Épicerie"))
    anglais = {"locale": "en", "tri": "nom"}
    assert [r.titre for r in terrain.chercher(**anglais).resultats] == [
        "L’Épicerie",
        "The Reuse Shop",
    ]
    assert terrain.trouves("shops", locale="en") == [1]
    assert terrain.trouves("meubles", locale="en") == []
    assert terrain.trouves("épiceries", locale="en") == [2]
    assert terrain.trouves("shop") == []
    assert terrain.chercher().total == 2


def test_une_traduction_retiree_rend_le_francais(terrain):
    francais = fiche(1, "Le Jardin")
    terrain.poser_traduit(francais, fiche(1, "The Garden", locale="en", langue="en"))
    assert [r.titre for r in terrain.chercher(locale="en").resultats] == ["The Garden"]
    terrain.poser(francais)
    assert [r.titre for r in terrain.chercher(locale="en").resultats] == ["Le Jardin"]


def test_la_reponse_dit_ce_qui_est_trouve(terrain):
    terrain.poser(fiche(7, "Le Vélo"))
    reponse = terrain.moteur.chercher(Requete("vélo", types=(TYPE,), centre=(47, -1)))
    (resultat,) = reponse.resultats
    assert (resultat.type, resultat.objet_id, resultat.titre) == (TYPE, 7, "Le Vélo")
    assert (resultat.distance_km, resultat.trouve_dans) == (None, ("cles", "nom"))
    assert reponse.ms > 0
