"""The form that makes a page from a model."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

from home.modeles import modeles


def peut_creer(compte):
    """Whether an account may add a page somewhere."""
    return policy_registry.get_by_type(Page).user_has_permission(compte, "add")


class ParentField(forms.ModelChoiceField):
    """A page, told by its own title and that of what it is in."""

    def label_from_instance(self, page):
        return f"{page.get_parent().title} › {page.title} ({page.locale.language_code})"


class ModeleForm(forms.Form):
    """Which model, where, under which title."""

    modele = forms.ChoiceField(label=_("Modèle"), widget=forms.RadioSelect)
    parent = ParentField(label=_("Où"), queryset=Page.objects.none())
    titre = forms.CharField(label=_("Titre"), max_length=255)

    def __init__(self, *args, compte, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["modele"].choices = [(m.cle, f"{m.nom} : {m.usage}") for m in modeles()]
        self.fields["parent"].queryset = self.parents_possibles(compte)

    @staticmethod
    def parents_possibles(compte):
        """The pages under which one of the models may go, and that account may add to."""
        parents = {parent for m in modeles() for parent in m.type.allowed_parent_page_models()}
        ouvertes = policy_registry.get_by_type(Page).instances_user_has_permission_for(
            compte, "add"
        )
        return ouvertes.exact_type(*parents).select_related("locale").order_by("path")

    def clean(self):
        """Refuse a model that cannot stand there. ``modele`` becomes a Modele."""
        propre = super().clean()
        modele = next((m for m in modeles() if m.cle == propre.get("modele")), None)
        parent = propre.get("parent")
        if modele and parent and not modele.type.can_create_at(parent.specific):
            self.add_error("parent", _("Ce modèle ne peut pas être rangé là."))
        propre["modele"] = modele
        return propre
