"""The referential behind « Où ? »: région → département → EPCI → commune.

Keys are the public codes (INSEE, SIREN, postcode): they are stable, they are what files carry,
and `lieu.commune_id` is the facet key without a join. docs/territoires.md says more.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from territoires.fuseaux import FUSEAU_PAR_DEFAUT, FUSEAUX_DE_COMMUNES

CODE_INSEE = r"^(\d{5}|2[AB]\d{3})$"
CODE_DEPARTEMENT = r"^(\d{2}|2[AB]|9[78]\d)$"


class Zone(models.TextChoices):
    METRO = "metro", _("Métropole")
    DROM = "drom", _("Département ou région d’outre-mer")
    COM = "com", _("Collectivité d’outre-mer")


class Region(models.Model):
    """A région; overseas collectivities stand here too, as their own région."""

    code = models.CharField(_("code INSEE"), max_length=3, primary_key=True)
    nom = models.CharField(_("nom"), max_length=60)
    zone = models.CharField(_("zone"), max_length=5, choices=Zone, default=Zone.METRO)

    class Meta:
        verbose_name = _("région")
        verbose_name_plural = _("régions")
        ordering = ["nom"]
        constraints = [
            models.UniqueConstraint(
                fields=["nom"],
                name="region_nom_unique",
                violation_error_message=_("Une région porte déjà ce nom."),
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^\d{2,3}$"),
                name="region_code_forme",
                violation_error_message=_("Un code de région compte deux ou trois chiffres."),
            ),
            models.CheckConstraint(
                condition=Q(zone__in=Zone.values),
                name="region_zone_connue",
                violation_error_message=_("Cette zone n’existe pas."),
            ),
        ]

    def __str__(self):
        return self.nom


class Departement(models.Model):
    """A département or an overseas collectivity; `fuseau` is its IANA time zone."""

    code = models.CharField(_("numéro"), max_length=3, primary_key=True)
    nom = models.CharField(_("nom"), max_length=60)
    region = models.ForeignKey(
        Region, models.PROTECT, related_name="departements", verbose_name=_("région")
    )
    zone = models.CharField(_("zone"), max_length=5, choices=Zone, default=Zone.METRO)
    fuseau = models.CharField(_("fuseau horaire"), max_length=40, default=FUSEAU_PAR_DEFAUT)

    class Meta:
        verbose_name = _("département")
        verbose_name_plural = _("départements")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["nom"],
                name="departement_nom_unique",
                violation_error_message=_("Un département porte déjà ce nom."),
            ),
            models.CheckConstraint(
                condition=Q(code__regex=CODE_DEPARTEMENT),
                name="departement_code_forme",
                violation_error_message=_("Ce numéro de département n’en est pas un."),
            ),
            models.CheckConstraint(
                condition=Q(zone__in=Zone.values),
                name="departement_zone_connue",
                violation_error_message=_("Cette zone n’existe pas."),
            ),
            models.CheckConstraint(
                condition=~Q(fuseau=""),
                name="departement_fuseau_present",
                violation_error_message=_("Un département a un fuseau horaire."),
            ),
        ]

    def __str__(self):
        return f"{self.nom} ({self.code})"


class Epci(models.Model):
    """An intercommunality with its own tax (communauté, métropole…), known by its SIREN."""

    class Type(models.TextChoices):
        CC = "CC", _("Communauté de communes")
        CA = "CA", _("Communauté d’agglomération")
        CU = "CU", _("Communauté urbaine")
        METRO = "METRO", _("Métropole")
        MET69 = "MET69", _("Métropole de Lyon")

    siren = models.CharField(_("SIREN"), max_length=9, primary_key=True)
    nom = models.CharField(_("nom"), max_length=150)
    type = models.CharField(_("type"), max_length=5, choices=Type)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)

    class Meta:
        verbose_name = _("intercommunalité")
        verbose_name_plural = _("intercommunalités")
        ordering = ["nom"]
        constraints = [
            models.CheckConstraint(
                condition=Q(siren__regex=r"^\d{9}$"),
                name="epci_siren_forme",
                violation_error_message=_("Un SIREN compte neuf chiffres."),
            ),
            models.CheckConstraint(
                condition=Q(type__in=["CC", "CA", "CU", "METRO", "MET69"]),
                name="epci_type_connu",
                violation_error_message=_("Ce type d’intercommunalité n’existe pas."),
            ),
        ]

    def __str__(self):
        return self.nom


class CodePostal(models.Model):
    """A postcode: it may cover several communes, and a commune may have several."""

    code = models.CharField(_("code postal"), max_length=5, primary_key=True)

    class Meta:
        verbose_name = _("code postal")
        verbose_name_plural = _("codes postaux")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^\d{5}$"),
                name="codepostal_forme",
                violation_error_message=_("Un code postal compte cinq chiffres."),
            )
        ]

    def __str__(self):
        return self.code


class CommuneQuerySet(models.QuerySet):
    def entieres(self):
        """Whole communes: without the municipal arrondissements of Paris, Lyon and Marseille."""
        return self.filter(type=Commune.Type.COMMUNE)

    def arrondissements(self):
        """Municipal arrondissements only."""
        return self.filter(type=Commune.Type.ARRONDISSEMENT)

    def du_departement(self, departement):
        """*departement*: a Departement or its number."""
        return self.filter(departement=departement)

    def de_la_region(self, region):
        """*region*: a Region or its INSEE code."""
        return self.filter(departement__region=region)

    def de_l_epci(self, epci):
        """*epci*: an Epci or its SIREN."""
        return self.filter(epci=epci)

    def du_code_postal(self, code):
        """*code*: a CodePostal or its five digits."""
        return self.filter(codes_postaux=code)

    def situees(self):
        """Communes whose position is known."""
        return self.filter(latitude__isnull=False)

    def peuplees_d_abord(self):
        """The most populated first; those without a figure last."""
        return self.order_by(F("population").desc(nulls_last=True), "code_insee")

    def avec_rattachements(self):
        """One query for the commune, its département, its région and its EPCI."""
        return self.select_related("departement__region", "epci")


class Commune(models.Model):
    """A commune of today or a municipal arrondissement, at its town hall's position (WGS 84)."""

    class Type(models.TextChoices):
        COMMUNE = "commune", _("Commune")
        ARRONDISSEMENT = "arrondissement", _("Arrondissement municipal")

    code_insee = models.CharField(_("code INSEE"), max_length=5, primary_key=True)
    nom = models.CharField(_("nom"), max_length=60)
    type = models.CharField(_("type"), max_length=14, choices=Type, default=Type.COMMUNE)
    commune_parente = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="arrondissements",
        verbose_name=_("commune parente"),
    )
    departement = models.ForeignKey(
        Departement, models.PROTECT, related_name="communes", verbose_name=_("département")
    )
    epci = models.ForeignKey(
        Epci,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="communes",
        verbose_name=_("intercommunalité"),
    )
    codes_postaux = models.ManyToManyField(
        CodePostal, blank=True, related_name="communes", verbose_name=_("codes postaux")
    )
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)

    objects = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = _("commune")
        verbose_name_plural = _("communes")
        ordering = ["nom", "code_insee"]
        indexes = [models.Index(fields=["nom"], name="commune_nom")]
        constraints = [
            models.CheckConstraint(
                condition=Q(code_insee__regex=CODE_INSEE),
                name="commune_code_forme",
                violation_error_message=_("Un code INSEE compte cinq caractères."),
            ),
            models.CheckConstraint(
                condition=Q(type="commune", commune_parente__isnull=True)
                | Q(type="arrondissement", commune_parente__isnull=False),
                name="commune_parente_des_arrondissements",
                violation_error_message=_("Un arrondissement, et lui seul, a une commune parente."),
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False)  # a NULL comparison would pass
                & Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="commune_position_sur_terre",
                violation_error_message=_("La position est incomplète ou hors du globe."),
            ),
        ]

    def __str__(self):
        return f"{self.nom} ({self.departement_id})"

    @property
    def centre(self):
        """(latitude, longitude) in degrees, or None."""
        return None if self.latitude is None else (self.latitude, self.longitude)

    @property
    def fuseau(self):
        """IANA name of the time zone kept in this commune."""
        return FUSEAUX_DE_COMMUNES.get(self.code_insee) or self.departement.fuseau


