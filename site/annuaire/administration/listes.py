"""Lists of the administration: actors and taxonomies, filtered and searched, at a constant cost."""

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Case, Exists, OuterRef, Prefetch, When
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.active_filters import BaseFilterAdapter, register_filter_adapter_class
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.ui.tables import (
    BulkActionsCheckboxColumn,
    Column,
    StatusTagColumn,
)
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from annuaire import completude
from annuaire.administration.choix import ActeurChooserViewSet, ChoixSansCreationViewSet
from annuaire.administration.fiches import (
    ActeurDeleteView,
    ActeurEditView,
    ActeurWorkflowActionView,
)
from annuaire.administration.formulaire import ActeurForm, PanneauDesTraductions
from annuaire.administration.historique import ActeurHistoryView
from annuaire.administration.imports_export import bouton_d_export
from annuaire.administration.signalements import SignalementViewSet
from annuaire.administration.verifications import (
    FiltreAVerifier,
    FiltreDeCompletude,
    PanneauDeCompletude,
)
from annuaire.models import (
    Acteur,
    Contact,
    Domaine,
    Geste,
    Lieu,
    Public,
    Reseau,
    Source,
    TypeLabel,
)
from annuaire.references import avec_descendants
from socle.tableaux import COLONNE_DE_LANGUE, ListeEnTableau, OuiNonColumn, colonnes
from socle.tableurs import oui_non
from territoires.models import Departement, Epci


def _verifie_le(acteur):
    """« 12/03/2026 », « jamais »: an icon would say neither when, nor that nobody ever did."""
    return date_format(acteur.verifie_le, "d/m/Y") if acteur.verifie_le else _("jamais")


class AdaptateurOuiNon(BaseFilterAdapter):
    """« Publié : non » above a list that is narrowed, where Wagtail says « False »."""

    def get_active_filters(self):
        for filtre in super().get_active_filters():
            yield filtre._replace(value=oui_non(self.value))


register_filter_adapter_class(django_filters.BooleanFilter, adapter_class=AdaptateurOuiNon)


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
    source = django_filters.ModelChoiceFilter(
        label=_("Source"), queryset=lambda _requete: Source.objects.en_service()
    )
    verifie = django_filters.BooleanFilter(
        label=_("Vérifié"), field_name="verifie_le", lookup_expr="isnull", exclude=True
    )
    a_verifier = FiltreAVerifier()
    completude = FiltreDeCompletude()

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


def _commune(acteur):
    lieu = acteur.lieu_principal
    return lieu.nom_commune if lieu else "—"


def _completude(acteur):
    return f"{acteur.completude} %"


def _etat(acteur):
    """Wagtail's own column asks for revisions and workflows of each row."""
    if not acteur.live:
        return _("brouillon")
    return _("publié, brouillon en cours") if acteur.has_unpublished_changes else _("publié")


def _contacts(genre):
    """What the entry shows of that kind; private contacts are in no file."""

    def valeurs(acteur):
        return ", ".join(c.valeur for c in acteur.contacts.all() if c.genre == genre)

    return valeurs


class ActeurIndexView(ListeEnTableau):
    """The list of actors, with what its columns show already fetched."""

    cellules = colonnes(
        Acteur,
        "nom",
        "sigle",
        "raison_sociale",
        "siret",
        **{
            "ref": (_("Référence"), lambda a: a.ref),
            "domaine": (_("Domaine"), lambda a: a.domaine_principal),
            "commune": (_("Commune"), _commune),
            "code_postal": (
                _("Code postal"),
                lambda a: a.lieu_principal.code_postal if a.lieu_principal else "",
            ),
            "telephone": (_("Téléphone"), _contacts("telephone")),
            "courriel": (_("Courriel"), _contacts("email")),
            "site": (_("Site web"), _contacts("site")),
            "source": (_("Source"), lambda a: a.source),
            "verifie_le": (_("Vérifié le"), lambda a: a.verifie_le),
            "completude": (_("Complétude (%)"), lambda a: a.completude),
            "statut": (_("Statut"), lambda a: a.get_statut_display()),
            "etat": (_("Publication"), _etat),
        },
    )

    def get_delete_url(self, instance):
        """See ActeurEditView.can_delete."""
        return super().get_delete_url(instance) if self.request.user.is_superuser else None

    @property
    def header_more_buttons(self):
        return [*super().header_more_buttons, *bouton_d_export(self.request)]

    @cached_property
    def par_lot(self):
        """Whether who is at the screen may act on many actors at once."""
        return policy_registry.get_by_type(Acteur).user_has_permission(self.request.user, "publish")

    @cached_property
    def columns(self):
        colonnes = super().columns
        if self.par_lot:
            return colonnes
        return [c for c in colonnes if not isinstance(c, BulkActionsCheckboxColumn)]

    def get_base_queryset(self):
        acteurs = (
            super()
            .get_base_queryset()
            .select_related("domaine_principal", "source", "latest_revision__user")
            .prefetch_related(Prefetch("lieux", Lieu.objects.select_related("commune")))
            .annotate(completude=completude.en_sql())
        )
        if self.is_export:
            publics = Contact.objects.filter(public=True)
            acteurs = acteurs.prefetch_related(Prefetch("contacts", publics))
        return acteurs


