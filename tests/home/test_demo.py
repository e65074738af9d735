"""The demonstration: an invented territory that shows every case, loaded once and for all."""

import re
from collections import Counter
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models import Count
from wagtail.models import Page, Site

from annuaire.models import Acteur, AnnuairePage, Domaine, Source, TypeLabel
from annuaire.taxonomies_par_defaut import lire as lire_taxonomie
from espace.models import Compte
from home import demo, demo_acces, demo_acteurs, demo_pages, guide_de_depart
from home.models import (
    AccessibilitePage,
    ActualitePage,
    ActualitesPage,
    ContactPage,
    FichePage,
    FormulairePage,
    GuidePage,
    HomePage,
    PageEditoriale,
    PageLegale,
    PlanPage,
    PressePage,
    Temoignage,
)
from search.models import Document
from socle.models import MotDuGlossaire, ReglagesDuSite

# Ranges that Arcep keeps for works of fiction (decision n° 2018-0881, plan de numérotation).
FICTION = re.compile(r"^\+33(19900|26191|35301|46571|53649|63998)\d{4}$")


def charger_encore():
    """A second run, inside the settings of the fixture."""
    return demo.charger()


# ------------------------------------------------------------------ the files
def test_chaque_domaine_a_un_acteur():
    utilises = {
        slug for f in demo_acteurs.lire() for slug in (f["domaine"], *f.get("autres_domaines", ()))
    }
    parents = {x["slug"]: x["parent"] or x["slug"] for x in lire_taxonomie(Domaine)}
    assert set(parents.values()) - {parents[slug] for slug in utilises} == set()


def test_toutes_les_familles_y_sont():
    presentes = {fiche["famille"] for fiche in demo_acteurs.lire()}
    assert presentes == set(Acteur.Famille.values)


def test_les_adresses_de_courriel_et_de_site_sont_reservees_aux_exemples():
    fiches = demo_acteurs.lire()
    adresses = [f[champ] for f in fiches for champ in ("courriel", "site") if champ in f]
    assert [adresse for adresse in adresses if not adresse.endswith(".example")] == []


def test_chaque_structure_a_un_seul_identifiant_et_un_seul_nom():
    fiches = demo_acteurs.lire()
    doubles = [
        valeur
        for champ in ("id", "nom")
        for valeur, n in Counter(f[champ] for f in fiches).items()
        if n > 1
    ]
    assert (len(fiches) >= 60, doubles) == (True, [])


def test_les_positions_sont_pres_de_leur_commune(communes_demo):
    centres = {
        x["code_insee"]: (float(x["latitude"]), float(x["longitude"])) for x in communes_demo
    }
    loin = [
        fiche["id"]
        for fiche in demo_acteurs.lire()
        for lieu in fiche.get("lieux", ())
        if "latitude" in lieu
        and max(
            abs(lieu["latitude"] - centres[lieu["commune"]][0]),
            abs(lieu["longitude"] - centres[lieu["commune"]][1]),
        )
        > 0.02
    ]
    assert loin == []


def test_les_codes_postaux_sont_ceux_des_communes(communes_demo):
    codes = {x["code_insee"]: x["codes_postaux"].split() for x in communes_demo}
    faux = [
        (fiche["id"], lieu["code_postal"])
        for fiche in demo_acteurs.lire()
        for lieu in fiche.get("lieux", ())
        if lieu["code_postal"] not in codes[lieu["commune"]]
    ]
    assert faux == []


# ------------------------------------------------------------------ what is loaded
@pytest.mark.django_db
def test_tout_est_cree_et_la_progression_va_jusqu_au_bout(demonstration):
    bilan, etapes, _dossier = demonstration
    total = len(demo_acteurs.lire())
    assert (bilan.acteurs, etapes[-1]) == (
        {"cree": total, "modifie": 0, "inchange": 0},
        (total, total),
    )


@pytest.mark.django_db
def test_un_second_chargement_ne_change_rien(demonstration):
    avant = list(Acteur.objects.order_by("pk").values())
    bilan = charger_encore()
    total = len(avant)
    assert bilan.acteurs == {"cree": 0, "modifie": 0, "inchange": total}
    assert (bilan.a_change, list(Acteur.objects.order_by("pk").values())) == (False, avant)


