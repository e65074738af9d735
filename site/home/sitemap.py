"""The pages of the site in sitemap.xml: those that everybody may read, and that are not copies.

A page type may say ``hors_plan = True`` (it is not for search engines), or ``routes_au_plan``
(ends of addresses of its own that are pages too).
"""

from wagtail.models import Page, get_page_models

from socle.routes import site_de
from socle.sitemap import Adresse, enregistrer_section, langues_publiees

TRANCHE = 1_000


def enregistrer():
    """Tell the sitemap of them."""
    enregistrer_section("pages", compter=compter, adresses=adresses)


def compter(request, langue):
    """How many pages of the request's site are in a language."""
    return _pages(request, langue).count()


def adresses(request, langue, debut, nombre):
    """Yield the Adresses of *nombre* pages from rank *debut*. Three queries a slice."""
    pages = _pages(request, langue)
    for rang in range(debut, debut + nombre, TRANCHE):
        tranche = list(pages[rang : min(rang + TRANCHE, debut + nombre)])
        familles = _traductions(request, tranche)
        for page in tranche:
            liens = familles[page.translation_key]
            if langue not in liens:  # taken back since
                continue
            for route in ("", *getattr(page.specific_class, "routes_au_plan", ())):
                traduites = {code: f"{chemin}{route}" for code, chemin in liens.items()}
                yield Adresse(traduites[langue], page.last_published_at, traduites)
        if len(tranche) < TRANCHE:
            return


def _publiques():
    """Pages that search engines may know; an alias repeats another page."""
    hors_plan = [modele for modele in get_page_models() if getattr(modele, "hors_plan", False)]
    return Page.objects.live().public().filter(alias_of=None).not_exact_type(*hors_plan)


def _pages(request, langue):
    site = site_de(request)
    if site is None:
        return Page.objects.none()
    racines = Page.objects.filter(translation_key=site.root_page.translation_key)
    racine = racines.filter(locale__language_code=langue).first()
    if racine is None:
        return Page.objects.none()
    return _publiques().descendant_of(racine, inclusive=True).order_by("path")


def _traductions(request, pages):
    """``{translation key: {language: path}}`` of those pages, the languages of the site alone."""
    ouvertes = langues_publiees(request)
    cles = {page.translation_key for page in pages}
    lues = _publiques().filter(translation_key__in=cles, locale__language_code__in=ouvertes)
    familles = {cle: {} for cle in cles}
    for page in lues.select_related("locale").order_by("locale_id"):
        if adresse := page.get_url(request):
            familles[page.translation_key][page.locale.language_code] = adresse
    return familles
