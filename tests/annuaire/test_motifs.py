import hashlib

import pytest

from annuaire.motifs import dessiner


def test_the_picture_of_a_reference_never_changes():
    empreinte = hashlib.sha256(dessiner("7K3M9QTX", "foret").encode()).hexdigest()
    assert empreinte == "0fbc0c43f27ddf18bd7ee94034429a7b9d8f177002482a72c1a9e8fe3ff47372"


def test_zero_is_plain_weave():
    """20 crossings show the warp, 20 the weft, of which one weft in five is dyed."""
    dessin = dessiner("00000000")
    fils = [morceau.split('"')[0].count("M") for morceau in dessin.split(' d="')[1:]]
    assert fils == [20, 16, 4]


def test_each_bit_turns_one_crossing():
    pleine = dessiner("00000000").split(' d="')[1].split('"')[0]
    tournee = dessiner("10000000").split(' d="')[1].split('"')[0]
    assert len({*pleine.split("z")} ^ {*tournee.split("z")}) == 1


def test_two_references_have_two_pictures():
    assert len({dessiner(f"{n:08d}") for n in range(40)}) == 40


def test_an_unknown_dye_counts_as_the_default_one():
    assert dessiner("7K3M9QTX", "fluo", "néon") == dessiner("7K3M9QTX")


@pytest.mark.parametrize("ref", ["", "7K3M9QT", "7K3M9QTXX", "7K3M9QTI", "7k3m9qtx"])
def test_what_is_not_a_reference_has_no_picture(ref):
    with pytest.raises(ValueError, match="not a reference"):
        dessiner(ref)


def test_the_address_of_a_picture_is_kept_for_ever(client):
    reponse = client.get("/annuaire-motif/7K3M9QTX.svg?d=foret")
    assert (reponse.status_code, reponse["Content-Type"], reponse.content.decode()) == (
        200,
        "image/svg+xml",
        dessiner("7K3M9QTX", "foret"),
    )
    assert reponse["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_picture_is_safe_whatever_the_dye_asked(client):
    reponse = client.get('/annuaire-motif/7K3M9QTX.svg?d="><script>')
    assert reponse.content.decode() == dessiner("7K3M9QTX")


@pytest.mark.parametrize("adresse", ["/annuaire-motif/abc.svg", "/annuaire-qr/abc.svg"])
def test_no_picture_for_what_is_not_a_reference(client, db, adresse):
    assert client.get(adresse).status_code == 404


def test_the_qr_code_is_a_picture_without_inline_style(client):
    reponse = client.get("/annuaire-qr/7K3M9QTX.svg")
    assert (reponse.status_code, reponse["Content-Type"]) == (200, "image/svg+xml")
    assert b"style=" not in reponse.content
