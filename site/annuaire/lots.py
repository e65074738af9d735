"""Searches that cannot ask again (command line, files): the same form and answers as the page."""

import json
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from annuaire.cartes import CHAMPS
from annuaire.demandes import preparer
from annuaire.forms import RechercheForm
from annuaire.lieux_de_recherche import distinction
from annuaire.models import Acteur, IdentifiantExterne
from annuaire.recherches import interroger

PREMIERS = 20


class RechercheRefusee(ValueError):  # noqa: N818 (the matter is named in French)
    """A search that makes no sense; its message is a sentence."""


@dataclass(frozen=True, slots=True)
class Ligne:
    """One ranked result, with its names in the sources and why it matched."""

    source: str
    identifiant: str
    ref: str
    nom: str
    score: float
    distance_km: float | None = None
    trouve_dans: tuple = ()


@dataclass(frozen=True, slots=True)
class Reponses:
    """The first results of a search and what the engine said of it."""

    lignes: list
    reponse: Any
    lieu: Any = None
    avertissements: tuple = ()


def demander(texte, lieu="", rayon=None, nom_moteur=None, **autres):
    """Read a search as the page does; return its Demande. Raises RechercheRefusee."""
    parametres = QueryDict(mutable=True)
    parametres.update({"q": texte or "", "ou": lieu or ""})
    if rayon is not None:
        parametres["rayon"] = str(rayon)
    for nom, valeurs in autres.items():
        parametres.setlist(nom, valeurs)
    return demande_de(RechercheForm(parametres), nom_moteur=nom_moteur)


def demande_de(form, page=None, nom_moteur=None):
    """The Demande of a RechercheForm, where nobody can be asked again. Raises RechercheRefusee."""
    if not form.is_valid():
        raise RechercheRefusee(" ".join(phrase for x in form.errors.values() for phrase in x))
    demande = preparer(form, page, nom_moteur)
    if demande.question is not None:
        choix = ", ".join(distinction(c) for c in demande.question.candidats)
        raise RechercheRefusee(_("Lequel ? %(choix)s") % {"choix": choix})
    return demande


def repondre(demande, nom_moteur=None):
    """Return the Reponses of a Demande: the first ``PREMIERS`` results."""
    reponse = interroger(
        demande,
        locale=get_language(),
        nom_moteur=nom_moteur,
        par_page=PREMIERS,
        facettes_voulues=(),
    )
    return Reponses(
        _lignes(reponse.resultats), reponse, demande.lieu, tuple(demande.avertissements)
    )


def _lignes(resultats):
    """Results as Ligne, in two queries."""
    pks = [resultat.objet_id for resultat in resultats]
    acteurs = {a["pk"]: a for a in Acteur.objects.filter(pk__in=pks).values("pk", "ref", "nom")}
    externes = {}
    for acteur, source, identifiant in (
        IdentifiantExterne.objects.filter(acteur__in=pks)
        .order_by("pk")
        .values_list("acteur_id", "source__nom", "identifiant")
    ):
        externes.setdefault(acteur, (source, identifiant))
    return [
        Ligne(
            *externes.get(resultat.objet_id, ("", "")),
            ref=acteurs[resultat.objet_id]["ref"],
            nom=acteurs[resultat.objet_id]["nom"],
            score=round(resultat.score, 4),
            distance_km=resultat.distance_km,
            trouve_dans=tuple(resultat.trouve_dans),
        )
        for resultat in resultats
        if resultat.objet_id in acteurs
    ]


def en_json(reponses, identifiant=None):
    """A dict fit for JSON: ``id`` (of a batch), ``resultats``, ``total``, ``ms``, ``approche``."""
    return {
        **({"id": identifiant} if identifiant is not None else {}),
        "resultats": [
            {
                "source": ligne.source,
                "identifiant": ligne.identifiant,
                "ref": ligne.ref,
                "nom": ligne.nom,
                "score": ligne.score,
            }
            for ligne in reponses.lignes
        ],
        "total": reponses.reponse.total,
        "ms": round(reponses.reponse.ms, 2),
        "approche": reponses.reponse.approche,
    }


def repondre_au_lot(lignes, nom_moteur=None):
    """Yield one dict a line of JSON queries (``id``, ``requete``, ``lieu``), blank lines apart.

    A line that cannot be read, or a place that is unknown or ambiguous, has no result and says
    why in ``erreur``: an answer without the place would not be one. ``id`` is null when the line
    is not JSON.
    """
    for numero, brute in enumerate(lignes, 1):
        if not brute.strip():
            continue
        identifiant = None
        try:
            requete = _lire_json(brute)
            identifiant = numero
            if not isinstance(requete, dict):
                raise RechercheRefusee(_("Une ligne du lot est un objet JSON."))
            identifiant = requete.get("id", numero)
            demande = demander(
                str(requete.get("requete") or ""),
                str(requete.get("lieu") or ""),
                nom_moteur=nom_moteur,
            )
            yield en_json(repondre(demande, nom_moteur), identifiant)
        except ValueError as erreur:
            yield {
                "id": identifiant,
                "resultats": [],
                "total": 0,
                "ms": 0.0,
                "approche": False,
                "erreur": str(erreur),
            }


def _lire_json(brute):
    """Raise RechercheRefusee for a line that is not JSON (or nested beyond reason)."""
    try:
        return json.loads(brute)
    except (ValueError, RecursionError):
        raise RechercheRefusee(_("Cette ligne n’est pas du JSON.")) from None


def pourquoi(ligne):
    """« trouvé dans : le nom, le lieu », or ""."""
    noms = [str(CHAMPS[nom]) for nom in ligne.trouve_dans if nom in CHAMPS]
    return _("trouvé dans : %(champs)s") % {"champs": ", ".join(noms)} if noms else ""
