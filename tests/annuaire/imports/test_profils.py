"""The other lists: SIAE, OpenStreetMap, GoGoCarto."""

import json

import pytest

from annuaire.horaires import lire
from annuaire.imports import profils
from annuaire.models import Acteur

SIAE = (
    "identifiant,type,raison_sociale,enseigne,siret,naf,forme_juridique,adresse,code_postal,"
    "commune,departement,longitude,latitude,site_web,description\n"
)
OSM = (
    "id_osm,nom,operator,brand,shop,amenity,type,housenumber,street,postcode,city,latitude,"
    "longitude,opening_hours,url,facebook,wheelchair,organic,bulk_purchase,second_hand,charity,"
    "repair,note\n"
)


def un(importer, contenu, profil):
    _compte, (resultat,) = importer(contenu, profil)
    acteur = Acteur.objects.filter(pk=resultat.acteur).first()
    return acteur, [remarque.genre for remarque in resultat.fiche.remarques], resultat.raison


def slugs(relation):
    return sorted(rangee.slug for rangee in relation.all())


def test_un_profil_inconnu_est_une_erreur():
    with pytest.raises(KeyError):
        profils.charger("excel")


# ------------------------------------------------------------------ SIAE
def test_une_structure_d_insertion(importer, pays):
    ligne = (
        "7,ACI,ASSO X,Chez X,80746931700018,8130Z,AUTRE,1 rue X,44190,Clisson,44,-1.278,47.0887,"
        "https://www.facebook.com/x,Espaces verts\n"
    )
    acteur, remarques, _ = un(importer, SIAE + ligne, "siae")
    assert (acteur.nom, acteur.raison_sociale, acteur.siret) == (
        "Chez X",
        "ASSO X",
        "80746931700018",
    )
    assert (acteur.forme_juridique, acteur.famille, acteur.naf) == ("", "", "8130Z")
    assert acteur.domaine_principal_id == pays("espaces-verts")
    assert slugs(acteur.domaines) == ["espaces-verts", "structures-d-insertion"]
    assert [(x.type.slug, x.etat) for x in acteur.labels.all()] == [("aci", "declare")]
    assert acteur.lieux.get().precision == "commune"
    assert [(x.genre, x.public) for x in acteur.contacts.all()] == [("reseau", True)]
    assert remarques == []


def test_un_type_et_un_siret_inconnus_se_disent(importer, pays):
    ligne = "7,ZZZ,X,,12345678901234,8899B,SCOP,,,Clisson,,,,,\n"
    acteur, remarques, _ = un(importer, SIAE + ligne, "siae")
    assert (acteur.siret, acteur.labels.count(), acteur.domaines.count()) == ("", 0, 0)
    assert (acteur.famille, acteur.forme_juridique) == ("cooperative", "SCOP")
    assert remarques == ["siret", "label"]


def test_une_structure_sans_nom_est_refusee(importer, pays):
    ligne = "7,ACI,,,,,,,,,,,,,\n"
    assert un(importer, SIAE + ligne, "siae")[2] == "sans raison sociale ni enseigne"


# ------------------------------------------------------------------ OpenStreetMap
def test_un_lieu_d_openstreetmap(importer, pays):
    ligne = (
        "node/1,Le Relais,Association X,Repair Café,clothes;appliance,,smco_reemp,3,Rue X,44190,"
        "Clisson,47.09,-1.28,Tu-Sa 11:00-19:00,http://a.org,lerelais,limited,yes,yes,only,yes,,"
        "\n"
    )
    acteur, remarques, _ = un(importer, OSM + ligne, "osm")
    assert (acteur.raison_sociale, acteur.horaires) == ("Association X", "Tu-Sa 11:00-19:00")
    assert acteur.domaine_principal_id == pays("ressourceries")
    assert slugs(acteur.gestes) == ["acheter", "donner"]
    lieu = acteur.lieux.get()
    assert (lieu.adresse, lieu.precision, lieu.fauteuil) == ("3 Rue X", "lieu", "partiel")
    assert sorted(acteur.contacts.values_list("genre", "valeur")) == [
        ("reseau", "https://www.facebook.com/lerelais"),
        ("site", "http://a.org"),
    ]
    assert acteur.identifiants.get().identifiant == "node/1"
    assert remarques == []


def test_organic_propose_du_bio_et_n_est_jamais_ab(importer, pays):
    acteur, _, _ = un(importer, "id_osm,nom,organic\nnode/1,A,only\n", "osm")
    assert list(acteur.etiquettes.names()) == ["propose du bio"]
    assert acteur.labels.count() == 0


def test_un_exploitant_qui_peut_etre_une_personne_n_est_pas_publie(importer, pays):
    texte = "id_osm,nom,operator,note\nnode/1,A,Jean Dupont,Fermé ?\n"
    acteur, remarques, _ = un(importer, texte, "osm")
    assert (acteur.raison_sociale, acteur.description) == ("", "")
    assert remarques == ["exploitant", "note"]


