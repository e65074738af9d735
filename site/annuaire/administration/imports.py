"""Imports in the administration: a file is uploaded, explained, tried, brought in, undone."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, JsonResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views import View
from django.views.generic import FormView, TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from annuaire.administration.imports_export import ExportView
from annuaire.administration.imports_forms import CorrespondancesForm, DepotForm, GenreForm
from annuaire.imports.depots import annulations, apercus, passages, rapports
from annuaire.imports.depots import depot as depots
from annuaire.imports.depots.champs import nommer
from annuaire.imports.depots.droits import peut_engager, peut_importer, peut_publier
from annuaire.imports.fiches import FichierIllisible
from annuaire.models import Acteur, DepotImport, LigneImport, Source
from socle.tableaux import ListeSansModeleEnTableau

ESPACE = "annuaire_imports"
TITRE = gettext_lazy("Imports")
ICONE = "upload"
LIGNES_PAR_PAGE = 50
ETATS = LigneImport.Etat


def _adresse(nom, *args):
    return reverse(f"{ESPACE}:{nom}", args=args)


class ImportMixin(WagtailAdminTemplateMixin):
    """For those who may import; the trail of links leads back to the list."""

    header_icon = ICONE
    page_title = TITRE

    def dispatch(self, request, *args, **kwargs):
        if not peut_importer(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": _adresse("liste"), "label": TITRE},
            *self.fil(),
        ]

    def fil(self):
        """What follows « Imports » in the trail."""
        return [{"url": "", "label": self.get_page_title()}]


class DepotMixin(ImportMixin):
    """A screen about one file."""

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if kwargs["pk"] >= 2**63:
            raise Http404
        lus = DepotImport.objects.select_related("source", "auteur")
        self.depot = get_object_or_404(lus, pk=kwargs["pk"])

    def fil(self):
        nom = self.depot.nom
        if self.page_title is TITRE:
            return [{"url": "", "label": nom}]
        ici = _adresse("depot", self.depot.pk)
        return [{"url": ici, "label": nom}, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs):
        return {**super().get_context_data(**kwargs), "depot": self.depot}


def _etat(depot):
    return depot.get_tache_display() if depot.tache else depot.get_etat_display()


def _ecran(depot):
    return _adresse("depot", depot.pk)


def _nombre(etat):
    return lambda depot: depot.compte["etats"].get(etat, 0) if depot.compte else "—"


class ListeView(ImportMixin, ListeSansModeleEnTableau):
    """Every file that was uploaded, the newest first."""

    model = DepotImport
    paginate_by = 30
    index_url_name = f"{ESPACE}:liste"
    default_ordering = ("-depose_le", "-pk")
    verbose_name_plural = gettext_lazy("imports")
    columns = [
        TitleColumn("nom", label=gettext_lazy("Fichier"), get_url=_ecran),
        Column("source", label=gettext_lazy("Source")),
        StatusTagColumn(
            "etat",
            label=gettext_lazy("État"),
            accessor=_etat,
            primary=lambda depot: depot.etat == DepotImport.Etat.IMPORTE,
        ),
        Column(_nombre("cree"), label=gettext_lazy("Créées")),
        Column(_nombre("modifie"), label=gettext_lazy("Mises à jour")),
        Column(_nombre("refuse"), label=gettext_lazy("Refusées")),
        Column("auteur", label=gettext_lazy("Déposé par")),
        DateColumn("depose_le", label=gettext_lazy("Déposé")),
    ]
    cellules = {
        "nom": (gettext_lazy("Fichier"), lambda depot: depot.nom),
        "source": (gettext_lazy("Source"), lambda depot: depot.source or ""),
        "etat": (gettext_lazy("État"), _etat),
        "creees": (gettext_lazy("Créées"), _nombre("cree")),
        "modifiees": (gettext_lazy("Mises à jour"), _nombre("modifie")),
        "refusees": (gettext_lazy("Refusées"), _nombre("refuse")),
        "auteur": (gettext_lazy("Déposé par"), lambda depot: depot.auteur or ""),
        "depose_le": (gettext_lazy("Déposé"), lambda depot: depot.depose_le),
    }
    export_filename = "imports"

    @property
    def header_buttons(self):
        return [
            HeaderButton(
                _("Importer une liste"), url=_adresse("nouveau"), icon_name="plus", priority=10
            )
        ]

    def fil(self):
        return []

    def get_base_queryset(self):
        return DepotImport.objects.select_related("source", "auteur")


class NouveauView(ImportMixin, FormView):
    """The file, and where it comes from."""

    form_class = DepotForm
    page_title = gettext_lazy("Importer une liste")
    template_name = "annuaire/administration/imports/nouveau.html"

    def get_initial(self):
        # From a link of ours; a value that is none of the choices shows none.
        return {"source": self.request.GET.get("source", "")}

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "peut_publier": peut_publier(self.request.user)}

    def get_context_data(self, **kwargs):
        return {
            **super().get_context_data(**kwargs),
            "jours": settings.IMPORTS_JOURS,
            "octets_max": settings.IMPORTS_OCTETS_MAX,
        }

    def form_valid(self, form):
        champs = {"source": form.source_voulue(), **form.options()}
        try:
            with transaction.atomic():
                depot = depots.deposer(form.cleaned_data["fichier"], self.request.user, **champs)
        except FichierIllisible as erreur:
            form.add_error("fichier", str(erreur))
            return self.form_invalid(form)
        except ValidationError as erreur:
            form.add_error("source", erreur)
            return self.form_invalid(form)
        if depot.profil == DepotImport.Profil.RETOUCHE:
            return _lancer(self.request, depot, DepotImport.Tache.SIMULER)
        return redirect(_adresse("correspondances", depot.pk))

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=400)


class CorrespondancesView(DepotMixin, FormView):
    """What the columns and the categories of the list mean here."""

    form_class = CorrespondancesForm
    page_title = gettext_lazy("Colonnes et catégories")
    template_name = "annuaire/administration/imports/correspondances.html"

    def dispatch(self, request, *args, **kwargs):
        finis = (DepotImport.Etat.IMPORTE, DepotImport.Etat.ANNULE)
        if not peut_importer(request.user):
            raise PermissionDenied
        if self.depot.source_id is None or self.depot.etat in finis:
            return redirect(_ecran(self.depot))
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        try:
            with depots.ouvrir(self.depot) as chemin:
                self.lecture = apercus.lire(self.depot, chemin)
        except ValidationError as erreur:
            raise Http404(erreur.messages[0]) from None
        return {
            **super().get_form_kwargs(),
            "depot": self.depot,
            "inconnues": self.lecture.inconnues,
            "exemples": self.lecture.exemples,
        }

    def get_context_data(self, **kwargs):
        genre = GenreForm(initial={"genre": self.depot.profil})
        return {**super().get_context_data(**kwargs), "lecture": self.lecture, "genre": genre}

    def post(self, request, *args, **kwargs):
        genre = GenreForm(request.POST)
        if "genre" in request.POST and genre.is_valid():
            depots.lire_comme(self.depot, genre.cleaned_data["genre"])
            return redirect(request.path)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form):
        form.retenir()
        if self.request.POST.get("suite") == "relire":
            messages.success(self.request, _("C’est retenu pour cette source."))
            return redirect(self.request.path)
        return _lancer(self.request, self.depot, DepotImport.Tache.SIMULER)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=400)


class DepotView(DepotMixin, TemplateView):
    """Where the file stands, what each row became, and what comes next."""

    template_name = "annuaire/administration/imports/depot.html"

    def get_page_title(self):
        return self.depot.nom

    def get_context_data(self, **kwargs):
        depot = self.depot
        etats = depot.compte.get("etats", {})
        voulu = self.request.GET.get("etat", "")
        voulu = voulu if voulu in ETATS.values else ""
        page = self._lignes(voulu)
        return {
            **super().get_context_data(**kwargs),
            "comptes": [(e, _compte(e, etats.get(e, 0)), etats.get(e, 0)) for e in ETATS.values],
            "total": sum(n for etat, n in etats.items() if etat != ETATS.ABSENTE),
            "voulu": voulu,
            "page": page,
            "pages": page.paginator.get_elided_page_range(page.number),
            "engageable": peut_engager(self.request.user, depot),
            "annulable": depots.est_annulable(depot),
            "limite": depots.limite(depot),
            "bloque": depot.tout_ou_rien and bool(etats.get("refuse")),
            "gardees": _nommer(depot.annulation.get("gardees", [])),
            "conflits": _nommer(depot.annulation.get("conflits", [])),
            "a_publier": self._a_publier(),
            "en_memoire": Source.objects.sans_usage().filter(pk=depot.source_id).exists(),
        }

    def _lignes(self, voulu):
        simulation = self.depot.etat not in (DepotImport.Etat.IMPORTE, DepotImport.Etat.ANNULE)
        lignes = LigneImport.objects.filter(depot=self.depot, simulation=simulation)
        lignes = lignes.filter(etat=voulu) if voulu else lignes
        page = Paginator(lignes.select_related("acteur"), LIGNES_PAR_PAGE).get_page(
            self.request.GET.get("p")
        )
        for ligne in page:
            ligne.changes = ", ".join(str(nommer(champ)) for champ in ligne.champs)
            ligne.edition = _edition(ligne.acteur) if ligne.acteur else ""
        return page

    def _a_publier(self):
        """The address of the drafts that came in, "" when there is none."""
        depot = self.depot
        if depot.etat != DepotImport.Etat.IMPORTE or not depot.brouillon or not depot.source_id:
            return ""
        liste = reverse(Acteur.snippet_viewset.get_url_name("list"))
        return f"{liste}?source={depot.source_id}&live=false"


def _compte(etat, nombre):
    """« 354 créées »."""
    un = max(nombre, 1)  # zero is singular in French
    phrases = {
        "cree": ngettext("%s créée", "%s créées", un),
        "modifie": ngettext("%s mise à jour", "%s mises à jour", un),
        "inchange": ngettext("%s inchangée", "%s inchangées", un),
        "refuse": ngettext("%s refusée", "%s refusées", un),
        "absente": ngettext("%s absente", "%s absentes", un),
    }
    return phrases[etat] % nombre


def _edition(acteur):
    return reverse(Acteur.snippet_viewset.get_url_name("edit"), args=[acteur.pk])


def _nommer(couples):
    """[(actor, address, reasons)] of [[reference, reasons]]; those that are gone since are left."""
    acteurs = {a.ref: a for a in Acteur.objects.filter(ref__in=[ref for ref, _r in couples])}
    return [
        (acteurs[ref], _edition(acteurs[ref]), annulations.raisons_en_mots(raisons))
        for ref, raisons in couples
        if ref in acteurs
    ]


def _lancer(request, depot, tache):
    """Ask for a task; a short one is done at once, a long one by the worker. Back to the screen."""
    try:
        depots.demander(depot, tache, request.user)
    except ValidationError as erreur:
        messages.warning(request, erreur.messages[0])
        return redirect(_ecran(depot))
    if depot.lignes_en_tout <= settings.IMPORTS_LIGNES_IMMEDIATES:
        passages.tenter(depot)
        depot.refresh_from_db()
    if depot.erreur:
        messages.error(request, depot.erreur)
    elif not depot.tache:
        messages.success(request, FAIT[tache])
    return redirect(_ecran(depot))


FAIT = {
    "simuler": gettext_lazy("Simulation faite : rien n’est encore entré."),
    "importer": gettext_lazy("La liste est dans l’annuaire."),
    "annuler": gettext_lazy("L’import est annulé."),
}


class DemandeView(DepotMixin, View):
    """« simuler », « importer », « supprimer », by POST."""

    http_method_names = ["post"]

    def post(self, request, pk, demande):
        if demande == "supprimer":
            return self._supprimer()
        if demande not in (DepotImport.Tache.SIMULER, DepotImport.Tache.IMPORTER):
            raise Http404
        if demande == DepotImport.Tache.IMPORTER and not peut_engager(request.user, self.depot):
            raise PermissionDenied
        return _lancer(request, self.depot, demande)

    def _supprimer(self):
        try:
            depots.supprimer(self.depot)
        except ValidationError as erreur:
            messages.error(self.request, erreur.messages[0])
            return redirect(_ecran(self.depot))
        messages.success(self.request, _("Le fichier et ce qui en était gardé sont supprimés."))
        return redirect(_adresse("liste"))


class AnnulationView(DepotMixin, TemplateView):
    """What undoing would do, listed; then, by POST, the undoing."""

    page_title = gettext_lazy("Annuler l’import")
    template_name = "annuaire/administration/imports/annuler.html"

    def dispatch(self, request, *args, **kwargs):
        if not peut_engager(request.user, self.depot):
            raise PermissionDenied
        if self.depot.tache or not depots.est_annulable(self.depot):
            messages.warning(request, _("Cet import ne peut pas, ou plus, être annulé."))
            return redirect(_ecran(self.depot))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        supprimees, retablies, gardees = [], [], []
        for decision in annulations.prevoir(self.depot):
            fiche = (decision.acteur, _edition(decision.acteur))
            if decision.action == "supprimer":
                supprimees.append(fiche)
            elif decision.action == "retablir":
                noms = [nommer(champ) for champ in decision.retour]
                retablies.append((*fiche, annulations.raisons_en_mots(noms)))
            if decision.raisons:
                gardees.append((*fiche, annulations.raisons_en_mots(decision.raisons)))
        return {
            **super().get_context_data(**kwargs),
            "supprimees": supprimees,
            "retablies": retablies,
            "gardees": gardees,
            "limite": depots.limite(self.depot),
        }

    def post(self, request, pk):
        return _lancer(request, self.depot, DepotImport.Tache.ANNULER)


class SuiviView(DepotMixin, View):
    """How far a task is, for the screen that waits: {faites, total, phrase, fini}."""

    http_method_names = ["get"]

    def get(self, request, pk):
        depot = self.depot
        phrase = _("%(faites)s lignes lues sur %(total)s") % {
            "faites": depot.faites,
            "total": depot.lignes_en_tout,
        }
        donnees = {
            "faites": depot.faites,
            "total": depot.lignes_en_tout,
            "phrase": phrase,
            "fini": not depot.tache,
        }
        return JsonResponse(donnees, headers={"Cache-Control": "no-store"})


class RapportView(DepotMixin, View):
    """The report, one line a row, safe to open in a spreadsheet."""

    http_method_names = ["get"]

    def get(self, request, pk):
        return StreamingHttpResponse(
            rapports.en_csv(self.depot),
            content_type="text/csv; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="rapport-{self.depot.pk}.csv"',
                "Cache-Control": "no-store",
            },
        )


class ImportMenuItem(MenuItem):
    """In the main menu, for those who may import."""

    def is_shown(self, request):
        return peut_importer(request.user)


def entree_des_imports():
    """The entry of the main menu (a ``register_admin_menu_item`` hook)."""
    return ImportMenuItem(
        TITRE, reverse(f"{ESPACE}:liste"), name="imports", icon_name=ICONE, order=160
    )


def routes_des_imports():
    """Addresses of these screens under the administration (a ``register_admin_urls`` hook)."""
    routes = [
        path("", ListeView.as_view(), name="liste"),
        path("nouveau/", NouveauView.as_view(), name="nouveau"),
        path("modifier.xlsx", ExportView.as_view(), name="exporter"),
        path("<int:pk>/", DepotView.as_view(), name="depot"),
        path("<int:pk>/colonnes/", CorrespondancesView.as_view(), name="correspondances"),
        path("<int:pk>/annuler/", AnnulationView.as_view(), name="annuler"),
        path("<int:pk>/suivi/", SuiviView.as_view(), name="suivi"),
        path("<int:pk>/rapport.csv", RapportView.as_view(), name="rapport"),
        path("<int:pk>/<slug:demande>/", DemandeView.as_view(), name="demande"),
    ]
    return [path("imports/", include((routes, ESPACE)))]
