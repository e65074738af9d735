"""The newest actors of a search as an Atom feed."""

from itertools import islice

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from annuaire import adresses
from annuaire.donnees_ouvertes import texte
from annuaire.exports import extraire, ouvrir
from annuaire.recherches import Recherche
from annuaire.recherches import adresse as avec_criteres
from annuaire.traductions import traduire_les_cartes
from socle.flux import servir

NOMBRE = 50


def repondre(request, page, form, _forme="atom"):
    """The feed of a form: its 50 newest actors. Raises annuaire.lots.RechercheRefusee."""
    extrait = extraire(request, page, form, tri="recent")
    fiches = list(islice(extrait.fiches(), NOMBRE))
    derniere = max((fiche.modifie_le for fiche in fiches), default=page.last_published_at)
    flux = _flux(request, page, extrait, fiches)
    return servir(request, flux, derniere, lambda reponse: ouvrir(reponse, extrait))


def _flux(request, page, extrait, fiches):
    base = request.build_absolute_uri(page.get_url(request))
    criteres = {n: v for n, v in extrait.demande.parametres.items() if n not in ("page", "tri")}
    recherche = Recherche(extrait.demande, extrait.premiere, base)
    precision = recherche.precision if extrait.demande.parametres else ""
    flux = Atom1Feed(
        title=" ".join(filter(None, (_("Nouveaux acteurs : %s") % page.title, precision))),
        link=avec_criteres(base, criteres),
        description="",
        subtitle=page.introduction or None,
        language=get_language(),
        author_name=extrait.droits.du_site.nom,
        feed_url=avec_criteres(f"{base}flux.atom", criteres),
        feed_copyright=extrait.droits.licence_du_fichier(extrait.auteurs),
    )
    resumes = _resumes(fiches)
    for fiche in fiches:
        _ajouter(flux, request, fiche, resumes[fiche.pk])
    return flux


def _resumes(fiches):
    """``{pk: pitch}`` in the language of the page, else in the default one."""
    lignes = {
        fiche.pk: {"accroche": fiche.valeurs["accroche"] or "", "debut": ""} for fiche in fiches
    }
    traduire_les_cartes(lignes)
    return {pk: texte(ligne["accroche"]) for pk, ligne in lignes.items()}


def _ajouter(flux, request, fiche, resume):
    valeurs = fiche.valeurs
    lieu = valeurs["commune"]
    flux.add_item(
        title=valeurs["nom"],
        link=request.build_absolute_uri(
            adresses.adresse_de_la_fiche(request, fiche.slug, fiche.ref)
        ),
        # The summary is declared as HTML.
        description=escape(" ".join(filter(None, (resume, f"({lieu})" if lieu else "")))) or None,
        unique_id=valeurs["adresse_permanente"],
        pubdate=fiche.publie_le,
        updateddate=fiche.modifie_le,
        author_name=", ".join(valeurs["sources"]),
        categories=[*valeurs["categories"], *valeurs["etiquettes"]],
        item_copyright=" ; ".join((valeurs["licence"], *valeurs["attribution"])),
    )
