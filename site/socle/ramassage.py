"""Python's cycle collector, kept from walking what never dies while rows pass by the thousand."""

import gc
from contextlib import contextmanager

# Objects made between two collections of the young: Python's 700 is met at every other row.
SEUIL = 50_000


@contextmanager
def sans_les_anciens():
    """Leave what is alive on entry out of collections, and make them rarer, for a long job.

    An index of the country's communes is a million objects, walked again whenever a quarter as
    many were made: measured, a third of the time of an import. What the job itself makes is
    collected as ever, so that its memory does not grow with its length. Not for use in threads
    that serve pages meanwhile: the setting is the process's.
    """
    seuils = gc.get_threshold()
    # The young only: going through everything once costs a small list more than its import does.
    gc.collect(1)
    gc.freeze()
    gc.set_threshold(SEUIL, *seuils[1:])
    try:
        yield
    finally:
        gc.set_threshold(*seuils)
        gc.unfreeze()
