"""The same public facts for machines: schema.org as JSON-LD, in data blocks that nothing runs."""

import json

from django.utils.safestring import mark_safe
from django.utils.translation import get_language

# What would end the script element, or start a comment in it.
_DANGERS = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026"}
VIDES = ("", [], {}, None)


def en_json_ld(donnees):
    """A mapping as JSON-LD, safe inside a script element; what is empty is left out."""
    remplies = {cle: valeur for cle, valeur in donnees.items() if valeur not in VIDES}
    brut = json.dumps(remplies, ensure_ascii=False)
    return mark_safe(brut.translate(_DANGERS))  # noqa: S308 (nothing left that HTML would read)


def en_element(donnees):
    """The script element of a mapping."""
    texte = en_json_ld({"@context": "https://schema.org", **donnees})
    return mark_safe(f'<script type="application/ld+json">{texte}</script>')  # noqa: S308 (see en_json_ld)


def fil(request, maillons, ici):
    """BreadcrumbList of [(text, path)], then of the page itself: its address is not said again,
    since that of a thing withdrawn holds its name."""
    elements = [
        {"name": str(texte), "item": request.build_absolute_uri(adresse)}
        for texte, adresse in maillons
    ]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": rang, **element}
            for rang, element in enumerate([*elements, {"name": str(ici)}], 1)
        ],
    }


def site(request, portail):
    """WebSite, how to search it, and the Organization that keeps it."""
    accueil = request.build_absolute_uri(portail.accueil)
    return {
        "@type": "WebSite",
        "@id": f"{accueil}#site",
        "url": accueil,
        "name": portail.nom,
        "description": str(portail.presentation),
        "publisher": _editeur(request, portail),
        "potentialAction": _recherche(request, portail),
    }


def _recherche(request, portail):
    adresse = portail.recherche["adresse"]
    if not adresse:
        return {}
    modele = f"{request.build_absolute_uri(adresse)}?q={{mots}}"
    return {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": modele},
        "query-input": "required name=mots",
    }


def _editeur(request, portail):
    """The Organization behind the site, with what the settings and the footer say."""
    faits = {
        "@type": "Organization",
        "name": portail.nom,
        "url": request.build_absolute_uri(portail.accueil),
        "email": portail.courriel,
        "address": portail.adresse,
        "areaServed": portail.territoire,
        "sameAs": [x.adresse for x in portail.suivre if x.adresse.startswith("http")],
    }
    return {cle: valeur for cle, valeur in faits.items() if valeur not in VIDES}


def article(request, portail, page, partage):
    """Article of a page, said as it is shared; its type may have a ``type_d_article``."""
    dates = page.first_published_at, page.last_published_at
    publie, modifie = (date.isoformat() if date else "" for date in dates)
    return {
        "@type": getattr(page, "type_d_article", "Article"),
        "@id": f"{partage.adresse}#article",
        "mainEntityOfPage": partage.adresse,
        "headline": partage.titre,
        "description": partage.description,
        "image": [partage.image.adresse],
        "datePublished": publie,
        "dateModified": modifie,
        "inLanguage": get_language(),
        "publisher": _editeur(request, portail),
    }
