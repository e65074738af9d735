"""The editors' guide, in the menu « Aide »."""

from django.http import Http404
from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem

from home import aide


class SommaireView(TemplateView):
    """Every page with its headings, or those that have the words looked for."""

    template_name = "home/admin_aide.html"

    def get_context_data(self, **kwargs):
        mots = self.request.GET.get("q", "")[:200]
        trouvees = aide.chercher(mots)
        return {**super().get_context_data(**kwargs), "mots": mots, "trouvees": trouvees}


class PageView(TemplateView):
    """One page."""

    template_name = "home/admin_page_d_aide.html"

    def get_context_data(self, cle, **kwargs):
        page = aide.pages().get(cle)
        if page is None:
            raise Http404
        return {**super().get_context_data(**kwargs), "aide": page}


def routes_de_l_aide():
    """Addresses of the guide under the administration (a ``register_admin_urls`` hook)."""
    routes = [
        path("", SommaireView.as_view(), name="sommaire"),
        path("<slug:cle>/", PageView.as_view(), name="page"),
    ]
    return [path("guide-de-la-redaction/", include((routes, "home_aide")))]


def entree_de_l_aide():
    """First in the menu « Aide » (a ``register_help_menu_item`` hook)."""
    return MenuItem(
        gettext_lazy("Guide de la rédaction"),
        reverse("home_aide:sommaire"),
        name="guide-de-la-redaction",
        icon_name="help",
        order=100,
    )
