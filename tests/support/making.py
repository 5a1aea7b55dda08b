"""The process behind ``Site.make``: started once a site, it runs pieces of Python in the site and says what each made."""

import json
import os
import sys
import traceback

import django
from django.db import connections


def main() -> None:
    """A line of JSON in is code, a line out is ``{"made": …}`` or ``{"error": …}``. What the code prints goes to stderr."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    for line in sys.stdin:
        names: dict = {}
        try:
            exec(f"from tests.support.makers import *\n{json.loads(line)}", names)
            answer = json.dumps({"made": names["made"]})
        except Exception:  # noqa: BLE001 — whoever asked is told
            answer = json.dumps({"error": traceback.format_exc()})
        connections.close_all()
        print(answer, file=answers, flush=True)


if __name__ == "__main__":
    main()
