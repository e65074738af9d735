"""An entry as a visitor gets it, and what its address answers when it is gone."""

import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone
from django.utils.html import strip_tags
from wagtail.images.tests.utils import get_test_image_file

from annuaire import vie
from annuaire.models import Acteur, PhotoActeur, RefRetiree, Reseau
from annuaire.origines import origines
from search.documents import indexer
from socle.models import ImagePortail
from territoires.models import Commune
from tests.annuaire.fabriques import (
    ActeurFactory,
    ContactFactory,
    DomaineFactory,
    GesteFactory,
    LabelActeurFactory,
    LieuFactory,
    PublicFactory,
    SourceFactory,
    TypeLabelFactory,
    ZoneFactory,
    locale_source,
)

PRIVE = "+33612345678"


def adresse_de(acteur):
    return f"/annuaire/{acteur.slug}-{acteur.ref}/"


def lire(reponse):
    """The text of a page in one line."""
    return re.sub(r"[ \t\n]+", " ", strip_tags(reponse.content.decode()))


@pytest.fixture
def acteur(annuaire):
    """A published grocer, placed in Nantes by position alone."""
    acteur = ActeurFactory(nom="Le Panier", domaine_principal=DomaineFactory(), accroche="Du vrac.")
    LieuFactory(acteur=acteur)
    ContactFactory(acteur=acteur)
    ContactFactory(acteur=acteur, valeur=PRIVE, public=False, personne="Camille Prénom")
    indexer("acteur", [acteur.pk])
    return acteur


# ---------------------------------------------------------------- addresses
def test_the_permanent_address_leads_to_the_entry(client, acteur):
    reponse = client.get(f"/a/{acteur.ref}/")
    assert (reponse.status_code, reponse["Location"]) == (302, adresse_de(acteur))


@pytest.mark.parametrize("forme", ["vieux-nom-{}", "-{}", "le-panier-{min}"])
def test_another_way_to_write_an_address_leads_to_the_one(client, acteur, forme):
    morceau = forme.format(acteur.ref, min=acteur.ref.lower())
    if morceau == acteur.fragment:  # eight digits have no lower case
        return
    reponse = client.get(f"/annuaire/{morceau}/")
    assert (reponse.status_code, reponse["Location"]) == (301, adresse_de(acteur))


def test_misread_signs_are_read_back(client, annuaire):
    acteur = ActeurFactory(nom="Zéro un", ref="0123456A")
    reponse = client.get("/annuaire/zero-un-oi23456a/")
    assert (reponse.status_code, reponse["Location"]) == (301, adresse_de(acteur))


def test_a_new_name_redirects_the_old_address(client, acteur):
    ancienne = adresse_de(acteur)
    acteur.nom = "La Corbeille"
    acteur.save()
    reponse = client.get(ancienne)
    assert (reponse.status_code, reponse["Location"]) == (
        301,
        f"/annuaire/la-corbeille-{acteur.ref}/",
    )


@pytest.mark.parametrize("adresse", ["/annuaire/rien-00000000/", "/a/00000000/", "/a/court/"])
def test_an_unknown_reference_is_not_found(client, annuaire, adresse):
    assert client.get(adresse).status_code == 404


def test_a_draft_is_not_found(client, annuaire):
    acteur = ActeurFactory(brouillon=True)
    assert [client.get(x).status_code for x in (adresse_de(acteur), f"/a/{acteur.ref}/")] == [
        404
    ] * 2


def test_a_withdrawn_reference_says_so(client, annuaire):
    RefRetiree.objects.create(ref="7K3M9QTX")
    reponse = client.get("/a/7K3M9QTX/")
    assert reponse.status_code == 410
    assert "Cette fiche n’existe plus" in lire(reponse)


def test_a_closed_actor_answers_with_its_neighbours(client, acteur):
    voisin = ActeurFactory(nom="Le Cabas", domaine_principal=DomaineFactory())
    voisin.domaines.add(voisin.domaine_principal)
    voisin.save()
    LieuFactory(acteur=voisin)
    indexer("acteur", [voisin.pk])
    vie.fermer(acteur, le=date(2026, 1, 15))
    reponse = client.get(adresse_de(acteur))
    assert reponse.status_code == 410
    assert [carte.nom for carte in reponse.context["proches"]] == ["Le Cabas"]
    assert "Cette structure a cessé son activité le 15 janvier 2026." in lire(reponse)
    assert client.get(f"/a/{acteur.ref}/")["Location"] == adresse_de(acteur)


