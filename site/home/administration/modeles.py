"""The forms that make a page from a model, and a model from a page."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.permissions import policy_registry

from home.modeles import est_un_modele, modeles


def peut_creer(compte):
    """Whether an account may add a page somewhere."""
    return policy_registry.get_by_type(Page).user_has_permission(compte, "add")


def parents_possibles(compte, offerts):
    """The pages under which one of the Modeles may go, and that an account may add to."""
    types = {modele.type for modele in offerts}
    parents = {parent for un in types for parent in un.allowed_parent_page_models()}
    ouvertes = policy_registry.get_by_type(Page).instances_user_has_permission_for(compte, "add")
    places = ouvertes.exact_type(*parents).exclude(est_un_modele())
    return places.select_related("locale").order_by("path")


def _libelle(modele):
    return f"{modele.nom} : {modele.usage}" if modele.usage else modele.nom


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
        self.offerts = {modele.cle: modele for modele in modeles()}
        self.fields["modele"].choices = [(cle, _libelle(m)) for cle, m in self.offerts.items()]
        self.fields["parent"].queryset = parents_possibles(compte, self.offerts.values())

    def clean(self):
        """Refuse a model that cannot stand there. ``modele`` becomes a Modele."""
        propre = super().clean()
        modele = self.offerts.get(propre.get("modele"))
        parent = propre.get("parent")
        if modele and parent and not modele.type.can_create_at(parent.specific):
            self.add_error("parent", _("Ce modèle ne peut pas être rangé là."))
        propre["modele"] = modele
        return propre


class GarderForm(forms.Form):
    """How the model is called, and when to take it."""

    nom = forms.CharField(label=_("Nom du modèle"), max_length=255)
    usage = forms.CharField(
        label=_("À quoi il sert"),
        max_length=200,
        help_text=_("En quelques mots : « une recette, ses étapes, son prix »."),
    )
