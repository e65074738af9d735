"""The page of the map: the list, and what the script that draws beside it needs to know."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from annuaire import adresses, sur_la_carte
from annuaire.cartes_facettes import termes
from annuaire.demandes import preparer
from annuaire.diffusion import ORIGINE, est_odbl
from annuaire.fonds_de_carte import fond
from annuaire.listes import contexte_de_liste
from annuaire.recherches import adresse
from socle import cadences, debits

# No row of a table but a word of an address: replaced by a reference in the script.
REF = "REF"


class TropDeDemandes(Exception):  # noqa: N818 (the matter is named in French)
    """Somebody asks too often; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Plan:
    """``points``: where the map asks what it shows; ``fiche``: an entry, whose reference is REF;
    ``etendue``: « south,west,north,east »; ``mentions``: whom to credit for what is listed."""

    points: str
    etendue: str
    fiche: str
    fond: dict
    liste: str
    mentions: tuple


def contexte_de_carte(request, page, form):
    """Return (context, HTTP status) of the page of the map for a bound RechercheForm."""
    contexte, statut = contexte_de_liste(request, page, form, sur_la_carte=True)
    demande, recherche = contexte["demande"], contexte["recherche"]
    contexte["plan"] = None
    if statut == 200:
        base = page.get_url(request)
        demandes = {n: v for n, v in demande.parametres.items() if n not in ("page", "tri")}
        etendue = sur_la_carte.etendue(demande, get_language())
        contexte["plan"] = Plan(
            points=adresse(f"{base}carte/points/", demandes),
            etendue=",".join(f"{degres:.4f}" for degres in etendue),
            fiche=adresses.adresse_de_la_fiche(request, "", REF),
            fond=fond(),
            liste=adresse(base, demande.parametres),
            mentions=_mentions(recherche.reponse),
        )
    return contexte, statut


def _mentions(reponse):
    """Whom to credit for the rows that are found, those of OpenStreetMap as it asks."""
    cles = (reponse.facettes if reponse else {}).get(ORIGINE, {})
    auteurs = dict.fromkeys(int(auteur) for cle in cles for auteur in cle.split("/"))
    sources = [termes().sources[auteur] for auteur in auteurs if auteur in termes().sources]
    dites = [source.attribution or source.nom for source in sources]
    if est_odbl(auteurs):
        dites.append(_("© les contributeurs d’OpenStreetMap"))
    return tuple(dict.fromkeys(dites))


def points(request, page, form):
    """Return (what the map draws, HTTP status) for a bound VueForm; {"erreur": sentence} when it
    makes no sense. Raises TropDeDemandes."""
    qui = debits.adresse_client(request)
    limite = settings.CARTE_DEMANDES_PAR_MINUTE
    if not cadences.permettre(f"carte:{qui}", limite=limite, fenetre_s=60):
        raise TropDeDemandes(_("Trop de demandes à la fois : attendez une minute."))
    adresses.retenir(request, page)
    form.is_valid()
    refus = [phrase for nom, textes in form.errors.items() if nom != "ou" for phrase in textes]
    if refus:
        return {"erreur": " ".join(refus)}, 400
    vue, zoom = form.cleaned_data["vue"], form.cleaned_data["zoom"]
    return sur_la_carte.montrer(preparer(form, page), vue, zoom, get_language()), 200
