"""The pages that the law and good manners want one click away: legal ones, accessibility, contact.

Every page asks for their addresses: read once for visitors, and forgotten when the tree changes.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageViewRestriction

from home.accessibilite import ETATS, etat_de
from socle import registres
from socle.langues import langue_a_dire
from socle.routes import est_visiteur, memoire_de_l_arbre, site_de

_services = memoire_de_l_arbre()
ACCESSIBILITE, CONTACT, PLAN = "accessibilite", "contact", "plan"
# In the order of the footer; the others are the kinds of PageLegale.
ORDRE = (
    CONTACT,
    PLAN,
    "mentions",
    "donnees",
    ACCESSIBILITE,
    "eco-conception",
    "donnees-ouvertes",
)


@dataclass(frozen=True, slots=True)
class Service:
    """A page to point at from everywhere. ``etat``: that of accessibility, "" for the others;
    ``langue``: that of its title."""

    cle: str
    titre: str
    adresse: str
    etat: str = ""
    langue: str = settings.LANGUAGE_CODE


def services(request):
    """``{key: Service}`` of the public ones, in the language of the page, else in the default."""
    site = site_de(request)
    if site is None:
        return {}
    langue = get_language() or settings.LANGUAGE_CODE
    if est_visiteur(request):
        return _services.lire((site.pk, langue), lambda: _lire(site, langue, request))
    if not hasattr(request, "_services"):
        request._services = _lire(site, langue, request)
    return request._services


def adresse_du_service(request, cle):
    """Address of a service page, or ""."""
    service = services(request).get(cle)
    return service.adresse if service else ""


def liens_legaux(request):
    """[(text, address)] of what every footer must point at, the state of accessibility said."""
    connus = services(request)
    return [(_libelle(connus[cle]), connus[cle].adresse) for cle in ORDRE if cle in connus]


def _libelle(service):
    if service.cle != ACCESSIBILITE:
        return service.titre
    return _("Accessibilité : %(etat)s") % {"etat": ETATS[service.etat].lower()}


def _lire(site, langue, request):
    from home.models import AccessibilitePage, ContactPage, PageLegale, PlanPage

    trouvees = {}
    dessous = _sous_les_accueils(site)
    fermes = tuple(PageViewRestriction.objects.values_list("page__path", flat=True))
    for modele, cle_de in (
        (ContactPage, lambda page: CONTACT),
        (PlanPage, lambda page: PLAN),
        (AccessibilitePage, lambda page: ACCESSIBILITE),
        (PageLegale, lambda page: page.genre),
    ):
        pages = modele.objects.live().filter(dessous).select_related("locale")
        for page in pages.filter(locale__language_code__in={langue, settings.LANGUAGE_CODE}):
            cle = cle_de(page)
            if page.path.startswith(fermes):
                continue
            if cle not in trouvees or page.locale.language_code == langue:
                trouvees[cle] = _service(cle, page, request)
    return trouvees


def _sous_les_accueils(site):
    """Q: the page stands under a home page of the site, whatever its language."""
    accueils = Page.objects.filter(translation_key=site.root_page.translation_key)
    condition = Q(pk__in=())
    for place in accueils.values_list("path", flat=True):
        condition |= Q(path__startswith=place)
    return condition


def _service(cle, page, request):
    etat = etat_de(page) if cle == ACCESSIBILITE else ""
    adresse, langue = page.get_url(request) or "", page.locale.language_code
    return Service(cle, page.title, adresse, etat, langue)


def enregistrer():
    """Point at them from the foot of every page."""
    for rang, cle in enumerate(ORDRE, 1):
        registres.pied_bas.enregistrer(
            cle,
            ordre=10 * rang,
            libelle=_libelle_pour(cle),
            adresse=_adresse_pour(cle),
            langue=_langue_pour(cle),
        )


def _libelle_pour(cle):
    return lambda request: _libelle(services(request)[cle])


def _langue_pour(cle):
    """The state of accessibility is said in the words of the interface, the others by a title."""
    if cle == ACCESSIBILITE:
        return None
    return lambda request: langue_a_dire(services(request)[cle].langue)


def _adresse_pour(cle):
    return lambda request: adresse_du_service(request, cle) or None
