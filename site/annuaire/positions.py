"""Who may say where a place is: the rules of the photographed field ``positions``.

An address and its position often come from two sources: a list names the street, a geocoder
finds it. The next import of that list must not send the place back to its town hall.
"""

from annuaire.models import Lieu
from annuaire.provenances import POSITION, RANG_IMPORT, RANGS, peut_ecrire

ADRESSE = ("adresse", "code_postal", "commune_id")


def imprecise(position):
    """Whether a photographed place or position says at best in which commune it is."""
    precision = position.get("precision", "")
    return position.get("latitude") is None or precision == Lieu.Precision.COMMUNE


def peut_placer(cle, anciennes, nouvelles, provenance):
    """Whether the author *cle* may put the positions *nouvelles* over *anciennes*.

    Anybody may make a position precise; a precise one belongs to who gave it. Raises ValueError
    when there are not as many as there are places.
    """
    couples = zip(anciennes, nouvelles, strict=True)
    if all(imprecise(ancienne) for ancienne, nouvelle in couples if ancienne != nouvelle):
        return True
    return peut_ecrire(cle, "positions", anciennes, provenance)


def avec_les_positions_gardees(champs, photo, provenance, cle):
    """*champs*, its places at the position that somebody else gave for the same address.

    Of a higher rank, that position stays; of the same, it only gives way to a precise one.
    """
    note = provenance.get("positions")
    if "lieux" not in champs or note is None or note["source"] == cle:
        return champs
    dessus = RANGS.get(note["source"], RANG_IMPORT) > RANGS.get(cle, RANG_IMPORT)
    connues = {_adresse(lieu): lieu for lieu in photo["lieux"] if not imprecise(lieu)}
    lieux = []
    for lieu in champs["lieux"]:
        connu = connues.get(_adresse(lieu)) if lieu.get("adresse") else None
        if connu and (dessus or imprecise(lieu)):
            lieu = {**lieu, **{nom: connu[nom] for nom in POSITION}}
        lieux.append(lieu)
    return {**champs, "lieux": lieux}


def ecrire_positions(acteur, positions):
    """Put *positions* on the live places of *acteur*, in their order."""
    lieux = Lieu.objects.filter(acteur_id=acteur.pk).order_by("sort_order", "pk")
    for lieu, position in zip(lieux, positions, strict=True):
        if any(getattr(lieu, nom) != valeur for nom, valeur in position.items()):
            Lieu.objects.filter(pk=lieu.pk).update(**position)


def reporter_les_positions(brouillon, anciens, positions):
    """Put in a draft the positions that changed; tell whether the draft has one of its own.

    *anciens*: photographed places before the change, *positions*: theirs after it. Places of the
    draft are known by their address: it may have more of them, fewer, in another order.
    """
    changes = {
        _adresse(ancien): ({nom: ancien[nom] for nom in POSITION}, position)
        for ancien, position in zip(anciens, positions, strict=True)
        if any(ancien[nom] != valeur for nom, valeur in position.items())
    }
    conflit, lieux = False, list(brouillon.lieux.all())
    for lieu in lieux:
        adresse = tuple(getattr(lieu, nom) for nom in ADRESSE)
        if adresse not in changes:
            continue
        avant, apres = changes[adresse]
        actuelle = {nom: getattr(lieu, nom) for nom in POSITION}
        if actuelle == avant or imprecise(actuelle):
            for nom, valeur in apres.items():
                setattr(lieu, nom, valeur)
        elif actuelle != apres:
            conflit = True
    brouillon.lieux.set(lieux)
    return conflit


def _adresse(lieu):
    return tuple(lieu.get(nom) or (None if nom == "commune_id" else "") for nom in ADRESSE)
