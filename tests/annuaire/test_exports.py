"""A search as CSV and GeoJSON: what is in, what is left out, and under which licence."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from annuaire import exports, vie
from annuaire.donnees_ouvertes import COLONNES
from annuaire.models import Acteur
from search.documents import indexer
from tests.annuaire.fabriques import (
    ActeurFactory,
    ContactFactory,
    DomaineFactory,
    LabelActeurFactory,
    LieuFactory,
    TypeLabelFactory,
    ZoneFactory,
)
from tests.annuaire.sources_mixtes import (
    LICENCE,
    MENTION,
    contact,
    fermee,
    importe,
    lieu,
    lire_csv,
    lire_geojson,
    osm,
    siae,
)

CSV, GEOJSON = "/annuaire/export.csv", "/annuaire/export.geojson"
DU_LIEU = {
    "adresse": "12, rue du Port",
    "code_postal": "44000",
    "commune": "Nantes",
    "code_insee": "44109",
    "departement": "44",
    "latitude": "47.2184",
    "longitude": "-1.5536",
    "precision": "adresse",
    "accessibilite": "oui",
    "horaires": "Mo-Fr 09:00-12:00",
}
DU_SITE = f"{LICENCE} (Tissage)"


def noms(reponse):
    return [ligne["nom"] for ligne in lire_csv(reponse)]


def rempli(nom="Le Panier", **champs):
    """An actor of the site with something in every open field."""
    acteur = ActeurFactory(
        nom=nom, sigle="LP", siret="80746931700018", accroche="Du vrac.", itinerant=True, **champs
    )
    acteur.domaine_principal = DomaineFactory()
    acteur.etiquettes.add("pain")
    acteur.save()
    LieuFactory(acteur=acteur, commune_id="44109", fauteuil="oui")
    LabelActeurFactory(acteur=acteur, expire_le=timezone.localdate() + timedelta(days=9))
    LabelActeurFactory(acteur=acteur, type=TypeLabelFactory(slug="ab", sigle="AB"), etat="declare")
    ContactFactory(acteur=acteur)
    ZoneFactory(acteur=acteur, genre="departement", departement_id="44")
    indexer("acteur", [acteur.pk])
    return acteur


def dits(reponse, debut='class="partage'):
    """What one reads under the results."""
    morceau = reponse.content.decode().split(debut)[1].split(">", 1)[1].split("</section>")[0]
    return re.sub(r"[ \t\n]+", " ", strip_tags(morceau)).strip()


# ---------------------------------------------------------------- what a row holds
def test_a_row_has_every_open_field(client, annuaire, petit_pays):
    acteur = rempli(famille="association", horaires="Mo-Fr 09:00-12:00")
    (ligne,) = lire_csv(client.get(CSV))
    jour = timezone.localdate()
    del ligne["origines"]
    du_lieu = {nom: ligne.pop(nom) for nom in exports.COLONNES_DU_LIEU}
    assert {nom: valeur for nom, valeur in du_lieu.items() if valeur} == DU_LIEU
    assert {nom: valeur for nom, valeur in ligne.items() if valeur} == {
        "ref": acteur.ref,
        "identifiant": acteur.ref,
        "nom": "Le Panier",
        "sigle": "LP",
        "siren": "807469317",
        "siret": "80746931700018",
        "famille": "association",
        "accroche": "Du vrac.",
        "categories": "Alimentation",
        "etiquettes": "pain",
        "labels": f"Esus (vérifié, {jour + timedelta(days=9)}, 44-2024-001)",
        "labels_declares": "Ab",
        "telephone": "02 61 91 00 01",
        "itinerant": "oui",
        "zone": "departement:44",
        "adresse_permanente": f"http://testserver/a/{acteur.ref}/",
        "ajoute_le": jour.isoformat(),
        "sources": "Tissage",
        "sources_adresses": "http://testserver",
        "source": "Tissage",
        "licence": LICENCE,
        "attribution": "Tissage",
        "licence_du_fichier": DU_SITE,
    }


def test_a_row_says_who_wrote_what_and_when(client, annuaire):
    acteur = importe(siae(), nom="Le Panier", sigle="LP")
    importe(osm(), acteur, horaires="Mo 09:00-12:00", lieux=[lieu()])
    (ligne,) = lire_csv(client.get(CSV))
    jour = timezone.localdate()
    assert ligne["origines"] == (f"Adresse, horaires : OpenStreetMap, {jour} | Nom : SIAE, {jour}")


def test_the_columns_come_in_the_announced_order(client, annuaire):
    ActeurFactory()
    entete = client.get(CSV).getvalue().decode().split("\r\n")[0]
    assert entete == "\ufeff" + ";".join((*COLONNES, "licence_du_fichier"))


def test_a_place_is_a_point_and_its_precision_a_property(client, annuaire, petit_pays):
    acteur = rempli()
    LieuFactory(
        acteur=acteur, adresse="3, quai Bas", commune_id="44213", latitude=47.4, longitude=-1
    )
    LieuFactory(acteur=acteur, commune_id="44043", public=False)
    indexer("acteur", [acteur.pk])
    donnees = lire_geojson(client.get(GEOJSON))
    assert [
        (f["id"], f["geometry"], f["properties"]["adresse"], f["properties"]["precision"])
        for f in donnees["features"]
    ] == [
        (
            acteur.ref,
            {"type": "Point", "coordinates": [-1.5536, 47.2184]},
            "12, rue du Port",
            "adresse",
        ),
        (
            f"{acteur.ref}-2",
            {"type": "Point", "coordinates": [-1, 47.4]},
            "3, quai Bas",
            "adresse",
        ),
    ]
    assert {nom: donnees[nom] for nom in donnees if nom != "features"} == {
        "type": "FeatureCollection",
        "licence": DU_SITE,
        "attribution": ["Tissage"],
        "total": 1,
        "exclues": 0,
        "limite": None,
        "avertissements": [],
    }
    assert lire_csv(client.get(CSV))[0]["autres_lieux"] == (
        "3, quai Bas, 44000 Loireauxence (47.4, -1.0) | Clisson"
    )


def test_an_actor_without_a_place_is_a_feature_without_a_point(client, annuaire):
    acteur = ActeurFactory(a_distance=True)
    (element,) = lire_geojson(client.get(GEOJSON))["features"]
    assert (element["id"], element["geometry"]) == (acteur.ref, None)


def test_of_a_private_place_only_the_commune_is_given(client, annuaire, petit_pays):
    LieuFactory(acteur=ActeurFactory(), commune_id="44109", public=False, fauteuil="oui")
    (ligne,) = lire_csv(client.get(CSV))
    assert {nom: ligne[nom] for nom in exports.COLONNES_DU_LIEU if ligne[nom]} == {
        "commune": "Nantes",
        "code_insee": "44109",
        "departement": "44",
    }


def test_people_are_not_copied_for_ever(client, annuaire, petit_pays):
    """A mobile, a person's mailbox: even shown on the entry, even inside a text."""
    acteur = ActeurFactory(accroche="Appelez le 06 98 76 54 32.", famille="association")
    for genre, valeur in (
        ("telephone", "+33698765432"),
        ("telephone", "+33240000001"),
        ("email", "jeanne.dupont@exemple.fr"),
        ("email", "contact@exemple.fr"),
        ("site", "https://exemple.fr/"),
    ):
        ContactFactory(acteur=acteur, genre=genre, valeur=valeur)
    (ligne,) = lire_csv(client.get(CSV))
    assert [ligne[nom] for nom in ("accroche", "telephone", "email", "site_web")] == [
        "Appelez le.",
        "02 40 00 00 01",
        "contact@exemple.fr",
        "https://exemple.fr/",
    ]


