"""Times and states in words: French ones, which the catalogues translate."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

JOURS = (
    gettext_lazy("lundi"),
    gettext_lazy("mardi"),
    gettext_lazy("mercredi"),
    gettext_lazy("jeudi"),
    gettext_lazy("vendredi"),
    gettext_lazy("samedi"),
    gettext_lazy("dimanche"),
)
MOIS = (
    gettext_lazy("janvier"),
    gettext_lazy("février"),
    gettext_lazy("mars"),
    gettext_lazy("avril"),
    gettext_lazy("mai"),
    gettext_lazy("juin"),
    gettext_lazy("juillet"),
    gettext_lazy("août"),
    gettext_lazy("septembre"),
    gettext_lazy("octobre"),
    gettext_lazy("novembre"),
    gettext_lazy("décembre"),
)


def heure(minutes):
    """Return « 9 h », « 9 h 30 », « minuit » for minutes after midnight (24 h wraps)."""
    heures, reste = divmod(minutes % 1440, 60)
    if not heures and not reste:
        return _("minuit")
    if reste:
        return _("%(h)d\u202fh\u202f%(min)02d") % {"h": heures, "min": reste}
    return _("%(h)d\u202fh") % {"h": heures}


def _heure_de(moment):
    return heure(moment.hour * 60 + moment.minute)


def ouvert(local, jusqua):
    """« Ouvert jusqu’à 18 h 30 »; only « Ouvert » past a day, « 24 h sur 24 » without an end."""
    if jusqua is None:
        return _("Ouvert 24\u202fh sur 24")
    if jusqua - local > timedelta(hours=24):
        return _("Ouvert")
    return _("Ouvert jusqu’à %(heure)s") % {"heure": _heure_de(jusqua)}


def ferme(local, ouvre_a):
    """« Fermé », and when it opens: the hour, tomorrow, the weekday, or the date past six days."""
    if ouvre_a is None:
        return _("Fermé")
    valeurs = {
        "heure": _heure_de(ouvre_a),
        "jour": JOURS[ouvre_a.weekday()],
        "date": jour_du_mois(ouvre_a.month, ouvre_a.day),
    }
    ecart = (ouvre_a.date() - local.date()).days
    if ecart == 0:
        return _("Fermé, ouvre à %(heure)s") % valeurs
    if ecart == 1:
        return _("Fermé, ouvre demain à %(heure)s") % valeurs
    if ecart < 7:
        return _("Fermé, ouvre %(jour)s à %(heure)s") % valeurs
    return _("Fermé, ouvre le %(date)s à %(heure)s") % valeurs


def jour_du_mois(mois, jour):
    """« 1er août », « 24 décembre »."""
    rang = _("1er") if jour == 1 else str(jour)
    return f"{rang} {MOIS[mois - 1]}"


def jour_ferie():
    return _("Jour férié\u00a0: horaires à vérifier")


def non_renseigne():
    return _("Horaires non renseignés")


def doute(genre, commentaire):
    """The words of a state that is neither open nor closed."""
    if genre == "sur_rendez_vous":
        return _("Sur rendez-vous")
    if commentaire:
        return _("Horaires à vérifier\u00a0: %(commentaire)s") % {"commentaire": commentaire}
    return _("Horaires à vérifier")
