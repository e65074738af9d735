"""Hours in readable French: a week, then what is special, then what must be checked."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annuaire.horaires import jours as regles_du_jour
from annuaire.horaires.grammaire import LONGUEURS, MINUIT
from annuaire.horaires.lecture import COMPRIS, REPARE, SUR_RENDEZ_VOUS, TEL_QUEL
from annuaire.horaires.phrases import JOURS, MOIS, heure, jour_du_mois

TOUS = frozenset(range(7))
# Which weekday of the month; one string each, since English says 1st, 2nd, 3rd.
RANGS = (
    gettext_lazy("1er"),
    gettext_lazy("2e"),
    gettext_lazy("3e"),
    gettext_lazy("4e"),
    gettext_lazy("5e"),
)
EN_LETTRES = {2: gettext_lazy("deux"), 3: gettext_lazy("trois"), 4: gettext_lazy("quatre")}


@dataclass(frozen=True)
class Ligne:
    """« Lundi au vendredi » and its slots. `rangs`: weekdays (Monday 0), to mark today."""

    jours: str
    plages: tuple
    rangs: frozenset = frozenset()

    @property
    def ferme(self):
        return not self.plages

    def __str__(self):
        return f"{self.jours}\u00a0: {enumerer(self.plages) or _('fermé')}"


@dataclass(frozen=True)
class Semaine:
    """`jours`: the `Ligne`s of the ordinary week; `particuliers`: those of some days only.

    `notes`: whole sentences. `introduction` and `texte`: when the hours are shown as written
    (no lines then). All French, typographic spaces included.
    """

    jours: tuple = ()
    particuliers: tuple = ()
    notes: tuple = ()
    introduction: str = ""
    texte: str = ""


def en_francais(expression):
    """Return the `Semaine` of an `Expression`; an empty one when there is nothing to show."""
    if expression.genre == SUR_RENDEZ_VOUS:
        return Semaine(notes=(_("Sur rendez-vous"),))
    if expression.genre == TEL_QUEL:
        return Semaine(introduction=_("Horaires tels qu’indiqués\u00a0:"), texte=expression.texte)
    if expression.genre not in (COMPRIS, REPARE):
        return Semaine()
    regles = expression.regles
    communes = tuple(regle for regle in regles if _commune(regle))
    return Semaine(
        jours=_semaine(communes, _jours_a_part(regles)),
        particuliers=tuple(_particulier(regle) for regle in regles if _a_part(regle)),
        notes=tuple(_notes(regles)),
    )


def _commune(regle):
    """A rule of the ordinary week (a comment over everything is a note)."""
    ordinaire = bool(regle.jours) or regle.tous_les_jours
    muette = regle.commentaire and regle.tous_les_jours and not regle.plages
    return ordinaire and not (regle.datee or regle.lien == "||" or muette)


def _a_part(regle):
    if regle.ferme and not regle.rangs:
        return False
    return regle.datee or bool(regle.rangs) or (regle.feries and not regle.ferme)


def _jours_a_part(regles):
    """Weekdays that open on some weeks or dates only: the ordinary week does not close them."""
    ouvrent = [regle for regle in regles if _a_part(regle) and regle.etat != "off"]
    rangs = {jour for regle in ouvrent for jour, _rang in regle.rangs}
    return rangs.union(*(regle.jours for regle in ouvrent if not regle.feries))


def _semaine(regles, a_part):
    if not any(regle.etat != "off" for regle in regles):
        return ()
    par_plages = {}
    for rang in range(7):
        plages = _plages_du_jour(regles, rang)
        if plages or rang not in a_part:
            par_plages.setdefault(plages, []).append(rang)
    return tuple(
        Ligne(_majuscule(nom_des_jours(rangs)), plages, frozenset(rangs))
        for plages, rangs in sorted(par_plages.items(), key=lambda paire: paire[1][0])
    )


def _plages_du_jour(regles, rang):
    plages = []
    for regle in regles:
        if regle.tous_les_jours or rang in regle.jours:
            plages = regles_du_jour.appliquer(plages, regle)
    return _dites(plages)


def _dites(plages):
    """Spans in words, in order: « 9 h – 12 h », with the comment of a doubtful one."""
    dites, fin_sure = [], None
    for debut, fin, genre, commentaire in sorted(plages):
        if genre == regles_du_jour.INCONNU and debut == fin_sure and not commentaire:
            dites[-1] = _("%s ou plus tard") % dites[-1]
        else:
            dites.append(_dite(debut, fin, genre, commentaire))
        fin_sure = fin if genre == regles_du_jour.OUVERT else None
    return tuple(dites)


def _dite(debut, fin, genre, commentaire):
    if genre == regles_du_jour.INCONNU and fin == MINUIT and debut and not commentaire:
        return _("à partir de %(heure)s, fin non précisée") % {"heure": heure(debut)}
    entier = (debut, fin) == (0, MINUIT)
    if entier and genre != regles_du_jour.OUVERT:
        return commentaire or _("horaires non précisés")
    texte = _("24\u202fh sur 24") if entier else f"{heure(debut)} – {heure(fin)}"
    if commentaire:
        return f"{texte} ({commentaire})"
    return texte if genre == regles_du_jour.OUVERT else _("%s (à vérifier)") % texte


def _particulier(regle):
    """A line for some days only: « 1er samedi du mois », « En août », « Jours fériés »."""
    if regle.etat == "off" and not regle.plages:
        plages = ()
    elif regle.etat == "off":
        plages = tuple(
            _("fermé de %(debut)s à %(fin)s") % {"debut": heure(a), "fin": heure(b)}
            for a, b, _sans_fin in regle.plages
        )
    else:
        plages = _dites(regles_du_jour.plages_de(regle))
    return Ligne(_majuscule(_quand(regle)), plages, regle.jours)


def _quand(regle):
    morceaux = []
    if regle.jours and regle.datee:  # undated, they are in the ordinary week
        morceaux.append(nom_des_jours(sorted(regle.jours)))
    morceaux += _noms_des_rangs(regle.rangs)
    if regle.feries:
        morceaux.append(_("jours fériés"))
    jours = enumerer(morceaux)
    quand = [_dates(regle.dates), _semaines(regle.semaines)]
    return ", ".join(partie for partie in (jours, *quand) if partie)


def _noms_des_rangs(rangs):
    noms = []
    for jour in sorted({jour for jour, _rang in rangs}):
        ici = sorted((rang for j, rang in rangs if j == jour), key=lambda r: (r < 0, abs(r)))
        proches = [_rang(rang) for rang in ici if rang >= -2]
        valeurs = {"rangs": enumerer(proches), "jour": JOURS[jour]}
        if proches:
            noms.append(_("%(rangs)s %(jour)s du mois") % valeurs)
        for rang in ici[len(proches) :]:
            valeurs["rang"] = _rang(-rang)
            noms.append(_("%(rang)s %(jour)s avant la fin du mois") % valeurs)
    return noms


def _rang(rang):
    if rang < 0:
        return _("dernier") if rang == -1 else _("avant-dernier")
    return str(RANGS[rang - 1])


def _dates(dates):
    if len(dates) > 1 and all(a[0] == 0 and _mois_entier(a, b) for a, b in dates):
        return _("en %(mois)s") % {"mois": enumerer([str(MOIS[a[1] - 1]) for a, _b in dates])}
    return enumerer([_date(*bornes) for bornes in dates])


def _mois_entier(premier, dernier):
    return premier[1] == dernier[1] and premier[2] == 1 and dernier[2] == LONGUEURS[dernier[1] - 1]


def _date(premier, dernier):
    (an, mois, jour), (an_fin, mois_fin, jour_fin) = premier, dernier
    if (mois, jour, mois_fin, jour_fin) == (1, 1, 12, 31):
        if not an:  # « Jan-Dec »: all year, nothing to add
            return ""
        return (
            _("en %(an)s") % {"an": an}
            if an == an_fin
            else _("de %(an)s à %(fin)s")
            % {
                "an": an,
                "fin": an_fin,
            }
        )
    annee = f" {an}" if an else ""
    annee_fin = f" {an_fin}" if an_fin else ""
    if premier == dernier:
        return _("le %(date)s") % {"date": jour_du_mois(mois, jour) + annee}
    if jour == 1 and jour_fin == LONGUEURS[mois_fin - 1]:
        if mois == mois_fin:
            return _("en %(mois)s") % {"mois": f"{MOIS[mois - 1]}{annee}"}
        if an == an_fin and mois_fin == mois + 1:
            deux = enumerer([str(MOIS[mois - 1]), str(MOIS[mois])])
            return _("en %(mois)s") % {"mois": deux + annee}
        debut = "" if an == an_fin else annee
        return _("%(de)s à %(fin)s") % {
            "de": _de(f"{MOIS[mois - 1]}{debut}"),
            "fin": f"{MOIS[mois_fin - 1]}{annee_fin}",
        }
    return _("du %(debut)s au %(fin)s") % {
        "debut": jour_du_mois(mois, jour) + ("" if an == an_fin else annee),
        "fin": jour_du_mois(mois_fin, jour_fin) + annee_fin,
    }


def _de(mois):
    return _("d’%s") % mois if mois[0] in "aoéè" else _("de %s") % mois


def _semaines(semaines):
    dites = []
    for premiere, derniere, pas in semaines:
        # Up to 51, « odd » would be wrong of week 53.
        if (premiere, pas) == (2, 2) and derniere >= 52:
            dites.append(_("une semaine sur deux (semaines paires)"))
        elif (premiere, derniere, pas) == (1, 53, 2):
            dites.append(_("une semaine sur deux (semaines impaires)"))
        elif premiere == derniere:
            dites.append(_("semaine %(n)s") % {"n": premiere})
        else:
            texte = _("semaines %(a)s à %(b)s") % {"a": premiere, "b": derniere}
            dites.append(
                texte if pas == 1 else _("%s, une sur %s") % (texte, EN_LETTRES.get(pas, pas))
            )
    return enumerer(dites)


def _notes(regles):
    for regle in regles:
        if regle.ferme and (regle.datee or (regle.tous_les_jours and len(regles) == 1)):
            quand = _fermeture(regle)
            texte = _("Fermé %(quand)s") % {"quand": quand} if quand else _("Fermé")
            yield f"{texte} ({regle.commentaire})" if regle.commentaire else texte
        elif regle.lien == "||" and regle.etat != "off":
            yield _sinon(regle)
        elif regle.commentaire and regle.tous_les_jours and not (regle.plages or regle.datee):
            yield _majuscule(regle.commentaire)
    feries = [regle for regle in regles if regle.feries and not regle.datee]
    if feries and feries[-1].ferme:
        yield _("Fermé les jours fériés")
    elif not feries and any(regle.etat != "off" for regle in regles):
        yield _("Jours fériés\u00a0: horaires à vérifier")


def _sinon(regle):
    """« Sinon : sur rendez-vous », what a fallback rule says outside the hours."""
    texte = ", ".join(filter(None, (_quand(regle), enumerer(_particulier(regle).plages))))
    return _("Sinon\u00a0: %s") % texte


def _fermeture(regle):
    """« en août », « semaine 12 (lundi) », « en août (jours fériés) »."""
    quand = ", ".join(filter(None, (_dates(regle.dates), _semaines(regle.semaines))))
    lesquels = [nom_des_jours(sorted(regle.jours))] if regle.jours else []
    lesquels += _noms_des_rangs(regle.rangs)
    if regle.feries:
        lesquels.append(_("jours fériés"))
    return f"{quand} ({enumerer(lesquels)})" if lesquels else quand


def nom_des_jours(rangs):
    """« lundi au vendredi », « lundi, mercredi et vendredi », « tous les jours »."""
    if frozenset(rangs) == TOUS:
        return _("tous les jours")
    morceaux, place = [], 0
    seule = rangs[-1] - rangs[0] == len(rangs) - 1
    while place < len(rangs):
        fin = place
        while fin + 1 < len(rangs) and rangs[fin + 1] == rangs[fin] + 1:
            fin += 1
        premier, dernier = str(JOURS[rangs[place]]), str(JOURS[rangs[fin]])
        if fin - place >= 2:
            texte = _("%(du)s au %(au)s") if seule else _("du %(du)s au %(au)s")
            morceaux.append(texte % {"du": premier, "au": dernier})
        else:
            morceaux += [str(JOURS[rang]) for rang in rangs[place : fin + 1]]
        place = fin + 1
    return enumerer(morceaux)


def enumerer(morceaux):
    """« a », « a et b », « a, b et c »."""
    morceaux = list(morceaux)
    if len(morceaux) < 2:
        return "".join(morceaux)
    return _("%(debut)s et %(fin)s") % {"debut": ", ".join(morceaux[:-1]), "fin": morceaux[-1]}


def _majuscule(texte):
    return texte[:1].upper() + texte[1:]
