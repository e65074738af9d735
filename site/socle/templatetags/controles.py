"""What the side panel « Vérifications » of the editor lists besides Wagtail's own checks."""

from django import template

from socle.controles import controler

register = template.Library()


@register.simple_tag
def constats(objet):
    """[Constat] of a page being edited; [] for what has not been saved yet."""
    return controler(objet) if objet and objet.pk else []