PANNEAU_IDENTITE = [
    PanneauDeCompletude(),
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
        Column("verifie_le", label=_("Vérifié"), accessor=_verifie_le, sort_key="verifie_le"),
        Column("completude", label=_("Complétude"), accessor=_completude, sort_key="completude"),
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
    index_template_name = "annuaire/administration/acteurs.html"
    history_view_class = ActeurHistoryView
    history_template_name = ActeurHistoryView.template_name
    workflow_action_view_class = ActeurWorkflowActionView
    chooser_viewset_class = ActeurChooserViewSet
    export_filename = "acteurs"
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


class TaxonomieIndexView(ListeEnTableau):
    """A taxonomy: its export has every field that editors fill in, and its language."""

    def setup(self, request, *args, **kwargs):
        propres = [nom for nom in self.champs_de(self.model) if nom not in ("nom", "slug")]
        self.cellules = colonnes(
            self.model, "nom", "slug", *propres, locale=(_("Langue"), lambda ligne: ligne.locale)
        )
        super().setup(request, *args, **kwargs)

    @staticmethod
    def champs_de(modele):
        sauf = {"id", "translation_key", "locale"}
        return [champ.name for champ in modele._meta.concrete_fields if champ.name not in sauf]

    def get_base_queryset(self):
        liees = ["locale", *(["parent"] if self.model is Domaine else [])]
        return super().get_base_queryset().select_related(*liees)


class DomaineIndexView(TaxonomieIndexView):
    """The tree of one language, then that of the next: each domain, and those below it."""

    def get_base_queryset(self):
        return (
            super()
            .get_base_queryset()
            .annotate(
                au_dessus_ordre=Coalesce("parent__ordre", "ordre"),
                au_dessus=Coalesce("parent__nom", "nom"),
                en_dessous=Case(When(parent=None, then=0), default=1),
            )
        )


class SourceIndexView(ListeEnTableau):
    cellules = colonnes(
        Source,
        "nom",
        "adresse",
        "licence",
        "attribution",
        redistribuable=(_("Peut être redistribuée"), lambda s: s.redistribuable),
    )

    def get_base_queryset(self):
        return super().get_base_queryset().en_service()


class TaxonomieViewSet(SnippetViewSet):
    """What the taxonomies share."""

    index_view_class = TaxonomieIndexView
    chooser_viewset_class = ChoixSansCreationViewSet
    list_display = ["nom", COLONNE_DE_LANGUE, "slug", "ordre"]
    list_filter = ["locale"]
    search_fields = ["nom", "mots"]
    ordering = ["locale_id", "ordre", "nom"]


class DomaineViewSet(TaxonomieViewSet):
    model = Domaine
    icon = "list-ul"
    index_view_class = DomaineIndexView
    list_display = ["nom", "parent", COLONNE_DE_LANGUE, "slug", "ordre"]
    ordering = ["locale_id", "au_dessus_ordre", "au_dessus", "en_dessous", "ordre", "nom"]
    export_filename = "domaines"


class GesteViewSet(TaxonomieViewSet):
    model = Geste
    icon = "tick"
    export_filename = "gestes"


class PublicViewSet(TaxonomieViewSet):
    model = Public
    icon = "user"
    export_filename = "publics"


class ReseauViewSet(TaxonomieViewSet):
    model = Reseau
    icon = "site"
    list_display = ["nom", COLONNE_DE_LANGUE, "site_web", "ordre"]
    export_filename = "reseaux"


class TypeLabelViewSet(TaxonomieViewSet):
    model = TypeLabel
    icon = "clipboard-list"
    list_display = ["nom", COLONNE_DE_LANGUE, "sigle", "nature", "organisme"]
    list_filter = ["nature", "locale"]
    search_fields = ["nom", "sigle", "mots"]
    export_filename = "labels"


class SourceViewSet(SnippetViewSet):
    model = Source
    icon = "link"
    list_display = [
        "nom",
        "licence",
        OuiNonColumn(
            "redistribuable", label=_("Peut être redistribuée"), sort_key="redistribuable"
        ),
    ]
    search_fields = ["nom"]
    index_view_class = SourceIndexView
    chooser_viewset_class = ChoixSansCreationViewSet
    export_filename = "sources"


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
