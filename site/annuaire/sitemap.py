"""Actors in sitemap.xml: every entry that the list shows, in each language of the directory."""

from annuaire.models import Acteur, AnnuairePage
from socle.routes import site_de
from socle.sitemap import Adresse, enregistrer_section, langues_publiees

TRANCHE = 2_000


def enregistrer():
    """Tell the sitemap of them."""
    enregistrer_section("acteurs", compter=compter, adresses=adresses)


def compter(request, langue):
    """How many entries there are in a language: none without a public directory there."""
    return Acteur.objects.publies().count() if langue in _bases(request) else 0


def adresses(request, langue, debut, nombre):
    """Yield the Adresses of *nombre* actors from rank *debut*, by key: one query a slice, whatever
    the number of actors before."""
    bases = _bases(request)
    for slug, ref, date in _lignes(debut, nombre):
        traduites = {code: f"{base}{slug}-{ref}/" for code, base in bases.items()}
        yield Adresse(traduites[langue], date, traduites)


def _lignes(debut, nombre):
    """Yield (slug, reference, date)."""
    publies = Acteur.objects.publies().order_by("pk")
    colonnes = ("pk", "slug", "ref", "last_published_at")
    premier = publies.values_list("pk", flat=True)[debut : debut + 1]
    dernier = next(iter(premier), None)
    if dernier is None:
        return
    reste, borne = nombre, {"pk__gte": dernier}
    while reste > 0:
        lignes = list(publies.filter(**borne).values_list(*colonnes)[: min(TRANCHE, reste)])
        yield from (ligne[1:] for ligne in lignes)
        if len(lignes) < TRANCHE:
            return
        reste -= len(lignes)
        borne = {"pk__gt": lignes[-1][0]}


def _bases(request):
    """``{language: path}`` of the principal directory of the site where everybody may read it."""
    site = site_de(request)
    if site is None:
        return {}
    principal = AnnuairePage.objects.filter(principal_de=site).values("translation_key")
    pages = (
        AnnuairePage.objects.live()
        .public()
        .filter(translation_key__in=principal, locale__language_code__in=langues_publiees(request))
    )
    return {
        page.locale.language_code: page.get_url(request)
        for page in pages.select_related("locale").order_by("locale_id")
    }
