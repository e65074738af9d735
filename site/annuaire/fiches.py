"""One entry: found by its reference, shown, or said to be gone."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from wagtail.images.models import Filter

from annuaire import adresses, refs
from annuaire.cartes import FAMILLES
from annuaire.cartes_facettes import termes
from annuaire.diffusion import auteurs_de, est_odbl
from annuaire.fonds_de_carte import fond
from annuaire.horaires_montres import horaires_montres
from annuaire.liens import liens_en_base, liens_en_memoire
from annuaire.models import Acteur, LabelActeur, Lieu, RefRetiree
from annuaire.origines import origines
from annuaire.proches import proches
from annuaire.structurees import donnees_structurees
from annuaire.traductions import textes_de
from socle.models import ImagePortail, RenditionPortail
from socle.preparees import Preparee

# A detailed photo weighs some 57 KB so: an entry must open under 150 KB, all included.
PHOTO = "fill-720x450|format-jpeg|jpegquality-60"
LOGO = "max-240x120"
FUSIONS_MAX = 10
# A « geo: » address does nothing on iPhones and computers: this one opens everywhere, and aller.js
# asks a phone's own application first.
ITINERAIRE = "https://www.openstreetmap.org/directions?to="

_ACTEUR = Preparee(lambda ref: Acteur.objects.filter(ref=ref).order_by())
_LIEUX = Preparee(
    lambda pk: (
        Lieu.objects.filter(acteur_id=pk)
        .select_related("commune__departement")
        .order_by("sort_order", "pk")
    )
)
_LABELS = Preparee(lambda pk: LabelActeur.objects.filter(acteur_id=pk).order_by("sort_order", "pk"))
_RENDITIONS = Preparee(
    lambda *images: RenditionPortail.objects.filter(
        image_id__in=images, filter_spec__in=(PHOTO, LOGO)
    ).select_related("image")
)


@dataclass
class Trouvee:
    """What answers for a reference: an address to go to, or a template with its status."""

    redirection: str = ""
    gabarit: str = "annuaire/fiche.html"
    statut: int = 200
    contexte: dict = field(default_factory=dict)


def est_une_ref(ref):
    """Whether *ref* is written as a reference."""
    return len(ref) == refs.LONGUEUR and set(ref) <= set(refs.SIGNES)


def trouver(request, page, slug, ref):
    """Return the Trouvee of a reference, however it is typed. Raises Http404.

    *page*: the AnnuairePage that answers, None for the permanent address.
    """
    if page is not None:
        adresses.retenir(request, page)
    ref = refs.normaliser(ref)
    acteur = _lire(ref) if est_une_ref(ref) else None
    if acteur is None:
        if not RefRetiree.objects.filter(ref=ref).exists():
            raise Http404
        return Trouvee(
            gabarit="annuaire/fermee.html",
            statut=410,
            contexte={"acteur": None, "maillons": _maillons(request, None)},
        )
    if acteur.statut == Acteur.Statut.FUSIONNE:
        return Trouvee(redirection=_adresse(request, _bout_de_chaine(acteur)))
    if not acteur.live:
        raise Http404
    canonique = _adresse(request, acteur)
    if request.path != canonique and canonique != adresses.permanente(acteur.ref):
        return Trouvee(redirection=canonique)
    if acteur.statut == Acteur.Statut.FERME:
        return Trouvee(
            gabarit="annuaire/fermee.html",
            statut=410,
            contexte=_contexte_de_fermeture(acteur, request),
        )
    return Trouvee(contexte=contexte_de_fiche(acteur, request))


def viser(request, page, ref, suite):
    """Return the Trouvee of a form about an entry: *suite* ends its address. Raises Http404.

    A closed actor may still be wrong, and may still ask to be withdrawn.
    """
    adresses.retenir(request, page)
    ref = refs.normaliser(ref)
    acteur = _lire(ref)
    if acteur is None:
        return trouver(request, None, "", ref)
    if acteur.statut == Acteur.Statut.FUSIONNE:
        acteur = _bout_de_chaine(acteur)
    if not acteur.live:
        raise Http404
    fiche = _adresse(request, acteur)
    if request.path != fiche + suite:
        return Trouvee(redirection=fiche + suite)
    maillons = [*_maillons(request, termes().domaine(acteur.domaine_principal_id))]
    if acteur.statut == Acteur.Statut.EN_ACTIVITE:
        maillons.append((acteur.nom, fiche))
    return Trouvee(contexte={"acteur": acteur, "adresse_fiche": fiche, "maillons": maillons})


def _lire(ref):
    return next(iter(_ACTEUR.lire(ref)), None)


def _adresse(request, acteur):
    return adresses.adresse_de_la_fiche(request, acteur.slug, acteur.ref)


def _lien(request, ref, slug, nom):
    """(name, address) of an entry."""
    return nom, adresses.adresse_de_la_fiche(request, slug, ref)


def _bout_de_chaine(acteur):
    """The visible record at the end of merges. Raises Http404 when there is none."""
    for _pas in range(FUSIONS_MAX):
        if acteur is None or acteur.statut != Acteur.Statut.FUSIONNE:
            break
        acteur = Acteur.objects.filter(pk=acteur.fusionne_vers_id).first()
    if acteur is None or not acteur.live or acteur.statut == Acteur.Statut.FUSIONNE:
        raise Http404
    return acteur


def _contexte_de_fermeture(acteur, request):
    domaine = termes().domaine(acteur.domaine_principal_id)
    lieux = _LIEUX.lire(acteur.pk)
    alternatives = proches(request, acteur, lieux, domaine) or proches(request, acteur, lieux)
    return {
        "acteur": acteur,
        "domaine": domaine,
        "commune": next((lieu.nom_commune for lieu in lieux if lieu.nom_commune), ""),
        "proches": alternatives,
        "mention_osm": _mention_osm((), alternatives),
        "liste": adresses.adresse_de_la_liste(request),
        "liste_du_domaine": _liste_du_domaine(request, domaine),
        "maillons": _maillons(request, domaine),
        "page": adresses.annuaire_de(request),
    }


def contexte_de_fiche(acteur, request, apercu=False):
    """Return what annuaire/fiche.html draws. *apercu*: a draft, whose parts are in memory."""
    en_memoire = apercu or hasattr(acteur, "_cluster_related_objects")
    liens = liens_en_memoire(acteur) if en_memoire else liens_en_base(acteur)
    lieux = list(acteur.lieux.all()) if en_memoire else _LIEUX.lire(acteur.pk)
    labels = list(acteur.labels.all()) if en_memoire else _LABELS.lire(acteur.pk)
    domaine = termes().domaine(acteur.domaine_principal_id)
    photos = _photos(acteur, liens.photos)
    adresse = _adresse(request, acteur)
    telephones = [c for c in liens.contacts if c.genre == "telephone"]
    contexte = {
        "page": adresses.annuaire_de(request),
        "maillons": _maillons(request, domaine),
        "acteur": acteur,
        "textes": textes_de(acteur, en_memoire),
        "domaine": domaine,
        "liens": liens,
        "telephone": telephones[0] if telephones else None,
        "lieux": [_lieu_montre(lieu) for lieu in lieux],
        "labels": [_label_montre(label) for label in labels],
        "badges": _badges(acteur, labels),
        "photos": photos["photos"],
        "logo": photos["logo"],
        "motif": adresses.motif(acteur.ref, domaine.couleur if domaine else ""),
        "qr": reverse("annuaire:qr", args=[acteur.ref]),
        "horaires": horaires_montres(acteur, lieux),
        "faits": _faits(acteur),
        "siege": _lien(request, *liens.siege) if liens.siege else None,
        "antennes": [_lien(request, *antenne) for antenne in liens.antennes],
        "origines": origines(acteur),
        **_autour(request, acteur, lieux, apercu),
        "liste": adresses.adresse_de_la_liste(request),
        "liste_du_domaine": _liste_du_domaine(request, domaine),
        "adresse_permanente": adresses.permanente_absolue(acteur.ref),
        "apercu": apercu,
        **_adresses_pour_agir(request, adresse),
    }
    parties = (contexte["textes"]["accroche"], liens, lieux, labels, photos)
    contexte["json_ld"] = donnees_structurees(acteur, *parties, request.build_absolute_uri(adresse))
    return contexte


@dataclass(frozen=True, slots=True)
class Repere:
    """A place on the map of an entry; ``commune`` when its position is only the commune's."""

    nom: str
    position: str
    commune: str = ""


