"""The report of labels to renew: what runs out soon, or has run out, soonest first."""

import django_filters
from django.core.validators import MaxValueValidator, MinValueValidator
from django.urls import include, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.permissions import policy_registry

from annuaire.models import Acteur, LabelActeur, TypeLabel
from socle.tableaux import RapportEnTableau

JOURS = 60
JOURS_MAX = 365


class LabelFilterSet(WagtailFilterSet):
    """What an animator narrows the report by. ``jours``: how far ahead it looks."""

    EXPIRES, A_VENIR = "expires", "a_venir"

    type = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Agrément ou label"), queryset=TypeLabel.objects.none()
    )
    quand = django_filters.ChoiceFilter(
        label=gettext_lazy("Échéance"),
        choices=[(EXPIRES, gettext_lazy("expirés")), (A_VENIR, gettext_lazy("à venir"))],
        method="filtrer_quand",
    )
    jours = django_filters.NumberFilter(
        label=gettext_lazy("Dans les jours qui viennent (60 sinon)"),
        method="laisser",  # the view bounds the list before any filter
        decimal_places=0,
        validators=[MinValueValidator(1), MaxValueValidator(JOURS_MAX)],
    )

    class Meta:
        model = LabelActeur
        fields = []

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.filters["type"].field.queryset = TypeLabel.objects.sources()

    def filtrer_quand(self, queryset, name, value):
        """Those that have run out today, or those that have not."""
        borne = "expire_le__lt" if value == self.EXPIRES else "expire_le__gte"
        return queryset.filter(**{borne: timezone.localdate()})

    def laisser(self, queryset, name, value):
        """Everything: see ``jours``."""
        return queryset

    @property
    def nombre_de_jours(self):
        """The number of days asked, ``JOURS`` unless a right one was."""
        return int((self.form.is_valid() and self.form.cleaned_data.get("jours")) or JOURS)


def _adresse(label):
    return reverse(Acteur.snippet_viewset.get_url_name("edit"), args=[label.acteur_id])


def _delivre_par(label):
    return label.organisme or label.type.organisme


def _preuve(label):
    if not label.preuve:
        return "—"
    return format_html('<a href="{}" rel="noreferrer">{}</a>', label.preuve, _("Voir la preuve"))


def reste(label):
    """« dans 12 jours », « aujourd’hui », « depuis 3 jours »: how far its last day is."""
    jours = (label.expire_le - timezone.localdate()).days
    if jours == 0:
        return _("expire aujourd’hui")
    if jours > 0:
        phrase = ngettext("expire demain", "expire dans %(n)d jours", jours)
        return phrase % {"n": jours} if jours > 1 else phrase
    phrase = ngettext("expiré hier", "expiré depuis %(n)d jours", -jours)
    return phrase % {"n": -jours} if jours < -1 else phrase


def _peut(compte):
    return policy_registry.get_by_type(Acteur).user_has_permission(compte, "change")


class LabelsReportView(RapportEnTableau):
    """Verified labels of visible actors; drafts are not read, live rows decide."""

    model = LabelActeur
    page_title = gettext_lazy("Labels qui expirent")
    header_icon = "time"
    index_url_name = "annuaire_rapports:labels"
    index_results_url_name = "annuaire_rapports:labels_resultats"
    filterset_class = LabelFilterSet
    permission_required = "change"
    verbose_name_plural = gettext_lazy("labels")
    default_ordering = ("expire_le", "acteur__nom", "pk")
    columns = [
        TitleColumn("acteur", label=gettext_lazy("Acteur"), get_url=_adresse),
        Column("type", label=gettext_lazy("Agrément ou label")),
        Column("numero", label=gettext_lazy("Numéro")),
        Column(_delivre_par, label=gettext_lazy("Délivré par")),
        Column(_preuve, label=gettext_lazy("Preuve")),
        Column("expire_le", label=gettext_lazy("Expire le")),
        Column(reste, label=gettext_lazy("Reste")),
    ]
    list_export = ["acteur", "ref", "type", "numero", "organisme", "preuve", "expire_le", "reste"]
    export_headings = {
        "acteur": gettext_lazy("Acteur"),
        "ref": gettext_lazy("Référence"),
        "type": gettext_lazy("Agrément ou label"),
        "numero": gettext_lazy("Numéro"),
        "organisme": gettext_lazy("Délivré par"),
        "preuve": gettext_lazy("Preuve"),
        "expire_le": gettext_lazy("Expire le"),
        "reste": gettext_lazy("Reste"),
    }
    export_filename = "labels-qui-expirent"

    @cached_property
    def permission_policy(self):
        return policy_registry.get_by_type(Acteur)

    def get_base_queryset(self):
        jours = self.filters.nombre_de_jours
        labels = LabelActeur.objects.qui_expirent(timezone.localdate(), jours)
        return labels.select_related("acteur", "type")

    def to_row_dict(self, item):
        return {
            "acteur": item.acteur.nom,
            "ref": item.acteur.ref,
            "type": item.type.nom,
            "numero": item.numero,
            "organisme": _delivre_par(item),
            "preuve": item.preuve,
            "expire_le": item.expire_le,
            "reste": reste(item),
        }


def ce_qui_expire(request):
    """(sentence, address) for the home page of the administration, None when nothing does."""
    if not _peut(request.user):
        return None
    nombre = LabelActeur.objects.qui_expirent(timezone.localdate(), JOURS).count()
    if not nombre:
        return None
    phrase = ngettext(
        "%(n)d label expiré ou qui expire dans les 60 jours",
        "%(n)d labels expirés ou qui expirent dans les 60 jours",
        nombre,
    )
    return phrase % {"n": nombre}, reverse(LabelsReportView.index_url_name)


class LabelsMenuItem(MenuItem):
    """In the menu of reports, for those who edit actors."""

    def is_shown(self, request):
        return _peut(request.user)


def entree_des_labels():
    """Return the entry of the menu of reports (a ``register_reports_menu_item`` hook)."""
    return LabelsMenuItem(
        LabelsReportView.page_title,
        reverse(LabelsReportView.index_url_name),
        name="labels-qui-expirent",
        icon_name=LabelsReportView.header_icon,
        order=500,
    )


def routes_des_rapports():
    """Addresses of the report under the administration (a ``register_admin_urls`` hook)."""
    vue = LabelsReportView
    routes = [
        path("labels/", vue.as_view(), name="labels"),
        path("labels/resultats/", vue.as_view(results_only=True), name="labels_resultats"),
    ]
    return [path("annuaire-rapports/", include((routes, "annuaire_rapports")))]