@pytest.mark.parametrize(
    ("horaires", "ouverts"),
    [
        ("Mo-Fr 09:00-12:00; 2026 Dec 24-26 off", "Mo-Fr 09:00-12:00; 2026 Dec 24-26 off"),
        ('Mo "sur rendez-vous au 06 98 76 54 32"', 'Mo "sur rendez-vous au "'),
        ("06 98 76 54 32", ""),
    ],
)
def test_hours_do_not_hide_a_number(client, annuaire, horaires, ouverts):
    ActeurFactory(horaires=horaires)
    assert lire_csv(client.get(CSV))[0]["horaires"] == ouverts


@pytest.mark.parametrize(
    "champs", [{"famille": "entrepreneur"}, {"forme_juridique": "Micro-entreprise"}]
)
def test_a_sole_trader_gives_a_commune_and_a_site(client, annuaire, petit_pays, champs):
    acteur = ActeurFactory(**champs)
    LieuFactory(acteur=acteur, commune_id="44109")
    ContactFactory(acteur=acteur)
    ContactFactory(acteur=acteur, genre="site", valeur="https://exemple.fr/")
    (ligne,) = lire_csv(client.get(CSV))
    assert [ligne[nom] for nom in ("adresse", "latitude", "telephone")] == [""] * 3
    assert (ligne["commune"], ligne["site_web"]) == ("Nantes", "https://exemple.fr/")
    assert lire_geojson(client.get(GEOJSON))["features"][0]["geometry"] is None