@dataclass(frozen=True, slots=True)
class PlanDeFiche:
    """The map of an entry: what it is drawn on, and its Reperes."""

    fond: dict
    lieux: tuple


def _plan(lieux):
    """The PlanDeFiche of places; None when none may be shown on a map."""
    reperes = []
    for lieu in lieux:
        if position := lieu.position_publique:
            exacte = lieu.public and lieu.position_exacte
            nom = (lieu.nom or lieu.adresse) if lieu.public else ""
            ecrite = ",".join(f"{degres:.5f}" for degres in position)
            reperes.append(Repere(nom, ecrite, "" if exacte else lieu.nom_commune or "?"))
    return PlanDeFiche(fond(), tuple(reperes)) if reperes else None


def _adresses_pour_agir(request, adresse):
    """Where an error is said and a withdrawal asked; "" where no page of the directory answers."""
    page = adresses.annuaire_de(request)
    return {
        "adresse_signaler": f"{adresse}signaler/" if page else "",
        "adresse_retrait": f"{adresse}retrait/" if page else "",
    }


def _autour(request, acteur, lieux, apercu):
    """The neighbours of an entry, its map, and whether OpenStreetMap is to be credited."""
    voisins = [] if apercu else proches(request, acteur, lieux)
    auteurs = auteurs_de(acteur.source_id, acteur.provenance)
    return {
        "proches": voisins,
        "mention_osm": _mention_osm(auteurs, voisins),
        "plan": None if apercu else _plan(lieux),
    }


def _mention_osm(auteurs, voisins):
    """Whether the entry, or a neighbour that it shows, comes from an ODbL source."""
    return est_odbl([*auteurs, *(cle for carte in voisins for cle in carte.auteurs)])