def test_le_mode_d_emploi_des_cartographes_ne_se_dit_pas(importer, pays):
    note = "Voir https://wiki.openstreetmap.org/wiki/X pour des conseils"
    assert un(importer, f"id_osm,nom,note\nnode/1,A,{note}\n", "osm")[1] == []


def test_un_objet_sans_nom_est_refuse(importer, pays):
    assert un(importer, "id_osm,nom,shop\nnode/1,,tea\n", "osm")[2] == "sans nom"


def test_un_element_d_overpass(importer, pays):
    element = {
        "type": "way",
        "id": 12,
        "center": {"lat": 47.09, "lon": -1.28},
        "tags": {
            "name": "A",
            "addr:street": "Rue X",
            "addr:city": "Clisson",
            "contact:phone": "+33 2 40 12 34 56",
            "brand": "Marque inconnue",
        },
    }
    acteur, _, _ = un(importer, json.dumps({"elements": [element]}), "osm")
    assert acteur.identifiants.get().identifiant == "way/12"
    assert (acteur.lieux.get().commune_id, acteur.lieux.get().adresse) == ("44043", "Rue X")
    assert [(x.valeur, x.public) for x in acteur.contacts.all()] == [("+33240123456", False)]
    assert list(acteur.etiquettes.names()) == ["Marque inconnue"]


# ------------------------------------------------------------------ GoGoCarto
def element(**champs):
    return json.dumps({"data": [{"@id": "a1", "name": "A", **champs}]})


def test_une_alternative_en_json_ld(importer, pays):
    texte = element(
        name="« L&rsquo;eau &nbsp;»\n",
        taxonomy=[{"@type": "skos:Concept", "@id": "nourriture"}, {"@id": ""}],
        tags="Ressourcerie, truc, " + "x" * 60,
        site="http\\c//a.org",
        label={"@value": "Un <b>lieu</b>"},
        lat="47.09",
        long=-1.28,
    )
    acteur, remarques, _ = un(importer, texte, "gogocarto")
    assert (acteur.nom, acteur.description, acteur.offre) == ("« L’eau »", "Un lieu", "x" * 60)
    assert acteur.domaine_principal_id == pays("alimentation")
    assert slugs(acteur.domaines) == ["alimentation", "ressourceries"]
    assert list(acteur.etiquettes.names()) == ["truc"]
    assert acteur.contacts.get().valeur == "http://a.org"
    assert acteur.identifiants.get().identifiant == "a1"
    assert remarques == ["commune_deduite"]


def test_une_alternative_au_format_de_gogocarto(importer, pays):
    texte = element(
        geo={"latitude": 47.09, "longitude": -1.28},
        address={"streetAddress": "1 rue X", "postalCode": "44190", "addressLocality": "Clisson"},
        abstract="Court",
        taxonomy="jardins, [object Object]",
    )
    acteur, _, _ = un(importer, texte, "gogocarto")
    lieu = acteur.lieux.get()
    assert (acteur.accroche, lieu.adresse, lieu.commune_id) == ("Court", "1 rue X", "44043")


def test_une_position_hors_de_la_carte_laisse_entrer_la_ligne(importer, pays):
    acteur, remarques, _ = un(importer, element(lat=0, long=38.1), "gogocarto")
    assert (acteur.lieux.count(), remarques) == (0, ["position"])


@pytest.mark.parametrize(
    ("nom", "raison"), [("", "sans nom"), ("Nom", "en-tête d’un tableau, pas un acteur")]
)
def test_un_element_sans_vrai_nom_est_refuse(importer, pays, nom, raison):
    assert un(importer, element(name=nom, taxonomy={"@id": "x"}), "gogocarto")[2] == raison


GOGO = {
    "id": "r1",
    "name": "Ti Kaz",
    "geo": {"latitude": 47.2284, "longitude": -1.5536},
    "address": {"streetAddress": "1 rue X", "postalCode": "44000", "addressLocality": "Nantes"},
    "categories": ["AMAP"],
    "description": "Court",
    "descriptionMore": "<p>Long</p>",
    "siret": "80746931700018",
    "openHours": {"Th": "16:00-19:00", "Mo": "09:00-12:00 & 14:00-17:00"},
    "openHoursString": "fermé en août",
}


def test_les_horaires_et_la_suite_d_une_fiche_gogocarto(importer, pays):
    acteur, remarques, _ = un(importer, json.dumps([GOGO]), "gogocarto")
    assert (acteur.horaires, acteur.description, acteur.siret) == (
        "Mo 09:00-12:00 & 14:00-17:00; Th 16:00-19:00; fermé en août",
        "Court\n\nLong",
        "80746931700018",
    )
    assert lire(acteur.horaires).notation == ("Mo 09:00-12:00,14:00-17:00; Th 16:00-19:00; Aug off")
    assert remarques == []


def test_la_colonne_type_d_overpass_fait_partie_de_l_identifiant(importer, pays):
    _compte, (resultat,) = importer("@type\t@id\t@lat\t@lon\tname\nway\t12\t47.2\t-1.5\tX\n", "osm")
    assert resultat.fiche.identifiant == "way/12"
