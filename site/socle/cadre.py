"""The menu, the footer and the notices that editors wrote, as templates draw them.

A link to a page follows the language one reads, and hides itself while the public cannot read that
page. Visitors are answered from memory, which forgets whenever a page or one of these is saved.
"""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from socle.langues import langue_a_dire
from socle.registres import Entree, courante
from socle.routes import est_visiteur, memoire_de_l_arbre, site_de

_cadres = memoire_de_l_arbre()
oublier = _cadres.oublier


@dataclass(frozen=True, slots=True)
class Lien:
    """A link that leads somewhere. ``langue``: that of its words, "" when it is the frame's."""

    cle: str
    libelle: str
    adresse: str
    langue: str = ""

    def entree(self, request, accueil):
        """The Entree of this link on the page of *request*; no page is « under » the home page."""
        ici = courante(request.path, self.adresse)
        if ici == "true" and self.adresse == accueil:
            ici = ""
        return Entree(self.cle, self.libelle, self.adresse, ici, self.langue)


@dataclass(frozen=True, slots=True)
class Annonce:
    """A notice: safe HTML, its level, and between which instants it is shown."""

    html: str
    niveau: str
    debut: datetime | None
    fin: datetime | None

    @property
    def titre(self):
        return _("Alerte :") if self.niveau == "alerte" else _("Information :")

    @property
    def variante(self):
        """That of composants/avis.html."""
        return "alerte" if self.niveau == "alerte" else ""

    def est_montree(self, instant):
        """Whether it is shown at this instant."""
        return (not self.debut or self.debut <= instant) and (not self.fin or instant < self.fin)


@dataclass(frozen=True, slots=True)
class Cadre:
    """What surrounds a page. ``menu`` and ``pied`` are () when editors left them as they come;
    ``pied``: [(title, [Lien])]; ``mention``: (words, address or "") or None."""

    menu: tuple = ()
    pied: tuple = ()
    suivre: tuple = ()
    mention: tuple | None = None
    annonces: tuple = ()


def cadre_de(request):
    """The Cadre of the request's site in the language of the page. No query from memory, else
    two, and two more when there are links to pages."""
    site = site_de(request)
    if site is None:
        return Cadre()
    if not est_visiteur(request):
        return _lire(site, request)
    return _cadres.lire((site.pk, get_language()), lambda: _lire(site, request))


def annonces_de(request):
    """[Annonce] shown now, alerts first."""
    instant = timezone.now()
    montrees = [a for a in cadre_de(request).annonces if a.est_montree(instant)]
    return sorted(montrees, key=lambda annonce: annonce.niveau != "alerte")


def _lire(site, request):
    navigation, bandeaux = _navigation(site), _bandeaux(site)
    menu, suivre, pied = _bruts_de(navigation)
    liens = [_liens_bruts(bandeau.lien.raw_data) for bandeau in bandeaux]
    tous = [menu, suivre, *(bruts for _titre, bruts in pied), *liens]
    pages = pages_publiques({brut.get("page") for bruts in tous for brut in bruts} - {None})

    def resoudre(bruts, origine):
        resolus = (_resoudre(brut, pages, origine, request) for brut in bruts)
        return tuple(lien for lien in resolus if lien)

    colonnes = [(titre, resoudre(bruts, navigation)) for titre, bruts in pied]
    return Cadre(
        menu=resoudre(menu, navigation),
        pied=tuple(colonne for colonne in colonnes if colonne[1]),
        suivre=resoudre(suivre, navigation),
        mention=_mention(navigation),
        annonces=tuple(
            _annonce(bandeau, resoudre(bruts, bandeau))
            for bandeau, bruts in zip(bandeaux, liens, strict=True)
        ),
    )


def _bruts_de(navigation):
    """(menu, links to follow, [(title, links of a column)]) as they are stored."""
    if navigation is None:
        return (), (), ()
    colonnes = [colonne["value"] for colonne in navigation.pied.raw_data]
    return (
        _liens_bruts(navigation.menu.raw_data),
        _liens_bruts(navigation.suivre.raw_data),
        [(colonne["titre"], _liens_bruts(colonne["liens"])) for colonne in colonnes],
    )