class AncienCode(models.Model):
    """An INSEE code that no commune bears any more, and the commune it leads to today."""

    code = models.CharField(_("ancien code INSEE"), max_length=5, primary_key=True)
    commune = models.ForeignKey(
        Commune, models.CASCADE, related_name="anciens_codes", verbose_name=_("commune actuelle")
    )

    class Meta:
        verbose_name = _("ancien code")
        verbose_name_plural = _("anciens codes")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=CODE_INSEE),
                name="anciencode_forme",
                violation_error_message=_("Un code INSEE compte cinq caractères."),
            )
        ]

    def __str__(self):
        return self.code


class AncienneCommune(models.Model):
    """A former commune (déléguée or associée) whose name people still use."""

    class Type(models.TextChoices):
        DELEGUEE = "deleguee", _("Commune déléguée")
        ASSOCIEE = "associee", _("Commune associée")

    # Some bear the code of the commune that took over: unique here, not across tables.
    code = models.CharField(_("code INSEE"), max_length=5, primary_key=True)
    nom = models.CharField(_("nom"), max_length=60)
    type = models.CharField(_("type"), max_length=8, choices=Type)
    commune = models.ForeignKey(
        Commune, models.CASCADE, related_name="anciennes", verbose_name=_("commune actuelle")
    )

    class Meta:
        verbose_name = _("ancienne commune")
        verbose_name_plural = _("anciennes communes")
        ordering = ["nom", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=CODE_INSEE),
                name="anciennecommune_code_forme",
                violation_error_message=_("Un code INSEE compte cinq caractères."),
            ),
            models.CheckConstraint(
                condition=Q(type__in=["deleguee", "associee"]),
                name="anciennecommune_type_connu",
                violation_error_message=_("Une ancienne commune est déléguée ou associée."),
            ),
        ]

    def __str__(self):
        return f"{self.nom} ({self.commune.nom})"


class Chargement(models.Model):
    """What was loaded, in one row: processes compare `version` to know their memory is stale."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    empreinte = models.CharField(_("empreinte des fichiers"), max_length=64)
    version = models.PositiveIntegerField(_("version"), default=1)
    charge_le = models.DateTimeField(_("chargé le"), auto_now=True)

    class Meta:
        verbose_name = _("chargement des territoires")
        verbose_name_plural = _("chargements des territoires")
        constraints = [
            models.CheckConstraint(
                condition=Q(id=1),
                name="chargement_unique",
                violation_error_message=_("Le chargement tient en une ligne."),
            )
        ]

    def __str__(self):
        return f"version {self.version}"
