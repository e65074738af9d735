"""What the journal says of an actor, in words: « Téléphone : 02 61… → 02 40… »."""

from collections import defaultdict

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from annuaire.contacts import afficher
from annuaire.journal import CHANGER
from annuaire.models import Acteur, LabelActeur, Lieu, ZoneIntervention
from annuaire.provenances import MULTIPLES, PROPRIETAIRE, REDACTION

LIBELLES = {
    "offre": gettext_lazy("ce qu’on y trouve"),
    "parent_id": gettext_lazy("siège"),
    "domaine_principal_id": gettext_lazy("domaine principal"),
    "logo_id": gettext_lazy("logo"),
    "etiquettes": gettext_lazy("étiquettes"),
    "lieux": gettext_lazy("lieux"),
    "labels": gettext_lazy("agréments et labels"),
    "zones": gettext_lazy("zones d’intervention"),
    "photos": gettext_lazy("photos"),
    "positions": gettext_lazy("position"),
    "contacts.telephone": gettext_lazy("téléphone"),
    "contacts.email": gettext_lazy("courriel"),
    "contacts.site": gettext_lazy("site web"),
    "contacts.reseau": gettext_lazy("réseau social"),
}
# What keys in the journal name, by the place where they stand.
MODELES = {
    "domaines": "annuaire.Domaine",
    "gestes": "annuaire.Geste",
    "publics": "annuaire.Public",
    "reseaux": "annuaire.Reseau",
    "domaine_principal_id": "annuaire.Domaine",
    "parent_id": "annuaire.Acteur",
    "logo_id": "socle.ImagePortail",
    "type_id": "annuaire.TypeLabel",
    "commune_id": "territoires.Commune",
    "epci_id": "territoires.Epci",
    "departement_id": "territoires.Departement",
    "region_id": "territoires.Region",
}
PRIVE = pgettext_lazy("une valeur que le journal ne montre pas", "(privé)")
VIDE = gettext_lazy("(vide)")
PARTI = gettext_lazy("(disparu depuis)")
LONGUEUR = 70


def libelle(champ):
    """« Téléphone », « Domaine principal »: the name of a photographed field."""
    return capfirst(str(LIBELLES.get(champ) or Acteur._meta.get_field(champ).verbose_name))


def auteur(source):
    """« la rédaction », « l’import « OpenStreetMap » »: who a change is owed to."""
    if source == REDACTION:
        return _("la rédaction")
    if source == PROPRIETAIRE:
        return _("la structure elle-même")
    return _("la source «\u00a0%(nom)s\u00a0»") % {"nom": source}


def titre(donnees):
    """« 3 champs changés par la rédaction », from the data of an entry."""
    champs, par = donnees.get("champs") or {}, donnees.get("source")
    if not champs or par is None:
        return _("Fiche changée")
    phrase = ngettext(
        "%(n)d champ changé par %(auteur)s", "%(n)d champs changés par %(auteur)s", len(champs)
    )
    return phrase % {"n": len(champs), "auteur": auteur(par)}


def decrire(entrees, *, prive=False):
    """Give each log entry its ``phrases``; at most one query a kind of thing that is named.

    *prive*: for who may not see what entries hold: only the names of the fields.
    """
    changes = [entree for entree in entrees if entree.action == CHANGER]
    noms = {} if prive else _noms(changes)
    for entree in entrees:
        entree.phrases = []
    for entree in changes:
        for champ, (avant, apres) in (entree.data.get("champs") or {}).items():
            phrase = _("%(champ)s : changé") % {"champ": libelle(champ)}
            entree.phrases.append(phrase if prive else _phrase(champ, avant, apres, noms))


def _noms(entrees):
    """``{model: {key: name}}`` of what the entries point at."""
    cles = defaultdict(set)
    for entree in entrees:
        for champ, couple in (entree.data.get("champs") or {}).items():
            for valeur in couple:
                _ramasser(champ, valeur, cles)
    return {
        modele: {
            objet.pk: str(objet) for objet in apps.get_model(modele).objects.filter(pk__in=trouvees)
        }
        for modele, trouvees in cles.items()
    }


