"""How long it takes to check a folder of open data against the log: a hearing of 700,000 votes, written as the site writes it."""

import csv
import json
import secrets
import sys
import tempfile
import time
from pathlib import Path

from analysis.core.verify.folder import verify
from consult.ledger.acts import vote_act
from consult.ledger.checkpoint import Checkpoint, private_key, public_key, signed
from consult.ledger.leaf import Leaf, commitment_of
from consult.ledger.tree import GrowingTree

LEAVES = 700_000
SEED = "YmVuY2htYXJrLW9ubHkta2V5LW5ldmVyLWluLXVzZSE="
ORIGIN, HEARING = "bench.example/log", 1
AT, SIGNED = "2026-11-30T10:00:00.000000Z", "2026-11-30T11:00:00.000000Z"
#: Tables that this hearing has nothing in
EMPTY = {
    "comments.csv": "id,section,words,reply_to,stance,channel,participant,posted_on,theme,no_theme_because,campaign,came_later,text,commitment,salt",
    "answers.csv": "participant,question,options,commitment,salt",
    "withheld.csv": "comment,what,ground,channel",
    "official_replies.csv": "comment,text",
    "issues.csv": "number,id,title,said,decision,reason,effect,anchors,comment_ids",
    "themes.csv": "id,part_of,comments",
    "arguments.csv": "id,comment,confirmed_comments",
    "versions.csv": "version,id,is_retracted,content_sha256,preamble",
    "sections.csv": "id,wording,version,order,anchor,text,unit,number,heading,plain_summary,chapter,chapter_heading",
    "changes.csv": "version",
    "small_views.csv": "id,comment_ids",
    "levels.csv": "of,id,choice,count",
    "openings.csv": "commitment,salt,act",
}


def write(folder: Path, leaves: int) -> None:
    key, tree = private_key(SEED), GrowingTree()
    for name, columns in EMPTY.items():
        (folder / name).write_text(columns + "\n", encoding="utf-8")
    with (
        (folder / "votes.csv").open("w", newline="") as votes,
        (folder / "entries.csv").open("w", newline="") as entries,
    ):
        rows, lines = csv.writer(votes), csv.writer(entries)
        rows.writerow(["participant", "section", "comment", "choice", "commitment", "salt"])
        lines.writerow(["index", "leaves", "hearing", "kind", "at", "commitment", "hash"])
        for index in range(leaves):
            told = {"participant": f"{index // 4:016x}", "section": index % 90 + 1, "comment": None, "choice": "agree"}
            salt = secrets.token_bytes(16)
            commitment = commitment_of(salt, vote_act(hearing=HEARING, **told)).hex()
            rows.writerow([told["participant"], told["section"], "", told["choice"], commitment, salt.hex()])
            lines.writerow([index, 1, HEARING, "vote", AT, commitment, ""])
            tree.add(Leaf(HEARING, "vote", AT, commitment).hash())
    note = signed(Checkpoint(origin=ORIGIN, size=leaves, root=tree.root(), at=SIGNED), ORIGIN, key)
    (folder / "checkpoints.txt").write_text(note, encoding="utf-8")
    (folder / "keys.txt").write_text(f"{public_key(ORIGIN, key)}\n", encoding="utf-8")


def measure(leaves: int = LEAVES) -> dict[str, float]:
    """CPU seconds and memory of the verification; raises where something does not match."""
    import resource

    with tempfile.TemporaryDirectory() as folder:
        write(Path(folder), leaves)
        before = time.process_time()
        found = verify(folder)
        seconds = time.process_time() - before
        if found.differ:
            raise SystemExit("\n".join(map(str, found)))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"leaves": leaves, "cpu_seconds": round(seconds, 1), "peak_mb": round(memory)}


if __name__ == "__main__":
    print(json.dumps(measure(int(sys.argv[1]) if len(sys.argv) > 1 else LEAVES)))