def _maillons(request, domaine):
    """Home, directory, and the list of the domain."""
    page = adresses.annuaire_de(request)
    suite = [(page.title, adresses.adresse_de_la_liste(request))] if page else []
    if page and domaine:
        suite.append((domaine.nom, _liste_du_domaine(request, domaine)))
    return adresses.maillons(request, *suite)


def _liste_du_domaine(request, domaine):
    return adresses.adresse_de_la_liste(request, domaine=domaine.slug) if domaine else ""


@dataclass(slots=True)
class LieuMontre:
    """A place as the entry shows it: of a private one, the commune alone.

    ``destination``: where one goes, "lat,lon" or a written address, for the visitor's own
    application (aller.js); ``itineraire``: the same on the web. "" when nobody is led there.
    """

    nom: str
    lignes: list
    destination: str
    itineraire: str
    position_en_mots: str
    fauteuil: str
    fauteuil_en_mots: str
    accessibilite: str
    acces: str


def _lieu_montre(lieu):
    public = lieu.public
    ville = " ".join(filter(None, (lieu.code_postal, lieu.nom_commune)))
    lignes = [lieu.adresse, lieu.complement, ville] if public else [ville]
    exacte = public and lieu.position_exacte
    destination = _destination(lieu, exacte, ville)
    return LieuMontre(
        nom=lieu.nom if public else "",
        lignes=[ligne for ligne in lignes if ligne],
        destination=destination,
        itineraire=f"{ITINERAIRE}{quote(destination, safe='')}" if destination else "",
        position_en_mots="" if exacte or not lieu.a_position else str(Lieu.Precision.COMMUNE.label),
        fauteuil=lieu.fauteuil,
        fauteuil_en_mots=str(lieu.get_fauteuil_display()) if lieu.fauteuil else "",
        accessibilite=lieu.accessibilite if public else "",
        acces=lieu.acces if public else "",
    )


def _destination(lieu, exacte, ville):
    """What directions lead to; "" when that is not known.

    An approximate position would lead people to the town hall: the written address is looked for
    instead, when it is public.
    """
    if exacte:
        return f"{lieu.latitude:.6f},{lieu.longitude:.6f}"
    return f"{lieu.adresse}, {ville}" if lieu.public and lieu.adresse and ville else ""


@dataclass(slots=True)
class LabelMontre:
    """A label with its state on the day: declared, verified or expired."""

    nom: str
    terme: Any
    etat: str
    etat_en_mots: str
    label: Any


def _label_montre(label):
    terme = termes().par_pk.get(("label", label.type_id))
    etat = label.etat_au(timezone.localdate())
    return LabelMontre(terme.nom if terme else "", terme, etat.value, str(etat.label), label)


def _badges(acteur, labels):
    """Family, then labels that are verified today."""
    trouves = [str(FAMILLES[acteur.famille])] if acteur.famille in FAMILLES else []
    for label in labels:
        terme = termes().par_pk.get(("label", label.type_id))
        if terme and label.en_cours and terme.court not in trouves:
            trouves.append(terme.court)
    return trouves


def _faits(acteur):
    """(name, value) of the identity, those that are known."""
    champs = [
        "raison_sociale",
        "sigle",
        "forme_juridique",
        "siret" if acteur.siret else "siren",
        "rna",
        "naf",
        "cree_en",
        "effectif",
    ]
    return [
        (acteur._meta.get_field(champ).verbose_name, getattr(acteur, champ))
        for champ in champs
        if getattr(acteur, champ) not in ("", None) and getattr(acteur, champ) != acteur.nom
    ]


def _photos(acteur, liens_photos):
    """{"photos": [{…}], "logo": rendition or None}; pictures that may be shown alone. One query.

    A size that was never made is made now, once.
    """
    demandes = [(cle, PHOTO) for cle, _alt, _legende in liens_photos]
    if acteur.logo_id:
        demandes.append((acteur.logo_id, LOGO))
    if not demandes:
        return {"photos": [], "logo": None}
    pretes = {
        (rendition.image_id, rendition.filter_spec): rendition
        for rendition in _RENDITIONS.lire(*(cle for cle, _spec in demandes))
        # One made before the focal point moved is no longer right.
        if rendition.focal_point_key == Filter(rendition.filter_spec).get_cache_key(rendition.image)
    }
    manquantes = {cle for cle, spec in demandes if (cle, spec) not in pretes}
    for image in ImagePortail.objects.filter(pk__in=manquantes) if manquantes else ():
        for cle, spec in demandes:
            if cle == image.pk:
                pretes[cle, spec] = image.get_rendition(spec)
    return {
        "photos": [
            {"rendition": rendition, "alt": alt, "legende": legende, "image": rendition.image}
            for cle, alt, legende in liens_photos
            if (rendition := pretes.get((cle, PHOTO))) and rendition.image.est_publiable
        ],
        "logo": rendition
        if (rendition := pretes.get((acteur.logo_id, LOGO))) and rendition.image.est_publiable
        else None,
    }
