"""What a new visitor downloads to see a page whole, without a browser."""

import gzip
import re
from html import unescape
from urllib.parse import urljoin

SUITES = {
    "text/html": r'<(?:img|script)\b[^>]*?\bsrc="([^"]+)"'
    r'|<link rel="(?:stylesheet|icon)" href="([^"]+)"',
    "text/css": r'url\("([^"]+)"\)()',
    "text/javascript": r'\bfrom "(\.[^"]+)"()',
}


def peser(client, chemin):
    """``{address: bytes}`` of the page at *chemin* and of all that it asks for: sheets, what they
    name (fonts, drawings), scripts, pictures; compressed as they are sent, heads included.
    """
    recus, a_demander = {}, [chemin]
    while a_demander:
        adresse = a_demander.pop()
        if adresse in recus:
            continue
        reponse = client.get(adresse, headers={"accept-encoding": "gzip"})
        assert reponse.status_code == 200, adresse
        octets = b"".join(reponse)
        tete = sum(len(nom) + len(valeur) + 4 for nom, valeur in reponse.items())
        recus[adresse] = tete + len(octets)
        motif = SUITES.get(reponse["Content-Type"].partition(";")[0])
        if motif:
            compresse = reponse.headers.get("Content-Encoding") == "gzip"
            texte = (gzip.decompress(octets) if compresse else octets).decode()
            noms = (unescape(un or deux) for un, deux in re.findall(motif, texte))
            a_demander += [urljoin(adresse, nom) for nom in noms if not nom.startswith("data:")]
    return recus
