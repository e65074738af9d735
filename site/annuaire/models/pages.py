"""The page that publishes the directory: the list at its address, entries below it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import RoutablePageMixin, path, re_path
from wagtail.models import Page

from annuaire.refs import SIGNES


class AnnuairePage(RoutablePageMixin, Page):
    """The directory « consommer autrement ».

    One a site is principal: it gives actors their canonical address.
    """

    introduction = models.TextField(_("introduction"), blank=True)
    principal_de = models.OneToOneField(
        "wagtailcore.Site",
        verbose_name=_("annuaire principal du site"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="annuaire_principal",
    )

    template = "annuaire/liste.html"
    # Its parents are named by the room above: see home.apps.
    subpage_types = []
    max_count_per_parent = 5
    exclude_fields_in_copy = ["principal_de"]

    content_panels = [*Page.content_panels, "introduction"]
    settings_panels = [*Page.settings_panels, "principal_de"]

    class Meta:
        verbose_name = _("annuaire")
        verbose_name_plural = _("annuaires")

    @path("", name="liste")
    def liste(self, request):
        """The list: one GET form, a shareable address."""
        from annuaire import views

        return views.liste(request, self)

    # Wagtail ends what it resolves with a slash; the addresses have none (annuaire.urls.FICHIERS).
    @re_path(r"^(?:flux|export)\.(?P<forme>atom|csv|geojson)/$", name="fichier")
    def fichier(self, request, forme):
        """The same search as data: no reference has a dot, so no actor is ever called so."""
        from annuaire import views

        return views.fichier(request, self, forme)

    @re_path(rf"^(?P<slug>[a-z0-9-]*)-(?P<ref>[{SIGNES}a-zA-Z]{{8}})/$", name="fiche")
    def fiche(self, request, slug, ref):
        """An entry, found by its reference alone."""
        from annuaire import views

        return views.fiche(request, self, slug, ref)

    @re_path(
        rf"^(?P<slug>[a-z0-9-]*)-(?P<ref>[{SIGNES}a-zA-Z]{{8}})/(?P<genre>signaler|retrait)/$",
        name="signaler",
    )
    def signaler(self, request, slug, ref, genre):
        """The form that says an error of an entry, or asks for its withdrawal."""
        from annuaire import views

        return views.signaler(request, self, ref, genre)

    @re_path(
        rf"^(?P<slug>[a-z0-9-]*)-(?P<ref>[{SIGNES}a-zA-Z]{{8}})/(?P<genre>signaler|retrait)/merci/$",
        name="merci",
    )
    def merci(self, request, slug, ref, genre):
        """What happens next, once that form has been sent."""
        from annuaire import views

        return views.merci(request, self, ref, genre)
