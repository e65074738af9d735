"""What people call the fields of a photograph (annuaire.provenances), in reports and lists."""

from django.utils.translation import gettext_lazy as _

from annuaire.models import Acteur
from annuaire.provenances import CLES, SIMPLES

_AUTRES = {
    "domaines": _("domaines"),
    "gestes": _("gestes"),
    "publics": _("publics"),
    "reseaux": _("réseaux"),
    "etiquettes": _("étiquettes"),
    "lieux": _("lieux"),
    "labels": _("agréments et labels"),
    "zones": _("zones d’intervention"),
    "photos": _("photos"),
    "positions": _("position sur la carte"),
    "contacts.telephone": _("téléphones"),
    "contacts.email": _("courriels"),
    "contacts.site": _("sites web"),
    "contacts.reseau": _("réseaux sociaux"),
}


def nommer(champ):
    """Return the name of a field: « description », « domaine principal », « téléphones »…"""
    if champ in SIMPLES or champ in CLES:
        return Acteur._meta.get_field(champ.removesuffix("_id")).verbose_name
    return _AUTRES.get(champ, champ)