def _langues():
    """The language one reads, then the one it falls back on."""
    return dict.fromkeys([get_language() or settings.LANGUAGE_CODE, settings.LANGUAGE_CODE])


def _navigation(site):
    """The Navigation of the site in the language of the page, else in the default one, or None."""
    from socle.models import Navigation

    lignes = [
        ligne
        for ligne in Navigation.objects.select_related("locale").filter(
            locale__language_code__in=_langues()
        )
        if ligne.site_id in (None, site.pk)
    ]
    rang = list(_langues()).index
    lignes.sort(key=lambda x: (rang(x.locale.language_code), x.site_id is None))
    return lignes[0] if lignes else None


def _bandeaux(site):
    """Notices of the site, each in the language of the page when it is said there."""
    from socle.models import Bandeau

    lignes = [
        ligne
        for ligne in Bandeau.objects.select_related("locale").filter(
            locale__language_code__in=_langues()
        )
        if ligne.site_id in (None, site.pk)
    ]
    langue = next(iter(_langues()))
    dites = {b.translation_key for b in lignes if b.locale.language_code == langue}
    return [b for b in lignes if b.locale.language_code == langue or b.translation_key not in dites]


def _liens_bruts(brut):
    """[{"page", "adresse", "libelle"}] of a stream of links as it is stored."""
    return [lien["value"] for lien in brut]


def pages_publiques(cles):
    """``{key: Page}`` that the public can read, in the language of the page, else as pointed at.

    Two queries, or none without keys.
    """
    if not cles:
        return {}
    familles = Page.objects.filter(pk__in=cles).values("translation_key")
    publiques = Page.objects.live().public().filter(translation_key__in=familles)
    lues = list(publiques.select_related("locale"))
    langue = get_language() or settings.LANGUAGE_CODE
    traduites = {p.translation_key: p for p in lues if p.locale.language_code == langue}
    return {p.pk: traduites.get(p.translation_key, p) for p in lues if p.pk in cles}


def _resoudre(brut, pages, origine, request):
    """The Lien of a stored one, or None when it leads nowhere."""
    dite = origine.locale.language_code
    if not brut.get("page"):
        adresse, libelle = brut.get("adresse"), brut.get("libelle")
        return Lien(adresse, libelle, adresse, langue_a_dire(dite)) if adresse and libelle else None
    page = pages.get(brut["page"])
    adresse = page and page.get_url(request)
    if not adresse:
        return None
    titree = page.locale.language_code
    # In another language than that of the editor, a page is best called by its own title.
    if brut.get("libelle") and not (_etrangere(dite) and not _etrangere(titree)):
        return Lien(f"page-{page.pk}", brut["libelle"], adresse, langue_a_dire(dite))
    return Lien(f"page-{page.pk}", page.title, adresse, langue_a_dire(titree))


def _etrangere(langue):
    """Whether *langue* is not the one that is read."""
    return langue != (get_language() or settings.LANGUAGE_CODE)


def _mention(navigation):
    if navigation is None or not navigation.mention:
        return None
    langue = langue_a_dire(navigation.locale.language_code)
    return navigation.mention, navigation.mention_adresse, langue


def _annonce(bandeau, liens):
    langue = langue_a_dire(bandeau.locale.language_code)
    texte = format_html('<span lang="{}">{}</span>', langue, bandeau.texte) if langue else None
    html = format_html("{}", texte or bandeau.texte)
    for lien in liens:
        sien = format_html(' lang="{}"', lien.langue) if lien.langue else ""
        html = format_html('{} <a href="{}"{}>{}</a>', html, lien.adresse, sien, lien.libelle)
    return Annonce(html, bandeau.niveau, bandeau.debut, bandeau.fin)


def surveiller():
    """Forget whenever an editor saves the frame. Called once models are there."""
    from django.db.models.signals import post_delete, post_save

    for modele in ("socle.Navigation", "socle.Bandeau"):
        post_save.connect(oublier, sender=modele)
        post_delete.connect(oublier, sender=modele)
