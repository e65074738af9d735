"""Who publishes the site, who directs it, who hosts it: what the law wants said.

Every legal text reads it from here. `manage.py check --deploy` names what is missing, site by site.
"""

from django.core.checks import Error, register
from django.core.validators import RegexValidator
from django.db import DatabaseError, models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from socle.memoires import Memoire

ETIQUETTE = "identite"
# What no public site does without; of the last two, one is enough.
OBLIGATOIRES = (
    "editeur",
    "editeur_forme",
    "editeur_adresse",
    "editeur_telephone",
    "editeur_courriel",
    "directeur",
    "hebergeur",
    "hebergeur_adresse",
    "hebergeur_telephone",
    "contact_donnees",
)
L_UN_DES_DEUX = ("editeur_siret", "editeur_rna")


@register_setting(icon="site")
class IdentiteDuSite(BaseSiteSetting):
    """The identity of the site. All may be empty: texts leave out what they would invent."""

    editeur = models.CharField(_("nom de la structure éditrice"), max_length=160, blank=True)
    editeur_forme = models.CharField(
        _("forme juridique"),
        max_length=160,
        blank=True,
        help_text=_("Par exemple : association loi 1901, SCIC SARL."),
    )
    editeur_capital = models.CharField(
        _("capital social"), max_length=60, blank=True, help_text=_("Pour une société.")
    )
    editeur_adresse = models.TextField(_("adresse du siège"), blank=True)
    editeur_siret = models.CharField(
        _("SIRET"),
        max_length=14,
        blank=True,
        validators=[RegexValidator(r"^\d{14}$", _("Un SIRET compte quatorze chiffres."))],
        help_text=_("Quatorze chiffres, sans espace."),
    )
    editeur_rna = models.CharField(
        _("numéro RNA"),
        max_length=10,
        blank=True,
        validators=[RegexValidator(r"^W[0-9A-Z]{9}$", _("Un numéro RNA est un W et neuf signes."))],
        help_text=_("Pour une association : W et neuf signes. À défaut de SIRET."),
    )
    editeur_rcs = models.CharField(
        _("immatriculation"),
        max_length=120,
        blank=True,
        help_text=_("Registre du commerce : RCS Limoges 123 456 789."),
    )
    editeur_telephone = models.CharField(_("téléphone de la structure"), max_length=30, blank=True)
    editeur_courriel = models.EmailField(_("courriel de la structure"), blank=True)
    directeur = models.CharField(
        _("directeur ou directrice de la publication"),
        max_length=160,
        blank=True,
        help_text=_("Prénom et nom : le plus souvent, qui représente la structure."),
    )
    directeur_qualite = models.CharField(
        _("à quel titre"), max_length=160, blank=True, help_text=_("Par exemple : présidente.")
    )
    redaction = models.CharField(
        _("responsable de la rédaction"), max_length=160, blank=True, help_text=_("S’il y en a un.")
    )
    hebergeur = models.CharField(_("nom de l’hébergeur"), max_length=160, blank=True)
    hebergeur_adresse = models.TextField(_("adresse de l’hébergeur"), blank=True)
    hebergeur_telephone = models.CharField(_("téléphone de l’hébergeur"), max_length=30, blank=True)
    contact_donnees = models.EmailField(
        _("courriel pour les données personnelles"),
        blank=True,
        help_text=_("Celui du délégué à la protection des données, s’il y en a un."),
    )
    delegue = models.CharField(
        _("délégué ou déléguée à la protection des données"), max_length=160, blank=True
    )

    panels = [
        MultiFieldPanel(
            [
                "editeur",
                "editeur_forme",
                "editeur_capital",
                "editeur_adresse",
                "editeur_siret",
                "editeur_rna",
                "editeur_rcs",
                "editeur_telephone",
                "editeur_courriel",
            ],
            heading=_("Qui édite le site"),
        ),
        MultiFieldPanel(
            ["directeur", "directeur_qualite", "redaction"], heading=_("Qui répond des textes")
        ),
        MultiFieldPanel(
            ["hebergeur", "hebergeur_adresse", "hebergeur_telephone"], heading=_("Qui l’héberge")
        ),
        MultiFieldPanel(
            [FieldPanel("contact_donnees"), FieldPanel("delegue")],
            heading=_("Données personnelles"),
        ),
    ]

    class Meta:
        verbose_name = _("identité légale")
        verbose_name_plural = _("identités légales")

    def __str__(self):
        return self.editeur

    @property
    def est_joignable(self):
        """Whether it says a way to reach the organisation besides a form."""
        return bool(self.editeur_adresse or self.editeur_telephone or self.editeur_courriel)

    @property
    def manques(self):
        """[label] of what the law wants and nobody has filled in."""
        vides = [nom for nom in OBLIGATOIRES if not getattr(self, nom).strip()]
        manques = [str(self._meta.get_field(nom).verbose_name) for nom in vides]
        if not any(getattr(self, nom) for nom in L_UN_DES_DEUX):
            manques.append(str(_("SIRET ou numéro RNA")))
        return manques


_identites = Memoire()
oublier = _identites.oublier


def identite_de(request):
    """The IdentiteDuSite of the request's site, empty before there is a site. Remembered."""
    from socle.routes import site_de  # routes are there once models are

    site = site_de(request)
    if site is None:
        return IdentiteDuSite()
    return _identites.lire(site.pk, lambda: _lire(site))


def _lire(site):
    """The row, or an empty one: a visitor's page writes nothing."""
    return IdentiteDuSite.objects.filter(site=site).first() or IdentiteDuSite(site=site)


@register(ETIQUETTE, deploy=True)
def l_identite_est_dite(app_configs=None, **_options):
    """Fail ``manage.py check --deploy`` while a site does not say who publishes and hosts it."""
    from wagtail.models import Site

    try:
        # A savepoint: PostgreSQL refuses everything after an error in an open transaction.
        with transaction.atomic():
            muets = [(site, _lire(site).manques) for site in Site.objects.all()]
    except DatabaseError:  # not migrated yet: nothing to find
        return []
    return [
        Error(
            f"Le site {site.hostname} ne dit pas : {', '.join(manques)}.",
            hint="Administration, Réglages → Identité légale (loi n° 2004-575, article 1-1).",
            id="socle.E001",
        )
        for site, manques in muets
        if manques
    ]