@pytest.mark.django_db
def test_ce_que_la_redaction_change_reste(demonstration):
    acteur = Acteur.objects.get(nom="Radio Ronce")
    acteur.accroche = "La radio d’ici."
    acteur.save()
    FichePage.objects.filter(slug="c-est-quoi-l-ess").update(resume="Autre résumé")
    bilan = charger_encore()
    acteur.refresh_from_db()
    assert (bilan.a_change, acteur.accroche) == (False, "La radio d’ici.")
    assert FichePage.objects.get(slug="c-est-quoi-l-ess").resume == "Autre résumé"


@pytest.mark.django_db
def test_chaque_acteur_respecte_les_regles_du_modele(demonstration):
    for acteur in Acteur.objects.all():
        acteur.full_clean()
        for relation in ("lieux", "contacts", "labels", "zones"):
            for partie in getattr(acteur, relation).all():
                partie.full_clean(exclude=["acteur"])


@pytest.mark.django_db
def test_chaque_fiche_dit_qu_elle_est_inventee(demonstration):
    muettes = Acteur.objects.exclude(description__endswith=demo_acteurs.AVERTISSEMENT)
    etiquetees = Acteur.objects.filter(etiquettes__name="démonstration")
    assert (muettes.count(), etiquetees.count()) == (0, Acteur.objects.count())


@pytest.mark.django_db
def test_une_source_de_la_demonstration_ne_se_rediffuse_pas(demonstration, client):
    comptes = Source.objects.order_by("pk").annotate(n=Count("acteurs"))
    assert list(comptes.values_list("redistribuable", "n")) == [
        (True, len(demo_acteurs.lire()) - 3),
        (False, 3),
    ]
    fichier = client.get("/annuaire/export.csv")
    lignes = fichier.getvalue().decode("utf-8-sig").splitlines()
    total = int(fichier.headers["X-Total"])
    assert (fichier.headers["X-Exclues"], len(lignes)) == ("3", 1 + total - 3)
    assert fichier.headers["X-Licence"] == "Licence Ouverte 2.0 (Demonstration)"
    page = client.get("/annuaire/").context["partage"]
    assert (page.licence, page.exclues) == ("Licence Ouverte 2.0 (Démonstration)", 3)


@pytest.mark.django_db
def test_les_telephones_sont_ceux_des_fictions(demonstration):
    numeros = [
        contact.valeur
        for acteur in Acteur.objects.prefetch_related("contacts")
        for contact in acteur.contacts.all()
        if contact.genre == "telephone"
    ]
    assert [n for n in numeros if not FICTION.match(n)] == []
    assert (len(numeros), len(set(numeros))) == (len(numeros), len(numeros))


@pytest.mark.django_db
def test_la_vie_des_fiches_est_racontee(demonstration):
    ferme = Acteur.objects.get(statut="ferme")
    fusionne = Acteur.objects.get(statut="fusionne")
    antenne = Acteur.objects.get(parent__isnull=False)
    assert (ferme.ferme_le.isoformat(), fusionne.fusionne_vers.nom, antenne.parent.nom) == (
        "2026-04-30",
        "AMAP du Pont levant",
        "Mutuelle des vallées",
    )
    assert Acteur.objects.get(nom="Radio Ronce").verifie_le.isoformat() == "2026-02-03"


@pytest.mark.django_db
def test_une_fiche_verifiee_depuis_garde_sa_date(demonstration):
    Acteur.objects.filter(nom="Radio Ronce").update(verifie_le="2027-01-01")
    charger_encore()
    assert Acteur.objects.get(nom="Radio Ronce").verifie_le.isoformat() == "2027-01-01"


@pytest.mark.django_db
def test_tous_les_cas_sont_montres(demonstration):
    etats = Counter(x.etat for a in Acteur.objects.all() for x in a.labels.all())
    cas = {
        "sans position": Acteur.objects.filter(lieux__isnull=True).exists(),
        "à distance": Acteur.objects.filter(a_distance=True).exists(),
        "itinérant": Acteur.objects.filter(itinerant=True).exists(),
        "plusieurs lieux": any(a.lieux.count() > 1 for a in Acteur.objects.all()),
        "commune seulement": Acteur.objects.filter(lieux__precision="commune").exists(),
        "adresse privée": Acteur.objects.filter(lieux__public=False).exists(),
        "sans horaires": Acteur.objects.filter(horaires="").exists(),
        "jamais vérifié": Acteur.objects.filter(verifie_le=None).exists(),
    }
    assert [nom for nom, present in cas.items() if not present] == []
    assert set(etats) == {"declare", "verifie", "expire"}
    assert TypeLabel.objects.filter(slug="esus").exists()


