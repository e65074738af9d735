"""A crawler follows every internal link and form of the demonstration, from the front page.

Addresses of one shape (same path pattern, same parameter names) say the same of the code, so
only the first of each shape are followed beyond a number: facets multiply without end.
"""

import http.client
import re
from collections import Counter, deque
from contextlib import closing
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

from bs4 import BeautifulSoup, SoupStrainer

PAR_FORME = 6
LIENS = {"a": "href", "link": "href", "script": "src", "img": "src", "use": "href"}
# What is read of a page: whole, its tree took most of the time.
PORTEURS = SoupStrainer(["form", *LIENS])
# A closed actor says so with 410; nothing links to one, but a permanent address may redirect.
BIEN = {200, 301, 302, 304}

# The only pages where something is sent: what people say of an entry or of a sheet of the guide,
# and what they answer to the forms of the editors.
AVEC_POST = (
    r"-[0-9A-Z]{8}/(signaler|retrait)/$|/guide/[a-z-]+/[a-z-]+/$"
    r"|/contact/$|/proposer-(formulaire|une-structure)/$"
    r"|/(tous-les-blocs|en/all-blocks)/$"  # one of the blocks is a form
)


def forme(adresse):
    """What two addresses that say the same of the code share."""
    parties = urlsplit(adresse)
    chemin = re.sub(r"[a-z0-9-]+-[0-9A-Z]{8}/(?=$|signaler|retrait)", "<fiche>/", parties.path)
    chemin = re.sub(r"[0-9A-HJKMNP-TV-Z]{8}(?=[./])", "<ref>", chemin)
    return chemin, tuple(sorted({nom for nom, _valeur in parse_qsl(parties.query)}))


def sans_ancre(adresse):
    parties = urlsplit(adresse)
    return urlunsplit(("", "", quote(parties.path, safe="/%~"), parties.query, ""))


def formulaires(page, base):
    """Addresses that the GET forms of a page lead to, as they stand and filled in."""
    for formulaire in page.find_all("form"):
        if formulaire.get("method", "get").lower() != "get":
            assert re.search(AVEC_POST, base), f"{base} : un formulaire POST inattendu"
            continue  # the page is read, nothing is sent
        valeurs = []
        for champ in formulaire.find_all(["input", "select"]):
            if not champ.get("name"):
                continue
            if champ.name == "select":
                options = champ.find_all("option")
                valeurs.append((champ["name"], options[-1].get("value", "") if options else ""))
            elif champ.get("type") in ("checkbox", "radio"):
                valeurs.append((champ["name"], champ.get("value", "on")))
            else:
                valeurs.append((champ["name"], champ.get("value") or "pain"))
        cible = urljoin(base, formulaire.get("action") or base)
        yield f"{cible.partition('?')[0]}?{urlencode(valeurs)}"


def liens(html, base):
    """Internal addresses that a page names, links, files and forms alike."""
    page = BeautifulSoup(html, "html.parser", parse_only=PORTEURS)
    trouves = list(formulaires(page, base))
    for balise, attribut in LIENS.items():
        for element in page.find_all(balise):
            cible = element.get(attribut)
            if cible and not cible.startswith(("#", "mailto:", "tel:", "geo:", "data:")):
                trouves.append(urljoin(base, cible))
    return trouves


def test_aucun_lien_ne_mene_nulle_part(portail):
    with closing(http.client.HTTPConnection(urlsplit(portail).netloc, timeout=30)) as prise:
        fautes, formes = parcourir(portail, prise)
    assert fautes == []
    assert formes[("/annuaire/<fiche>/", ())] == PAR_FORME
    assert formes[("/annuaire/<fiche>/retrait/", ())] == PAR_FORME
    assert formes[("/annuaire/<fiche>/signaler/", ())] == PAR_FORME
    assert formes[("/", ())] == 1


def parcourir(portail, prise):
    """Follow everything from the front page; return the faults and the shapes that were seen."""
    hote = urlsplit(portail).netloc
    a_voir, vues, formes, fautes = deque([(f"{portail}/", "")]), set(), Counter(), []
    while a_voir:
        adresse, origine = a_voir.popleft()
        if urlsplit(adresse).netloc != hote:
            continue
        chemin = sans_ancre(adresse)
        if chemin in vues or formes[forme(chemin)] >= PAR_FORME:
            continue
        vues.add(chemin)
        formes[forme(chemin)] += 1
        # A connection each: one that is kept may be closed by the server just as it is used again.
        prise.request("GET", chemin, headers={"Connection": "close"})
        reponse = prise.getresponse()
        corps = reponse.read()
        if reponse.status not in BIEN:
            fautes.append((reponse.status, chemin, origine))
        if reponse.status in (301, 302):
            a_voir.append((urljoin(adresse, reponse.headers["Location"]), chemin))
        elif "text/html" in reponse.headers.get("Content-Type", ""):
            a_voir.extend((lien, chemin) for lien in liens(corps, adresse))
    return fautes, formes
