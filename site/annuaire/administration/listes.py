"""Lists of the administration: actors and taxonomies, filtered and searched, at a constant cost."""

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef, Prefetch
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.ui.tables import BooleanColumn, Column, StatusTagColumn
from wagtail.snippets.views.snippets import (
    IndexView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from annuaire.administration.choix import ActeurChooserViewSet
from annuaire.administration.fiches import ActeurDeleteView, ActeurEditView
from annuaire.administration.formulaire import ActeurForm, PanneauDesTraductions
from annuaire.administration.imports_export import bouton_d_export
from annuaire.administration.signalements import SignalementViewSet
from annuaire.models import Acteur, Domaine, Geste, Lieu, Public, Reseau, Source, TypeLabel
from annuaire.references import avec_descendants
from territoires.models import Departement, Epci


class ActeurFilterSet(WagtailFilterSet):
    """What an animator narrows the list by."""

    statut = django_filters.ChoiceFilter(label=_("Statut"), choices=Acteur.Statut.choices)
    live = django_filters.BooleanFilter(label=_("Publié"))
    domaine = django_filters.ModelChoiceFilter(
        label=_("Domaine"),
        queryset=Domaine.objects.filter(
            locale__language_code=settings.LANGUAGE_CODE
        ).select_related("parent"),
        method="filtrer_domaine",
    )
    departement = django_filters.ModelChoiceFilter(
        label=_("Département"), queryset=Departement.objects.all(), method="filtrer_territoire"
    )
    epci = django_filters.ModelChoiceFilter(
        label=_("Intercommunalité"), queryset=Epci.objects.all(), method="filtrer_territoire"
    )
    source = django_filters.ModelChoiceFilter(label=_("Source"), queryset=Source.objects.all())
    verifie = django_filters.BooleanFilter(
        label=_("Vérifié"), field_name="verifie_le", lookup_expr="isnull", exclude=True
    )

    class Meta:
        model = Acteur
        fields = []

    def filtrer_domaine(self, queryset, name, value):
        """Actors of a domain or of one below it."""
        liens = Acteur.domaines.through.objects.filter(
            acteur=OuterRef("pk"), domaine__in=avec_descendants(value)
        )
        return queryset.filter(Exists(liens))

    def filtrer_territoire(self, queryset, name, value):
        """Actors with a place in a département or an EPCI."""
        lieux = Lieu.objects.filter(acteur=OuterRef("pk"), **{f"commune__{name}": value})
        return queryset.filter(Exists(lieux))


class ActeurIndexView(IndexView):
    """The list of actors, with what its columns show already fetched."""

    @property
    def header_more_buttons(self):
        return [*super().header_more_buttons, *bouton_d_export(self.request)]

    def get_delete_url(self, instance):
        """See ActeurEditView.can_delete."""
        return super().get_delete_url(instance) if self.request.user.is_superuser else None

    def get_base_queryset(self):
        return (
            super()
            .get_base_queryset()
            .select_related("domaine_principal", "source", "latest_revision__user")
            .prefetch_related(Prefetch("lieux", Lieu.objects.select_related("commune")))
        )


def _commune(acteur):
    lieu = acteur.lieu_principal
    return lieu.nom_commune if lieu else "—"


def _etat(acteur):
    """Wagtail's own column asks for revisions and workflows of each row."""
    if not acteur.live:
        return _("brouillon")
    return _("publié, brouillon en cours") if acteur.has_unpublished_changes else _("publié")


PANNEAU_IDENTITE = [
    "nom",
    FieldRowPanel([FieldPanel("raison_sociale"), FieldPanel("sigle")]),
    "accroche",
    "offre",
    "description",
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("siret"), FieldPanel("siren"), FieldPanel("rna")]),
            FieldRowPanel([FieldPanel("forme_juridique"), FieldPanel("naf")]),
            FieldRowPanel([FieldPanel("cree_en"), FieldPanel("effectif")]),
            FieldPanel("parent"),
        ],
        heading=_("Structure"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("famille"),
            FieldRowPanel([FieldPanel("famille_preuve"), FieldPanel("famille_preuve_le")]),
        ],
        heading=_("Famille de l’ESS"),
    ),
]
PANNEAU_CLASSEMENT = [
    FieldPanel("domaine_principal", widget=forms.Select),
    FieldPanel("domaines", widget=forms.CheckboxSelectMultiple),
    FieldPanel("gestes", widget=forms.CheckboxSelectMultiple),
    FieldPanel("publics", widget=forms.CheckboxSelectMultiple),
    FieldPanel("reseaux", widget=forms.CheckboxSelectMultiple),
    "etiquettes",
    InlinePanel("labels", heading=_("Agréments et labels"), label=_("agrément ou label")),
]
PANNEAU_LIEUX = [
    FieldRowPanel([FieldPanel("a_distance"), FieldPanel("itinerant")]),
    "horaires",
    InlinePanel("lieux", heading=_("Lieux"), label=_("lieu")),
    InlinePanel("zones", heading=_("Zones d’intervention"), label=_("zone")),
]
PANNEAU_CONTACTS = [InlinePanel("contacts", heading=_("Contacts"), label=_("contact"))]
PANNEAU_IMAGES = [
    FieldRowPanel([FieldPanel("logo"), FieldPanel("logo_alt")]),
    InlinePanel("photos", heading=_("Photos"), label=_("photo")),
]