def test_a_merged_actor_leads_to_the_end_of_the_chain(client, acteur):
    deuxieme, troisieme = ActeurFactory(nom="Deux"), ActeurFactory(nom="Trois")
    vie.fusionner(acteur, deuxieme)
    vie.fusionner(deuxieme, troisieme)
    reponse = client.get(adresse_de(acteur))
    assert (reponse.status_code, reponse["Location"]) == (301, adresse_de(troisieme))


def test_a_merge_into_a_hidden_record_is_not_found(client, acteur):
    vie.fusionner(acteur, ActeurFactory(brouillon=True))
    assert client.get(adresse_de(acteur)).status_code == 404


def test_without_a_directory_the_permanent_address_shows_the_entry(client, db):
    acteur = ActeurFactory(nom="Seul")
    assert client.get(f"/a/{acteur.ref}/").status_code == 200


# ---------------------------------------------------------------- what is shown
def test_what_is_private_is_nowhere(client, acteur):
    LieuFactory(
        acteur=acteur,
        nom="Chez Camille",
        adresse="3, impasse Secrète",
        complement="Porte bleue",
        acces="Sonner chez Prénom",
        accessibilite="Deux marches chez Camille",
        latitude=47.123456,
        longitude=-1.654321,
        public=False,
    )
    page = client.get(adresse_de(acteur)).content.decode()
    secrets = [
        "Camille",
        "Secrète",
        "Porte bleue",
        "Prénom",
        "12345678",
        "12 34 56 78",
        "47.12",
        "1.65",
    ]
    assert [secret for secret in secrets if secret in page] == []


def test_a_way_to_go_leads_to_the_place_else_to_its_written_address(client, acteur, petit_pays):
    nantes = Commune.objects.get(pk="44109")
    mairie = {"precision": "commune", "latitude": 47.3, "longitude": -1.1}
    rue = {"adresse": "2 bis, rue de l’Île & Co", "code_postal": "44000", "commune": nantes}
    LieuFactory(acteur=acteur, **rue, **mairie)
    LieuFactory(acteur=acteur, **rue, **mairie, public=False)
    LieuFactory(acteur=acteur, adresse="", code_postal="44000", commune=nantes, **mairie)
    perdue = {"latitude": None, "longitude": None, "precision": ""}
    LieuFactory(acteur=acteur, adresse="2, rue de nulle part", code_postal="", **perdue)
    lieux = client.get(adresse_de(acteur)).context["lieux"]
    web = "https://www.openstreetmap.org/directions?to="
    ecrite = "2%20bis%2C%20rue%20de%20l%E2%80%99%C3%8Ele%20%26%20Co%2C%2044000%20Nantes"
    assert [(lieu.destination, lieu.itineraire) for lieu in lieux] == [
        ("47.218400,-1.553600", f"{web}47.218400%2C-1.553600"),
        ("2 bis, rue de l’Île & Co, 44000 Nantes", f"{web}{ecrite}"),
        ("", ""),
        ("", ""),
        ("", ""),
    ]
    assert [lieu.position_en_mots for lieu in lieux] == [
        *("", "la commune seulement", "la commune seulement", "la commune seulement", "")
    ]


def test_every_term_leads_to_its_list(client, acteur):
    acteur.domaines.add(acteur.domaine_principal)
    acteur.gestes.add(GesteFactory())
    acteur.publics.add(PublicFactory())
    acteur.etiquettes.add("vrac & bio")
    acteur.reseaux.add(
        Reseau.objects.create(
            nom="Biocoop",
            slug="biocoop",
            locale=locale_source(),
            site_web="https://reseau.example/",
        )
    )
    acteur.save()
    page = client.get(adresse_de(acteur)).content.decode()
    attendus = [
        "/annuaire/?domaine=alimentation",
        "/annuaire/?geste=acheter",
        "/annuaire/?public=tout-public",
        "/annuaire/?q=vrac%20%26%20bio",
        "https://reseau.example/",
    ]
    assert [lien for lien in attendus if f'href="{lien}"' not in page] == []
    assert {client.get(lien).status_code for lien in attendus[:4]} == {200}