def test_a_family_of_the_ess_by_proof_counts_from_the_day_of_its_proof(client, annuaire):
    hier, demain = (timezone.localdate() + timedelta(days=n) for n in (-1, 1))
    for jour in (hier, demain):
        ActeurFactory(
            famille="societe_ess", famille_preuve="https://exemple.fr/p", famille_preuve_le=jour
        )
    assert [
        (ligne["famille"], ligne["famille_preuve_le"]) for ligne in lire_csv(client.get(CSV))
    ] == [("societe_ess", hier.isoformat()), ("", "")]


def test_an_expired_label_is_nowhere(client, annuaire):
    hier = timezone.localdate() - timedelta(days=1)
    LabelActeurFactory(acteur=ActeurFactory(), expire_le=hier)
    (ligne,) = lire_csv(client.get(CSV))
    assert (ligne["labels"], ligne["labels_declares"]) == ("", "")


def test_a_formula_is_a_text(client, annuaire):
    ActeurFactory(nom='=HYPERLINK("x")', accroche="@ bientôt")
    (ligne,) = lire_csv(client.get(CSV))
    assert (ligne["nom"], ligne["accroche"]) == ('\'=HYPERLINK("x")', "'@ bientôt")


# ---------------------------------------------------------------- the same search
def test_one_exports_what_one_sees(client, annuaire, petit_pays):
    for nom, famille in (("Épicerie A", "association"), ("Épicerie B", "cooperative"), ("C", "")):
        rempli(nom, famille=famille)
    for recherche in (
        "q=epicerie&tri=nom",
        "famille=cooperative",
        "ou=Nantes&q=epicerie",
        "page=1",
    ):
        vus = [c.nom for c in client.get(f"/annuaire/?{recherche}").context["cartes"]]
        assert (recherche, sorted(noms(client.get(f"{CSV}?{recherche}")))) == (
            recherche,
            sorted(vus),
        )
    assert noms(client.get(f"{CSV}?q=epicerie&tri=nom")) == ["Épicerie A", "Épicerie B"]


def test_what_only_looks_like_the_search_is_not_exported(client, annuaire, petit_pays):
    rempli("Épicerie A")
    assert client.get("/annuaire/?q=epicerie+introuvable").context["recherche"].approche
    reponse = client.get(f"{CSV}?q=epicerie+introuvable")
    assert (noms(reponse), reponse["X-Total"]) == ([], "0")


@pytest.mark.parametrize("chemin", [CSV, GEOJSON, "/annuaire/flux.atom"])
@pytest.mark.parametrize(
    ("recherche", "phrase"),
    [
        ("rayon=NaN&ou=Nantes", "La distance va de 1 à 500 kilomètres."),
        ("page=abc", "Une page porte un numéro, à partir de 1."),
        ("ou=Zzyzx", "Nous ne connaissons pas de lieu nommé «\xa0Zzyzx\xa0»\xa0: essayez"),
        ("ou=Saint-Denis", "Lequel\u202f? Saint-Denis (La Réunion), Saint-Denis ("),
    ],
)
def test_nonsense_and_doubt_are_said_in_a_sentence(
    client, annuaire, petit_pays, chemin, recherche, phrase
):
    reponse = client.get(f"{chemin}?{recherche}")
    texte = reponse.content.decode()
    assert (reponse.status_code, texte[: len(phrase)]) == (400, phrase)


