"""What every page knows about the site."""

from django.conf import settings
from django.utils import translation
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from socle import cadre, registres
from socle.memoires import Memoire

# When editors have filled nothing in. The territory has no sensible default.
PAR_DEFAUT = {
    "nom": "Tissage",
    "territoire": "",
    "presentation": _("L’annuaire et le guide de l’économie sociale et solidaire."),
    "adresse": "",
    "courriel": "",
    "logo": None,
    "image_de_partage": None,
}


_reglages = Memoire()
oublier = _reglages.oublier


def reglages_de(request):
    """Settings of the request's site, or None before there is a site. Remembered."""
    from socle.models import ReglagesDuSite  # not at import time: the settings name this module
    from socle.routes import site_de

    site = site_de(request)
    if site is None:
        return None
    return _reglages.lire(site.pk, lambda: ReglagesDuSite.for_site(site))


class Portail:
    """The site as templates see it: its name, its territory, its links.

    Everything is computed on first use: a fragment that draws no header asks nothing.
    """

    def __init__(self, request, reglages=reglages_de):
        """``reglages`` is a callable(request) → ReglagesDuSite or None."""
        self._request = request
        self._lire = reglages

    @cached_property
    def _reglages(self):
        return self._lire(self._request)

    def _valeur(self, champ):
        return getattr(self._reglages, champ, None) or PAR_DEFAUT[champ]

    nom = property(lambda self: self._valeur("nom"))
    territoire = property(lambda self: self._valeur("territoire"))
    presentation = property(lambda self: self._valeur("presentation"))
    adresse = property(lambda self: self._valeur("adresse"))
    courriel = property(lambda self: self._valeur("courriel"))
    logo = property(lambda self: self._valeur("logo"))
    image_de_partage = property(lambda self: self._valeur("image_de_partage"))

    @property
    def accueil(self):
        """Path of the home page in the language of the page."""
        langue = translation.get_language() or settings.LANGUAGE_CODE
        return "/" if langue == settings.LANGUAGE_CODE else f"/{langue}/"

    @property
    def interface(self):
        """Language of the words of the interface when it is not that of the page, else ""."""
        from socle.langues import interface_de  # not at import time: as above

        langue = translation.get_language() or settings.LANGUAGE_CODE
        dite = interface_de(langue)
        return "" if dite == langue else dite

    @property
    def canonique(self):
        """Absolute address of this page without its query string."""
        return self._request.build_absolute_uri(self._request.path)

    @cached_property
    def versions(self):
        """This page in the languages of the site (socle.versions)."""
        from socle.versions import versions  # not at import time: as above

        return versions(self._request)

    @cached_property
    def alternatives(self):
        """[(language, absolute address)] for ``hreflang``."""
        from socle.versions import alternatives

        return alternatives(self._request)

    @cached_property
    def _cadre(self):
        return cadre.cadre_de(self._request)

    def _entrees(self, liens):
        return [lien.entree(self._request, self.accueil) for lien in liens]

    @cached_property
    def menu(self):
        """What editors chose, else what rooms register."""
        choisis = self._entrees(self._cadre.menu)
        return choisis or registres.menu.entrees(self._request)

    @cached_property
    def recherche(self):
        return registres.recherche.pour(self._request)

    @cached_property
    def proposer(self):
        """Address of the page where one proposes an actor, in the language one reads; "" when no
        page is chosen, or none that the public can read. Two queries once one is chosen."""
        cle = getattr(self._reglages, "page_pour_proposer_id", None)
        page = cadre.pages_publiques({cle} - {None}).get(cle)
        return (page and page.get_url(self._request)) or ""

    @cached_property
    def pied(self):
        """Columns of the footer: list of (title, entries), the empty ones left out."""
        if self._cadre.pied:
            return [(titre, self._entrees(liens)) for titre, liens in self._cadre.pied]
        colonnes = [
            (_("Trouver"), registres.pied_trouver),
            (_("Prendre part"), registres.pied_participer),
            (_("Réutiliser"), registres.pied_reutiliser),
        ]
        remplies = [(titre, liens.entrees(self._request)) for titre, liens in colonnes]
        return [(titre, entrees) for titre, entrees in remplies if entrees]

    @cached_property
    def pied_bas(self):
        return registres.pied_bas.entrees(self._request)

    @property
    def suivre(self):
        """Links under the words about the site: networks, telephone, letter."""
        return self._cadre.suivre

    @property
    def mention(self):
        """(words about the licence, address or "", their language or ""), or None."""
        return self._cadre.mention

    @cached_property
    def annonces(self):
        """[cadre.Annonce] shown now."""
        return cadre.annonces_de(self._request)


class PortailSansBase(Portail):
    """The same name and colours when neither the database nor the request can be trusted."""

    menu = pied = pied_bas = suivre = annonces = versions = alternatives = ()
    mention = None
    proposer = ""
    recherche = {"adresse": "", "suggestions_quoi": "", "suggestions_ou": ""}
    canonique = ""

    def __init__(self):
        super().__init__(request=None, reglages=lambda request: None)


def site(request):
    """Context processor: ``portail``, which reads nothing before a template asks."""
    return {"portail": Portail(request)}