PANNEAU_TRADUCTIONS = [
    PanneauDesTraductions("traductions", heading=_("Traductions"), label=_("traduction")),
]


class ActeurViewSet(SnippetViewSet):
    """Actors. Not ``Indexed``: the list searches the table, so bulk imports stay findable."""

    model = Acteur
    icon = "group"
    menu_label = _("Acteurs")
    menu_name = "acteurs"
    url_prefix = base_url_path = "annuaire/acteurs"
    list_display = [
        "nom",
        Column("domaine_principal", label=_("Domaine"), sort_key="domaine_principal__nom"),
        Column(_commune, label=_("Commune")),
        Column("source", label=_("Source"), sort_key="source__nom"),
        BooleanColumn("verifie_le", label=_("Vérifié"), sort_key="verifie_le"),
        Column("get_statut_display", label=_("Statut"), sort_key="statut"),
        StatusTagColumn(
            "etat",
            label=_("Publication"),
            accessor=_etat,
            primary=lambda a: a.live,
            sort_key="live",
        ),
    ]
    list_per_page = 50
    ordering = ["nom"]
    search_fields = ["nom", "raison_sociale", "sigle", "siret", "ref"]
    filterset_class = ActeurFilterSet
    index_view_class = ActeurIndexView
    edit_view_class = ActeurEditView
    delete_view_class = ActeurDeleteView
    chooser_viewset_class = ActeurChooserViewSet
    edit_handler = TabbedInterface(
        [
            ObjectList(PANNEAU_IDENTITE, heading=_("Identité")),
            ObjectList(PANNEAU_CLASSEMENT, heading=_("Activité et labels")),
            ObjectList(PANNEAU_LIEUX, heading=_("Lieux et horaires")),
            ObjectList(PANNEAU_CONTACTS, heading=_("Contacts")),
            ObjectList(PANNEAU_IMAGES, heading=_("Images")),
            ObjectList(PANNEAU_TRADUCTIONS, heading=_("Traductions")),
        ],
        base_form_class=ActeurForm,
    )


class DomaineViewSet(SnippetViewSet):
    model = Domaine
    icon = "list-ul"
    list_display = ["nom", "parent", "slug", "ordre"]
    list_filter = ["locale"]
    ordering = ["ordre", "nom"]
    search_fields = ["nom", "mots"]


class GesteViewSet(SnippetViewSet):
    model = Geste
    icon = "tick"
    list_display = ["nom", "slug", "ordre"]
    search_fields = ["nom", "mots"]


class PublicViewSet(SnippetViewSet):
    model = Public
    icon = "user"
    list_display = ["nom", "slug", "ordre"]
    search_fields = ["nom", "mots"]


class ReseauViewSet(SnippetViewSet):
    model = Reseau
    icon = "site"
    list_display = ["nom", "site_web", "ordre"]
    search_fields = ["nom", "mots"]


class TypeLabelViewSet(SnippetViewSet):
    model = TypeLabel
    icon = "clipboard-list"
    list_display = ["nom", "sigle", "nature", "organisme"]
    list_filter = ["nature"]
    search_fields = ["nom", "sigle", "mots"]


class SourceViewSet(SnippetViewSet):
    model = Source
    icon = "link"
    list_display = ["nom", "licence", "redistribuable"]
    search_fields = ["nom"]


class GroupeAnnuaire(SnippetViewSetGroup):
    """The menu « Annuaire »."""

    menu_label = _("Annuaire")
    menu_icon = "group"
    menu_order = 150
    items = (
        ActeurViewSet,
        SignalementViewSet,
        DomaineViewSet,
        GesteViewSet,
        PublicViewSet,
        ReseauViewSet,
        TypeLabelViewSet,
        SourceViewSet,
    )
