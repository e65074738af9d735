"""Examples for the sheet of components; the parameters come from the templates themselves."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from django import forms
from django.template.loader import get_template, render_to_string
from django.utils.safestring import mark_safe

from socle.pagination import Pages
from socle.palette import COULEURS

ACTIVITES = ["épicerie coopérative", "épicerie itinérante", "réparation de vélos", "couture"]
DOMAINE = {"libelle": "Textile et couture", "couleur": "framboise", "icone": "scissors"}


class SuggestionsForm(forms.Form):
    """Query string of the example suggestions."""

    q = forms.CharField(max_length=100)

    def trouvees(self):
        """List of the suggestions whose name holds what was typed."""
        texte = self.cleaned_data["q"].lower()
        return [
            {"libelle": nom, "detail": "activité", "valeur": nom}
            for nom in ACTIVITES
            if texte in nom
        ]


class ExempleForm(forms.Form):
    """One field of each kind; it is drawn bound, so that two of them are in error."""

    nom = forms.CharField(label="Nom de la structure", help_text="Tel qu’il est connu du public")
    courriel = forms.EmailField(
        label="Adresse électronique",
        help_text="Par exemple\u00a0: prenom@exemple.fr",
        error_messages={"invalid": "Il manque l’arobase (@) et ce qui la suit."},
    )
    commune = forms.ChoiceField(label="Commune", choices=[("44109", "Nantes")])
    offre = forms.CharField(
        label="Ce que vous proposez",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    jours = forms.MultipleChoiceField(
        label="Vous ouvrez le",
        choices=[("sa", "Samedi"), ("di", "Dimanche")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    accord = forms.BooleanField(
        label="J’accepte que la fiche soit publiée",
        error_messages={"required": "Sans votre accord, la fiche reste à l’état de brouillon."},
    )


@dataclass(frozen=True)
class Message:
    """Stands for a message of Django's framework."""

    message: str
    level_tag: str


@dataclass(frozen=True)
class Piece:
    """A component: its template, what its head comment says, its examples in both themes."""

    nom: str
    mode_d_emploi: str
    clair: list
    sombre: list


def _etiquette(suffixe):
    return [
        {
            "balise": "div",
            "nom": "Fil et Compagnie",
            "adresse": "#etiquette",
            "domaine": DOMAINE,
            "texte": "Retouches, couture à façon et cours du soir\u202f; un atelier d’insertion.",
            "distance": 1.9,
            "etat": "ferme",
            "horaire": "Fermé, ouvre vendredi à 9\u202fh",
            "badges": ["Association", "Insertion"],
        }
    ]


def _resultat(suffixe):
    return [
        {
            "nom": "L’Épicerie du Coin commun",
            "adresse": "#resultat",
            "id": f"resultat-{suffixe}",
            "numero": 2,
            "domaine": {"libelle": "Alimentation", "couleur": "foret", "icone": "carrot"},
            "distance": 0.35,
            "etat": "ouvert",
            "horaire": "Ouvert jusqu’à 19\u202fh",
            "lieu": "12, rue du Port, Valmorin",
            "extrait": mark_safe("<mark>Épicerie</mark> coopérative…"),
            "trouve_dans": "le nom et l’activité",
            "badges": ["Coopérative (SCIC)", "Agrément ESUS"],
        }
    ]


def _champ(suffixe):
    donnees = {"nom": "Le Fournil de l’Écluse", "courriel": "nadia.fournil", "commune": "44109"}
    form = ExempleForm(donnees, auto_id=f"{suffixe}-%s")
    return [{"champ": champ} for champ in form]


def _coche(suffixe):
    return [
        {"id": f"c1-{suffixe}", "nom": f"j-{suffixe}", "valeur": "sa", "libelle": "Samedi"}
        | {"cochee": True, "compte": 1284},
        {"id": f"c2-{suffixe}", "nom": f"r-{suffixe}", "valeur": "an", "libelle": "Toute l’année"}
        | {"radio": True},
    ]


def _recherche(suffixe):
    return [
        {
            "adresse": "#recherche",
            "prefixe": suffixe,
            "quoi": "épi",
            "suggestions_quoi": "/composants/suggestions/",
            "libelle": f"Chercher un acteur, exemple {suffixe}",
        }
    ]


def _table(suffixe):
    return [
        {
            "id": f"horaires-{suffixe}",
            "titre": f"Horaires, exemple {suffixe}",
            "colonnes": ["Jour", "Heures"],
            "lignes": [["Mercredi", "9\u202fh – 13\u202fh"], ["Jeudi", "9\u202fh – 19\u202fh"]],
        }
    ]


def _avis(suffixe):
    return [
        {"titre": "À savoir.", "texte": "La recherche approchée prend le relais."},
        {"titre": "Fiche envoyée.", "texte": "Merci.", "variante": "reussite"},
        {"titre": "Brouillon.", "texte": "Il vous reste deux jours.", "variante": "alerte"},
        {"titre": "Deux champs sont à corriger.", "texte": "Nom, commune.", "variante": "erreur"},
    ]


