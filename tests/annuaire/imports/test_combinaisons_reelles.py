"""Three hundred random searches over the three real lists: each answer holds together."""

import random
from datetime import UTC, datetime
from itertools import pairwise

import pytest
import time_machine

from annuaire import horaires
from annuaire.forms import FACETTES
from annuaire.horaires_montres import endroit_de
from annuaire.lots import demander
from annuaire.models import Acteur, Lieu, ZoneIntervention
from annuaire.recherches import interroger
from search.documents import reconstruire
from territoires.lieux import cles_d_appartenance, resoudre
from territoires.models import Commune
from tests.annuaire.imports.test_listes_reelles import LISTES, passer
from tests.annuaire.imports.test_ouvert_maintenant import kilometres

INSTANT = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)  # a Saturday, 10 h 30 in Paris
COMBINAISONS = 300
MOTS = ["", "", "vélo", "insertion", "épicerie", "réparer", "jardin", "nettoyage", "l'atelier"]
ZONES = ["rayon", "departement", "region", "national", "epci", "commune"]

pytestmark = pytest.mark.complet


@pytest.fixture
def listes(listes_reelles, taxonomies):
    """The three lists, and areas of intervention for one actor in five."""
    from territoires.chargement import charger

    charger()
    with time_machine.travel(INSTANT, tick=False):
        for profil, fichier, *_comptes in LISTES:
            passer(listes_reelles, profil, fichier)
        tirage = random.Random(5)  # noqa: S311 (a fixed draw, nothing secret)
        communes = list(Commune.objects.filter(epci__isnull=False).order_by("-population")[:400])
        zones = []
        for pk in Acteur.objects.order_by("pk").values_list("pk", flat=True)[::5]:
            genre, commune = tirage.choice(ZONES), tirage.choice(communes)
            champs = {"commune": commune, "epci": commune.epci, "departement": commune.departement}
            champs["region"] = commune.departement.region
            cible = {genre: champs[genre]} if genre in champs else {}
            rayon = tirage.choice([10, 30, 80]) if genre == "rayon" else None
            zones.append(ZoneIntervention(acteur_id=pk, genre=genre, rayon_km=rayon, **cible))
        ZoneIntervention.objects.bulk_create(zones)
        reconstruire("acteur")
        yield communes


class Lignes:
    """Every public actor as the rows of the database say it."""

    def __init__(self):
        self.lieux, self.zones, self.acteurs = {}, {}, set()
        for acteur in Acteur.objects.publies():
            self.acteurs.add(acteur.pk)
            self.lieux[acteur.pk], self.zones[acteur.pk] = [], []
        lieux = Lieu.objects.select_related("acteur", "commune__departement")
        for lieu in lieux.filter(acteur__in=self.acteurs):
            lu = endroit_de(lieu.acteur, lieu)
            ouvert = bool(lu.fuseau) and (
                horaires.etat(lu.notation, INSTANT, lu.fuseau, lu.departement).genre == "ouvert"
            )
            cles = set(cles_d_appartenance(lieu.commune_id)) if lieu.commune_id else set()
            self.lieux[lieu.acteur_id].append((lieu.position_publique, cles, ouvert))
        for zone in ZoneIntervention.objects.filter(acteur__in=self.acteurs):
            cible = getattr(zone, f"{zone.genre}_id", None)
            self.zones[zone.acteur_id].append((zone.genre, cible, zone.rayon_km))

    def couvre(self, pk, lieu):
        tenu = {cle for x in lieu.cles_territoire for cle in cles_d_appartenance(x[2:])}
        tenu |= set(lieu.cles_territoire)
        return any(
            genre == "national"
            or (
                genre == "rayon"
                and any(p and kilometres(lieu.centre, p) <= km for p, *_r in self.lieux[pk])
            )
            or f"{genre[0]}:{cible}" in tenu
            for genre, cible, km in self.zones[pk]
        )

    def trouves(self, lieu, rayon, maintenant):
        bons = set()
        for pk in self.acteurs:
            dedans = [
                (position, cles, ouvert)
                for position, cles, ouvert in self.lieux[pk]
                if (
                    position and kilometres(lieu.centre, position) <= rayon
                    if rayon
                    else cles & set(lieu.cles_territoire)
                )
            ]
            couvre = self.couvre(pk, lieu)
            candidats = self.lieux[pk] if couvre else dedans
            if (dedans or couvre) and (
                not maintenant or any(ouvert for *_reste, ouvert in candidats)
            ):
                bons.add(pk)
        return bons


