"""Sets of documents as integers.

A mask is a Python int whose bit ``i`` stands for the document of primary key ``i``:
intersections and counts of 100,000 documents take microseconds.
"""

from itertools import compress

# A text of 0s and 1s goes to an int and back in C, at a speed no loop over bits reaches.
_UN = ord("1")
_DRAPEAUX = bytes.maketrans(b"01", b"\x00\x01")


def masque(ids):
    """The mask of a list of ids, in any order."""
    if not ids:
        return 0
    texte = bytearray(b"0") * (max(ids) + 1)
    for i in ids:
        texte[i] = _UN
    texte.reverse()
    return int(bytes(texte), 2)


def drapeaux(bits, taille=0):
    """A mask as bytes of 0 and 1, one an id, at least ``taille`` long."""
    texte = bin(bits)[:1:-1].encode().translate(_DRAPEAUX)
    return texte.ljust(taille, b"\x00")


def ids_du(bits):
    """The ids of a mask, ascending."""
    presents = drapeaux(bits)
    return list(compress(range(len(presents)), presents))