def test_a_label_has_its_state_its_dates_and_its_proof(client, acteur):
    hier = timezone.localdate() - timedelta(days=1)
    LabelActeurFactory(acteur=acteur, preuve="https://preuve.example/", expire_le=date(2099, 6, 30))
    LabelActeurFactory(acteur=acteur, type=TypeLabelFactory(slug="ab", nom="AB"), etat="declare")
    LabelActeurFactory(acteur=acteur, type=TypeLabelFactory(slug="aci", nom="ACI"), expire_le=hier)
    reponse = client.get(adresse_de(acteur))
    etats = [(montre.nom, montre.etat_en_mots) for montre in reponse.context["labels"]]
    assert etats == [("Esus", "vérifié"), ("AB", "déclaré"), ("ACI", "expiré")]
    assert reponse.context["badges"] == ["ESUS"]
    lu = lire(reponse)
    assert "Valable jusqu’au 30 juin 2099." in lu
    assert "La structure le dit\u202f; nous n’avons pas encore vu de preuve." in lu


def test_areas_are_said_in_words(client, acteur, petit_pays):
    ZoneFactory(acteur=acteur)
    ZoneFactory(acteur=acteur, genre="rayon", rayon_km=15)
    ZoneFactory(acteur=acteur, genre="commune", commune=Commune.objects.get(pk="44109"))
    zones = client.get(adresse_de(acteur)).context["liens"].zones
    assert zones == ["toute la France", "à moins de 15 km", "Nantes"]


def test_head_office_and_branches_lead_to_each_other(client, acteur):
    antenne = ActeurFactory(nom="Le Panier du Nord", parent=acteur)
    ActeurFactory(nom="Cachée", parent=acteur, brouillon=True)
    assert client.get(adresse_de(acteur)).context["antennes"] == [
        ("Le Panier du Nord", adresse_de(antenne))
    ]
    assert client.get(adresse_de(antenne)).context["siege"] == ("Le Panier", adresse_de(acteur))


def test_a_hidden_head_office_is_not_named(client, acteur):
    acteur.parent = ActeurFactory(nom="Siège caché", brouillon=True)
    acteur.save()
    assert client.get(adresse_de(acteur)).context["siege"] is None


def test_a_record_nobody_checked_does_not_say_it_was(client, acteur):
    assert "Fiche vérifiée" not in lire(client.get(adresse_de(acteur)))
    vie.verifier(acteur, le=date(2026, 1, 8))
    assert "Fiche vérifiée le 8 janvier 2026" in lire(client.get(adresse_de(acteur)))


def test_a_description_is_text(client, acteur):
    acteur.description = "Un <script>alert(1)</script>\n\nhttps://exemple.org\nfin"
    acteur.save()
    page = client.get(adresse_de(acteur)).content.decode()
    assert "<script>alert" not in page
    assert "<p>https://exemple.org<br>fin</p>" in page


def test_origins_are_summed_up_by_source(annuaire):
    source = SourceFactory()
    acteur = ActeurFactory()
    acteur.provenance = {
        "nom": {"source": source.pk, "le": "2026-01-02"},
        "lieux": {"source": source.pk, "le": "2026-03-04"},
        "description": {"source": "proprietaire", "le": "2026-02-01"},
        "siret": {"source": "redaction", "le": "2026-02-03"},
        "offre": {"source": 999_999, "le": "2026-02-03"},
    }
    assert [(o.champs, o.auteur, o.le) for o in origines(acteur)] == [
        ("Nom, adresse", "Liste d’essai", date(2026, 3, 4)),
        ("Présentation", "la structure elle-même", date(2026, 2, 1)),
        ("Statut et identifiants", "l’équipe du site", date(2026, 2, 3)),
    ]


# ---------------------------------------------------------------- pictures
def photographier(acteur, image_de_test, accord="oui", **champs):
    image = ImagePortail.objects.create(
        title="Devanture", file=image_de_test(), accord_personnes=accord, credit="Camille"
    )
    PhotoActeur.objects.create(acteur=acteur, image=image, alt="Un auvent rayé", **champs)
    return image


@pytest.fixture
def image_de_test():
    """Callable → a small picture. Sizes made for another test's images are forgotten."""
    cache.clear()
    return get_test_image_file


