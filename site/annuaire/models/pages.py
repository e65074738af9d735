"""The page that publishes the directory: the list at its address, entries below it."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, HelpPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path, re_path
from wagtail.models import Orderable, Page
from wagtail_localize.fields import BaseTranslatableField

from annuaire.cadres import cadre_de
from annuaire.lieux_de_recherche import ecriture
from annuaire.models.taxonomies import Domaine
from annuaire.refs import SIGNES
from territoires.forms import inconnu
from territoires.lieux import resoudre


class AnnuairePage(RoutablePageMixin, Page):
    """The directory « consommer autrement », or a part of it.

    One a site is principal: it gives actors their canonical address. The others are presets: only
    what stands in a territory (or comes there), in some domains; their lists link to the entries of
    the principal.
    """

    class Tri(models.TextChoices):
        PERTINENCE = "", _("Les fiches les plus complètes d’abord")
        NOM = "nom", _("Par nom")
        RECENT = "recent", _("Les plus récents d’abord")

    introduction = models.TextField(_("introduction"), blank=True)
    territoire = models.CharField(
        _("territoire"),
        max_length=120,
        blank=True,
        help_text=_(
            "Une commune, une intercommunalité, un département ou une région. "
            "Cet annuaire ne montre alors que ce qui s’y trouve ou y intervient."
        ),
    )
    tri = models.CharField(
        _("ordre de la liste"), max_length=12, choices=Tri.choices, blank=True, default=""
    )
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
    # Neither translated nor copied: only one page may have it, and its translations follow it.
    override_translatable_fields = [BaseTranslatableField("principal_de")]

    content_panels = [
        *Page.content_panels,
        "introduction",
        MultiFieldPanel(
            [
                HelpPanel(
                    content=_("Sans territoire ni domaine, cet annuaire montre tous les acteurs.")
                ),
                FieldPanel("territoire"),
                InlinePanel("domaines_montres", label=_("domaine")),
                FieldPanel("tri"),
            ],
            heading=_("Ce que cet annuaire montre"),
        ),
    ]
    settings_panels = [*Page.settings_panels, "principal_de"]

    class Meta:
        verbose_name = _("annuaire")
        verbose_name_plural = _("annuaires")

    def clean(self):
        super().clean()
        if not self.territoire:
            return
        lu = resoudre(self.territoire)
        if lu.est_ambigue:
            noms = ", ".join(ecriture(lieu) for lieu in lu.candidats)
            raise ValidationError(
                {"territoire": _("Lequel\u202f? %(noms)s") % {"noms": noms}}, code="ambigu"
            )
        if lu.lieu is None:
            raise ValidationError({"territoire": inconnu(lu)}, code="inconnu")
        self.territoire = ecriture(lu.lieu)

    @property
    def cadre(self):
        """``Requete.cadre``: what this directory publishes at all; () for every actor."""
        return cadre_de(self)

    @path("", name="liste")
    def liste(self, request):
        """The list: one GET form, a shareable address."""
        from annuaire import views

        return views.liste(request, self)

    @path("carte/", name="carte")
    def carte(self, request):
        """The list beside its map."""
        from annuaire import views

        return views.carte(request, self)

    @path("carte/points/", name="points")
    def points(self, request):
        """What the map draws of a search, as JSON."""
        from annuaire import views

        return views.points(request, self)

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


class DomaineMontre(Orderable):
    """A domain that a preset directory is about. Actors point at rows of the source locale, and so
    does this; the facet key is that of every language."""

    page = ParentalKey(AnnuairePage, on_delete=models.CASCADE, related_name="domaines_montres")
    domaine = models.ForeignKey(
        Domaine, verbose_name=_("domaine"), on_delete=models.CASCADE, related_name="+"
    )

    panels = [FieldPanel("domaine")]

    class Meta(Orderable.Meta):
        verbose_name = _("domaine montré")
        verbose_name_plural = _("domaines montrés")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "domaine"],
                name="domaine_montre_une_fois",
                violation_error_message=_("Ce domaine est déjà dans cet annuaire."),
            )
        ]

    def __str__(self):
        return f"{self.page} · {self.domaine}"
