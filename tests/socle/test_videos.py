"""Films kept elsewhere: which player, and none before a visitor asks."""

import pytest

from socle.blocs import CorpsBlock
from socle.videos import ORIGINES, hote, lecteur


@pytest.mark.parametrize(
    ("adresse", "attendu"),
    [
        ("https://youtu.be/abc_DEF-123", "https://www.youtube-nocookie.com/embed/abc_DEF-123"),
        (
            "https://www.youtube.com/watch?v=abcdef12&t=3",
            "https://www.youtube-nocookie.com/embed/abcdef12",
        ),
        ("https://vimeo.com/12345", "https://player.vimeo.com/video/12345?dnt=1"),
        ("https://framatube.org/w/abcDEF", "https://framatube.org/videos/embed/abcDEF"),
        ("https://autre.example/vimeo.com/12345", ""),
        ("http://vimeo.com/12345", ""),
    ],
)
def test_chaque_hote_connu_a_son_lecteur(adresse, attendu):
    assert lecteur(adresse) == attendu
    assert not attendu or attendu.startswith(tuple(ORIGINES))


def test_l_hote_est_dit_sans_www():
    assert hote("https://www.youtube.com/watch?v=x") == "youtube.com"


def test_rien_n_est_demande_ailleurs_avant_le_clic():
    bloc = CorpsBlock().child_blocks["video"]
    html = bloc.render(bloc.get_preview_value())
    assert (html.count("<iframe"), html.count(" src="), html.count("data-video=")) == (0, 0, 1)
