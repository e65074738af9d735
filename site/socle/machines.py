"""What machines ask for at the root: robots.txt, humans.txt, security.txt, the web manifest."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from socle.contexte import Portail
from socle.sitemap import langues_publiees

# RFC 9116 asks for less than a year. Computed each time: it is never out of date.
VALABLE = timedelta(days=180)
ICONES = (192, 512)  # sides in pixels
_fermes = set()


def fermer_aux_robots(chemin):
    """Ask robots to leave an address alone, in every language."""
    _fermes.add(chemin)


def robots(request):
    """robots.txt; everything is closed where ``INDEXATION`` is off."""
    if not settings.INDEXATION:
        return "User-agent: *\nDisallow: /\n"
    prefixes = ["", *(f"{code}/" for code in langues_publiees(request)[1:])]
    lignes = [f"Disallow: /{prefixe}{chemin}" for prefixe in prefixes for chemin in sorted(_fermes)]
    plan = request.build_absolute_uri(reverse("sitemap"))
    return "\n".join(["User-agent: *", "Disallow: /admin/", *lignes, "", f"Sitemap: {plan}", ""])


def humains(request):
    """humans.txt: who keeps the site, how to reach them, what it is made of."""
    portail = Portail(request)
    dits = [
        (_("Site"), portail.nom),
        (_("Territoire"), portail.territoire),
        (_("Contact"), portail.courriel),
        (_("Adresse"), ", ".join(portail.adresse.splitlines())),
        (_("Langues"), ", ".join(langues_publiees(request))),
        (_("Fait avec"), "Python, Django, Wagtail, htmx, Leaflet"),
    ]
    return "\n".join([*(f"{nom}: {valeur}" for nom, valeur in dits if valeur), ""])


def securite(request):
    """security.txt (RFC 9116), or "" while nobody is named by ``CONTACT_SECURITE``."""
    contacts = [_contact(contact.strip()) for contact in settings.CONTACT_SECURITE]
    if not any(contacts):
        return ""
    jour = timezone.now().astimezone(UTC).date() + VALABLE
    fin = datetime.combine(jour, time.min, UTC)
    canonique = request.build_absolute_uri(reverse("security_txt"))
    return "\n".join(
        [
            *(f"Contact: {contact}" for contact in contacts if contact),
            f"Expires: {fin:%Y-%m-%dT%H:%M:%SZ}",
            f"Preferred-Languages: {', '.join(langues_publiees(request))}",
            f"Canonical: {canonique}",
            "",
        ]
    )


def _contact(contact):
    """A URI: that of a page, or a mail address made one."""
    if not contact or contact.startswith(("https://", "mailto:", "tel:")):
        return contact
    return f"mailto:{contact}"


def manifeste(request):
    """The web manifest: name and icons of a shortcut on a telephone; the site opens as a site."""
    portail = Portail(request)
    image = {"sizes": "any", "type": "image/svg+xml"}
    return {
        "name": portail.nom,
        "short_name": portail.nom,
        "lang": settings.LANGUAGE_CODE,
        "start_url": "/",
        "display": "browser",
        "theme_color": "#0A4338",
        "background_color": "#FBF7F0",
        "icons": [
            {"src": static("socle/img/icone.svg"), **image},
            *(
                {
                    "src": static(f"socle/img/icone-{cote}.png"),
                    "sizes": f"{cote}x{cote}",
                    "type": "image/png",
                }
                for cote in ICONES
            ),
        ],
    }
