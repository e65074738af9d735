"""The demonstration's pages: home, directory, guide, and the site's settings."""

import json
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from annuaire.models import Acteur, AnnuairePage
from home import demo_actualites, demo_service, guide_de_depart, traductions_de_depart
from home.models import FichePage, GuidePage, HomePage
from socle.models import ReglagesDuSite

AU_MENU = (AnnuairePage, GuidePage, HomePage)
FICHIER = Path(__file__).parent / "donnees" / "pages.toml"


def lire():
    """Return the texts: tables ``reglages``, ``accueil``, ``annuaire``, ``guide``."""
    with FICHIER.open("rb") as fichier:
        return tomllib.load(fichier)


def charger():
    """Create the pages that are missing, leave the others alone; return the titles created."""
    textes, creees = lire(), []
    with transaction.atomic():
        site = Site.objects.filter(is_default_site=True).first()
        accueil = _accueil(textes["accueil"], site, creees)
        site = _site(site, accueil)
        _page(accueil, AnnuairePage, {**textes["annuaire"], **_principal(site)}, creees)
        guide = _page(accueil, GuidePage, textes["guide"], creees)
        _ranger_le_premier_guide(guide)
        guide_de_depart.charger(guide, lambda *args: _poser(*args, creees))
        demo_actualites.charger(accueil, lambda *args: _poser(*args, creees))
        demo_service.charger(site, accueil, lambda *args: _poser(*args, creees))
        creees += traductions_de_depart.charger(accueil)
        _regler(site, textes["reglages"])
    return creees


def _accueil(texte, site, creees):
    """Return the home page; Wagtail's welcome page, if it is still there, gives way to it."""
    accueil = HomePage.objects.order_by("depth", "path").first()
    if accueil is not None:
        return accueil
    racine = Page.get_first_root_node()
    bienvenue = site.root_page if site else None
    accueil = racine.add_child(instance=HomePage(**_champs_d_accueil(texte)))
    accueil.save_revision().publish()
    creees.append(accueil.title)
    if bienvenue and bienvenue.specific_class is Page and bienvenue.pk != racine.pk:
        site.root_page = accueil
        site.save()
        bienvenue.delete()
    return accueil


def _champs_d_accueil(texte):
    """The fields of the home page; actors that are named become a section of theirs."""
    choisis = Acteur.objects.filter(nom__in=texte["acteurs"]).order_by("nom")
    rencontrer = {"titre": texte["titre_acteurs"], "choisis": [acteur.pk for acteur in choisis]}
    valeurs = {"acteurs": rencontrer}
    sections = [{"type": cle, "value": valeurs.get(cle, {})} for cle in texte["sections"]]
    a_part = ("acteurs", "titre_acteurs", "sections")
    champs = {nom: valeur for nom, valeur in texte.items() if nom not in a_part}
    return {**champs, "sections": json.dumps(sections)}


def _site(site, accueil):
    """The default site starts at the home page and is where the settings say it is served."""
    adresse = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    voulu = {
        "hostname": adresse.hostname,
        "port": adresse.port or (443 if adresse.scheme == "https" else 80),
        "root_page_id": accueil.pk,
    }
    site = site or Site(is_default_site=True)
    if any(getattr(site, champ) != valeur for champ, valeur in voulu.items()):
        for champ, valeur in voulu.items():
            setattr(site, champ, valeur)
        site.site_name = site.site_name or settings.WAGTAIL_SITE_NAME
        site.save()
    return site


def _principal(site):
    """One directory a site gives actors their canonical address."""
    pris = AnnuairePage.objects.filter(principal_de=site).exists()
    return {} if pris else {"principal_de": site}


def _page(parent, modele, champs, creees):
    """Return the child of *parent* at this slug, made as *modele* when there is none."""
    return _poser(parent, modele, champs, creees)[0]


def _poser(parent, modele, champs, creees):
    """(the child of *parent* at this slug, whether it was created)."""
    page = modele.objects.child_of(parent).filter(slug=champs["slug"]).first()
    if page is not None:
        return page, False
    page = parent.add_child(instance=modele(**champs, show_in_menus=modele in AU_MENU))
    page.save_revision().publish()
    creees.append(page.title)
    return page, True


def _ranger_le_premier_guide(guide):
    """The first demonstrations had sheets right under the guide: those that nobody edited go."""
    for ancienne in FichePage.objects.child_of(guide):
        if ancienne.revisions.count() <= 1:
            ancienne.delete()


def _regler(site, valeurs):
    """Fill the site's settings as long as nobody has said which territory it is about."""
    reglages = ReglagesDuSite.for_site(site)
    if not reglages.territoire:
        for champ, valeur in valeurs.items():
            setattr(reglages, champ, valeur)
        reglages.save()
