"""News and press: what their templates are given, and what other pages show of them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import Count, prefetch_related_objects
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from annuaire.adresses import maillons
from home.corps_du_guide import html_du_corps
from socle.glossaire import Annotateur
from socle.pagination import Pages
from socle.routes import est_visiteur, memoire_de_l_arbre, site_de

PAR_PAGE = 12
A_L_ACCUEIL = 3
COMMUNIQUES = 10  # in the press room
PAGES_MAX = 500
_pages = memoire_de_l_arbre()
_dernieres = memoire_de_l_arbre()


class ActualitesForm(forms.Form):
    """Query string of the list: a year, a kind, a page."""

    annee = forms.IntegerField(
        required=False,
        min_value=1900,
        max_value=2999,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), _("Une année s’écrit en quatre chiffres.")
        ),
    )
    genre = forms.ChoiceField(
        required=False,
        error_messages={"invalid_choice": _("Ce genre d’actualités n’existe pas.")},
    )
    page = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=PAGES_MAX,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            _("Une page porte un numéro, de 1 à 500."),
        ),
    )

    def __init__(self, *args, **kwargs):
        from home.models import ActualitePage

        super().__init__(*args, **kwargs)
        self.fields["genre"].choices = [("", ""), *ActualitePage.Genre.choices]


@dataclass(frozen=True, slots=True)
class Nouvelle:
    """A news item as a list shows it. ``image``: an ImagePortail that may be shown, or None."""

    titre: str
    chapo: str
    date: date
    adresse: str
    communique: bool
    image: Any
    alternative: str


def publiees(liste):
    """News under an ActualitesPage that everybody may read, newest first."""
    from home.models import ActualitePage

    toutes = ActualitePage.objects.child_of(liste).live().public()
    return toutes.order_by("-date", "-first_published_at", "-pk")


def _nouvelles(pages, base):
    """[Nouvelle] of a queryset, pictures and their copies in two queries."""
    lues = pages.select_related("image").prefetch_related("image__renditions")
    return [
        Nouvelle(
            page.title,
            page.chapo,
            page.date,
            f"{base}{page.slug}/",
            page.genre == page.Genre.COMMUNIQUE,
            page.image_montree,
            page.texte_de_l_image,
        )
        for page in lues
    ]


# ---------------------------------------------------------------- the list
def contexte_des_actualites(page, request, form):
    """(what home/actualites.html draws, status): 400, in words, when the form makes no sense."""
    base = page.get_url(request)
    contexte = {
        "maillons": maillons(request),
        "base": base,
        "flux": f"{base}flux.atom",
        "refus": [phrase for phrases in form.errors.values() for phrase in phrases],
        "filtre": bool(request.GET),
    }
    if contexte["refus"]:
        return {**contexte, "nouvelles": [], "annees": [], "pages": None}, 400
    annee, genre = form.cleaned_data["annee"], form.cleaned_data["genre"]
    toutes = publiees(page).filter(**({"genre": genre} if genre else {}))
    comptes = _comptes_par_annee(toutes)
    total = comptes.get(annee, 0) if annee else sum(comptes.values())
    pages = _pagination(base, annee, genre, form.cleaned_data["page"] or 1, total)
    voulues = toutes.filter(date__year=annee) if annee else toutes
    debut = (pages.numero - 1) * PAR_PAGE
    return {
        **contexte,
        "annee": annee,
        "genre": genre,
        "annees": [
            (n, _adresse(base, annee=n, genre=genre)) for n in sorted(comptes, reverse=True)
        ],
        "toutes": _adresse(base, genre=genre),
        "nouvelles": _nouvelles(voulues[debut : debut + PAR_PAGE], base),
        "pages": pages,
    }, 200


def _comptes_par_annee(pages):
    """``{year: number}``. One query."""
    lignes = pages.order_by().values_list("date__year").annotate(n=Count("pk"))
    return dict(lignes)


def _pagination(base, annee, genre, numero, total):
    derniere = max(1, -(-total // PAR_PAGE))
    return Pages(
        min(numero, derniere),
        derniere,
        lambda n: _adresse(base, annee=annee, genre=genre, page=n if n > 1 else None),
    )


def _adresse(base, **parametres):
    dits = {nom: valeur for nom, valeur in parametres.items() if valeur}
    return f"{base}?{urlencode(dits)}" if dits else base


# ---------------------------------------------------------------- one of them
def contexte_d_actualite(page, request):
    """What home/actualite.html draws: the text, its words, the way back."""
    liste = page.get_parent()
    adresse = liste.get_url(request)  # a model stands in no list
    annotateur = Annotateur()
    html = annotateur.annoter(html_du_corps(page.corps, request))
    return {
        "maillons": maillons(request, *([(liste.title, adresse)] if adresse else [])),
        "texte": html,
        "mots": annotateur.mots,
    }


# ---------------------------------------------------------------- the press room
def contexte_de_presse(page, request):
    """What home/presse.html draws: newest communiqués of the site beside what editors chose."""
    liste = _trouver(request, "ActualitesPage")
    communiques = []
    if liste is not None:
        choisies = publiees(liste).filter(genre="communique")[:COMMUNIQUES]
        communiques = _nouvelles(choisies, liste.get_url(request))
    return {
        "maillons": maillons(request),
        "communiques": communiques,
        "tous_les_communiques": _adresse(liste.get_url(request), genre="communique")
        if communiques
        else "",
        "affiches_montrees": _affiches(page),
    }


def _affiches(page):
    """The posters of a press room, each with its picture if it may be shown."""
    affiches = [dict(bloc.value) for bloc in page.affiches]
    for affiche in affiches:
        apercu = affiche["apercu"]
        affiche["apercu"] = apercu if apercu and apercu.est_publiable else None
    prefetch_related_objects([a["apercu"] for a in affiches if a["apercu"]], "renditions")
    return affiches


# ---------------------------------------------------------------- elsewhere on the site
def _trouver(request, modele):
    """The first public page of that type in the request's site and language, or None.

    Remembered for visitors, else two queries.
    """
    site = site_de(request)
    if site is None:
        return None
    langue = get_language()

    def lire():
        from home import models

        pages = getattr(models, modele).objects.live().public()
        pages = pages.filter(locale__language_code=langue).select_related("locale")
        return next((p for p in pages.order_by("path") if p.get_site() == site), None)

    if not est_visiteur(request):
        return lire()
    return _pages.lire((site.pk, langue, modele), lire)


def adresse_des_actualites(request):
    """Path of the news of the site in the language of the page, or "". Every page asks."""
    page = _trouver(request, "ActualitesPage")
    return (page.get_url(request) or "") if page else ""


def adresse_de_la_presse(request):
    """Path of the press room, or ""."""
    page = _trouver(request, "PressePage")
    return (page.get_url(request) or "") if page else ""


def dernieres(request, nombre=A_L_ACCUEIL):
    """What the section of the home page draws: ``nouvelles`` ([] when there is none) and
    ``adresse`` of the list. No query from memory, else five."""
    adresse = adresse_des_actualites(request)
    if not adresse:
        return {"nouvelles": [], "adresse": ""}

    def lire():
        return _nouvelles(publiees(_trouver(request, "ActualitesPage"))[:nombre], adresse)

    if not est_visiteur(request):
        return {"nouvelles": lire(), "adresse": adresse}
    cle = (site_de(request).pk, get_language(), nombre)
    return {"nouvelles": _dernieres.lire(cle, lire), "adresse": adresse}
