"""What editors put first for some words (Réglages › Résultats de recherche promus).

Words are compared as exact names are: case, accents and a leading article do not count. Nothing
that people type is kept: the counts of Wagtail's own search are never written.
"""

from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page

from .analyse import cle
from .sections import Trouvaille


def promues(request, texte):
    """``[Trouvaille]`` promoted for the whole of *texte*, in the order of editors; pages that the
    public cannot read are left out, and a page is that of the language one reads."""
    voulue = cle(texte)
    toutes = SearchPromotion.objects.select_related("query").order_by("sort_order", "pk")
    promotions = [p for p in toutes if voulue and cle(p.query.query_string) == voulue]
    publiques = Page.objects.live().public().in_bulk([p.page_id for p in promotions if p.page_id])
    trouvailles = []
    for promotion in promotions:
        if promotion.page_id is None:
            titre = promotion.external_link_text or promotion.external_link_url
            trouvailles.append(
                Trouvaille(titre, promotion.external_link_url, promotion.description)
            )
        elif page := publiques.get(promotion.page_id):
            page = _dans_la_langue(page)
            if adresse := page.get_url(request):
                trouvailles.append(Trouvaille(page.title, adresse, promotion.description))
    return trouvailles


def _dans_la_langue(page):
    """Its translation in the language one reads when the public can read it, or itself."""
    traduite = page.localized
    if traduite == page or not Page.objects.live().public().filter(pk=traduite.pk).exists():
        return page
    return traduite
