"""What an animator does to several actors at once: the confirmation, and the work by chunks.

Wagtail would read every chosen actor to draw the page, and write them all in one transaction
within one request. Here the page counts in SQL, and the work stops after ``DUREE_S`` to go on at
the press of a button: the verbs of ``annuaire.par_lot`` are idempotent.
"""

import time
from itertools import islice

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction

from annuaire import par_lot
from annuaire.models import Acteur
from annuaire.par_lot import Bilan, Raison
from annuaire.regles import verifier_avant_publication

DUREE_S = 8
MONTREES = 20  # names on the confirmation
BROUILLONS_RELUS = 20


class SuiteForm(forms.Form):
    """Where the work stands. ``apres``: the last key done; ``faits``: how many changed so far."""

    apres = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    faits = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)
    confirmer = forms.BooleanField(required=False, widget=forms.HiddenInput)


class ActionSurActeurs(SnippetBulkAction):
    """Shared by the actions: rights, what is chosen, the confirmation, the work.

    A subclass gives ``faire(pks, form)`` → Bilan of a chunk, ``deja`` (a Q: nothing to change),
    and the sentences. One with fields has them confirmed before anything is written.
    """

    models = [Acteur]
    template_name = "annuaire/administration/action.html"
    form_class = SuiteForm
    titre = ""
    deja = None
    masquer = False

    def __init__(self, request, model):
        super().__init__(request, model)
        liste = reverse(Acteur.snippet_viewset.get_url_name("list"))
        self.next_url = get_valid_next_url_from_request(request) or liste

    def dispatch(self, request, *args, **kwargs):
        if not self.permission_policy.user_has_permission(request.user, "publish"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def selection(self):
        """The chosen actors; with « all », those of the list as it is searched and filtered."""
        choisis = self.request.GET.getlist("id")
        if "all" in choisis:
            return _de_la_liste(self.request)
        pks = [int(pk) for pk in choisis if pk.isdecimal() and int(pk) < 2**63]
        acteurs = Acteur.objects.filter(pk__in=pks)
        if not acteurs.exists():
            raise Http404
        return acteurs

    def annotes(self):
        """The chosen actors, each with what holds it back (``raison``, "" for nothing)."""
        raison = par_lot.raison_en_sql(self.request.user, self.deja, masquer=self.masquer)
        return Acteur.objects.filter(pk__in=self.selection.order_by().values("pk")).annotate(
            raison=raison
        )

    def get_context_data(self, **kwargs):
        comptes = dict(self.annotes().order_by().values_list("raison").annotate(n=Count("pk")))
        nombre = comptes.pop("", 0)
        libres = self.annotes().filter(raison="").order_by("nom", "pk")
        premieres = [
            (acteur.nom, reverse(Acteur.snippet_viewset.get_url_name("edit"), args=[acteur.pk]))
            for acteur in libres.only("nom")[:MONTREES]
        ]
        contexte = {
            "view": self,
            "form": kwargs.get("form") or self.get_form(),
            "titre": self.titre or self.display_name,
            "header_icon": Acteur.snippet_viewset.icon,
            "nombre": nombre,
            "annonce": self.annoncer(nombre) if nombre else _("Aucune fiche ne changera."),
            "premieres": premieres,
            "autres": nombre - len(premieres),
            "laissees": [(Raison(cle).label, n) for cle, n in sorted(comptes.items())],
            "a_corriger": self.a_corriger(libres) if nombre else [],
            "bouton": self.bouton,
            "next": self.next_url,
            "submit_url": f"{self.request.path}?{self.request.META['QUERY_STRING']}",
            "etape": "confirmer",
            "bilan": None,
        }
        return contexte | kwargs

    def a_corriger(self, libres):
        """[(name, sentences)] of drafts that cannot be published as they are."""
        return []

    def form_valid(self, form):
        if self.a_choisir(form):
            return self.render_to_response(self.get_context_data(form=form, etape="verifier"))
        restants = self.annotes().filter(raison="", pk__gt=form.cleaned_data["apres"] or 0)
        pks = restants.order_by("pk").values_list("pk", flat=True)
        dernier, fini, bilan = self._travailler(pks, form)
        bilan.faits += form.cleaned_data["faits"] or 0
        if not fini:
            return self._a_suivre(form, dernier, bilan, pks)
        if bilan.faits:
            messages.success(self.request, self.conclure(bilan.faits))
        else:
            messages.info(self.request, _("Aucune fiche n’a changé."))
        for phrase in _ce_qui_reste(bilan):
            messages.warning(self.request, phrase)
        return redirect(self.next_url)

    def a_choisir(self, form):
        """Whether what the form says is still to be confirmed."""
        return False

    def _travailler(self, pks, form):
        """Do chunks until the time is over; return (last key, whether all is done, the Bilan)."""
        debut, bilan, dernier = time.monotonic(), Bilan(), 0
        suite = iter(list(pks))
        while lot := list(islice(suite, par_lot.TAILLE)):
            bilan.ajouter(self.faire(lot, form))
            dernier = lot[-1]
            if time.monotonic() - debut > DUREE_S:
                return dernier, next(suite, None) is None, bilan
        return dernier, True, bilan

    def _a_suivre(self, form, dernier, bilan, pks):
        donnees = self.request.POST.copy()
        donnees["apres"], donnees["faits"], donnees["confirmer"] = dernier, bilan.faits, "1"
        contexte = self.get_context_data(
            form=type(form)(donnees, **self.arguments_du_formulaire()),
            etape="continuer",
            bilan=bilan,
            conclusion=self.conclure(bilan.faits),
            restantes=pks.filter(pk__gt=dernier).count(),
            avertissements=_ce_qui_reste(bilan),
        )
        return self.render_to_response(contexte)

    def arguments_du_formulaire(self):
        return {}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | self.arguments_du_formulaire()


def _de_la_liste(request):
    """What the list of actors shows for this query string: same search, same filters."""
    fabrique = Acteur.snippet_viewset.index_view
    vue = fabrique.view_class(**fabrique.view_initkwargs)
    vue.setup(request)
    return vue.get_queryset().select_related(None).prefetch_related(None)


def _ce_qui_reste(bilan):
    """A sentence for each reason that held actors back while the work was done."""
    phrases = []
    for raison, nombre in bilan.laisses.items():
        if raison == Raison.DEJA:
            continue
        dits = bilan.noms[raison]
        noms = ", ".join(f"{nom} ({phrase})" if phrase else nom for nom, phrase in dits)
        suite = "…" if nombre > len(dits) else ""
        phrases.append(
            ngettext(
                "%(n)d fiche laissée, %(raison)s : %(noms)s",
                "%(n)d fiches laissées, %(raison)s : %(noms)s",
                nombre,
            )
            % {"n": nombre, "raison": Raison(raison).label, "noms": noms + suite}
        )
    return phrases


class PublierBulkAction(ActionSurActeurs):
    """Publish the selected actors with their latest drafts."""

    display_name = gettext_lazy("Publier")
    bouton = gettext_lazy("Oui, publier")
    aria_label = gettext_lazy("Publier les acteurs choisis")
    action_type = "publier"
    action_priority = 10
    deja = par_lot.DEJA_PUBLIEE

    def faire(self, pks, form):
        return par_lot.publier(pks, self.request.user)

    def annoncer(self, n):
        phrase = ngettext("%(n)d fiche sera publiée.", "%(n)d fiches seront publiées.", n)
        return phrase % {"n": n}

    def conclure(self, n):
        return ngettext("%(n)d fiche publiée.", "%(n)d fiches publiées.", n) % {"n": n}

    def a_corriger(self, libres):
        fautifs = []
        avec = libres.filter(latest_revision__isnull=False).select_related("latest_revision")
        for acteur in avec[:BROUILLONS_RELUS]:
            try:
                verifier_avant_publication(acteur.latest_revision.as_object())
            except ValidationError as erreur:
                fautifs.append((acteur.nom, " ".join(erreur.messages)))
        return fautifs


class MasquerBulkAction(ActionSurActeurs):
    """Take the selected actors off the site.

    It stands where Wagtail puts « delete » (same ``action_type``): an actor is closed, merged
    or hidden, never deleted by the dozen.
    """

    display_name = gettext_lazy("Masquer")
    bouton = gettext_lazy("Oui, masquer")
    aria_label = gettext_lazy("Masquer les acteurs choisis")
    action_type = "delete"
    action_priority = 20
    deja = par_lot.DEJA_MASQUEE
    masquer = True

    def faire(self, pks, form):
        return par_lot.masquer(pks, self.request.user)

    def annoncer(self, n):
        phrase = ngettext("%(n)d fiche sera masquée.", "%(n)d fiches seront masquées.", n)
        return phrase % {"n": n}

    def conclure(self, n):
        return ngettext("%(n)d fiche masquée.", "%(n)d fiches masquées.", n) % {"n": n}
