"""Addresses of the whole site; pages come last."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.views import serve

from annuaire.urls import FICHIERS

handler400 = "socle.erreurs.requete_refusee"
handler403 = "socle.erreurs.acces_refuse"
handler404 = "socle.erreurs.introuvable"
handler500 = "socle.erreurs.panne"

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("territoires/", include("territoires.urls")),
    path("", include("annuaire.urls")),
    path("", include("socle.urls")),
]

if settings.DEBUG or settings.DEMO:
    from django.views import static

    # What the web server gives in production (docs/medias.md): pictures, never documents. Django's
    # own static() gives nothing without DEBUG, and the demonstration runs without.
    images = {"document_root": settings.MEDIA_ROOT / "images"}
    urlpatterns.append(
        path(f"{settings.MEDIA_URL.lstrip('/')}images/<path:path>", static.serve, images)
    )

urlpatterns += i18n_patterns(
    # Wagtail's own pattern takes no dot: the files of a page of the directory come to it apart.
    re_path(FICHIERS, serve),
    path("recherche/", include("search.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