def test_a_filter_left_out_is_said(client, annuaire):
    ActeurFactory()
    reponse = client.get(f"{GEOJSON}?famille=inconnue")
    phrase = "Ce filtre n’existe pas ou n’existe plus, il a été ignoré\xa0: inconnue."
    assert lire_geojson(reponse)["avertissements"] == [phrase]
    assert reponse["X-Avertissements"] == (
        "Ce filtre n'existe pas ou n'existe plus, il a ete ignore : inconnue."
    )


@pytest.mark.parametrize("chemin", ["export.xlsx", "flux.csv", "export.csv/", "xexport.csv"])
def test_nothing_else_is_a_file(client, annuaire, chemin):
    assert client.get(f"/annuaire/{chemin}").status_code == 404


def test_what_is_not_public_is_in_no_file(client, annuaire):
    ouvert = ActeurFactory(nom="Ouvert")
    ActeurFactory(nom="Brouillon", brouillon=True)
    vie.fermer(ActeurFactory(nom="Fermé"), timezone.localdate())
    vie.fusionner(ActeurFactory(nom="Fusionné"), ouvert)
    vie.masquer([ActeurFactory(nom="Masqué").pk])
    assert noms(client.get(CSV)) == ["Ouvert"]
    assert noms(client.get(f"{CSV}?tri=nom&modalite=")) == ["Ouvert"]
    donnees = lire_geojson(client.get(GEOJSON))
    assert [f["properties"]["nom"] for f in donnees["features"]] == ["Ouvert"]


# ---------------------------------------------------------------- slices
def test_a_search_stops_at_the_depth_of_the_engine_and_says_so(client, annuaire, monkeypatch):
    monkeypatch.setattr(exports, "PAR_PAGE_MAX", 2)
    monkeypatch.setattr(exports, "PROFONDEUR_MAX", 4)
    for n in range(5):
        ActeurFactory(nom=f"Acteur {n}", famille="association")
    reponse = client.get(f"{CSV}?famille=association&tri=nom")
    assert (reponse["X-Total"], reponse["X-Limite"]) == ("5", "4")
    assert noms(reponse) == [f"Acteur {n}" for n in range(4)]
    # The whole directory has no limit.
    reponse = client.get(CSV)
    assert (reponse["X-Total"], "X-Limite" in reponse.headers) == ("5", False)
    assert noms(reponse) == [f"Acteur {n}" for n in range(5)]


@pytest.mark.parametrize("nombre", [1, 3])
@pytest.mark.parametrize(("adresse", "requetes"), [(CSV, 23), (f"{CSV}?famille=association", 21)])
def test_a_slice_costs_the_same_whatever_it_holds(
    client, annuaire, petit_pays, django_assert_num_queries, adresse, requetes, nombre
):
    for n in range(nombre):
        rempli(f"Acteur {n}", famille="association")
    client.get(adresse).getvalue()
    with django_assert_num_queries(requetes):
        assert len(lire_csv(client.get(adresse))) == nombre


# ---------------------------------------------------------------- sources and licences
def test_rows_of_a_closed_source_are_left_out_and_counted(client, annuaire):
    importe(siae(), nom="Ouverte")
    importe(fermee(), nom="Prêtée")
    autre = importe(fermee(), nom="Prêtée aussi")
    autre.nom = "Reprise par l’équipe"
    autre.save()
    reponse = client.get(CSV)
    assert (noms(reponse), reponse["X-Total"], reponse["X-Exclues"]) == (["Ouverte"], "3", "2")
    donnees = lire_geojson(client.get(GEOJSON))
    assert (len(donnees["features"]), donnees["exclues"]) == (1, 2)
    assert dits(client.get("/annuaire/")) == (
        "Ces résultats en CSV, GeoJSON, flux Atom des nouveautés. "
        "Licence\u00a0: Licence Ouverte 2.0 (SIAE). "
        "2 fiches ne sont pas dans ces fichiers\u00a0: "
        "leur source ne permet pas de les rediffuser."
    )


def test_a_source_opened_since_is_in_the_next_file(client, annuaire):
    source = fermee()
    importe(source, nom="Prêtée")
    assert noms(client.get(CSV)) == []
    source.redistribuable = True
    source.save()
    reponse = client.get(CSV)
    assert (noms(reponse), reponse["X-Exclues"]) == (["Prêtée"], "0")


