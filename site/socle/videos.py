"""Films kept elsewhere: who keeps them, and the player that shows them once a visitor asks.

Only these players may be framed (the policy of pages takes ``ORIGINES``); a film of another host
is a link to the page where it is.
"""

import re
from urllib.parse import urlsplit

# Pattern of the page's address → address of the player without a cookie.
LECTEURS = (
    (
        r"https://(?:www\.)?(?:youtube\.com/watch\?v=|youtu\.be/)([\w-]{6,20})",
        "https://www.youtube-nocookie.com/embed/{}",
    ),
    (r"https://vimeo\.com/(\d+)", "https://player.vimeo.com/video/{}?dnt=1"),
    (
        r"https://framatube\.org/(?:w|videos/watch)/([\w-]{6,40})",
        "https://framatube.org/videos/embed/{}",
    ),
)
ORIGINES = [
    "https://www.youtube-nocookie.com",
    "https://player.vimeo.com",
    "https://framatube.org",
]


def hote(adresse):
    """« youtube.com »: who will be asked for the film."""
    return (urlsplit(adresse).hostname or "").removeprefix("www.")


def lecteur(adresse):
    """Address of the player of a film, or "" for a host that is not among ours."""
    for motif, gabarit in LECTEURS:
        if trouve := re.match(motif, adresse):
            return gabarit.format(trouve.group(1))
    return ""
