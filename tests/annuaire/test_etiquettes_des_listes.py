"""Tags that lists bring, when editors have renamed or re-addressed them meanwhile."""

import pytest

from annuaire.ecritures import Ecriture, appliquer_lot
from annuaire.etiquettes import etiquettes_de
from annuaire.models import Etiquette, Source

pytestmark = pytest.mark.django_db


def ecrire(noms, acteur=None):
    source = Source.objects.get_or_create(nom="Essai")[0]
    return appliquer_lot([Ecriture({"nom": "A", "etiquettes": noms}, acteur=acteur)], source)[0]


def test_une_etiquette_dont_l_adresse_a_change_est_retrouvee_par_son_nom():
    connue = Etiquette.objects.create(name="Propose du bio", slug="bio")
    assert etiquettes_de({"propose du BIO", "Propose du bio"}) == {"propose du bio": connue}


def test_une_etiquette_se_retrouve_aussi_par_son_adresse():
    connue = Etiquette.objects.create(name="Bio", slug="produits-bio")
    assert etiquettes_de({"Produits bio", "bio"}) == {"produits bio": connue, "bio": connue}
    assert Etiquette.objects.count() == 1


def test_ce_qui_manque_est_cree_une_fois():
    trouvees = etiquettes_de({"Vélo", "velo", "Récup"})
    assert sorted(Etiquette.objects.values_list("slug", flat=True)) == ["recup", "velo"]
    assert trouvees["vélo"] == trouvees["velo"]
    assert etiquettes_de(set()) == {}


def test_renommer_une_etiquette_ne_change_pas_les_acteurs_de_la_liste():
    pk = ecrire(["Produits bio"]).acteur
    Etiquette.objects.filter(name="Produits bio").update(name="Bio")
    assert ecrire(["Produits bio"], pk).etat == "inchange"
    assert ecrire(["Produits bio", "neuf"], pk).etat == "modifie"
    assert sorted(Etiquette.objects.values_list("name", flat=True)) == ["Bio", "neuf"]
