"""Template tags of the house, known to every template without being loaded."""

from django import template
from django.template.base import TextNode
from django.utils.safestring import mark_safe
from wagtail.templatetags.wagtailcore_tags import richtext

from socle import donnees_structurees, icones, registres, telephones, typographie
from socle.partages import partage_de

register = template.Library()


class NoeudIcone(template.Node):
    """An icon whose name is only known when the page is drawn."""

    def __init__(self, nom):
        self.nom = nom

    def render(self, context):
        return icones.svg_ou_defaut(self.nom.resolve(context, ignore_failures=True))


@register.tag
def icone(parser, token):
    """``{% icone "search" %}``: an inline, decorative SVG.

    A literal name is drawn once, when the template is compiled, and an unknown one is an error
    there; a name from data that is unknown draws the default icon.
    """
    morceaux = token.split_contents()
    if len(morceaux) != 2:
        raise template.TemplateSyntaxError("icone takes one argument, the name of an icon")
    nom = parser.compile_filter(morceaux[1])
    if nom.is_var or nom.filters:
        return NoeudIcone(nom)
    try:
        return TextNode(icones.svg(str(nom.var)))
    except KeyError as erreur:
        raise template.TemplateSyntaxError(
            f"no icon named {nom.var!s}: add it to socle.palette and run scripts/vendoriser"
        ) from erreur


register.filter("distance", typographie.distance)
register.filter("nombre", typographie.nombre)
register.filter("a_appeler", telephones.a_appeler)


@register.simple_tag(takes_context=True)
def riche(context, valeur):
    """A rich text. As it is stored where the page will make addresses of all its links at once
    (``liens_a_deplier`` in the context: see socle.liens_riches)."""
    if context.get("liens_a_deplier"):
        return mark_safe(getattr(valeur, "source", valeur))  # noqa: S308 (what Draftail let in)
    return richtext(valeur)


def _partage(context, **dits):
    """The Partage of what is drawn, or None where the request cannot be trusted."""
    request, portail = context.get("request"), context.get("portail")
    if request is None or not getattr(portail, "canonique", ""):
        return None
    return partage_de(request, portail, context.get("page"), **dits)


@register.inclusion_tag("socle/_partage.html", takes_context=True)
def partage(context, titre="", description="", genre="", rendition=None):
    """What the page says to who shares it; what is not given comes from the page, then the site."""
    trouve = _partage(
        context, titre=titre, description=description, genre=genre, rendition=rendition
    )
    return {"partage": trouve, "site": trouve and context["portail"].nom}


@register.simple_tag(takes_context=True)
def site_en_donnees(context):
    """The site and who keeps it, for machines: on its home page."""
    faits = donnees_structurees.site(context["request"], context["portail"])
    return donnees_structurees.en_element(faits)


@register.simple_tag(takes_context=True)
def article_en_donnees(context):
    """The page as an article, for machines."""
    request, portail, page = (context[nom] for nom in ("request", "portail", "page"))
    faits = donnees_structurees.article(request, portail, page, _partage(context))
    return donnees_structurees.en_element(faits)


@register.simple_tag(takes_context=True)
def fil_en_donnees(context, maillons, ici):
    """The breadcrumbs, for machines; nothing where there is no request (samples)."""
    request = getattr(context, "request", None)
    if request is None:
        return ""
    return donnees_structurees.en_element(donnees_structurees.fil(request, maillons, ici))


@register.simple_tag
def emplacement(nom, objet=None):
    """What the rooms above have registered for the slot ``nom`` about ``objet``."""
    return registres.emplacements.rendu(nom, objet)


@register.simple_tag
def champ_rendu(champ):
    """The widget of a BoundField, wired to its help and its error for assistive technologies."""
    decrit = []
    if champ.errors:
        decrit.append(f"{champ.auto_id}-erreur")
    if champ.help_text:
        decrit.append(f"{champ.auto_id}-aide")
    attributs = {}
    if not getattr(champ.field.widget, "allow_multiple_selected", False) or champ.subwidgets:
        attributs["class"] = f"{champ.field.widget.attrs.get('class', '')} saisie".strip()
    if decrit:
        attributs["aria-describedby"] = " ".join(decrit)
    if champ.errors:
        attributs["aria-invalid"] = "true"
    return mark_safe(champ.as_widget(attrs=attributs))  # noqa: S308 (drawn by Django's widget)
