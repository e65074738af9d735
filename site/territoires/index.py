"""placeholder"""


def oublier():
    """Drop."""
