"""Tags by their names, as lists and people write them."""

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.text import slugify

from annuaire.models import Etiquette


def etiquettes_de(noms):
    """Return ``{lower name: Etiquette}`` for *noms*, making those that are missing.

    The name, then the slug, tell two tags apart: names that differ by case or accents are one
    tag, and a tag whose slug an editor changed is still found by its name, which is unique.
    """
    trouvees = etiquettes_connues(noms)
    nouvelles = {
        slugify(nom) or nom.lower(): nom for nom in sorted(noms) if nom.lower() not in trouvees
    }
    creees = {
        etiquette.slug: etiquette
        for etiquette in Etiquette.objects.bulk_create(
            Etiquette(name=nom, slug=slug) for slug, nom in nouvelles.items()
        )
    }
    return {
        nom.lower(): trouvees.get(nom.lower()) or creees[slugify(nom) or nom.lower()]
        for nom in noms
    }


def etiquettes_connues(noms):
    """``{lower name: Etiquette}`` of the *noms* that a tag of the database answers."""
    if not noms:
        return {}
    slugs = {nom.lower(): slugify(nom) or nom.lower() for nom in noms}
    candidates = list(
        Etiquette.objects.annotate(en_minuscules=Lower("name")).filter(
            Q(slug__in=set(slugs.values())) | Q(en_minuscules__in=set(slugs)) | Q(name__in=noms)
        )
    )
    par_nom = {e.name.lower(): e for e in candidates}
    par_slug = {e.slug: e for e in candidates}
    connues = {nom: par_nom.get(nom) or par_slug.get(slug) for nom, slug in slugs.items()}
    return {nom: etiquette for nom, etiquette in connues.items() if etiquette}