def test_a_photo_is_shown_with_its_credit(client, acteur, image_de_test):
    photographier(acteur, image_de_test, legende="Sur le port.")
    reponse = client.get(adresse_de(acteur))
    assert [photo["alt"] for photo in reponse.context["photos"]] == ["Un auvent rayé"]
    assert "Sur le port. Photo\u00a0: Camille" in lire(reponse)


def test_a_photo_without_the_agreement_of_people_stays_hidden(client, acteur, image_de_test):
    photographier(acteur, image_de_test, accord="a_obtenir")
    reponse = client.get(adresse_de(acteur))
    assert reponse.context["photos"] == []
    assert "Pas encore de photo" in lire(reponse)


# ---------------------------------------------------------------- neighbours and cost
def test_neighbours_are_the_nearest_three(client, acteur):
    for n in range(5, 0, -1):
        voisin = ActeurFactory(nom=f"Voisin {n}")
        LieuFactory(acteur=voisin, latitude=47.2184 + n / 100)
        indexer("acteur", [voisin.pk])
    proches = client.get(adresse_de(acteur)).context["proches"]
    assert [carte.nom for carte in proches] == ["Voisin 1", "Voisin 2", "Voisin 3"]


def test_a_private_place_is_measured_from_its_commune(client, annuaire, petit_pays):
    nantes = Commune.objects.get(pk="44109")
    chez = ActeurFactory(nom="Chez elle")
    LieuFactory(acteur=chez, commune=nantes, latitude=48.9, longitude=2.3, public=False)
    voisin = ActeurFactory(nom="En ville")
    LieuFactory(acteur=voisin, latitude=nantes.latitude, longitude=nantes.longitude)
    indexer("acteur", [chez.pk, voisin.pk])
    proches = client.get(adresse_de(chez)).context["proches"]
    assert [(carte.nom, carte.distance) for carte in proches] == [("En ville", 0.0)]


def enrichir(acteur, nombre, image_de_test):
    for n in range(nombre):
        LieuFactory(acteur=acteur, adresse=f"{n}, rue du Port")
        ContactFactory(acteur=acteur, genre="email", valeur=f"contact{n}@exemple.fr")
        LabelActeurFactory(acteur=acteur, type=TypeLabelFactory(slug=f"label-{n}", sigle=f"L{n}"))
        ZoneFactory(acteur=acteur)
        acteur.domaines.add(DomaineFactory(slug=f"domaine-{n}"))
        acteur.gestes.add(GesteFactory(slug=f"geste-{n}"))
        acteur.etiquettes.add(f"mot {n}")
        ActeurFactory(nom=f"Antenne {n}", parent=acteur)
        photographier(acteur, image_de_test)
        voisin = ActeurFactory(nom=f"Voisin {n}")
        LieuFactory(acteur=voisin)
        indexer("acteur", [voisin.pk])
    acteur.parent = ActeurFactory(nom="Siège")
    acteur.logo = ImagePortail.objects.create(
        title="Logo", file=image_de_test(), accord_personnes="sans_objet"
    )
    acteur.save()


@pytest.mark.parametrize("nombre", [1, 3])
def test_an_entry_costs_seven_queries(
    client, acteur, image_de_test, django_assert_num_queries, nombre
):
    enrichir(acteur, nombre, image_de_test)
    client.get(adresse_de(acteur))
    with django_assert_num_queries(7):
        reponse = client.get(adresse_de(acteur))
    assert len(reponse.context["photos"]) == nombre


def test_a_draft_is_previewed_with_its_own_parts(rf, acteur):
    from annuaire.fiches import contexte_de_fiche

    brouillon = Acteur.objects.get(pk=acteur.pk)
    brouillon.nom = "Le Panier neuf"
    brouillon.etiquettes.add("brouillon")
    brouillon.zones.add(ZoneFactory.build(acteur=None))
    contexte = contexte_de_fiche(brouillon, rf.get("/"), apercu=True)
    assert contexte["liens"].etiquettes == ["brouillon"]
    assert contexte["liens"].zones == ["toute la France"]
    assert [c.valeur for c in contexte["liens"].contacts] == ["+33261910001"]
    assert contexte["proches"] == []
    assert acteur.etiquettes_posees.count() == 0
