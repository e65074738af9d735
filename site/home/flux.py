"""The news as an Atom feed."""

from datetime import datetime, time

from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from annuaire.adresses import racine_absolue
from home.actualites import publiees
from socle.contexte import Portail
from socle.flux import servir

NOMBRE = 50


def repondre(request, page):
    """The feed of an ActualitesPage: its 50 newest public items."""
    base = request.build_absolute_uri(page.get_url(request))
    portail = Portail(request)
    nouvelles = list(publiees(page)[:NOMBRE])
    flux = Atom1Feed(
        title=_("%(site)s : %(titre)s") % {"site": portail.nom, "titre": page.title},
        link=base,
        description="",
        subtitle=page.introduction or None,
        language=get_language(),
        author_name=portail.nom,
        feed_url=f"{base}flux.atom",
    )
    for nouvelle in nouvelles:
        _ajouter(flux, nouvelle, base)
    dates = [n.last_published_at for n in nouvelles if n.last_published_at]
    return servir(request, flux, max(dates, default=page.last_published_at))


def _ajouter(flux, nouvelle, base):
    jour = timezone.make_aware(datetime.combine(nouvelle.date, time.min))
    flux.add_item(
        title=nouvelle.title,
        link=f"{base}{nouvelle.slug}/",
        # The summary is declared as HTML.
        description=escape(nouvelle.chapo) or None,
        # Known again when its address changes.
        unique_id=f"{racine_absolue()}/#actualite-{nouvelle.translation_key}-{nouvelle.locale_id}",
        pubdate=jour,
        updateddate=nouvelle.last_published_at or jour,
        categories=[nouvelle.get_genre_display()],
    )
