from search.explications import extraire
from tests.search.terrain import fiche


def texte_de(segments):
    return "".join(texte for texte, _trouve in segments)


def test_un_long_texte_est_coupe_autour_du_premier_mot_entre_deux_mots(terrain):
    terrain.poser(fiche(1, "Nom", textes={"description": "avant " * 40 + "vélo " + "après " * 80}))
    (resultat,) = terrain.chercher("vélo").resultats
    debut, avant, trouve, apres, fin = resultat.extrait
    assert (debut, trouve, fin) == (("…", False), ("vélo", True), ("…", False))
    assert (set(avant[0].split()), set(apres[0].split())) == ({"avant"}, {"après"})
    assert len(texte_de(resultat.extrait)) < 210


def test_un_extrait_ne_commence_pas_par_un_separateur():
    texte = "a" * 20 + " · Jardins et sols vivants, ici · Transport solidaire et livraison"
    debut = texte.index("solidaire")
    assert texte_de(extraire(texte, [(debut, debut + 9)])) == (
        "…Jardins et sols vivants, ici · Transport solidaire et livraison"
    )


def test_un_mot_sans_fin_avant_ou_apres_ne_fait_pas_disparaitre_la_marque():
    texte = "x" * 300 + "vélo" + "y" * 300
    assert ("vélo", True) in extraire(texte, [(300, 304)])
    assert extraire("vélo", [(0, 4)]) == (("vélo", True),)


def test_toutes_les_occurrences_montrees_sont_marquees_celles_d_apres_non(terrain):
    terrain.poser(fiche(1, "Nom", textes={"offre": "vélos, l’A.M.A.P. et " + "mot " * 60 + "vélo"}))
    (resultat,) = terrain.chercher("amap vélo").resultats
    assert [t for t, trouve in resultat.extrait if trouve] == ["vélos", "A.M.A.P."]


def test_un_nom_seul_s_explique_sans_extrait(terrain):
    terrain.poser(fiche(1, "Vélo et cie", textes={"raison_sociale": "Vélo SARL"}))
    (resultat,) = terrain.chercher("vélo").resultats
    assert (resultat.trouve_dans, resultat.extrait) == (("nom", "raison_sociale"), None)


def test_l_ordre_des_champs_est_celui_de_leur_poids(terrain):
    textes = {"description": "vélo", "lieux": "rue du Vélo", "offre": "vélos", "sigle": "VELO"}
    terrain.poser(fiche(1, "Nom", textes=textes))
    (resultat,) = terrain.chercher("vélo").resultats
    assert resultat.trouve_dans == ("sigle", "offre", "lieux", "description")
