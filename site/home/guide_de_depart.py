"""The guide to start from: its words, its testimonies, its questions and their sheets.

Read from ``donnees/guide``. What is already there is left as editors made it; a word, a testimony
or a page that is missing is created.
"""

import json
import re
import tomllib
import uuid
from pathlib import Path
from urllib.parse import parse_qsl

from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale

from annuaire.cartes_facettes import termes
from annuaire.models import Acteur
from home.models import FichePage, RubriquePage, Temoignage
from socle.models import MotDuGlossaire

DOSSIER = Path(__file__).parent / "donnees" / "guide"
# Keys of what is created, drawn from its name: known again even after an editor renamed it.
ESPACE = uuid.UUID("8f2f0a3e-6f0c-4f0e-9a55-0e9f6f2b7a11")
# Where the sheets of the first guide were → where what they said is now.
ANCIENNES = {
    "c-est-quoi-l-ess": "c-est-quoi-l-ess",
    "reconnaitre-un-acteur": "reconnaitre-un-acteur",
    "creer-ou-rejoindre": "creer-ou-rejoindre",
    "par-ou-commencer": "consommer",
}


def lire(nom):
    """The tables of a file of the folder."""
    with (DOSSIER / nom).open("rb") as fichier:
        return tomllib.load(fichier)


def lire_les_fiches():
    """[tables of a sheet], question by question, in order."""
    return [lire(chemin.relative_to(DOSSIER)) for chemin in sorted(DOSSIER.glob("fiches/*/*.toml"))]


def charger(guide, poser):
    """Fill *guide* and return nothing; ``poser(parent, model, fields)`` → (page, created)."""
    _mots()
    temoins = _temoignages()
    rubriques = {}
    for ligne in lire("rubriques.toml")["rubrique"]:
        champs = {nom: ligne[nom] for nom in ("slug", "question", "introduction")}
        champs["title"] = ligne["titre"]
        rubriques[ligne["slug"]], _cree = poser(guide, RubriquePage, champs)
    fiches = {fiche["slug"]: fiche for fiche in lire_les_fiches()}
    ordre = [slug for ligne in lire("rubriques.toml")["rubrique"] for slug in ligne["fiches"]]
    pages, neuves = {}, []
    for slug in ordre:
        fiche = fiches[slug]
        champs = {"title": fiche["titre"], "slug": slug, "chapo": fiche["chapo"]}
        pages[slug], cree = poser(rubriques[fiche["rubrique"]], FichePage, champs)
        neuves += [slug] if cree else []
    for slug in neuves:  # once all exist: they name each other
        remplir(pages[slug], fiches[slug], pages, temoins.get(slug, ()))
    if neuves:
        _rediriger(guide, {**pages, **rubriques})


def _mots():
    locale = Locale.get_default()
    for ligne in lire("glossaire.toml")["terme"]:
        MotDuGlossaire.objects.get_or_create(
            translation_key=uuid.uuid5(ESPACE, ligne["terme"]),
            locale=locale,
            defaults={
                "terme": ligne["terme"],
                "variantes": "\n".join(ligne["variantes"]),
                "definition": ligne["definition"],
                "source": ligne.get("source", ""),
                "lier": ligne.get("liaison", True),
            },
        )


def _temoignages():
    """``{slug of a sheet: [Temoignage]}``; none comes back once it was withdrawn."""
    lignes = lire("temoignages.toml")["temoignage"]
    noms = [ligne["acteur_nom"] for ligne in lignes]
    acteurs = {acteur.nom: acteur for acteur in Acteur.objects.filter(nom__in=noms)}
    par_fiche = {}
    for ligne in lignes:
        champs = ("prenom", "qualite", "citation", "accord_le", "accord_portee", "fictif")
        temoignage, _cree = Temoignage.objects.get_or_create(
            cle=uuid.uuid5(ESPACE, ligne["id"]),
            defaults={
                **{nom: ligne[nom] for nom in champs},
                "acteur": acteurs.get(ligne["acteur_nom"]),
            },
        )
        for slug in ligne["fiches"]:
            par_fiche.setdefault(slug, []).append(temoignage)
    return par_fiche


