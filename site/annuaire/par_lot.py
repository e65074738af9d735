"""What an animator does to many actors: published, hidden, tagged, filed under a domain.

Each verb takes one chunk of primary keys (``TAILLE`` at most), in one transaction, in a number of
queries that does not depend on how many they are, but for actors with a draft: each of those is
read, changed and saved again, as one by one. All are idempotent: what is done is left and counted,
so that a long job goes on where it stopped. What is refused is counted by reason, never silent.
"""

from collections import Counter
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from annuaire import journal
from annuaire.ecritures import comparable, reporter_au_brouillon
from annuaire.etiquettes import etiquettes_de
from annuaire.models import Acteur, EtiquetteActeur
from annuaire.provenances import REDACTION, marque, peut_ecrire, photographier
from search.documents import indexer

# Of a chunk whose actors all have drafts: some five seconds, where a request may take thirty.
TAILLE = 100
NOMS_DITS = 10  # of those refused, by reason


class Raison(models.TextChoices):
    """Why an actor is left as it is."""

    DEJA = "deja", _("rien à changer")
    VERROUILLEE = "verrouillee", _("verrouillées par quelqu’un d’autre")
    FERMEE = "fermee", _("fermées définitivement")
    FUSIONNEE = "fusionnee", _("fusionnées avec une autre fiche")
    STRUCTURE = "structure", _("écrites par la structure elle-même")
    BROUILLON = "brouillon", _("brouillon à corriger")


@dataclass
class Bilan:
    """What was done. ``noms``: a few names, with a sentence or "", of those left, by reason."""

    faits: int = 0
    laisses: Counter = field(default_factory=Counter)
    noms: dict = field(default_factory=dict)

    def laisser(self, acteur, raison, phrase=""):
        self.laisses[raison] += 1
        dits = self.noms.setdefault(raison, [])
        if len(dits) < NOMS_DITS:
            dits.append((acteur.nom, phrase))

    def ajouter(self, autre):
        self.faits += autre.faits
        self.laisses += autre.laisses
        for raison, noms in autre.noms.items():
            self.noms[raison] = [*self.noms.get(raison, []), *noms][:NOMS_DITS]


DEJA_PUBLIEE = Q(live=True, has_unpublished_changes=False)
DEJA_MASQUEE = Q(live=False)


def raison_en_sql(auteur, deja=None, *, masquer=False):
    """The expression that gives the Raison of an actor, "" when nothing holds it back.

    *deja*: a Q, what needs no change. A closed or merged entry may be hidden, and nothing else.
    """
    cas = [] if deja is None else [When(deja, then=Value(Raison.DEJA.value))]
    verrou = Q(locked=True)
    if auteur is not None:
        verrou &= ~Q(locked_by=auteur) | Q(locked_by__isnull=True)
    cas.append(When(verrou, then=Value(Raison.VERROUILLEE.value)))
    if not masquer:
        cas += [
            When(statut=Acteur.Statut.FERME, then=Value(Raison.FERMEE.value)),
            When(statut=Acteur.Statut.FUSIONNE, then=Value(Raison.FUSIONNEE.value)),
        ]
    return Case(*cas, default=Value(""), output_field=models.CharField())


def publier(pks, auteur=None):
    """Make actors visible, with their latest drafts. Returns the Bilan of the chunk."""
    with transaction.atomic():
        bilan, acteurs = _ouvrir(pks, auteur, DEJA_PUBLIEE)
        sans = [acteur for acteur in acteurs if acteur.latest_revision_id is None]
        maintenant = timezone.now()
        Acteur.objects.filter(pk__in=[a.pk for a in sans]).update(
            live=True,
            expired=False,
            has_unpublished_changes=False,
            last_published_at=maintenant,
            first_published_at=Coalesce(F("first_published_at"), maintenant),
        )
        journal.noter_action(sans, "wagtail.publish", auteur)
        bilan.faits = len(sans)
        for acteur in acteurs:
            if acteur.latest_revision_id is not None:
                _publier_un_brouillon(acteur, auteur, bilan)
        indexer("acteur", [acteur.pk for acteur in sans])
    return bilan


def _publier_un_brouillon(acteur, auteur, bilan):
    try:
        with transaction.atomic():
            acteur.latest_revision.publish(user=auteur, skip_permission_checks=True)
    except ValidationError as erreur:
        bilan.laisser(acteur, Raison.BROUILLON.value, " ".join(erreur.messages))
    except IntegrityError:
        bilan.laisser(acteur, Raison.BROUILLON.value, str(_("La base refuse ce brouillon.")))
    else:
        bilan.faits += 1


def masquer(pks, auteur=None):
    """Take actors off the site without losing anything. Returns the Bilan of the chunk."""
    with transaction.atomic():
        bilan, acteurs = _ouvrir(pks, auteur, DEJA_MASQUEE, masquer=True)
        # What the site shows of these becomes their draft first: see Acteur.unpublish.
        a_garder = [a for a in acteurs if a.latest_revision_id and not a.has_unpublished_changes]
        connues = {a.pk for a in a_garder}
        simples = [acteur for acteur in acteurs if acteur.pk not in connues]
        Acteur.objects.filter(pk__in=[a.pk for a in simples]).update(
            live=False, has_unpublished_changes=True, live_revision=None
        )
        journal.noter_action(simples, "wagtail.unpublish", auteur)
        for acteur in a_garder:
            acteur.unpublish(user=auteur)
        indexer("acteur", [acteur.pk for acteur in simples])
        bilan.faits = len(acteurs)
    return bilan