@pytest.mark.django_db
def test_un_lieu_sans_position_prend_celle_de_sa_commune_et_le_dit(demonstration):
    lieu = Acteur.objects.get(nom="Le Camion à soupe").lieux.get()
    assert (lieu.latitude, lieu.longitude, lieu.precision) == (
        lieu.commune.latitude,
        lieu.commune.longitude,
        "commune",
    )


@pytest.mark.django_db
def test_les_acteurs_en_activite_sont_dans_la_recherche(demonstration):
    documents = Document.objects.filter(type="acteur", supprime_le=None)
    assert documents.count() == Acteur.objects.publies().count()


# ------------------------------------------------------------------ pages
@pytest.mark.django_db
def test_l_arbre_des_pages(demonstration):
    accueil = HomePage.objects.get(locale__language_code="fr")
    site = Site.objects.get()
    assert [type(p.specific) for p in accueil.get_children()] == [
        *(AnnuairePage, GuidePage, ActualitesPage, PressePage, ContactPage, FormulairePage),
        *([PageEditoriale] * 3),
        AccessibilitePage,
        *([PageLegale] * 4),
        PlanPage,
    ]
    autre = HomePage.objects.exclude(pk=accueil.pk).get()
    assert [type(p.specific) for p in autre.get_children()] == [
        *(AnnuairePage, GuidePage, ContactPage, PlanPage, AccessibilitePage),
        *([PageLegale] * 4),
    ]
    assert [g.get_children().live().count() for g in GuidePage.objects.all()] == [4, 4]
    assert AnnuairePage.objects.get(locale__language_code="fr").principal_de == site
    assert site.root_page.pk == accueil.pk
    assert Page.objects.filter(title__startswith="Welcome").count() == 0


@pytest.mark.django_db
def test_le_site_est_la_ou_les_reglages_le_disent(demonstration, settings):
    settings.WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8123"
    charger_encore()
    port_choisi = Site.objects.get().port
    settings.WAGTAILADMIN_BASE_URL = "https://exemple.example"
    charger_encore()
    site = Site.objects.get()
    assert (port_choisi, site.hostname, site.port) == (8123, "exemple.example", 443)


@pytest.mark.django_db
def test_les_textes_du_guide_ont_des_blocs_connus_et_des_sources(demonstration):
    fiches = FichePage.objects.all()
    types = {bloc.block_type for fiche in fiches for bloc in fiche.corps}
    assert types == {
        *("paragraphe", "intertitre", "citation", "temoignage", "encadre", "chiffres"),
        *("etapes", "accordeon", "tableau", "figure", "acteurs", "appel"),
    }
    assert [fiche.slug for fiche in fiches if len(fiche.sources) < 2 or not fiche.mots] == []


@pytest.mark.django_db
def test_le_guide_suit_ses_propres_regles(demonstration):
    sortie = StringIO()
    call_command("verifier_guide", stdout=sortie)
    lignes = sortie.getvalue().splitlines()
    assert (len(lignes), lignes[-1]) == (23, "Toutes les règles sont tenues.")


@pytest.mark.django_db
def test_chaque_nouvelle_dit_qu_elle_est_inventee(demonstration):
    chapos = list(ActualitePage.objects.values_list("chapo", flat=True))
    assert [chapo.split("\u00a0: ")[0] for chapo in chapos] == ["Démonstration"] * 3


@pytest.mark.django_db
def test_les_anciennes_adresses_du_guide_menent_aux_nouvelles(demonstration, client):
    suites = {
        slug: client.get(f"/guide/{slug}/").headers.get("Location")
        for slug in guide_de_depart.ANCIENNES
    }
    assert suites == {
        "c-est-quoi-l-ess": "/guide/comprendre/c-est-quoi-l-ess/",
        "reconnaitre-un-acteur": "/guide/comprendre/reconnaitre-un-acteur/",
        "creer-ou-rejoindre": "/guide/travailler/creer-ou-rejoindre/",
        "par-ou-commencer": "/guide/consommer/",
    }


