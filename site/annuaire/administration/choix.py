"""Choosers with a search: a commune or an EPCI among 35,000, the head office among all actors."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.views.chooser import ChooseResultsView as SnippetChooseResultsView
from wagtail.snippets.views.chooser import ChooseView as SnippetChooseView
from wagtail.snippets.views.chooser import SnippetChooserViewSet

from annuaire.identifiants import chiffres
from annuaire.refs import normaliser
from territoires.index import index
from territoires.models import Commune, Epci
from territoires.orthographe import plier

# A name that starts or contains what was typed: more than a person reads through.
LIMITE = 200


class RechercheForm(BaseFilterForm):
    """One box; ``chercher`` narrows a QuerySet by what was typed."""

    q = forms.CharField(
        label=_("Rechercher"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"placeholder": _("Rechercher")}),
    )

    def filter(self, objects):
        texte = self.cleaned_data["q"]
        if texte:
            self.is_searching, self.search_query = True, texte
            objects = self.chercher(objects, texte)
        return super().filter(objects)


def _codes(genre, texte):
    """Codes of the places of that kind one of whose words starts as *texte* does."""
    tout, cle = index(), plier(texte)
    if not cle:
        return []
    rangs = {*tout.noms.get(cle, ())}
    for mots in (False, True):
        rangs |= {*tout.commencant(cle, None, mots=mots)}
    fiches = [tout.fiches[rang] for rang in sorted(rangs)]
    # A former commune leads to the one that took it over.
    codes = {
        f.parent if f.genre == "ancienne" else f.code: None
        for f in fiches
        if f.genre == genre or (f.genre == "ancienne" and genre == "commune")
    }
    return [*codes][:LIMITE]


class RechercheCommuneForm(RechercheForm):
    """By name (accents and former names included), postcode or INSEE code."""

    def chercher(self, objects, texte):
        numero = chiffres(texte).upper()
        if any(c.isdigit() for c in numero):
            codes = Commune.codes_postaux.through.objects.filter(codepostal__pk__startswith=numero)
            return objects.filter(
                Q(code_insee__startswith=numero) | Q(pk__in=codes.values("commune"))
            )
        return objects.filter(pk__in=_codes("commune", texte))


class RechercheEpciForm(RechercheForm):
    """By name or SIREN."""

    def chercher(self, objects, texte):
        numero = chiffres(texte)
        if numero.isdigit():
            return objects.filter(siren__startswith=numero)
        return objects.filter(Q(nom__icontains=texte) | Q(pk__in=_codes("epci", texte)))


class RechercheActeurForm(RechercheForm):
    """By name, acronym, SIRET or reference, as the list does."""

    def chercher(self, objects, texte):
        numero = chiffres(texte)
        filtre = (
            Q(nom__icontains=texte)
            | Q(raison_sociale__icontains=texte)
            | Q(sigle__icontains=texte)
            | Q(ref=normaliser(texte))
        )
        return objects.filter(filtre | Q(siret__startswith=numero) if numero.isdigit() else filtre)


class SansCreation:
    """For a chooser in which nothing is made: Wagtail's address for it would be an error page."""

    def get_urlpatterns(self):
        return [motif for motif in super().get_urlpatterns() if motif.name != "create"]


class ChoixSansCreationViewSet(SansCreation, SnippetChooserViewSet):
    """Chooser of a taxonomy or a source."""


class AucunChoixViewSet(SnippetChooserViewSet):
    """For what nothing points at by choice: no address shows it."""

    def get_urlpatterns(self):
        return []


class _SansCreationViewSet(SansCreation, ChooserViewSet):
    """Chooser of rows that come from official files: nobody makes one here."""

    icon = "site"
    per_page = 15

    @property
    def choose_view_class(self):
        return type("Choix", (ChooseView,), {"filter_form_class": self.recherche, **self.ordre})

    @property
    def choose_results_view_class(self):
        return type(
            "Resultats", (ChooseResultsView,), {"filter_form_class": self.recherche, **self.ordre}
        )


class CommuneChooserViewSet(_SansCreationViewSet):
    model = Commune
    recherche = RechercheCommuneForm
    ordre = {"ordering": ["-population", "nom", "code_insee"]}
    choose_one_text = _("Choisir une commune")
    choose_another_text = _("Choisir une autre commune")


class EpciChooserViewSet(_SansCreationViewSet):
    model = Epci
    recherche = RechercheEpciForm
    ordre = {"ordering": ["nom", "siren"]}
    choose_one_text = _("Choisir une intercommunalité")
    choose_another_text = _("Choisir une autre intercommunalité")


class ActeurChooseView(SnippetChooseView):
    filter_form_class = RechercheActeurForm


class ActeurChooseResultsView(SnippetChooseResultsView):
    filter_form_class = RechercheActeurForm


class ActeurChooserViewSet(SansCreation, SnippetChooserViewSet):
    """Actors, with a search although they are not ``Indexed``."""

    choose_view_class = ActeurChooseView
    choose_results_view_class = ActeurChooseResultsView


def choix_des_territoires():
    """The choosers of communes and EPCI (a ``register_admin_viewset`` hook)."""
    return [
        CommuneChooserViewSet("choix_communes", url_prefix="annuaire-communes"),
        EpciChooserViewSet("choix_epci", url_prefix="annuaire-epci"),
    ]
