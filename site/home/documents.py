"""Pages as search finds them: the guide, its sheets, the directory, pages of text and of forms.

A page and its translations are one object of several locales, known by the key of the page in
the default locale (else of the oldest translation): a search in a locale then falls back on it.
"""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils.html import strip_tags
from wagtail.models import Page

from search.documents import Donnees, enregistrer_producteur, indexer, marquer
from socle.glossaire import mots_de

TYPE = "page"
# Model → fields whose text is searched besides the title; filled by ``enregistrer``.
MODELES = {}


def enregistrer():
    """Tell search of pages, and of what changes which of them are public."""
    from django.db.models.signals import post_delete, post_save
    from wagtail.models import PageViewRestriction
    from wagtail.signals import page_unpublished, post_page_move

    from socle.models import MotDuGlossaire

    MODELES.update(_champs_lus())
    enregistrer_producteur(TYPE, produire, enumerer)
    for modele in MODELES:
        post_save.connect(_ecrite, sender=modele)
        post_delete.connect(_partie, sender=modele)
    for signal in (post_save, post_delete):
        signal.connect(_tout_refaire, sender=PageViewRestriction)
        signal.connect(_tout_refaire, sender=MotDuGlossaire)
    post_page_move.connect(_tout_refaire)
    page_unpublished.connect(_retiree)


def _champs_lus():
    """{page type: the fields that search reads of it, besides its title}."""
    from annuaire.models import AnnuairePage
    from home.models import (
        AccessibilitePage,
        ActualitePage,
        ActualitesPage,
        ContactPage,
        FichePage,
        FormulairePage,
        GuidePage,
        PageEditoriale,
        PageLegale,
        PressePage,
        RubriquePage,
    )

    return {
        GuidePage: ("chapo",),
        RubriquePage: ("question", "introduction"),
        FichePage: ("chapo", "resume", "corps"),
        AnnuairePage: ("introduction",),
        ActualitesPage: ("introduction",),
        ActualitePage: ("chapo", "corps"),
        PressePage: ("introduction", "dossier"),
        PageEditoriale: ("chapo", "corps"),
        PageLegale: ("search_description", "corps"),
        AccessibilitePage: ("search_description",),
        ContactPage: ("introduction",),
        FormulairePage: ("introduction",),
    }


def cle_de(page):
    """The key under which a page and its translations are documents."""
    return _cles([page.translation_key])[page.translation_key]


def enumerer():
    """Every key, ascending."""
    publiees = Page.objects.live().exact_type(*MODELES).values_list("translation_key", flat=True)
    return iter(sorted(_cles(set(publiees)).values()))


def produire(cles):
    """Yield Donnees of the public translations of the pages known by *cles*."""
    familles = dict(Page.objects.filter(pk__in=cles).values_list("translation_key", "pk"))
    publiques = Page.objects.live().public().filter(translation_key__in=familles)
    par_type = {}
    for pk, type_de_page in publiques.values_list("pk", "content_type"):
        par_type.setdefault(type_de_page, []).append(pk)
    # A page that is saved is one of a dozen types: the other tables are not asked.
    for modele, champs in MODELES.items():
        lues = par_type.get(ContentType.objects.get_for_model(modele).pk)
        if not lues:
            continue
        for page in modele.objects.filter(pk__in=lues).select_related("locale"):
            if page.get_url_parts() is not None:  # else no site shows it
                yield _donnees(page, familles[page.translation_key], champs)


def _donnees(page, cle, champs):
    langue = page.locale.language_code
    texte = " ".join(filter(None, (_texte(getattr(page, nom)) for nom in champs)))
    return Donnees(
        objet_id=cle,
        locale=langue,
        langue=langue,
        titre=page.title,
        cles=[page.title],
        textes={
            "titre": page.title,
            "description": " ".join([texte, *_autres_formes(texte, langue)]),
        },
        nouveau_le=page.first_published_at,
    )


def _texte(valeur):
    """The words of a field, a StreamField included."""
    if hasattr(valeur, "stream_block"):
        return " ".join(valeur.stream_block.get_searchable_content(valeur))
    return strip_tags(str(valeur))


def _autres_formes(texte, langue):
    """The other forms of the glossary's words that a text uses: who looks for « société
    coopérative d’intérêt collectif » finds what says SCIC."""
    return [forme for mot in mots_de(texte, langue) for forme in mot.formes if forme not in texte]


def _cles(traductions):
    """``{translation_key: key}``: the default locale's page, else the oldest."""
    cles = {}
    for traduction, pk, langue in (
        Page.objects.filter(translation_key__in=traductions)
        .order_by("pk")
        .values_list("translation_key", "pk", "locale__language_code")
    ):
        if traduction not in cles or langue == settings.LANGUAGE_CODE:
            cles[traduction] = pk
    return cles


def _ecrite(sender, instance, update_fields=None, **_suite):
    """Pages are saved whole, children included, inside the transaction that publishes them."""
    if update_fields and {"latest_revision", "draft_title"}.issuperset(update_fields):
        return
    indexer(TYPE, [cle_de(instance)])


def _retiree(sender, instance, **_suite):
    """What is withdrawn at its hour is saved as a plain Page: its own type hears nothing of it."""
    if sender in MODELES:
        indexer(TYPE, [cle_de(instance)])


def _partie(sender, instance, **_suite):
    restantes = _cles([instance.translation_key]).values()
    indexer(TYPE, sorted({instance.pk, *restantes}))


def _tout_refaire(sender, **_suite):
    marquer(TYPE)


def pages_de(cles, langue):
    """``{key: Page}`` of what the pages known by *cles* are in a language, else in the default."""
    familles = dict(Page.objects.filter(pk__in=cles).values_list("translation_key", "pk"))
    pages = {}
    lues = Page.objects.live().filter(
        Q(locale__language_code=langue) | Q(locale__language_code=settings.LANGUAGE_CODE),
        translation_key__in=familles,
    )
    for page in lues.select_related("locale"):
        cle = familles[page.translation_key]
        if cle not in pages or page.locale.language_code == langue:
            pages[cle] = page
    return pages