def remplir(page, fiche, pages, temoins=()):
    """Write the text of a sheet, the table *fiche*, and publish it.

    *pages*: ``{slug: page}`` of those that it names; *temoins*: the Temoignages that it shows.
    """
    page.resume = fiche["resume"].strip()
    page.reecrit_le = fiche["reecrit_le"]
    corps = [_bloc(brut, pages) for brut in fiche["corps"]]
    rang = next((n for n, bloc in enumerate(corps) if bloc["type"] == "acteurs"), len(corps))
    corps[rang:rang] = [
        {"type": "temoignage", "value": {"temoignage": temoin.pk}} for temoin in temoins
    ]
    page.corps = json.dumps(corps)
    page.sources = json.dumps([_source(source) for source in fiche["sources"]])
    page.lois = json.dumps([{"type": "loi", "value": loi} for loi in fiche["lois"]])
    page.lire_aussi = json.dumps(
        [{"type": "fiche", "value": pages[slug].pk} for slug in fiche["lire_aussi"]]
    )
    page.save_revision().publish()


def _source(source):
    publiee = str(source.get("date_publication", ""))
    valeur = {**source, "date_publication": publiee, "consulte_le": str(source["consulte_le"])}
    return {"type": "source", "value": valeur}


def _bloc(brut, pages):
    """A block of the files as Wagtail keeps it."""
    nature = brut["type"]
    valeur = {nom: v for nom, v in brut.items() if nom != "type"}
    if nature == "texte":
        return {"type": "paragraphe", "value": _riche(brut["html"], pages)}
    if nature == "accordeon":
        volets = [
            {"titre": e["titre"], "texte": _riche(e["html"], pages)} for e in brut["elements"]
        ]
        valeur = {"elements": volets}
    elif nature == "encart":
        nature, valeur = "encadre", {**valeur, "texte": f"<p>{brut['texte']}</p>"}
    elif nature == "chiffres":
        valeur = {"chiffres": [{**c, "date": str(c["date"])} for c in brut["chiffres"]]}
    elif nature == "figure":
        valeur["dessin"] = Path(valeur.pop("fichier")).stem
        valeur["alternative"] = valeur.pop("alt")
    elif nature == "acteurs":
        choix = {nom: valeur.pop(nom) for nom in list(valeur) if nom not in ("titre", "nombre")}
        valeur = {**valeur, "choisis": [], "criteres": _criteres(choix)}
    elif nature == "appel":
        choix = dict(parse_qsl(valeur.pop("recherche")))
        valeur = {**valeur, "criteres": _criteres(choix)}
    return {"type": nature, "value": valeur}


def _criteres(choix):
    """``{criterion: facet key}`` from slugs, as addresses write them."""
    return {
        nom: slug if nom == "famille" else termes().par_slug[nom, slug].cle
        for nom, slug in choix.items()
    }


def _riche(html, pages):
    """The HTML of the files as Draftail writes it; « fiche:slug » is a link to that page."""
    for avant, apres in (("strong", "b"), ("em", "i")):
        html = html.replace(f"<{avant}>", f"<{apres}>").replace(f"</{avant}>", f"</{apres}>")
    return re.sub(
        r'<a href="fiche:([\w-]+)">',
        lambda lien: f'<a linktype="page" id="{pages[lien[1]].pk}">',
        html.strip(),
    )


def _rediriger(guide, pages):
    """The addresses of the first guide's sheets lead to those that took their place."""
    base = guide.get_url()
    for slug, cible in ANCIENNES.items():
        chemin = Redirect.normalise_path(f"{base}{slug}/")
        Redirect.objects.get_or_create(
            old_path=chemin, site=None, defaults={"redirect_page": pages[cible]}
        )
