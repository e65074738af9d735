"""Cards: what a list shows of an actor, read in two queries whatever their number."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Exists, F, OuterRef, Subquery, Value
from django.db.models.functions import Cast, JSONObject, Substr
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annuaire import adresses
from annuaire.cartes_facettes import termes
from annuaire.contacts import afficher, lien_de
from annuaire.diffusion import auteurs_de
from annuaire.horaires_montres import Endroit, endroit, etat_de_carte
from annuaire.lieux_de_carte import EN_TEXTE, choisir, en_mots, lire
from annuaire.models import Acteur, Contact, LabelActeur, Lieu, PhotoActeur
from annuaire.traductions import traduire_les_cartes
from socle.models import ImagePortail, RenditionPortail
from socle.preparees import Preparee

# What people read for the name of a text field of a document.
CHAMPS = {
    "nom": gettext_lazy("le nom"),
    "autres_noms": gettext_lazy("un autre nom"),
    "offre": gettext_lazy("ce qu’on y trouve"),
    "domaines": gettext_lazy("les domaines et les gestes"),
    "etiquettes": gettext_lazy("les étiquettes et les labels"),
    "lieux": gettext_lazy("le lieu"),
    "description": gettext_lazy("la présentation"),
}
# Shorter than the label of the model, which is a definition.
FAMILLES = {
    "association": gettext_lazy("Association"),
    "association_locale": gettext_lazy("Association"),
    "cooperative": gettext_lazy("Coopérative"),
    "mutuelle": gettext_lazy("Mutuelle"),
    "fondation": gettext_lazy("Fondation"),
    "societe_ess": gettext_lazy("Société de l’ESS"),
    "collectif": gettext_lazy("Collectif informel"),
    "collectivite": gettext_lazy("Collectivité"),
    "entrepreneur": gettext_lazy("Entreprise individuelle"),
    "autre_societe": gettext_lazy("Autre société"),
}
# Median error of a town hall's position 1.1 km, ninth decile 3.5 km (SIAE list of 2026).
IMPRECISES = ("", Lieu.Precision.COMMUNE.value)
IMPRECISION_KM = 3
EXTRAIT = 160  # characters
BADGES = 3
# Some 15 KB; a phone asks for about eight of them with a list.
VIGNETTE = "fill-320x200|format-jpeg|jpegquality-60"
# The strip at the side of a result: twenty of them must not weigh more than the page.
VIGNETTE_ETROITE = "fill-112x180|format-jpeg|jpegquality-50"


@dataclass(slots=True)
class Carte:
    """What annuaire/_carte.html draws. ``domaine`` is a Terme or None, ``lieu`` one line.

    ``image``: address of its first photo that may be shown, else of its weave. ``etat`` (ouvert,
    ferme or inconnu) and ``horaire``, its sentence, are those of its first place now.
    """

    ref: str
    nom: str
    adresse: str
    image: str
    domaine: Any = None
    lieu: str = ""
    distance: float | None = None
    environ: bool = False
    intervient: bool = False
    situation: str = ""
    etat: str = ""
    horaire: str = ""
    texte: str = ""
    langue: str = ""  # of the text, when it is not that of the page
    trouve_dans: str = ""
    badges: tuple = ()
    telephone: tuple | None = None
    auteurs: tuple = ()  # keys of annuaire.diffusion
    pk: int = 0
    position: tuple | None = None  # (latitude, longitude) of its place, when it may be shown
    commune: str = ""  # where that position is only the commune's: its name

    @property
    def position_ecrite(self):
        """« 47.21840,-1.55360 », whatever the language; "" without a position."""
        return ",".join(f"{degres:.5f}" for degres in self.position or ())


def cartes(request, pks, resultats=None, breves=False, vers=None, vignette=VIGNETTE):
    """Return the cards of the public actors *pks*, in their order; those gone since are left out.

    *resultats*: ``{pk: search.requetes.Resultat}`` for the distance and the excerpt. *breves*:
    without places, labels and telephones, in one query. *vers*: a ``lieux_de_carte.Vers``, which
    says which place of an actor to show. *vignette*: the filter of photos (Wagtail's).
    """
    lignes = _lignes(pks, vignette)
    traduire_les_cartes(lignes)
    parties = {} if breves else _parties(list(lignes))
    return [
        _carte(request, lignes[pk] | {"taille": vignette}, parties, (resultats or {}).get(pk), vers)
        for pk in pks
        if pk in lignes
    ]


def _lignes(pks, vignette):
    """``{pk: values of a card}`` of the public actors among *pks*, in one query."""
    return {ligne["pk"]: ligne for ligne in _LIGNES.lire(vignette, *pks)} if pks else {}


def _valeurs(vignette, *pks):
    return (
        Acteur.objects.publies()
        .filter(pk__in=pks)
        .values(
            "pk",
            "ref",
            "slug",
            "nom",
            "accroche",
            "famille",
            "a_distance",
            "itinerant",
            "horaires",
            "source_id",
            "provenance",
            premier_lieu=_premier_lieu(),
            horaires_ailleurs=Exists(_lieux_publics().exclude(horaires="")),
            domaine=F("domaine_principal_id"),
            debut=Substr("description", 1, 2 * EXTRAIT),
            situe=Exists(_lieux_publics().exclude(precision__in=IMPRECISES)),
            photo=_premiere_photo(),
            vignette=Subquery(
                RenditionPortail.objects.filter(image=OuterRef("photo"), filter_spec=vignette)
                .order_by("-pk")
                .values("file")[:1]
            ),
        )
    )


# To write its SQL takes longer than to run it: compiled once a process and number of cards.
_LIGNES = Preparee(_valeurs)


def _lieux_publics():
    return Lieu.objects.filter(acteur=OuterRef("pk"), public=True)


def _premier_lieu():
    """What tells when the first place is open: see `annuaire.horaires_montres.endroit`."""
    lieux = Lieu.objects.filter(acteur=OuterRef("pk")).order_by("sort_order", "pk")
    return Subquery(
        lieux.values(
            dit=JSONObject(
                propres="horaires",
                public="public",
                commune="commune_id",
                fuseau="commune__departement__fuseau",
                departement="commune__departement_id",
                code_postal="code_postal",
                latitude="latitude",
                longitude="longitude",
            )
        )[:1]
    )


def _endroit(ligne):
    lieu = ligne["premier_lieu"]
    if not lieu:
        return Endroit(ligne["horaires"])
    position = (lieu.pop("latitude"), lieu.pop("longitude"))
    return endroit(de_l_acteur=ligne["horaires"], position=position, **lieu)


def _premiere_photo():
    """Key of the first photo of an actor that may be shown."""
    montrables = PhotoActeur.objects.filter(
        acteur=OuterRef("pk"), image__in=ImagePortail.objects.publiables()
    )
    return Subquery(montrables.order_by("sort_order", "pk").values("image_id")[:1])


def _image(ligne, domaine):
    """Address of the photo, cut the first time somebody asks for it, or of the weave."""
    if ligne["photo"] is None:
        return adresses.motif(ligne["ref"], domaine.couleur if domaine else "")
    if ligne["vignette"] is None:
        return ImagePortail.objects.get(pk=ligne["photo"]).get_rendition(ligne["taille"]).url
    return RenditionPortail._meta.get_field("file").storage.url(ligne["vignette"])


def _parties(pks):
    """``{"lieux": {pk: rows}, "labels": …, "telephones": …}``, in one query."""
    trouvees = {nature: defaultdict(list) for nature in ("lieux", "labels", "telephones")}
    lignes = _PARTIES.lire(timezone.localdate(), *pks) if pks else ()
    for nature, acteur, _rang, valeur in sorted(lignes, key=lambda ligne: ligne[2] or 0):
        trouvees[nature][acteur].append(valeur)
    return trouvees


def _valeurs_des_parties(jour, *pks):
    lieux = Lieu.objects.filter(acteur__in=pks).values_list(
        Value("lieux", CharField()),
        "acteur_id",
        "sort_order",
        EN_TEXTE,
    )
    labels = LabelActeur.objects.filter(acteur__in=pks).en_cours(jour)
    telephones = Contact.objects.filter(
        acteur__in=pks, public=True, genre=Contact.Genre.TELEPHONE
    ).values_list(Value("telephones", CharField()), "acteur_id", "sort_order", "valeur")
    return lieux.order_by().union(
        labels.order_by().values_list(
            Value("labels", CharField()),
            "acteur_id",
            "sort_order",
            Cast("type_id", CharField()),
        ),
        telephones.order_by(),
        all=True,
    )


_PARTIES = Preparee(_valeurs_des_parties)


def _carte(request, ligne, parties, resultat, vers):
    domaine = termes().domaine(ligne["domaine"])
    lieux = [lire(x, ligne["horaires"]) for x in parties.get("lieux", {}).get(ligne["pk"], ())]
    lieu = choisir(lieux, vers)
    numeros = parties.get("telephones", {}).get(ligne["pk"])
    texte, trouve_dans = _texte(ligne, resultat)
    etat, horaire = etat_de_carte(
        lieu.endroit if lieu else _endroit(ligne), ligne["horaires_ailleurs"]
    )
    situe = lieu.precision not in IMPRECISES if lieu else ligne["situe"]
    return Carte(
        ref=ligne["ref"],
        nom=ligne["nom"],
        adresse=adresses.adresse_de_la_fiche(request, ligne["slug"], ligne["ref"]),
        image=_image(ligne, domaine),
        domaine=domaine,
        lieu=en_mots(lieux, lieu),
        distance=_distance(resultat, situe),
        environ=not situe,
        intervient=bool(resultat and resultat.intervient),
        situation=_situation(ligne, lieux),
        etat=etat,
        horaire=horaire,
        texte=texte,
        langue=ligne["langue"],
        trouve_dans=trouve_dans,
        badges=tuple(_badges(ligne, parties.get("labels", {}).get(ligne["pk"], ()))),
        telephone=_telephone(numeros[0]) if numeros else None,
        auteurs=auteurs_de(ligne["source_id"], ligne["provenance"]),
        pk=ligne["pk"],
        position=lieu.position if lieu else None,
        commune="" if situe or lieu is None else lieu.commune,
    )


def _distance(resultat, situe):
    """Kilometres, or None: within a commune, a town hall's distance says nothing of the place."""
    if resultat is None or resultat.distance_km is None:
        return None
    if not situe and resultat.distance_km < IMPRECISION_KM:
        return None
    return resultat.distance_km


def _telephone(valeur):
    return lien_de("telephone", valeur), afficher("telephone", valeur)


def _situation(ligne, lieux):
    """Words that stand for a distance when the actor comes to people or works from afar."""
    if ligne["itinerant"]:
        return _("Itinérant")
    if ligne["a_distance"] and not lieux:
        return _("À distance")
    return ""


def _badges(ligne, types):
    if famille := FAMILLES.get(ligne["famille"]):
        yield str(famille)
    connus = (termes().par_pk.get(("label", int(pk))) for pk in types)
    yield from list(dict.fromkeys(terme.court for terme in connus if terme))[:BADGES]


def _texte(ligne, resultat):
    """(safe HTML, words that say where it was found): the engine's excerpt, else the pitch."""
    trouve = [
        str(CHAMPS[nom]) for nom in (resultat.trouve_dans if resultat else ()) if nom in CHAMPS
    ]
    if resultat is not None and resultat.extrait:
        morceaux = [
            f"<mark>{escape(texte)}</mark>" if marque else escape(texte)
            for texte, marque in resultat.extrait
        ]
        return mark_safe("".join(morceaux)), ", ".join(trouve[:2])  # noqa: S308 (escaped just above)
    brut = ligne["accroche"] or Truncator(" ".join(ligne["debut"].split())).chars(EXTRAIT)
    return brut, ", ".join(trouve[:2])
