"""The pages that tests of the public directory stand on."""

from wagtail.models import Locale, Page, Site

from annuaire.models import AnnuairePage
from home.models import HomePage
from socle.models import ReglagesDuSite


def publier_annuaire():
    """Give the default site a home page and its principal directory, at /annuaire/."""
    Locale.objects.get_or_create(language_code="fr")
    racine = Page.get_first_root_node() or Page.add_root(title="Racine", slug="root")
    accueil = racine.add_child(instance=HomePage(title="Accueil", slug="portail"))
    site, _cree = Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "testserver", "port": 80, "root_page": accueil},
    )
    Site.clear_site_root_paths_cache()
    ReglagesDuSite.for_site(site)  # as any site that has already shown a page
    return accueil.add_child(
        instance=AnnuairePage(title="Annuaire", slug="annuaire", principal_de=site)
    )
