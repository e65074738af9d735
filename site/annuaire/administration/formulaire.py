"""The form of an actor: taxonomies as boxes in the order of their tree."""

from modelcluster.forms import BaseChildFormSet
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import InlinePanel, Panel

from annuaire.models import Domaine
from annuaire.models.traductions import DEJA_TRADUIT
from annuaire.traductions import a_traduire

# An em space stays in HTML, and a screen reader passes over it.
RETRAIT = "\u2003"


def arbre(domaines):
    """Return [(domaine, depth)], each parent before its children, in the order of *domaines*.

    A child whose parent is not among them stands at the top, so that none is ever lost.
    """
    domaines = list(domaines)
    connus = {domaine.pk for domaine in domaines}
    enfants = {}
    for domaine in domaines:
        parent = domaine.parent_id if domaine.parent_id in connus else None
        enfants.setdefault(parent, []).append(domaine)
    rangs, pile = [], [(domaine, 0) for domaine in reversed(enfants.get(None, []))]
    while pile:
        domaine, niveau = pile.pop()
        rangs.append((domaine, niveau))
        pile += [(enfant, niveau + 1) for enfant in reversed(enfants.get(domaine.pk, []))]
    return rangs


def cases(rangs):
    """Choices of the boxes: children set back under their parent."""
    return [(domaine.pk, RETRAIT * 2 * niveau + domaine.nom) for domaine, niveau in rangs]


def groupes(rangs):
    """Choices of the select: one group a top domain, which it can be itself."""
    choix = [("", "—")]
    for domaine, niveau in rangs:
        if niveau == 0:
            choix.append((domaine.nom, [(domaine.pk, domaine.nom)]))
        else:
            choix[-1][1].append((domaine.pk, RETRAIT * 2 * (niveau - 1) + domaine.nom))
    return choix


class FormulairesDesTraductions(BaseChildFormSet):
    """Two translations into one language are refused in the words of the constraint."""

    def get_unique_error_message(self, unique_check):
        return DEJA_TRADUIT


class PanneauDesTraductions(InlinePanel):
    """Shown where the form has translations: on a site in several languages."""

    def get_form_options(self):
        options = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = FormulairesDesTraductions
        return options

    class BoundPanel(InlinePanel.BoundPanel):
        def __init__(self, **kwargs):
            formulaire, panneau = kwargs["form"], kwargs["panel"]
            self.absent = formulaire and panneau.relation_name not in formulaire.formsets
            if self.absent:
                Panel.BoundPanel.__init__(self, **kwargs)
            else:
                super().__init__(**kwargs)

        def is_shown(self):
            return not self.absent and super().is_shown()


class ActeurForm(WagtailAdminModelForm):
    """Both fields of domains show one tree, read once; a site in one language translates nothing.

    Translations that the form does not show are left as they are.
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "traductions" in self.formsets and not a_traduire():
            del self.formsets["traductions"]
        rangs = arbre(Domaine.objects.sources())
        if "domaines" in self.fields:
            self.fields["domaines"].widget.choices = cases(rangs)
        if "domaine_principal" in self.fields:
            self.fields["domaine_principal"].widget.choices = groupes(rangs)
        for nom in ("gestes", "publics", "reseaux"):
            if nom in self.fields:
                self.fields[nom].queryset = self.fields[nom].queryset.sources()
