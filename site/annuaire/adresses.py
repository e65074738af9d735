"""Where actors are: their canonical entry, their permanent address, their list."""

from copy import copy

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Site

from socle.contexte import Portail
from socle.routes import est_visiteur, memoire_de_l_arbre, site_de

_annuaires = memoire_de_l_arbre()


def annuaire_de(request):
    """The principal AnnuairePage of the request's site, in its language; None when there is none.

    Remembered for visitors; else one query a request, none when that very page answers.
    """
    if not hasattr(request, "_annuaire"):
        site = site_de(request)
        langue = get_language() or settings.LANGUAGE_CODE
        if site is None:
            request._annuaire = None
        elif est_visiteur(request):
            page = _annuaires.lire((site.pk, langue), lambda: _chercher(site, langue))
            request._annuaire = copy(page)
        else:
            request._annuaire = _chercher(site, langue)
    return request._annuaire


def retenir(request, page):
    """Spare the query when *page*, which answers, is the principal directory of the site."""
    site = Site.find_for_request(request)
    if page.live and site is not None and page.principal_de_id == site.pk:
        request._annuaire = page


def _chercher(site, langue):
    from annuaire.models import AnnuairePage

    principal = AnnuairePage.objects.filter(principal_de=site).values("translation_key")
    pages = (
        AnnuairePage.objects.live()
        .filter(translation_key__in=principal)
        .select_related("locale")
        .order_by("pk")
    )
    par_langue = {page.locale.language_code: page for page in pages}
    return par_langue.get(langue) or par_langue.get(settings.LANGUAGE_CODE)


def adresse_de_la_liste(request, **parametres):
    """Path of the directory with this query string; "" when the site publishes no directory."""
    adresse = _liste(request)
    choisis = {nom: valeur for nom, valeur in parametres.items() if valeur not in (None, "")}
    return f"{adresse}?{urlencode(choisis, doseq=True)}" if adresse and choisis else adresse


def _liste(request):
    """Path of the directory, or ""; looked for once a request, which asks it for every link."""
    if not hasattr(request, "_adresse_de_l_annuaire"):
        page = annuaire_de(request)
        request._adresse_de_l_annuaire = (page.get_url(request) or "") if page else ""
    return request._adresse_de_l_annuaire


def adresse_de_la_fiche(request, slug, ref):
    """Path of the canonical entry; the permanent address when the site publishes no directory."""
    liste = adresse_de_la_liste(request)
    return f"{liste}{slug}-{ref}/" if liste else permanente(ref)


def maillons(request, *suite):
    """Breadcrumbs from the home page: list of (text, address)."""
    return [(_("Accueil"), Portail(request).accueil), *suite]


def permanente(ref):
    """``/a/<ref>/``: language-free, never changes."""
    return reverse("annuaire:permanente", args=[ref])


def racine_absolue():
    """Scheme and host of the site, without a final slash."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/")


def permanente_absolue(ref):
    """The permanent address with its scheme and host, as printed and as JSON-LD's ``@id``."""
    return racine_absolue() + permanente(ref)


def motif(ref, couleur=""):
    """Address of the weave of *ref*: one a reference, the dye in the query, cacheable for ever."""
    adresse = reverse("annuaire:motif", args=[ref])
    return f"{adresse}?d={couleur}" if couleur else adresse
