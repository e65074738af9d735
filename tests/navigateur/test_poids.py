"""What a new visitor downloads: under 150 KB for a list or an entry, under 30 KB of script.

Counted on the wire, heads of answers included, after a scroll to the bottom: what a browser loads
late counts too.
"""

from collections import Counter
from urllib.parse import urlsplit

import pytest

TOTAL_MAX, SCRIPT_MAX = 150_000, 30_000  # bytes
PAGES = {
    "accueil": "/",
    "liste": "/annuaire/",
    "liste-cherchee": "/annuaire/?q=vélo&ou=Limoges&rayon=50",
    "fiche": "/annuaire/{Le Panier des deux rives}/",
    "fiche-photo": "/annuaire/{La Page cornée}/",
    "guide": "/guide/comprendre/c-est-quoi-l-ess/",
}


@pytest.fixture(scope="module")
def navigateur(lancer):
    """Reads ahead as far as Chromium does on 4G, which the one without a window cannot measure."""
    return lancer("--blink-settings=lazyLoadingImageMarginPxUnknown=1250")


def peser(page, chemin):
    """Load ``chemin`` whole; return {(kind, path): bytes received} (None: kind unknown)."""
    recus = telecharger(page, chemin)
    page.evaluate("() => document.querySelectorAll('img').forEach((i) => { i.loading = 'eager' })")
    page.wait_for_load_state("networkidle")
    page.wait_for_function("() => [...document.images].every((image) => image.complete)")
    return recus


def telecharger(page, chemin):
    """Open ``chemin`` as a visitor does; return a count that goes on: see ``peser``."""
    reseau = page.context.new_cdp_session(page)
    reseau.send("Network.enable")
    genres, recus = {}, Counter()

    def noter(evenement):
        genres[evenement["requestId"]] = (
            evenement["type"],
            urlsplit(evenement["response"]["url"]).path,
        )

    reseau.on("Network.responseReceived", noter)
    reseau.on(
        "Network.loadingFinished",
        lambda e: recus.update({genres.get(e["requestId"]): int(e["encodedDataLength"])}),
    )
    page.goto(chemin, wait_until="networkidle")
    return recus


def images_absentes(page):
    """Addresses of the pictures that did not come: they would make the page look light."""
    return page.evaluate(
        "() => [...document.images].filter((i) => !i.naturalWidth).map((i) => i.currentSrc)"
    )


def detail(recus):
    lourds = sorted(recus.items(), key=lambda paire: -paire[1])
    return "\n".join(f"{octets:>8} {genre:<10} {chemin}" for (genre, chemin), octets in lourds)


@pytest.mark.parametrize("largeur", [360, 1280])
@pytest.mark.parametrize("nom", PAGES)
def test_a_new_visitor_downloads_little(ouvrir, bouts_d_adresses, nom, largeur):
    page = ouvrir("about:blank", largeur=largeur, hauteur=640)
    recus = peser(page, PAGES[nom].format_map(bouts_d_adresses))
    scripts = sum(octets for (genre, _), octets in recus.items() if genre == "Script")
    total = sum(recus.values())
    assert (images_absentes(page), recus[None]) == ([], 0)
    # A page without its fonts would weigh little, and prove nothing.
    assert {"Document", "Stylesheet", "Font"} - {genre for genre, _ in recus} == set()
    assert (total < TOTAL_MAX, scripts < SCRIPT_MAX) == (True, True), (
        f"{total} bytes, {scripts} of script\n{detail(recus)}"
    )


def test_texts_come_compressed(ouvrir):
    """Pages, sheets, scripts and drawings: everything that compresses."""
    page = ouvrir("about:blank")
    reponses = []
    page.on("response", lambda reponse: reponses.append(reponse))
    page.goto("/annuaire/", wait_until="networkidle")
    nus = [
        urlsplit(reponse.url).path
        for reponse in reponses
        if reponse.all_headers().get("content-encoding") != "gzip"
    ]
    assert sorted({chemin.rpartition(".")[2] for chemin in nus}) == ["woff2"]


@pytest.mark.parametrize("largeur", [360, 1280])
def test_a_list_where_everybody_has_a_photo_opens_as_light(ouvrir, largeur):
    """What its first screens ask for: pictures further down come when somebody goes there."""
    page = ouvrir("/annuaire/?q=cornée")
    photo = page.locator(".resultat img").first.get_attribute("src")
    octets = page.request.get(photo).body()
    autre = ouvrir("about:blank", largeur=largeur, hauteur=900)
    autre.route("**/annuaire-motif/**", lambda r: r.fulfill(body=octets, content_type="image/jpeg"))
    recus = telecharger(autre, "/annuaire/")
    photos = [nature for nature in recus if nature and nature[1].startswith("/annuaire-motif/")]
    assert (photo.startswith("/media/"), autre.locator(".resultat").count()) == (True, 20)
    assert (len(photos) > 1, sum(recus.values()) < TOTAL_MAX) == (True, True), detail(recus)