def etiqueter(pks, ajouter=(), retirer=(), auteur=None):
    """Add and remove tags, given by name. Returns the Bilan of the chunk."""
    poses = {nom.lower(): tag for nom, tag in etiquettes_de(set(ajouter)).items()}
    noms = {tag.name for tag in poses.values()}
    partants = {nom.lower() for nom in retirer} - {nom.lower() for nom in noms}

    def voulues(photo):
        gardees = [nom for nom in photo["etiquettes"] if nom.lower() not in partants]
        return {"etiquettes": sorted({*gardees, *noms})}

    def ecrire(changements):
        cles = [acteur.pk for acteur, _avant, _apres in changements]
        liens = EtiquetteActeur.objects.filter(content_object__in=cles)
        liens.filter(tag__name__in=_tels_quels(changements, partants)).delete()
        EtiquetteActeur.objects.bulk_create(
            [
                EtiquetteActeur(content_object_id=acteur.pk, tag=tag)
                for acteur, avant, _apres in changements
                for tag in {tag.pk: tag for tag in poses.values()}.values()
                if tag.name not in avant["etiquettes"]
            ]
        )

    return _ecrire_des_champs(pks, voulues, ecrire, auteur)


def _tels_quels(changements, partants):
    """The names to remove as the database writes them: case is its own affair."""
    return {
        nom
        for _acteur, avant, _apres in changements
        for nom in avant["etiquettes"]
        if nom.lower() in partants
    }


def ranger(pks, domaine, *, principal=False, auteur=None):
    """File actors under a Domaine, among the others or as the main one. Returns the Bilan.

    The main domain that another one replaces stays among the domains: nothing is lost.
    """

    def voulus(photo):
        if not principal:
            return {"domaines": sorted({*photo["domaines"], domaine.pk})}
        ancien = {photo["domaine_principal_id"]} - {None, domaine.pk}
        return {
            "domaine_principal_id": domaine.pk,
            "domaines": sorted({*photo["domaines"], *ancien}),
        }

    def ecrire(changements):
        passage = Acteur.domaines.through
        passage.objects.bulk_create(
            [
                passage(acteur_id=acteur.pk, domaine_id=cle)
                for acteur, avant, apres in changements
                for cle in set(apres.get("domaines", ())) - set(avant["domaines"])
            ]
        )
        if principal:
            for acteur, _avant, _apres in changements:
                acteur.domaine_principal_id = domaine.pk

    return _ecrire_des_champs(pks, voulus, ecrire, auteur)


def _ouvrir(pks, auteur, deja=None, *, masquer=False):
    """Lock the actors; return (a Bilan of those held back, the others)."""
    bilan, libres = Bilan(), []
    acteurs = Acteur.objects.select_for_update(of=("self",)).filter(pk__in=list(pks))
    raison = raison_en_sql(auteur, deja, masquer=masquer)
    for acteur in acteurs.select_related("latest_revision").annotate(raison=raison).order_by("pk"):
        if acteur.raison:
            bilan.laisser(acteur, acteur.raison)
        else:
            libres.append(acteur)
    return bilan, libres


def _ecrire_des_champs(pks, voulus, ecrire, auteur):
    """Write what ``voulus(photograph)`` asks for on each actor, by one call of *ecrire*.

    As ``ecritures.appliquer`` does: ranks of authors, drafts, provenance, journal, documents.
    """
    with transaction.atomic():
        bilan, acteurs = _ouvrir(pks, auteur)
        photos = photographier([acteur.pk for acteur in acteurs])
        changements = []
        for acteur in acteurs:
            photo = photos[acteur.pk]
            champs = {
                champ: valeur
                for champ, valeur in voulus(photo).items()
                if comparable(champ, valeur) != comparable(champ, photo[champ])
            }
            if not champs:
                bilan.laisser(acteur, Raison.DEJA.value)
            elif _permis(champs, photo, acteur.provenance):
                changements.append((acteur, photo, champs))
            else:
                bilan.laisser(acteur, Raison.STRUCTURE.value)
        brouillons = [
            (acteur.get_latest_revision_as_object(), photo, champs)
            for acteur, photo, champs in changements
            if acteur.has_unpublished_changes and acteur.latest_revision_id
        ]
        ecrire(changements)
        for acteur, _photo, champs in changements:
            note = dict.fromkeys(champs, marque(REDACTION))
            acteur.provenance = {**acteur.provenance, **note}
        touches = [acteur for acteur, _photo, _champs in changements]
        Acteur.objects.bulk_update(touches, ["provenance", "domaine_principal"])
        for brouillon, photo, champs in brouillons:
            reporter_au_brouillon(brouillon, photo, champs, auteur)
        journal.noter(changements, REDACTION, auteur)
        indexer("acteur", [acteur.pk for acteur in touches])
        bilan.faits = len(changements)
    return bilan


def _permis(champs, photo, provenance):
    return all(peut_ecrire(REDACTION, champ, photo[champ], provenance) for champ in champs)
