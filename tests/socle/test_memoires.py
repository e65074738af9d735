"""What a process remembers for a few seconds."""

from socle.memoires import Memoire, tout_oublier


def compteur():
    faites = []

    def fabriquer():
        faites.append(len(faites))
        return faites[-1]

    return fabriquer


def test_une_valeur_fraiche_sert_encore_chaque_cle_a_la_sienne():
    memoire, fabriquer = Memoire(duree=30), compteur()
    assert [memoire.lire(cle, fabriquer) for cle in "aab"] == [0, 0, 1]


def test_une_valeur_trop_vieille_est_refaite():
    memoire, fabriquer = Memoire(duree=0), compteur()
    assert [memoire.lire("a", fabriquer) for _ in range(3)] == [0, 1, 2]


def test_une_memoire_oublie_sur_un_signal_et_avec_toutes_les_autres():
    memoire, fabriquer = Memoire(), compteur()
    assert memoire.lire("a", fabriquer) == 0
    memoire.oublier(sender=None, instance=None)
    assert memoire.lire("a", fabriquer) == 1
    tout_oublier()
    assert memoire.lire("a", fabriquer) == 2


def test_une_memoire_pleine_oublie_plutot_que_de_grossir():
    memoire, fabriquer = Memoire(limite=2), compteur()
    assert [memoire.lire(cle, fabriquer) for cle in "abcca"] == [0, 1, 2, 2, 3]


def test_ce_qui_est_lu_pendant_un_oubli_n_est_pas_retenu():
    memoire = Memoire()

    def lue_trop_tot():
        memoire.oublier()
        return "avant"

    assert memoire.lire("a", lue_trop_tot) == "avant"
    assert memoire.lire("a", lambda: "après") == "après"
