"""A search as open data: everything it finds, streamed as CSV or GeoJSON, and its licence line.

``extraire(request, page, form)`` reads the same form as the list and asks the engine once; then
``Extrait.fiches()`` reads slice after slice, so memory does not grow with the file.
"""

import csv
import json
import unicodedata
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.conf import settings
from django.http import StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import get_language

from annuaire import adresses, diffusion
from annuaire.donnees_ouvertes import COLONNES, COLONNES_DU_LIEU, en_texte, fiches_ouvertes
from annuaire.lots import demande_de
from annuaire.models import Acteur
from annuaire.recherches import adresse, interroger
from search.requetes import PAR_PAGE_MAX, PROFONDEUR_MAX
from socle.contexte import Portail
from socle.tableurs import neutraliser

# One more than what a row says: what the whole file is under.
COLONNES_CSV = (*COLONNES, "licence_du_fichier")
FORMES = {"csv": "text/csv; charset=utf-8", "geojson": "application/geo+json; charset=utf-8"}


def droits_de(request):
    """The diffusion.Droits of the request's site."""
    return diffusion.Droits(Portail(request).nom, adresses.racine_absolue())


@dataclass
class Extrait:
    """What a search gives away. ``total``: how many match; ``exclues``: of them, how many are
    left out because their source may not be redistributed; ``auteurs``: of the others.

    ``limite``: how many are read when that is fewer than ``total``, else None.
    """

    demande: Any
    droits: diffusion.Droits
    langue: str
    premiere: Any
    total: int
    exclues: int
    auteurs: tuple
    limite: int | None
    entier: bool

    @property
    def licence(self):
        """The licence line of the file, in the default language as the rest of it."""
        with translation.override(settings.LANGUAGE_CODE):
            return self.droits.licence_du_fichier(self.auteurs)

    def fiches(self):
        """Yield the FicheOuvertes, slice after slice: a constant number of queries each."""
        for pks in self._par_cle() if self.entier else self._par_page():
            yield from fiches_ouvertes(pks, self.droits)

    def _par_cle(self):
        """Every public actor by its key: the engine would stop at its 10,000th result."""
        derniere = 0
        while pks := list(
            Acteur.objects.publies()
            .filter(pk__gt=derniere)
            .order_by("pk")
            .values_list("pk", flat=True)[:PAR_PAGE_MAX]
        ):
            derniere = pks[-1]
            yield pks

    def _par_page(self):
        """Pages of the engine. Somebody may publish meanwhile: what has passed does not again."""
        passees, reponse, page = set(), self.premiere, 1
        while reponse.resultats and not reponse.approche:
            pks = [r.objet_id for r in reponse.resultats if r.objet_id not in passees]
            passees.update(pks)
            yield pks
            page += 1
            if page > -(-min(reponse.total, PROFONDEUR_MAX) // PAR_PAGE_MAX):
                return
            reponse = _page(self.demande, page, self.langue)


def _page(demande, numero, langue, facettes=()):
    return interroger(
        replace(demande, page=numero),
        locale=langue,
        par_page=PAR_PAGE_MAX,
        facettes_voulues=facettes,
    )


def extraire(request, page, form, tri=None):
    """Return the Extrait of a search; *tri* overrules the order asked for.

    Raises annuaire.lots.RechercheRefusee, with a sentence, when it makes no sense or its place is
    unknown or ambiguous.
    """
    adresses.retenir(request, page)
    demande, langue = demande_de(form, page), get_language()
    if tri:
        demande = replace(demande, tri=tri)
    premiere = _page(demande, 1, langue, (diffusion.ORIGINE,))
    exclues, auteurs = diffusion.bilan(premiere.facettes[diffusion.ORIGINE])
    entier = demande.est_vide and not tri and not demande.cadre
    coupe = premiere.total > PROFONDEUR_MAX and not entier
    return Extrait(
        *(demande, droits_de(request), langue, premiere, premiere.total, exclues, auteurs),
        limite=PROFONDEUR_MAX if coupe else None,
        entier=entier,
    )


def repondre(request, page, form, forme):
    """The streamed answer to a form; *forme*: csv or geojson. Raises RechercheRefusee."""
    extrait = extraire(request, page, form)
    morceaux = {"csv": en_csv, "geojson": en_geojson}[forme](extrait)
    reponse = StreamingHttpResponse(morceaux, content_type=FORMES[forme])
    nom = f"annuaire-{timezone.localdate().isoformat()}.{forme}"
    reponse.headers["Content-Disposition"] = f'attachment; filename="{nom}"'
    return ouvrir(reponse, extrait)


def ouvrir(reponse, extrait):
    """Put on an answer what only its headers may say, and let any site read it."""
    en_tetes = {
        "X-Total": extrait.total,
        "X-Exclues": extrait.exclues,
        "X-Limite": extrait.limite,
        "X-Licence": _ascii(extrait.licence),
        "X-Avertissements": _ascii(" ".join(map(str, extrait.demande.avertissements))),
        "X-Robots-Tag": "noindex",
        "Access-Control-Allow-Origin": "*",
    }
    for nom, valeur in en_tetes.items():
        if valeur not in (None, ""):
            reponse.headers[nom] = str(valeur)
    return reponse


def _ascii(texte):
    """Headers take nothing else: accents go, other signs too."""
    texte = texte.replace("’", "'").replace("«", '"').replace("»", '"')
    return unicodedata.normalize("NFKD", texte).encode("ascii", "ignore").decode()


class _Tampon:
    """What csv.writer writes to: gives each row back instead of keeping it."""

    @staticmethod
    def write(rangee):
        return rangee


def en_csv(extrait):
    """Yield the rows of a CSV that spreadsheets open as it is: UTF-8 with its mark, « ; »."""
    ecrire = csv.writer(_Tampon, delimiter=";").writerow
    licence = extrait.licence
    yield "\ufeff" + ecrire(COLONNES_CSV)
    for fiche in extrait.fiches():
        valeurs = [fiche.valeurs[colonne] for colonne in COLONNES]
        yield ecrire([_cellule(valeur) for valeur in (*valeurs, licence)])


def _cellule(valeur):
    """A number is never a formula: « -1.5536 » stays one."""
    cellule = en_texte(valeur)
    return cellule if isinstance(valeur, float) else neutraliser(cellule)


def en_geojson(extrait):
    """Yield the pieces of a FeatureCollection (RFC 7946): one Feature a public place.

    An actor without such a place, online or itinerant, is a Feature without a geometry.
    """
    tete = {
        "type": "FeatureCollection",
        "licence": extrait.licence,
        "attribution": extrait.droits.mentions(extrait.auteurs),
        "total": extrait.total,
        "exclues": extrait.exclues,
        "limite": extrait.limite,
        "avertissements": list(map(str, extrait.demande.avertissements)),
    }
    yield json.dumps(tete, ensure_ascii=False)[:-1] + ', "features": ['
    separation = "\n"
    for fiche in extrait.fiches():
        for element in _elements(fiche):
            yield separation + json.dumps(element, ensure_ascii=False)
            separation = ",\n"
    yield "\n]}\n"


def _elements(fiche):
    """The Features of a record; the first is called by its reference, the next « <ref>-2 »…"""
    for rang, lieu in enumerate(fiche.places or [{}], 1):
        propres = {**fiche.valeurs, **dict.fromkeys(COLONNES_DU_LIEU), **lieu} if lieu else {}
        proprietes = {nom: _en_json(v) for nom, v in (propres or fiche.valeurs).items()}
        longitude, latitude = proprietes.pop("longitude"), proprietes.pop("latitude")
        point = {"type": "Point", "coordinates": [longitude, latitude]} if lieu else None
        yield {
            "type": "Feature",
            "id": fiche.ref if rang == 1 else f"{fiche.ref}-{rang}",
            "geometry": point,
            "properties": proprietes,
        }


def _en_json(valeur):
    if valeur == "":
        return None
    return valeur.isoformat() if isinstance(valeur, date) else valeur


@dataclass(frozen=True, slots=True)
class Partage:
    """What stands under the results of a list. ``exclues``: left out of the files."""

    csv: str
    geojson: str
    atom: str
    licence: str
    exclues: int


def partage(request, recherche, base):
    """The Partage of a Recherche that found something, from what the engine counted. No query.

    *base*: the address of the list, whose files these are.
    """
    exclues, auteurs = diffusion.bilan(recherche.reponse.facettes[diffusion.ORIGINE])
    criteres = {nom: v for nom, v in recherche.demande.parametres.items() if nom != "page"}
    return Partage(
        *(adresse(f"{base}{nom}", criteres) for nom in ("export.csv", "export.geojson")),
        atom=adresse(f"{base}flux.atom", {**criteres, "tri": ""}),
        licence=droits_de(request).licence_du_fichier(auteurs),
        exclues=exclues,
    )