def tirer(graine, communes):
    """(text, place, radius, facets of the address) of a random search."""
    tirage = random.Random(graine)  # noqa: S311 (a fixed draw, nothing secret)
    commune = tirage.choice(communes[:60])
    ou = tirage.choice(["", f"{commune.nom} ({commune.departement_id})"])
    rayon = tirage.choice([None, 5, 10, 20, 50, 100]) if ou else None
    choix = {}
    if tirage.random() < 0.4:
        choix["quand"] = tirage.sample(
            ["maintenant", "soir", "samedi", "dimanche"], tirage.choice([1, 1, 2])
        )
    if tirage.random() < 0.3:
        choix["geste"] = [tirage.choice(["acheter", "reparer", "donner"])]
    if tirage.random() < 0.3:
        choix["domaine"] = tirage.sample(["reemploi", "alimentation", "mobilite"], 1)
    return tirage.choice(MOTS), ou, rayon, choix


def pages(demande, total):
    ids = []
    for page in range(1, total // 100 + 2):
        demande.page = page
        reponse = interroger(demande, locale="fr", par_page=100, facettes_voulues=())
        ids += [resultat.objet_id for resultat in reponse.resultats]
    return ids


def test_counts_pages_places_areas_and_moments_agree(listes):
    for graine in range(COMBINAISONS):
        texte, ou, rayon, choix = tirer(graine, listes)
        demande = demander(texte, ou, rayon, **choix)
        reponse = interroger(demande, locale="fr", fuite=False)
        if reponse.total <= 2_000:
            vus = pages(demande, reponse.total)
            assert (graine, len(vus), len(set(vus))) == (graine, reponse.total, reponse.total)
        for nom in FACETTES:
            for cle, compte in list(reponse.facettes[nom].items())[:6]:
                demande.page = 1
                requete = demande.requete(locale="fr", par_page=1, facettes_voulues=(), fuite=False)
                clic = remplacer(requete, nom, cle)
                assert (graine, nom, cle, compte) == (graine, nom, cle, total_de(clic))


def test_a_place_an_area_and_now_are_those_of_every_row(listes):
    lignes = Lignes()
    for graine in range(COMBINAISONS // 3):
        tirage = random.Random(graine)  # noqa: S311 (a fixed draw, nothing secret)
        commune = tirage.choice(listes[:60])
        ou, rayon = f"{commune.nom} ({commune.departement_id})", tirage.choice([None, 5, 20, 50])
        maintenant = tirage.random() < 0.5
        demande = demander("", ou, rayon, **({"quand": ["maintenant"]} if maintenant else {}))
        total = interroger(demande, locale="fr", par_page=1, facettes_voulues=()).total
        bons = lignes.trouves(resoudre(ou).lieu, rayon, maintenant)
        assert (graine, set(pages(demande, total))) == (graine, bons)


def remplacer(requete, nom, cle):
    """The same search with one value alone in a facet."""
    from dataclasses import replace

    return replace(requete, facettes={**requete.facettes, nom: frozenset([cle])})


def total_de(requete):
    from search.moteurs import moteur

    return moteur().chercher(requete).total


def test_orders_are_total_whatever_the_page(listes):
    demande = demander("", "Nantes", 50, tri=["distance"])
    reponse = interroger(demande, locale="fr", par_page=100, facettes_voulues=())
    distances = [r.distance_km for r in reponse.resultats if r.distance_km is not None]
    assert all(a <= b for a, b in pairwise(distances))
