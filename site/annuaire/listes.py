"""The list: from what an address asks to what the page shows."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from annuaire import adresses
from annuaire.cartes import VIGNETTE_ETROITE, cartes
from annuaire.demandes import preparer
from annuaire.diffusion import ORIGINE, est_odbl
from annuaire.elargissements import pistes
from annuaire.exports import partage
from annuaire.forms import FACETTES
from annuaire.lieux_de_recherche import ecriture
from annuaire.recherches import Recherche, adresse, interroger
from search import sections
from search.promotions import promues
from territoires.forms import question as question_sur_le_lieu

GUIDE_ET_PAGES = "page"  # their kind in the search of the whole site


@dataclass(frozen=True, slots=True)
class Choix:
    """A place to choose: its name, what tells it from its namesakes, the search around it."""

    libelle: str
    detail: str
    adresse: str


def contexte_de_liste(request, page, form, sur_la_carte=False):
    """Return (context, HTTP status) of the list for a bound RechercheForm.

    *sur_la_carte*: beside its map, at its own address.
    """
    adresses.retenir(request, page)
    base = page.get_url(request)
    if sur_la_carte:
        base += "carte/"
    valide = form.is_valid()
    refus = [phrase for nom, textes in form.errors.items() if nom != "ou" for phrase in textes]
    demande = preparer(form, page)
    contexte: dict[str, Any] = {
        "partage": None,
        "mention_osm": False,
        "page": page,
        "self": page,
        "demande": demande,
        "refus": refus,
        "maillons": adresses.maillons(request),
    }
    if refus:
        contexte["recherche"] = Recherche(demande, None, base)
        return contexte, 400
    if demande.question is not None:
        contexte["recherche"] = Recherche(demande, None, base)
        contexte.update(_question(demande, base, form.errors.get("ou", ())))
        return contexte, 200
    assert valide  # noqa: S101 (the only other errors are those of « ou », asked just above)
    contexte.update(_reponse(request, demande, base, page.get_url(request)))
    if not sur_la_carte:
        contexte["adresse_de_la_carte"] = (
            adresse(f"{base}carte/", demande.parametres) + "#resultats"
        )
    return contexte, 200


def _reponse(request, demande, base, liste):
    """What is found; *liste*: where its files are, which the map shares."""
    langue = get_language()
    reponse = interroger(demande, locale=langue, facettes_voulues=(*FACETTES, ORIGINE))
    recherche = Recherche(demande, reponse, base)
    resultats = {resultat.objet_id: resultat for resultat in reponse.resultats}
    montrees = cartes(
        request, list(resultats), resultats, vers=demande.vers, vignette=VIGNETTE_ETROITE
    )
    return {
        "recherche": recherche,
        "cartes": montrees,
        "partage": partage(request, recherche, liste) if montrees and reponse.total else None,
        "mention_osm": est_odbl(auteur for carte in montrees for auteur in carte.auteurs),
        "rang": (demande.page - 1) * 20,
        "pistes": pistes(demande, base, langue) if not reponse.total else [],
        **_hors_de_l_annuaire(request, demande),
    }


def _hors_de_l_annuaire(request, demande):
    """What editors put first for the words, and the address of these in the guide and pages.

    The words are those that were typed, a place included: so does the search of the whole site.
    """
    texte = demande.texte
    voisine = sections.adresse(reverse("search:recherche"), texte, GUIDE_ET_PAGES)
    return {
        "promues": promues(request, texte) if demande.page == 1 else [],
        "dans_les_pages": voisine if texte and GUIDE_ET_PAGES in sections.types() else "",
    }


def _question(demande, base, erreurs):
    """Which place is meant: look-alikes of an unknown one, or namesakes."""
    resolution = demande.question
    restes = {nom: v for nom, v in demande.parametres.items() if nom not in ("ou", "lieu", "page")}
    choix = [
        Choix(lieu.libelle, lieu.detail, adresse(base, {**restes, "ou": ecriture(lieu)}))
        for lieu in resolution.candidats
    ]
    if resolution.est_ambigue:
        titre, phrase = question_sur_le_lieu(resolution), ""
    else:
        titre, phrase = _("Nous ne trouvons pas ce lieu"), " ".join(erreurs)
    partout = adresse(base, {nom: v for nom, v in restes.items() if nom != "rayon"})
    return {
        "question": {"titre": titre, "phrase": phrase, "choix": choix, "partout": partout},
        "cartes": [],
    }
