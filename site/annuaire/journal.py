"""The journal of an actor: which fields a write changed, from what to what, and on whose word.

Each change is one entry of Wagtail's log, ``annuaire.changer``, whose data are
``{"source": author, "champs": {field: [before, after]}}``; the values are those of a photograph
(annuaire.provenances), shortened, without what is private. Nobody ever erases the log, so what is
private never enters it: a private contact or place is only said to have changed.
"""

from datetime import date
from decimal import Decimal

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.models import ModelLogEntry

from annuaire.models import Acteur, Source
from annuaire.provenances import PARTIES, POSITION

CHANGER = "annuaire.changer"
LONGUEUR = 160  # signs kept of a text
PRIVE = {"prive": True}
_DU_LIEU = [nom for nom in PARTIES["lieux"] if nom not in POSITION and nom != "public"]


def noter(changements, source, auteur=None):
    """Write one entry for each of *changements*, in one query.

    *changements*: (Acteur, before, after) of parts of photographs that have the same fields and,
    where positions changed, the places. *source*: a Source, ``redaction`` or ``proprietaire``.
    *auteur*: the account that did it; whoever is at the administration when None.
    """
    nom = source.nom if isinstance(source, Source) else source
    entrees = []
    for acteur, avant, apres in changements:
        champs = differences(avant, apres)
        if champs:
            entrees.append(_entree(acteur, CHANGER, auteur, {"source": nom, "champs": champs}))
    _ecrire(entrees)


def noter_action(acteurs, action, auteur=None):
    """Write one entry of *action* (« wagtail.publish »…) for each of *acteurs*, in one query."""
    _ecrire([_entree(acteur, action, auteur, {}) for acteur in acteurs])


def differences(avant, apres):
    """``{field: [before, after]}`` of the fields of *apres* whose public value changed, or that
    changed without their values being public."""
    champs = {}
    for champ, nouvelle in apres.items():
        if champ not in avant or avant[champ] == nouvelle:
            continue
        champs[champ] = _couple(champ, avant, apres)
    if {"lieux", "positions"} <= set(champs):  # two sides of one change: keep the telling one
        del champs["lieux" if champs["lieux"][0] == champs["lieux"][1] else "positions"]
    return champs


def _couple(champ, avant, apres):
    ancienne, nouvelle = avant[champ], apres[champ]
    if champ == "lieux":
        return _lieux(ancienne, nouvelle)
    if champ == "positions":
        lieux = apres.get("lieux") or avant.get("lieux") or []
        publics = [lieu.get("public", True) for lieu in lieux]
        return [_positions(ancienne, publics), _positions(nouvelle, publics)]
    return [_valeur(champ, ancienne), _valeur(champ, nouvelle)]


def _valeur(champ, valeur):
    if champ.startswith("contacts."):
        return [_contact(contact) for contact in valeur]
    if champ == "labels":
        return [{nom: _simple(x.get(nom)) for nom in ("type_id", "etat", "numero")} for x in valeur]
    if champ == "zones":
        return [
            {nom: v for nom, v in zone.items() if nom in PARTIES["zones"] and v} for zone in valeur
        ]
    if champ == "photos":
        return len(valeur)
    return [_simple(x) for x in valeur] if isinstance(valeur, list) else _simple(valeur)


def _contact(contact):
    if not contact.get("public"):
        return PRIVE
    return {nom: contact.get(nom, "") for nom in ("valeur", "libelle")}


def _lieux(anciens, nouveaux):
    """A place that is private before or after says nothing of either."""
    prives = {
        rang
        for lieux in (anciens, nouveaux)
        for rang, lieu in enumerate(lieux)
        if not lieu.get("public", True)
    }
    return [
        [PRIVE if rang in prives else _lieu(lieu) for rang, lieu in enumerate(lieux)]
        for lieux in (anciens, nouveaux)
    ]


def _lieu(lieu):
    return {nom: _simple(lieu[nom]) for nom in _DU_LIEU if lieu.get(nom)}


def _positions(positions, publics):
    return [
        {nom: position.get(nom) for nom in POSITION} if public else PRIVE
        for position, public in zip(positions, publics, strict=False)
    ]


def _simple(valeur):
    if isinstance(valeur, date):
        return valeur.isoformat()
    if isinstance(valeur, Decimal):
        return float(valeur)
    if isinstance(valeur, str) and len(valeur) > LONGUEUR:
        return valeur[: LONGUEUR - 1] + "…"
    return valeur


def _entree(acteur, action, auteur, donnees):
    contexte = get_active_log_context()
    return ModelLogEntry(
        content_type=ContentType.objects.get_for_model(Acteur, for_concrete_model=False),
        object_id=str(acteur.pk),
        label=acteur.nom,
        action=action,
        timestamp=timezone.now(),
        uuid=contexte.uuid,
        user=auteur or contexte.user,
        data=donnees,
        content_changed=False,
    )


def _ecrire(entrees):
    if entrees:
        ModelLogEntry.objects.bulk_create(entrees, batch_size=500)
