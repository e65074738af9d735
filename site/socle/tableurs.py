"""What a spreadsheet program must not take for a formula when it opens one of our files."""

DECLENCHEURS = ("=", "+", "-", "@", "\t", "\r", "\n")


def neutraliser(valeur):
    """Return *valeur*, an apostrophe before a text that would be run; anything else as it is.

    The apostrophe is what spreadsheets themselves use for « this is text ». Telephones that
    start with « + » get one too: nobody can tell them from a formula.
    """
    if isinstance(valeur, str) and valeur.startswith(DECLENCHEURS):
        return f"'{valeur}"
    return valeur


def rendre(texte):
    """Return a text as it was before :func:`neutraliser`: files of ours are read again.

    What already began with an apostrophe before one of these signs loses it.
    """
    return texte[1:] if texte.startswith("'") and texte[1:].startswith(DECLENCHEURS) else texte
