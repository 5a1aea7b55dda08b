"""Every figure of docs/analysis.md, each against its bar.

    python -m bench.analysis                    all parts (most of an hour); `make bench-analysis` does this
    python -m bench.analysis --only themes groups
    python -m bench.analysis --data FOLDER      larger data sets: FOLDER/polis, FOLDER/truevoice
    python -m bench.analysis --large            also 300,000 comments, and all of TrueVoice
    python -m bench.analysis --markdown         the block of docs/analysis.md, from bench/analysis.json

Prints a Markdown table a part and writes bench/analysis.json; parts left out keep the figures they had there.
Other systems are run from .venv-bench (requirements-bench.txt); without it their figures are "not measured" and fail.
Ends with 1 when a bar is missed.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from functools import partial
from pathlib import Path

from bench import (
    alarms,
    arguments,
    campaigns,
    groups,
    growth,
    incremental,
    learning,
    masking,
    moods,
    planting,
    pointing,
    report,
    speed,
    stability,
    summaries,
    themes,
    third,
    workers,
)
from bench.measure import DATA, Part


def parts(data: Path, *, large: bool) -> dict[str, tuple[str, Part]]:
    """Name → (title, what measures it)."""
    sizes = (1_000, 10_000, 100_000, 300_000) if large else (1_000, 10_000, 100_000)
    whole = (
        {"truevoice-all": ("All of TrueVoice, K = 26", partial(themes.all_of_truevoice, data=data))} if large else {}
    )
    return {
        "themes": ("Themes of the demo, gold themes, means of 3 seeds", themes.demo),
        "second": ("Another consultation, themes across sections (415 comments), means of 3 seeds", themes.second),
        "truevoice": ("TrueVoice `object`, K = 26, 3,000 utterances, means of 3 seeds", themes.truevoice),
        **whole,
        "stability": ("Stability", stability.run),
        "minority": ("Small views, planted", planting.run),
        "campaigns": ("Campaigns", campaigns.run),
        "learning": ("Learning from analysts", learning.run),
        "stance": ("Inferred positions, themes left out", moods.stance),
        "sentiment": ("Tone of texts, as a count", moods.sentiment),
        "masking": ("Personal data", masking.run),
        "alarms": ("Adverts, insults and masks on texts in two halves, one never looked at", alarms.run),
        "third": ("Adverts, insults, masks, copies and limits on a set written without sight of the rules", third.run),
        "summaries": ("Summaries and their checker", summaries.run),
        "parts": ("Parts of themes against arguments a reader listed", arguments.run),
        "pointing": ("Arguments a lying language model points at", pointing.run),
        "groups": ("Opinion groups, published by pol.is", partial(groups.run, data=data)),
        "votes": ("Opinion groups at size", groups.scale),
        "speed": ("Speed against BERTopic's defaults", speed.run),
        "workers": ("Embedding shared out among workers", workers.run),
        "incremental": ("Later comments, one at a time", incremental.run),
        "growth": ("Growth", partial(growth.run, sizes=sizes)),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", metavar="PART", default=[])
    parser.add_argument("--data", type=Path, default=DATA, metavar="FOLDER")
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--markdown", action="store_true")
    options = parser.parse_args()
    every = parts(options.data, large=options.large)
    unknown = sorted(set(options.only) - set(every))
    if unknown:
        parser.error(f"no part {', '.join(unknown)}; parts: {', '.join(every)}")
    if options.markdown:
        return _print_record(list(every))
    measured = {}
    for name in options.only or every:
        title, measure = every[name]
        with tempfile.TemporaryDirectory() as folder:
            measured[name] = report.as_record(title, measure(Path(folder)))
        print(f"\n{report.markdown(measured[name])}", flush=True)
        report.keep({name: measured[name]})
    missed = [
        f"{name}: {f['name']}" for name, part in measured.items() for f in part["figures"] if f["passed"] is False
    ]
    print("\nEvery bar is met." if not missed else "\nMissed:\n" + "\n".join(f"- {line}" for line in missed))
    return 1 if missed else 0


def _print_record(names: list[str]) -> int:
    """The tables of the last figures of every part, in the order of the parts."""
    recorded = json.loads(report.RECORD.read_text(encoding="utf-8"))["parts"]
    known = [name for name in names if name in recorded] + sorted(set(recorded) - set(names))
    print("\n\n".join(report.markdown(recorded[name]) for name in known))
    return 0


if __name__ == "__main__":
    sys.exit(main())