def test_a_field_of_a_closed_source_is_left_out_of_an_open_row(client, annuaire):
    acteur = importe(siae(), nom="Le Panier")
    importe(
        fermee(),
        acteur,
        horaires="Mo 09:00-12:00",
        lieux=[lieu()],
        contacts__telephone=[contact("+33240000001")],
        a_distance=True,
    )
    (ligne,) = lire_csv(client.get(CSV))
    assert [ligne[nom] for nom in ("horaires", "adresse", "telephone", "a_distance")] == [""] * 4
    assert (ligne["sources"], ligne["licence"], ligne["origines"][:10]) == (
        "SIAE",
        LICENCE,
        "Nom : SIAE",
    )


def test_a_row_says_each_licence_and_the_file_what_it_mixes(client, annuaire):
    mele = importe(siae(), nom="Mêlé")
    importe(osm(), mele, horaires="Mo 09:00-12:00")
    importe(siae(), nom="Simple")
    reponse = client.get(f"{CSV}?tri=nom")
    lignes = lire_csv(reponse)
    melange = "Licence Ouverte 2.0 (SIAE) ; ODbL 1.0 (OpenStreetMap)"
    assert [(x["sources"], x["source"], x["licence"], x["attribution"]) for x in lignes] == [
        (
            "SIAE | OpenStreetMap",
            "SIAE + OpenStreetMap, par Tissage",
            melange,
            f"Les SIAE | {MENTION}",
        ),
        ("SIAE", "SIAE, par Tissage", LICENCE, "Les SIAE"),
    ]
    phrase = f"{melange} : la base mêlée se redistribue sous ODbL"
    assert {x["licence_du_fichier"] for x in lignes} == {phrase}
    assert reponse["X-Licence"] == phrase.replace("ê", "e").replace("é", "e")
    assert lire_geojson(client.get(GEOJSON))["attribution"] == ["Les SIAE", MENTION]


def test_one_odbl_source_alone_mixes_nothing(client, annuaire):
    importe(osm(), nom="Seul")
    assert client.get(CSV)["X-Licence"] == "ODbL 1.0 (OpenStreetMap)"


def test_openstreetmap_is_credited_wherever_a_row_of_it_shows(client, annuaire):
    simple, mele = importe(siae(), nom="Simple"), importe(siae(), nom="Mêlé")
    importe(osm(), mele, horaires="Mo 09:00-12:00")
    lien = f'<a href="https://www.openstreetmap.org/copyright">{MENTION}</a>'

    def credite(chemin):
        return client.get(chemin).content.decode().count(lien)

    assert credite("/annuaire/") == 1
    assert credite("/annuaire/?q=simple") == 0
    assert credite(f"/annuaire/{mele.slug}-{mele.ref}/") == 1
    assert credite(f"/annuaire/{simple.slug}-{simple.ref}/") == 0


def test_a_neighbour_from_openstreetmap_is_credited_too(client, annuaire):
    place = {"latitude": 47.2, "longitude": -1.5, "precision": "adresse"}
    simple = importe(siae(), nom="Simple", lieux=[lieu(**place)])
    importe(osm(), nom="Voisin", lieux=[lieu(**place)])
    page = client.get(f"/annuaire/{simple.slug}-{simple.ref}/").content.decode()
    assert page.count("https://www.openstreetmap.org/copyright") == 1


def test_a_source_deleted_is_no_longer_open(client, annuaire):
    source = siae()
    importe(source, nom="Orpheline")
    source.delete()
    assert Acteur.objects.get().source is None
    assert noms(client.get(CSV)) == []


def test_the_list_leads_to_its_files_with_the_same_search(client, annuaire, petit_pays):
    rempli(famille="association")
    page = client.get("/annuaire/?famille=association&q=panier&tri=nom&page=1").content.decode()
    suite = "?q=panier&amp;famille=association"
    attendus = {f"{CSV}{suite}&amp;tri=nom", f"{GEOJSON}{suite}&amp;tri=nom"}
    attendus |= {f"/annuaire/flux.atom{suite}"}
    dans_la_tete = set(re.findall(r'<link rel="alternate"[^>]* href="([^"]+)"', page))
    assert dans_la_tete == attendus
    assert set(
        re.findall(r'<a href="([^"]+)" rel="nofollow">', page.split('class="partage')[1])
    ) == (attendus)
