"""The parts of an actor: places, contacts, labels, areas, photos, names in other databases."""

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable

from annuaire.administration.panneaux import PanneauPosition
from annuaire.models.champs import ChampHoraires


class Lieu(Orderable):
    """A place where an actor is found. Positions are WGS 84 degrees."""

    class Precision(models.TextChoices):
        LIEU = "lieu", _("le lieu lui-même")
        ADRESSE = "adresse", _("l’adresse")
        RUE = "rue", _("la rue")
        COMMUNE = "commune", _("la commune seulement")
        INCONNUE = "", _("inconnue")

    class Fauteuil(models.TextChoices):
        OUI = "oui", _("accessible en fauteuil roulant")
        PARTIEL = "partiel", _("accessible en partie en fauteuil roulant")
        NON = "non", _("non accessible en fauteuil roulant")
        INCONNU = "", _("accessibilité à préciser")

    acteur = ParentalKey("annuaire.Acteur", on_delete=models.CASCADE, related_name="lieux")
    nom = models.CharField(_("nom du lieu"), max_length=160, blank=True)
    adresse = models.CharField(_("adresse"), max_length=255, blank=True)
    complement = models.CharField(_("complément"), max_length=255, blank=True)
    code_postal = models.CharField(_("code postal"), max_length=5, blank=True)
    commune = models.ForeignKey(
        "territoires.Commune",
        verbose_name=_("commune"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    localite = models.CharField(
        _("localité"),
        max_length=120,
        blank=True,
        help_text=_(
            "Le nom d’usage, si ce n’est pas celui de la commune : village, ancienne commune."
        ),
    )
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    precision = models.CharField(
        _("précision de la position"),
        max_length=8,
        choices=Precision.choices,
        default=Precision.INCONNUE,
        blank=True,
    )
    fauteuil = models.CharField(
        _("fauteuil roulant"),
        max_length=8,
        choices=Fauteuil.choices,
        default=Fauteuil.INCONNU,
        blank=True,
    )
    accessibilite = models.TextField(
        _("accessibilité"),
        blank=True,
        help_text=_("Marches, porte, boucle magnétique, stationnement…"),
    )
    acces = models.TextField(_("y venir"), blank=True, help_text=_("Bus, vélo, à pied…"))
    horaires = ChampHoraires(
        _("horaires du lieu"),
        max_length=255,
        blank=True,
        help_text=_("Notation OpenStreetMap : Mo-Fr 09:00-12:00. Vide : les horaires de l’acteur."),
    )
    public = models.BooleanField(
        _("adresse publique"),
        default=True,
        help_text=_("Décochez pour le domicile d’une personne : seule la commune sera montrée."),
    )

    panels = [
        "nom",
        "adresse",
        "complement",
        FieldRowPanel([FieldPanel("code_postal"), FieldPanel("localite")]),
        "commune",
        PanneauPosition(),
        "public",
        "fauteuil",
        "accessibilite",
        "acces",
        FieldPanel("horaires", help_text=_("Vide : les horaires de l’acteur.")),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("lieu")
        verbose_name_plural = _("lieux")
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                # « isnull » too: a comparison with NULL is unknown, and unknown passes a check.
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="lieu_position_entiere",
                violation_error_message=_(
                    "Une position a une latitude et une longitude, en degrés."
                ),
            ),
            models.CheckConstraint(
                condition=Q(code_postal="") | Q(code_postal__regex=r"^\d{5}$"),
                name="lieu_code_postal",
                violation_error_message=_("Un code postal compte cinq chiffres."),
            ),
        ]

    def __str__(self):
        return self.nom or self.nom_commune or str(_("lieu"))

    def clean(self):
        super().clean()
        self.situer()

    def save(self, *args, **kwargs):
        if self.latitude is None and self.longitude is None:
            self.situer()
        super().save(*args, **kwargs)

    def situer(self):
        """Take the commune's position when there is none, or when it is another commune's.

        So an editor who only chose the commune is found around it, and so is one who later
        chooses another commune; a position that somebody typed stays.
        """
        centre = self.commune.centre if self.commune else None
        actuelle = (self.latitude, self.longitude)
        if centre is None or centre == actuelle:
            return
        if actuelle == (None, None) or self._au_centre_d_une_commune():
            self.latitude, self.longitude = centre
            self.precision = self.Precision.COMMUNE

    def _au_centre_d_une_commune(self):
        return (
            self.precision == self.Precision.COMMUNE
            and type(self.commune)
            .objects.filter(latitude=self.latitude, longitude=self.longitude)
            .exists()
        )

    @property
    def a_position(self):
        """Whether the place is on the map of the world."""
        return self.latitude is not None and self.longitude is not None

    @property
    def position_exacte(self):
        """Whether the position is that of the place, not of its town hall (median 1.1 km off)."""
        return self.a_position and self.precision not in (self.Precision.COMMUNE, "")

    @property
    def position_publique(self):
        """(latitude, longitude) fit to be shown and measured from, or None.

        Of a private place, its commune's: a distance would otherwise give the home away.
        """
        if self.public:
            return (self.latitude, self.longitude) if self.a_position else None
        return self.commune.centre if self.commune else None

    @property
    def nom_commune(self):
        """« Belligné (Loireauxence) », « Nantes », or what was typed."""
        if self.commune and self.localite and self.localite != self.commune.nom:
            return f"{self.localite} ({self.commune.nom})"
        return self.commune.nom if self.commune else self.localite


class Contact(Orderable):
    """A way to reach an actor; private unless somebody decided otherwise."""

    class Genre(models.TextChoices):
        TELEPHONE = "telephone", _("téléphone")
        EMAIL = "email", _("courriel")
        SITE = "site", _("site web")
        RESEAU = "reseau", _("réseau social")

    acteur = ParentalKey("annuaire.Acteur", on_delete=models.CASCADE, related_name="contacts")
    genre = models.CharField(_("moyen"), max_length=10, choices=Genre.choices)
    valeur = models.CharField(_("valeur"), max_length=255)
    libelle = models.CharField(
        _("précision"), max_length=80, blank=True, help_text=_("Accueil, boutique, adhésions…")
    )
    personne = models.CharField(
        _("personne"), max_length=120, blank=True, help_text=_("Jamais publié.")
    )
    public = models.BooleanField(_("public"), default=False)

    panels = [
        FieldRowPanel([FieldPanel("genre"), FieldPanel("valeur")]),
        "libelle",
        "personne",
        FieldPanel(
            "public", help_text=_("Privé tant que vous ne cochez pas\u00a0: la fiche le tait.")
        ),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self):
        return self.valeur

    def clean(self):
        from annuaire.contacts import verifier_contact

        super().clean()
        self.valeur = verifier_contact(self.genre, self.valeur)

    @property
    def lien(self):
        """Address to follow: ``tel:+33…``, ``mailto:…`` or the site itself."""
        from annuaire.contacts import lien_de

        return lien_de(self.genre, self.valeur)

    @property
    def affichage(self):
        """The contact as people read it: national number, site without its scheme."""
        from annuaire.contacts import afficher

        return afficher(self.genre, self.valeur)


# What proves a label: somewhere to read it, or its number and who gave it.
PROUVE = ~Q(preuve="") | (~Q(numero="") & ~Q(organisme=""))


class LabelActeurQuerySet(models.QuerySet):
    """Labels by what they are worth on a day."""

    def en_cours(self, jour):
        """Those that ``LabelActeur.etat_au(jour)`` calls verified: the same rule, in SQL."""
        return self.filter(
            PROUVE,
            Q(obtenu_le__isnull=True) | Q(obtenu_le__lte=jour),
            Q(expire_le__isnull=True) | Q(expire_le__gte=jour),
            etat=LabelActeur.Etat.VERIFIE,
        )

    def qui_expirent(self, jour, jours):
        """Verified labels of visible actors whose last day is past, or within *jours* of *jour*."""
        return self.filter(
            etat=LabelActeur.Etat.VERIFIE,
            expire_le__lte=jour + timedelta(days=jours),
            acteur__live=True,
            acteur__statut="en_activite",
        )


class LabelActeur(Orderable):
    """An agrément, convention or label held by an actor, with its proof and its dates."""

    class Etat(models.TextChoices):
        DECLARE = "declare", _("déclaré")
        VERIFIE = "verifie", _("vérifié")
        EXPIRE = "expire", _("expiré")

    acteur = ParentalKey("annuaire.Acteur", on_delete=models.CASCADE, related_name="labels")
    type = models.ForeignKey(
        "annuaire.TypeLabel",
        verbose_name=_("agrément ou label"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    etat = models.CharField(_("état"), max_length=8, choices=Etat.choices, default=Etat.DECLARE)
    numero = models.CharField(_("numéro"), max_length=80, blank=True)
    organisme = models.CharField(_("délivré par"), max_length=160, blank=True)
    preuve = models.URLField(_("preuve"), max_length=400, blank=True)
    obtenu_le = models.DateField(_("obtenu le"), null=True, blank=True)
    expire_le = models.DateField(_("expire le"), null=True, blank=True)

    objects = LabelActeurQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("type"), FieldPanel("etat")]),
        FieldRowPanel([FieldPanel("numero"), FieldPanel("organisme")]),
        "preuve",
        FieldRowPanel([FieldPanel("obtenu_le"), FieldPanel("expire_le")]),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("agrément ou label")
        verbose_name_plural = _("agréments et labels")
        constraints = [
            models.CheckConstraint(
                condition=Q(obtenu_le__isnull=True)
                | Q(expire_le__isnull=True)
                | Q(expire_le__gte=models.F("obtenu_le")),
                name="label_dates_ordonnees",
                violation_error_message=_("Un label n’expire pas avant d’avoir été obtenu."),
            ),
            models.CheckConstraint(
                condition=~Q(etat="verifie") | PROUVE,
                name="label_verifie_prouve",
                violation_error_message=_(
                    "Un label n’est « vérifié » qu’avec une preuve : une adresse où la lire, "
                    "ou son numéro et qui l’a délivré."
                ),
            ),
        ]

    def __str__(self):
        return str(self.type)

    def clean(self):
        super().clean()
        if self.numero and not self.organisme and self.type_id:
            self.organisme = self.type.organisme
        if self.obtenu_le and self.obtenu_le > timezone.localdate():
            raise ValidationError({"obtenu_le": _("Cette date est à venir.")})

    @property
    def prouve(self):
        """Whether it says where its proof is, or its number and who gave it."""
        return bool(self.preuve or (self.numero and self.organisme))

    def etat_au(self, jour: date):
        """State on *jour*, the one rule (``en_cours`` of the queryset is its twin in SQL).

        A date of expiry that has passed wins over what was entered; what nothing proves, or is
        not obtained yet, is only declared, whoever ticked « vérifié ».
        """
        if self.etat == self.Etat.EXPIRE or (self.expire_le and self.expire_le < jour):
            return self.Etat.EXPIRE
        obtenu = self.obtenu_le is None or self.obtenu_le <= jour
        if self.etat == self.Etat.VERIFIE and self.prouve and obtenu:
            return self.Etat.VERIFIE
        return self.Etat.DECLARE

    @property
    def etat_courant(self):
        """State today."""
        return self.etat_au(timezone.localdate())

    @property
    def en_cours(self):
        """Verified, proved and not expired: the only ones that count as current."""
        return self.etat_courant == self.Etat.VERIFIE


class ZoneIntervention(Orderable):
    """Where an actor comes to people: a territory, the country, a radius around its places."""

    class Genre(models.TextChoices):
        COMMUNE = "commune", _("une commune")
        EPCI = "epci", _("une intercommunalité")
        DEPARTEMENT = "departement", _("un département")
        REGION = "region", _("une région")
        NATIONAL = "national", _("tout le pays")
        RAYON = "rayon", _("un rayon autour du lieu")

    acteur = ParentalKey("annuaire.Acteur", on_delete=models.CASCADE, related_name="zones")
    genre = models.CharField(_("zone"), max_length=12, choices=Genre.choices)
    commune = models.ForeignKey(
        "territoires.Commune", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    epci = models.ForeignKey(
        "territoires.Epci", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    departement = models.ForeignKey(
        "territoires.Departement", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    region = models.ForeignKey(
        "territoires.Region", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    rayon_km = models.PositiveIntegerField(
        _("rayon (km)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(500)],
    )

    panels = ["genre", "commune", "epci", "departement", "region", "rayon_km"]

    class Meta(Orderable.Meta):
        verbose_name = _("zone d’intervention")
        verbose_name_plural = _("zones d’intervention")
        constraints = [
            models.CheckConstraint(
                condition=Q(genre="commune", commune__isnull=False)
                | Q(genre="epci", epci__isnull=False)
                | Q(genre="departement", departement__isnull=False)
                | Q(genre="region", region__isnull=False)
                | Q(genre="national")
                | Q(genre="rayon", rayon_km__isnull=False, rayon_km__range=(1, 500)),
                name="zone_complete",
                violation_error_message=_("Précisez le territoire ou le rayon (de 1 à 500 km)."),
            )
        ]

    def __str__(self):
        if self.genre == self.Genre.NATIONAL:
            return str(_("toute la France"))
        if self.genre == self.Genre.RAYON:
            return str(_("à moins de %(km)s km")) % {"km": self.rayon_km}
        return str(getattr(self, self.genre) or "")


class PhotoActeur(Orderable):
    """A photo on an entry; the image itself carries credit and licence."""

    acteur = ParentalKey("annuaire.Acteur", on_delete=models.CASCADE, related_name="photos")
    image = models.ForeignKey("socle.ImagePortail", on_delete=models.CASCADE, related_name="+")
    alt = models.CharField(
        _("texte de remplacement"), max_length=200, help_text=_("Ce que l’on voit sur la photo.")
    )
    legende = models.CharField(_("légende"), max_length=200, blank=True)

    panels = ["image", "alt", "legende"]

    class Meta(Orderable.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("photos")

    def __str__(self):
        return self.alt


class IdentifiantExterne(models.Model):
    """The name of an actor in a source; a fact about the record, so never part of a revision."""

    acteur = models.ForeignKey(
        "annuaire.Acteur", on_delete=models.CASCADE, related_name="identifiants"
    )
    source = models.ForeignKey("annuaire.Source", on_delete=models.CASCADE, related_name="+")
    identifiant = models.CharField(max_length=255)
    absent_depuis = models.DateField(
        _("absent depuis"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Jour où un nouvel import de cette liste ne l’a plus trouvé."),
    )

    class Meta:
        verbose_name = _("identifiant externe")
        verbose_name_plural = _("identifiants externes")
        constraints = [
            models.UniqueConstraint(
                fields=["source", "identifiant"],
                name="identifiant_unique_par_source",
                violation_error_message=_(
                    "Cette source connaît déjà un acteur sous cet identifiant."
                ),
            )
        ]

    def __str__(self):
        return self.identifiant
