"""Blocks that bring the directory into a text: actors, and the way to a search."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

from annuaire.cartes import FAMILLES
from annuaire.cartes_facettes import termes
from annuaire.models import Acteur
from annuaire.tirages import Criteres, cartes_par_cle, tirer
from socle.blocs.liens import champ_d_adresse
from socle.liens_riches import adresses_des_pages
from territoires.lieux import resoudre

ANNUAIRE = _("Annuaire")
NOMBRE_MAX = 6


def _choix(nature):
    """Callable: [(facet key, name)] of a taxonomy, a term under the name of what it is part of."""

    def lister():
        rangees = []
        for terme in termes().listes[nature]:
            chemin = [terme.nom, *(dessus.nom for dessus in terme.ascendants)]
            rangees.append((terme.cle, " › ".join(reversed(chemin))))
        return sorted(rangees, key=lambda rangee: rangee[1]) if nature == "domaine" else rangees

    return lister


def _familles():
    # By their whole names: those of cards are short, and two of them are the same.
    return [(cle, nom) for cle, nom in Acteur.Famille.choices if cle in FAMILLES]


def _critere(libelle, choix):
    return blocks.ChoiceBlock(label=libelle, choices=choix, required=False, search_index=False)


class CriteresBlock(blocks.StructBlock):
    """A search of the directory, chosen in lists. Terms are kept by facet key: a renamed one
    stays itself."""

    domaine = _critere(_("Domaine"), _choix("domaine"))
    geste = _critere(_("Geste"), _choix("geste"))
    public = _critere(_("Public accueilli"), _choix("public"))
    label = _critere(_("Label ou agrément vérifié"), _choix("label"))
    famille = _critere(_("Famille"), _familles)
    territoire = blocks.CharBlock(
        label=_("Territoire"),
        required=False,
        max_length=120,
        search_index=False,
        help_text=_("Une commune, une intercommunalité, un département ou une région."),
    )
    mots = blocks.CharBlock(
        label=_("Mots cherchés"), required=False, max_length=120, search_index=False
    )

    class Meta:
        icon = "search"
        label = _("Recherche dans l’annuaire")
        label_format = "{mots} {territoire}"
        form_classname = "struct-block"
        preview_value = {}
        description = _("Ce que l’on cherche dans l’annuaire.")

    def clean(self, value):
        propre = super().clean(value)
        if propre["territoire"] and resoudre(propre["territoire"]).lieu is None:
            phrase = _("Nous ne trouvons pas ce lieu, ou plusieurs portent ce nom.")
            raise StructBlockValidationError(block_errors={"territoire": ValidationError(phrase)})
        return propre


class ValeurActeurs(blocks.StructValue):
    """``montres``: (cards, how many there are in all), once the page has read them."""

    montres = None

    @property
    def criteres(self):
        return Criteres.de(self.get("criteres"))

    def cles(self):
        """(how many in all, keys of the actors to show): the chosen ones, else a live search."""
        choisis = [acteur.pk for acteur in self["choisis"] if acteur]
        if choisis:
            return len(choisis), choisis[:NOMBRE_MAX]
        return tirer(self.criteres, self.get("nombre") or 3)


class ActeursBlock(blocks.StructBlock):
    """Cards of actors: chosen one by one, or found anew at each visit."""

    titre = blocks.CharBlock(label=_("Titre"), max_length=120)
    choisis = blocks.ListBlock(
        SnippetChooserBlock("annuaire.Acteur", label=_("Acteur")),
        label=_("Acteurs choisis"),
        default=[],
        max_num=NOMBRE_MAX,
        help_text=_("Laissez vide pour montrer ce que trouve la recherche ci-dessous."),
    )
    criteres = CriteresBlock(label=_("Recherche"))
    nombre = blocks.IntegerBlock(
        label=_("Nombre d’acteurs"), default=3, min_value=1, max_value=NOMBRE_MAX
    )

    class Meta:
        group = ANNUAIRE
        icon = "group"
        label = _("Acteurs de l’annuaire")
        template = "annuaire/blocs/acteurs.html"
        value_class = ValeurActeurs
        preview_value = {"titre": "Près d’ici", "choisis": [], "criteres": {}, "nombre": 3}
        description = _("Des acteurs choisis, ou trouvés à chaque visite par une recherche.")

    def get_context(self, value, parent_context=None):
        contexte = super().get_context(value, parent_context)
        request = contexte.get("request")
        if value.montres is None:
            montrer([value], request)
        contexte["cartes"], contexte["total"] = value.montres
        contexte["adresse"] = value.criteres.adresse(request) if request else ""
        return contexte


def montrer(valeurs, request, autres=()):
    """Read the cards of every ActeursBlock of a page, in two queries besides the searches.

    Returns ``{key: Carte}`` of all that was read, the public ones among the keys *autres* included.
    """
    tires = [valeur.cles() for valeur in valeurs]
    trouvees = cartes_par_cle(request, [*(cle for _total, cles in tires for cle in cles), *autres])
    for valeur, (total, cles) in zip(valeurs, tires, strict=True):
        valeur.montres = ([trouvees[cle] for cle in cles if cle in trouvees], total)
    return trouvees


class ValeurAppel(blocks.StructValue):
    """``page_visee``: whether a page was chosen, even one that has been deleted since."""

    page_visee = False


class AppelBlock(blocks.StructBlock):
    """A call to act: a button that leads to one place, a page, an address or a search.

    With none of the three, it leads to the whole directory.
    """

    texte = blocks.TextBlock(label=_("Texte"), max_length=400)
    libelle = blocks.CharBlock(
        label=_("Mots du bouton"),
        max_length=60,
        help_text=_("Ce qui se passe quand on le presse : « Chercher où échanger »."),
    )
    page = blocks.PageChooserBlock(
        label=_("Page"),
        required=False,
        help_text=_("Tant que cette page n’est pas publiée, l’appel ne s’affiche pas."),
    )
    adresse = champ_d_adresse(search_index=False)
    criteres = CriteresBlock(
        label=_("Ou une recherche"),
        help_text=_("Sans page, ni adresse, ni recherche : tout l’annuaire."),
    )

    class Meta:
        group = ANNUAIRE
        icon = "pick"
        label = _("Appel à agir")
        template = "annuaire/blocs/appel.html"
        value_class = ValeurAppel
        preview_value = {
            "texte": "Vous avez une heure\u202f? Elle manque quelque part.",
            "libelle": "Voir où s’engager",
            "page": None,
            "adresse": "",
            "criteres": {},
        }
        description = _("Une phrase et un bouton vers une page, une adresse ou une recherche.")

    def to_python(self, value):
        lue = super().to_python(value)
        lue.page_visee = bool(value.get("page"))
        return lue

    def bulk_to_python(self, values):
        lues = super().bulk_to_python(values)
        for lue, brute in zip(lues, values, strict=True):
            lue.page_visee = bool(brute.get("page"))
        return lues

    def clean(self, value):
        propre = super().clean(value)
        vises = [propre["page"], propre["adresse"], Criteres.de(propre["criteres"])]
        if sum(map(bool, vises)) > 1:
            phrase = ValidationError(_("Un bouton mène à un seul endroit : n’en gardez qu’un."))
            raise StructBlockValidationError(block_errors={"page": phrase})
        return propre

    def get_context(self, value, parent_context=None):
        contexte = super().get_context(value, parent_context)
        request = contexte.get("request")
        adresse = value.get("adresse")
        contexte["est_recherche"] = not (value.page_visee or value.get("page") or adresse)
        if contexte["est_recherche"]:
            adresse = Criteres.de(value["criteres"]).adresse(request) if request else ""
        contexte["adresse"] = adresse or self._adresse_de_la_page(value.get("page"), contexte)
        return contexte

    @staticmethod
    def _adresse_de_la_page(page, contexte):
        """Of one that visitors can read, else "". A whole body asks once for all of its calls."""
        if page is None:
            return ""
        connues = contexte.get("adresses_des_pages")
        if connues is None:
            connues = adresses_des_pages({page.pk}, contexte.get("request"))
        return connues.get(page.pk, "")