def _puce(suffixe):
    return [
        {"libelle": "Samedi", "adresse": "#puce", "icone": "calendar"},
        {"libelle": "2026", "adresse": "#puce", "courante": True},
        {"libelle": "Ouvert maintenant", "adresse": "#puce", "retirable": True},
    ]


def _bouton(suffixe):
    return [
        {"libelle": "Rechercher", "icone": "search", "type": "button"},
        {"libelle": "Contour", "variante": "contour", "adresse": "#bouton"},
        {"libelle": "Safran", "variante": "safran", "type": "button"},
        {"libelle": "Encre", "variante": "encre", "type": "button"},
        {"libelle": "Prix", "variante": "prix", "type": "button"},
        {"libelle": "Inactif", "inactif": True, "type": "button"},
    ]


def _badge(suffixe):
    return [
        {"libelle": "Association"},
        {"libelle": "Agrément ESUS", "variante": "preuve", "icone": "badge-check"},
        {"libelle": "Lauréate 2025", "variante": "prix", "icone": "trophy"},
        {"libelle": "Candidatures ouvertes", "variante": "etat", "icone": "pencil"},
    ]


def _horaire(suffixe):
    return [
        {"etat": "ouvert", "libelle": "Ouvert jusqu’à 19\u202fh"},
        {"etat": "ferme", "libelle": "Fermé, ouvre mardi à 9\u202fh"},
        {"etat": "inconnu", "libelle": "Horaires à confirmer"},
    ]


def _domaine(suffixe):
    return [{"libelle": nom, "couleur": cle, "icone": "leaf"} for cle, nom, _hexa in COULEURS]


def _pages(suffixe):
    pages = Pages(numero=7, total_pages=1240, adresse=lambda n: f"#page-{n}")
    return [{"pages": pages, "libelle": f"Pages, exemple {suffixe}"}]


def _fil(suffixe):
    maillons = [("Accueil", "/"), ("Annuaire", "#fil")]
    libelle = f"Fil d’Ariane, exemple {suffixe}"
    return [{"maillons": maillons, "ici": "Alimentation", "libelle": libelle}]


def _pli(suffixe):
    corps = mark_safe("<p>Tout le monde, sans compte.</p>")
    return [
        {"titre": "Qui peut proposer un acteur\u202f?", "corps": corps, "ouvert": True},
        {"titre": "Combien de temps avant la publication\u202f?", "corps": corps},
    ]


def _tuile(suffixe):
    return [
        {"libelle": "Mobilité", "adresse": "#tuile", "couleur": "riviere", "icone": "bike"}
        | {"detail": "58 acteurs"}
    ]


def _messages(suffixe):
    niveaux = ["success", "warning", "error", "info"]
    return [{"messages": [Message(f"Un message «\u00a0{n}\u00a0».", n) for n in niveaux]}]


EXEMPLES: dict[str, Any] = {
    "avis": _avis,
    "badge": _badge,
    "bouton": _bouton,
    "champ": _champ,
    "coche": _coche,
    "domaine": _domaine,
    "etiquette": _etiquette,
    "fil": _fil,
    "horaire": _horaire,
    "messages": _messages,
    "pages": _pages,
    "pli": _pli,
    "puce": _puce,
    "recherche": _recherche,
    "resultat": _resultat,
    "table": _table,
    "tuile": _tuile,
}
# Examples that stand one beside the other, and those that must be in a list
EN_RANG = {"badge", "bouton", "domaine", "horaire", "puce"}
EN_LISTE = {"resultat"}


@cache
def mode_d_emploi(nom):
    """The comment that opens a component's template, without its tags."""
    source = get_template(f"composants/{nom}.html").template.source
    return (
        re.match(r"\{% comment %\}\n(.*?)\{% endcomment %\}", source, re.DOTALL).group(1).rstrip()
    )


def pieces():
    """List of ``Piece``, in alphabetical order."""
    return [
        Piece(nom, mode_d_emploi(nom), *(_dessiner(nom, theme) for theme in ("clair", "sombre")))
        for nom in sorted(EXEMPLES)
    ]


def _dessiner(nom, suffixe):
    """Safe HTML of the examples of a component, with ids that end with ``suffixe``."""
    rendus = [render_to_string(f"composants/{nom}.html", c) for c in EXEMPLES[nom](suffixe)]
    corps = "".join(rendus)
    if nom in EN_RANG:
        corps = f'<div class="rang">{corps}</div>'
    if nom in EN_LISTE:
        corps = f'<ul class="cartes" role="list">{corps}</ul>'
    return mark_safe(corps)  # noqa: S308 (our own templates over the literals above)