def _ramasser(champ, valeur, cles):
    if isinstance(valeur, list):
        for element in valeur:
            _ramasser(champ, element, cles)
    elif isinstance(valeur, dict):
        for nom, cle in valeur.items():
            _ramasser(nom, cle, cles)
    elif champ in MODELES and valeur is not None:
        cles[MODELES[champ]].add(valeur)


def _phrase(champ, avant, apres, noms):
    if champ in MULTIPLES or champ == "etiquettes":
        return _ajouts_et_retraits(champ, avant, apres, noms)
    anciens, nouveaux = (_en_mots(champ, valeur, noms) for valeur in (avant, apres))
    if anciens == nouveaux:
        return _("%(champ)s : changé") % {"champ": libelle(champ)}
    return _("%(champ)s : %(avant)s → %(apres)s") % {
        "champ": libelle(champ),
        "avant": anciens,
        "apres": nouveaux,
    }


def _ajouts_et_retraits(champ, avant, apres, noms):
    def nommer(cles):
        return ", ".join(sorted(_nom(champ, cle, noms) for cle in cles))

    parties = []
    if ajouts := [cle for cle in apres if cle not in avant]:
        parties.append(_("ajouté %(noms)s") % {"noms": nommer(ajouts)})
    if retraits := [cle for cle in avant if cle not in apres]:
        parties.append(_("retiré %(noms)s") % {"noms": nommer(retraits)})
    return _("%(champ)s : %(suite)s") % {
        "champ": libelle(champ),
        "suite": " ; ".join(parties) or _("changé"),
    }


def _nom(champ, cle, noms):
    if champ not in MODELES:
        return str(cle)
    return noms.get(MODELES[champ], {}).get(cle) or str(PARTI)


def _en_mots(champ, valeur, noms):
    """A value of the journal as people read it."""
    if valeur in (None, "", []):
        return str(VIDE)
    if isinstance(valeur, bool):
        return _("oui") if valeur else _("non")
    if isinstance(valeur, list):
        return ", ".join(_element(champ, element, noms) for element in valeur)
    if champ in MODELES:
        return _nom(champ, valeur, noms)
    if champ == "famille":
        return str(dict(Acteur.Famille.choices).get(valeur, valeur))
    texte = " ".join(str(valeur).split())
    return f"«\u00a0{texte[: LONGUEUR - 1]}…\u00a0»" if len(texte) > LONGUEUR else texte


def _element(champ, element, noms):
    if not isinstance(element, dict):
        return str(element)
    if element.get("prive"):
        return str(PRIVE)
    if champ.startswith("contacts."):
        valeur = afficher(champ.partition(".")[2], element["valeur"])
        return f"{valeur} ({element['libelle']})" if element.get("libelle") else valeur
    return _PAR_PARTIE[champ](element, noms)


def _lieu(lieu, noms):
    commune = _nom("commune_id", lieu["commune_id"], noms) if lieu.get("commune_id") else ""
    parties = [lieu.get(nom, "") for nom in ("nom", "adresse", "complement", "code_postal")]
    ou = " ".join(filter(None, [*parties, lieu.get("localite") or commune]))
    heures = lieu.get("horaires")
    return f"{ou} ({heures})" if heures else ou or _("lieu sans adresse")


def _position(position, _noms_):
    return str(
        dict(Lieu.Precision.choices).get(position.get("precision"), "")
        if position.get("latitude") is not None
        else _("aucune")
    )


def _label(label, noms):
    etat = dict(LabelActeur.Etat.choices).get(label.get("etat"), "")
    numero = _("n° %(numero)s") % {"numero": label["numero"]} if label.get("numero") else ""
    precisions = ", ".join(str(x) for x in (etat, numero) if x)
    return f"{_nom('type_id', label.get('type_id'), noms)} ({precisions})"


def _zone(zone, noms):
    if zone.get("rayon_km"):
        return _("%(km)s km autour") % {"km": zone["rayon_km"]}
    for nom, cle in zone.items():
        if nom in MODELES and cle:
            return _nom(nom, cle, noms)
    return str(dict(ZoneIntervention.Genre.choices).get(zone.get("genre"), ""))


_PAR_PARTIE = {"lieux": _lieu, "positions": _position, "labels": _label, "zones": _zone}
