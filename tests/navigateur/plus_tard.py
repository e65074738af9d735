"""Run a management command three days from now: ``plus_tard.py publish_scheduled``.

A process of its own, whose clock alone is ahead: the server goes on today.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine

AVANCE = timedelta(days=3)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "site"))
    import django
    from django.core.management import call_command

    django.setup()
    with time_machine.travel(datetime.now(UTC) + AVANCE):
        call_command(sys.argv[1])
