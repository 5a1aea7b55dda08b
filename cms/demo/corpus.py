"""What the files beside this one say: drafts, comments with their gold labels, votes. README.md says how they were made."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path

from consult.models.facts import BY_NAME

HERE = Path(__file__).resolve().parent
#: three dots: the site takes no comment without a letter or a digit; the row stays in its table, with its labels
REFUSED = {"c0453"}


@dataclass(frozen=True, kw_only=True)
class Said:
    """A comment of the demonstration, before it is put on record. ``section`` is an id of a draft, empty for the whole."""

    id: str
    alias: str
    text: str
    channel: str
    stance: str = ""
    section: str = ""
    reply_to: str = ""
    campaign: str = ""


def labelled(name: str) -> list[dict[str, str]]:
    """Rows of ``comments`` or ``more_comments``, with their gold labels."""
    return read_csv(f"{name}.csv")


def everything_said() -> list[Said]:
    """All that was said on the first draft: both tables, and who wrote more than one of them."""
    writer = {comment: alias for alias, comments in read_json("several.json").items() for comment in comments}
    return [
        Said(
            id=row["id"],
            alias=writer.get(row["id"], row["author_alias"]),
            text=row["text"],
            channel=row["channel"],
            stance="" if row["stance"] == "none" else row["stance"],
            section=row["section"],
            reply_to=row["reply_to"],
            campaign=row["campaign"],
        )
        for row in [*labelled("comments"), *labelled("more_comments")]
        if row["id"] not in REFUSED
    ]


def said_in(pack: dict) -> list[Said]:
    """What was said in a small hearing."""
    return [Said(**row | {"stance": "" if row["stance"] == "none" else row["stance"]}) for row in pack["comments"]]


def facts_told(told: dict[str, str | list[str]]) -> dict[str, str]:
    """The facts of a hearing as an officer types them, one a line where there are several. Raises KeyError for one nobody declared."""
    return {BY_NAME[name].name: text if isinstance(text, str) else "\n".join(text) for name, text in told.items()}


def read_json(name: str) -> dict:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def read_csv(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))
