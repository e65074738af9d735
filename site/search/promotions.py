"""What editors put first for some words (Réglages › Résultats de recherche promus).

Words are compared as exact names are: case, accents and a leading article do not count. Nothing
that people type is kept: the counts of Wagtail's own search are never written.
"""

from wagtail.contrib.search_promotions.models import SearchPromotion

from socle.cadre import pages_publiques

from .analyse import cle
from .sections import Trouvaille


def promues(request, texte):
    """``[Trouvaille]`` promoted for the whole of *texte*, in the order of editors; pages that the
    public cannot read are left out, and a page is that of the language one reads.

    No query without words, one when nothing is promoted for them, three otherwise.
    """
    voulue = cle(texte)
    if not voulue:
        return []
    toutes = SearchPromotion.objects.select_related("query").order_by("sort_order", "pk")
    promotions = [p for p in toutes if cle(p.query.query_string) == voulue]
    pages = pages_publiques({p.page_id for p in promotions} - {None})
    trouvailles = [_trouvaille(promotion, pages, request) for promotion in promotions]
    return [trouvaille for trouvaille in trouvailles if trouvaille]


def _trouvaille(promotion, pages, request):
    """The Trouvaille of a promotion, or None when it leads nowhere."""
    if promotion.page_id is None:
        titre = promotion.external_link_text or promotion.external_link_url
        return Trouvaille(titre, promotion.external_link_url, promotion.description)
    page = pages.get(promotion.page_id)
    adresse = page and page.get_url(request)
    return Trouvaille(page.title, adresse, promotion.description) if adresse else None