@pytest.mark.django_db
def test_un_mot_change_et_un_temoignage_retire_ne_reviennent_pas(demonstration):
    mot = MotDuGlossaire.objects.get(terme="mutuelle")
    mot.terme, mot.definition = "mutuelle de santé", "Autrement dit."
    mot.save()
    temoignage = Temoignage.objects.get(prenom="Aline")
    temoignage.retire_le = temoignage.accord_le
    temoignage.save()
    nombres = (MotDuGlossaire.objects.count(), Temoignage.objects.count())
    charger_encore()
    assert (MotDuGlossaire.objects.count(), Temoignage.objects.count()) == nombres
    assert Temoignage.objects.filter(prenom="Aline").exists() is False
    assert MotDuGlossaire.objects.get(pk=mot.pk).definition == "Autrement dit."


@pytest.mark.django_db
def test_les_reglages_du_site_sont_remplis_une_fois(demonstration):
    site = Site.objects.get()
    reglages = ReglagesDuSite.for_site(site)
    premier = reglages.territoire
    ReglagesDuSite.objects.update(territoire="Pays de Retz", nom="Chez nous")
    charger_encore()
    reglages = ReglagesDuSite.objects.get()
    assert (premier, reglages.territoire, reglages.nom) == (
        "Haute-Vienne (démonstration)",
        "Pays de Retz",
        "Chez nous",
    )


@pytest.mark.django_db
def test_une_page_d_accueil_deja_la_est_gardee(demonstration):
    HomePage.objects.update(titre_accueil="Bienvenue au pays")
    AnnuairePage.objects.update(slug="repertoire")
    creees = demo_pages.charger()
    second = AnnuairePage.objects.get(slug="annuaire")
    assert (creees, second.principal_de) == (["Annuaire"], None)
    titres = set(HomePage.objects.values_list("titre_accueil", flat=True))
    assert titres == {"Bienvenue au pays"}


# ------------------------------------------------------------------ the editor's account
@pytest.mark.django_db
def test_le_compte_entre_dans_l_administration_par_son_groupe(demonstration):
    bilan, _etapes, dossier = demonstration
    compte = Compte.objects.get(email=bilan.email)
    fichier = dossier / "acces-demo.txt"
    assert (compte.est_demo, compte.is_superuser, compte.check_password(bilan.motdepasse)) == (
        True,
        False,
        True,
    )
    droits = ("wagtailadmin.access_admin", "annuaire.change_acteur", "socle.change_reglagesdusite")
    assert [compte.has_perm(droit) for droit in droits] == [True, True, True]
    assert (fichier.stat().st_mode & 0o777, bilan.motdepasse in fichier.read_text()) == (
        0o600,
        True,
    )


@pytest.mark.django_db
def test_le_mot_de_passe_dure_tant_que_son_fichier_est_la(demonstration):
    bilan, _etapes, dossier = demonstration
    garde = demo_acces.ouvrir()[1]
    (dossier / "acces-demo.txt").rename(dossier / "perdu.txt")
    nouveau = demo_acces.ouvrir()[1]
    (dossier / "perdu.txt").replace(dossier / "acces-demo.txt")
    compte = Compte.objects.get(email=bilan.email)
    assert (garde, nouveau == garde, compte.check_password(nouveau)) == (
        bilan.motdepasse,
        False,
        True,
    )


# ------------------------------------------------------------------ the command
@pytest.mark.django_db
def test_la_commande_dit_ce_qu_elle_fait_puis_que_rien_n_a_change(demonstration):
    sortie = StringIO()
    ActualitesPage.objects.get().delete()
    for _fois in range(2):
        call_command("charger_demo", stdout=sortie)
    lignes = sortie.getvalue().splitlines()
    total = len(demo_acteurs.lire())
    assert f"  acteurs\u00a0: {total} sur {total}" in lignes
    creees = [ligne for ligne in lignes if ligne.startswith("  pages créées")]
    assert [ligne.partition(", ")[0] for ligne in creees] == ["  pages créées\u00a0: Actualités"]
    assert lignes.count("La démonstration était à jour\u00a0: rien n’a changé.") == 1
