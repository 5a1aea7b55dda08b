"""Copies among a million comments: what it costs to find them when nine in ten are templates.

    python -m bench.campaign_lens [COMMENTS]

Twenty texts of the demonstration are sent round, half of them with a light edit (bench.campaigns); every tenth comment is
words of the demonstration in any order. One process, one thread. Prints CPU seconds and peak memory, and how many of the
templates came out as one group with all their copies.
"""

from __future__ import annotations

import csv
import json
import random
import resource
import sys
import time
from collections import defaultdict

from analysis.core.intake.copies import find_light
from analysis.core.intake.normal_form import fingerprint
from bench.campaigns import edited
from bench.measure import DEMO

TEMPLATES = 20


def lens(comments: int, seed: int = 1) -> dict[str, float]:
    generator = random.Random(seed)
    with (DEMO / "comments.csv").open(encoding="utf-8-sig", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]
    templates = [text for text in texts if len(fingerprint(text)) >= 45][:TEMPLATES]
    words = sorted({word for text in texts for word in text.split(" ")})
    started = time.process_time()
    owner: dict[str, int] = {}
    for _ in range(comments):
        if generator.random() < 0.9:
            number = generator.randrange(TEMPLATES)
            text = templates[number]
            owner.setdefault(fingerprint(edited(text, generator) if generator.random() < 0.5 else text), number)
        else:
            owner.setdefault(fingerprint(" ".join(generator.choices(words, k=generator.randint(3, 12)))), -1)
    marks = sorted(owner)
    read = time.process_time()
    groups = find_light(marks)
    found = time.process_time()
    sizes = defaultdict(int)
    for mark in marks:
        sizes[owner[mark]] += 1
    largest = defaultdict(int)
    strangers = 0
    for group in groups:
        members = [owner[marks[index]] for index in group]
        strangers += sum(one == -1 for one in members) if set(members) != {-1} else 0
        for number in set(members) - {-1}:
            largest[number] = max(largest[number], members.count(number))
    return {
        "comments": comments,
        "distinct": len(marks),
        "cpu_seconds_reading": round(read - started, 1),
        "cpu_seconds_finding": round(found - read, 1),
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "share_of_copies_found": round(sum(largest.values()) / sum(sizes[n] for n in range(TEMPLATES)), 4),
        "strangers_in_groups": strangers,
    }


if __name__ == "__main__":
    print(json.dumps(lens(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)))
