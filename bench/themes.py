"""Themes against gold labels: the demo with and without sections, TrueVoice beside other systems.

    python -m bench.themes      the short bench of `make bench`: TrueVoice alone, size, seconds, memory, NMI

Every number of ours is taken from the output of the command line, run as its users run it.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

from bench import measure, peers, rivals
from bench.measure import DATA, DEMO, SEEDS, Figure, Weight

Row = dict[str, str]
Run = tuple[dict[str, Any], Weight]


def demo(folder: Path) -> list[Figure]:
    """Invented comments with gold themes: text alone and with sections, K given and chosen, sections spoiled."""
    gold = measure.demo_themes()
    count = len(set(gold.values()))
    whole = DEMO / "comments.csv"
    text = measure.write_rows(folder / "text.csv", measure.columns(measure.rows_of(whole), "id", "text"))
    figures = []
    answers = measure.write_rows(
        folder / "answers.csv", measure.columns(measure.rows_of(whole), "id", "text", "reply_to")
    )
    known = [measure.themes(answers, folder, "--seed", seed, "--themes", count) for seed in SEEDS]
    nmi, ari = quality(known, gold)
    figures.append(Figure("text and what answers what, K given: NMI", nmi, note=f"ARI {ari:.3f}"))
    for title, source, bars in (("text only", text, (0.42, None)), ("with sections", whole, (0.86, 0.78))):
        given = [measure.themes(source, folder, "--seed", seed, "--themes", count) for seed in SEEDS]
        chosen = [measure.themes(source, folder, "--seed", seed) for seed in SEEDS]
        nmi, ari = quality(given, gold)
        free, free_ari = quality(chosen, gold)
        numbers = "K " + "/".join(str(measure.top_level(document)) for document, _ in chosen)
        figures += [
            Figure(f"{title}, K given: NMI", nmi, bars[0]),
            Figure(f"{title}, K given: ARI", ari, bars[1]),
            Figure(f"{title}, K chosen: NMI lost", nmi - free, 0.05, higher_is_better=False, note=numbers),
            Figure(f"{title}, K chosen: ARI", free_ari),
        ]
    figures += _without_us(gold, count) + _other_encoders(folder, text, whole, count)
    return figures + _spoiled(folder, count) + _accounting(folder)


def _without_us(gold: dict[str, str], count: int) -> list[Figure]:
    """What k-means on sentence vectors gives, and the sections as they are."""
    rows = [row for row in measure.rows_of(DEMO / "comments.csv") if row["id"] in gold]
    vectors, names = peers.vectors_of([row["text"] for row in rows], "use"), [row["id"] for row in rows]
    scores = [
        measure.agreement(dict(zip(names, rivals.kmeans(vectors, [], count, seed), strict=True)), gold)
        for seed in SEEDS
    ]
    sections = measure.agreement({row["id"]: row["section"] for row in rows if row["section"]}, gold)
    return [
        Figure("k-means on USE: NMI", mean(n for n, _ in scores), note=f"ARI {mean(a for _, a in scores):.3f}"),
        Figure("sections taken for themes: NMI", sections[0], note=f"ARI {sections[1]:.3f}"),
    ]


def _other_encoders(folder: Path, text: Path, whole: Path, count: int) -> list[Figure]:
    """The same with one sentence encoder, and with none."""
    figures = []
    for encoder, named in (("use", "USE alone"), ("e5", "E5 alone"), ("tfidf", "no sentence encoder")):
        for title, source in (("text only", text), ("with sections", whole)):
            run = measure.themes(source, folder, "--themes", count, "--encoder", encoder)
            nmi, ari = quality([run], measure.demo_themes())
            figures.append(Figure(f"{title}, K given, {named}: NMI", nmi, note=f"ARI {ari:.3f}"))
    return figures


def _spoiled(folder: Path, count: int) -> list[Figure]:
    """Sections partly missing or wrong, another draw with each seed; with the wording of the draft, as on the site, and without."""
    figures = []
    draft = draft_of_demo(folder)
    spoils: list[tuple[str, Callable[[list[Row], random.Random], list[Row]], float | None]] = [
        ("half of the sections blank", _blank, 0.70),
        ("30 % of the sections wrong", _wrong, None),
    ]
    for title, spoil, bar in spoils:
        for told, more in (("", ("--draft", draft)), (", no draft at hand", ())):
            runs = []
            for seed in SEEDS:
                rows = spoil(measure.rows_of(DEMO / "comments.csv"), random.Random(seed))
                source = measure.write_rows(folder / "weak.csv", rows)
                runs.append(measure.themes(source, folder, "--themes", count, *more))
            nmi, ari = quality(runs, measure.demo_themes())
            figures.append(Figure(f"{title}{told}, K given: NMI", nmi, bar, note=f"ARI {ari:.3f}"))
    return figures


def draft_of_demo(folder: Path) -> Path:
    """The draft of the demo as the command line reads it."""
    draft = json.loads((DEMO / "draft_v1.json").read_text(encoding="utf-8"))
    rows = [
        {"section": section["id"], "text": f"มาตรา {section['number']}\n{section['text']}"}
        for chapter in draft["chapters"]
        for section in chapter["sections"]
    ]
    return measure.write_rows(folder / "draft.csv", rows)


def _blank(rows: list[Row], generator: random.Random) -> list[Row]:
    return [row | {"section": "" if generator.random() < 0.5 else row["section"]} for row in rows]


def _wrong(rows: list[Row], generator: random.Random) -> list[Row]:
    sections = [row["section"] for row in rows]
    return [
        row | {"section": generator.choice(sections) if generator.random() < 0.3 else row["section"]} for row in rows
    ]


def _accounting(folder: Path) -> list[Figure]:
    """Every comment has one theme or one reason; few comments with a subject are set aside."""
    document, _ = measure.themes(DEMO / "comments.csv", folder, "--seed", 0)
    rows = document["assignments"]
    once = sum((a["theme"] is None) != (a["reason"] is None) for a in rows)
    gold = measure.demo_themes()
    aside = [a["reason"] for a in rows if a["reason"] and a["id"] in gold]
    note = ", ".join(f"{reason} {aside.count(reason)}" for reason in sorted(set(aside)))
    like = document["run"]["themes_like_sections"]
    return [
        Figure(
            "themes alike to sections, K chosen", like, higher_is_better=False, note="1: themes repeat the sections"
        ),
        Figure("comments with exactly one theme or reason", once / len(measure.rows_of(DEMO / "comments.csv")), 1.0),
        Figure("comments with a subject set aside", len(aside) / len(gold), higher_is_better=False, note=note),
    ]


def second(folder: Path) -> list[Figure]:
    """Another invented consultation, written apart from the code; its themes run across its sections."""
    place = DATA / "second"
    rows = measure.rows_of(place / "comments.csv")
    gold = {row["id"]: row["theme"] for row in rows if row["theme"] not in measure.NO_SUBJECT}
    count = len(set(gold.values()))
    vectors, names = peers.vectors_of([row["text"] for row in rows if row["id"] in gold], "use"), list(gold)
    plain = [
        measure.agreement(dict(zip(names, rivals.kmeans(vectors, [], count, seed), strict=True)), gold)
        for seed in SEEDS
    ]
    sections = measure.agreement({row["id"]: row["section"] for row in rows if row["section"]}, gold)
    figures = [
        Figure("k-means on USE: NMI", mean(n for n, _ in plain), note=f"ARI {mean(a for _, a in plain):.3f}"),
        Figure("sections taken for themes: NMI", sections[0], note=f"ARI {sections[1]:.3f}"),
    ]
    text, answers = ("id", "text"), ("id", "text", "reply_to")
    draft = ("--draft", place / "draft.csv")
    for title, columns, more in (
        ("text only", text, ()),
        ("text and what answers what", answers, ()),
        ("with sections", (*answers, "section"), ()),
        ("with sections and the draft", (*answers, "section"), draft),
    ):
        source = measure.write_rows(folder / "second.csv", measure.columns(rows, *columns))
        given = [measure.themes(source, folder, "--seed", seed, "--themes", count, *more) for seed in SEEDS]
        nmi, ari = quality(given, gold)
        figures.append(Figure(f"{title}, K given: NMI", nmi, note=f"ARI {ari:.3f}"))
    document, weight = measure.themes(place / "comments.csv", folder, *draft)
    nmi, ari = quality([(document, weight)], gold)
    note = f"ARI {ari:.3f}; K {measure.top_level(document)}"
    return [*figures, Figure("with sections and the draft, K chosen: NMI", nmi, note=note)]


def truevoice(folder: Path) -> list[Figure]:
    """Real Thai utterances of telephone customers; text alone, others on the same vectors."""
    rows = measure.rows_of(DATA / "truevoice" / "sample.csv")
    figures = _against_others(folder, rows, SEEDS)
    source = measure.write_rows(folder / "plain.csv", measure.columns(rows, "id", "text"))
    gold = {row["id"]: row["object"] for row in rows}
    chosen = [measure.themes(source, folder)]
    nmi, ari = quality(chosen, gold)
    sent = [{"id": row["id"], "text": row["text"], "section": row["destination"]} for row in rows]
    source = measure.write_rows(folder / "sent.csv", sent)
    with_sections = quality([measure.themes(source, folder, "--themes", len(set(gold.values())))], gold)
    return [
        *figures,
        Figure("ours, K chosen: NMI", nmi, note=f"ARI {ari:.3f}; K {measure.top_level(chosen[0][0])}, one seed"),
        Figure("ours, `destination` as section: NMI", with_sections[0], note=f"ARI {with_sections[1]:.3f}, one seed"),
    ]


def all_of_truevoice(folder: Path, *, data: Path) -> list[Figure]:
    """The whole corpus, one seed."""
    files = [data / "truevoice" / name for name in ("mari_train.csv", "mari_test.csv")]
    missing = [str(path) for path in files if not path.exists()]
    if missing:
        return [Figure("ours: NMI", None, 0.29, note=f"not there: {', '.join(missing)}")]
    read = [row for path in files for row in measure.rows_of(path)]
    rows = [{"id": f"tv{n:05d}", "text": row["texts"], "object": row["object"]} for n, row in enumerate(read)]
    return _against_others(folder, rows, SEEDS[:1])


def _against_others(folder: Path, rows: Sequence[Row], seeds: Sequence[int]) -> list[Figure]:
    """Ours, and by how much it is above each other system, on `object` with its true number of labels."""
    gold = {row["id"]: row["object"] for row in rows}
    count = len(set(gold.values()))
    source = measure.write_rows(folder / "plain.csv", measure.columns(rows, "id", "text"))
    runs = [measure.themes(source, folder, "--seed", seed, "--themes", count) for seed in seeds]
    nmi, ari = quality(runs, gold)
    weights = [weight for _, weight in runs]
    figures = [
        Figure("ours: NMI", nmi, 0.29, note=f"ARI {ari:.3f}"),
        Figure("ours: CPU seconds of the whole run", mean(weight.cpu for weight in weights)),
        Figure("ours: peak MiB", max(weight.mebibytes for weight in weights)),
    ]
    texts = [row["text"] for row in rows]
    others = (
        ("kmeans", "k-means on USE", "use"),
        ("bertopic", "BERTopic", "auto"),
        ("kouchou", "the kouchou-ai recipe", "auto"),
    )
    for method, name, encoder in others:
        if not peers.installed():
            figures.append(Figure(f"NMI above {name}", None, 0.0, note=peers.MISSING))
            continue
        vectors = peers.vectors_of(texts, encoder)
        scores, topics = [], []
        for seed in seeds:
            given = peers.write_texts(folder / "texts.npz", texts, vectors, themes=count, seed=seed)
            labels = peers.run(method, given)[0]["labels"]
            topics.append(len(set(labels)))
            scores.append(measure.agreement(dict(zip(gold, labels, strict=True)), gold))
        theirs = mean(score for score, _ in scores)
        note = f"its NMI {theirs:.3f}, ARI {mean(score for _, score in scores):.3f}, K {'/'.join(map(str, topics))}"
        figures.append(Figure(f"NMI above {name}", nmi - theirs, 0.0, note=note))
    return figures


def quality(runs: Sequence[Run], gold: dict[str, str]) -> tuple[float, float]:
    """Mean (NMI, ARI) of runs with gold labels."""
    scores = [measure.agreement(measure.placed(document), gold) for document, _ in runs]
    return mean(nmi for nmi, _ in scores), mean(ari for _, ari in scores)


def main() -> None:
    rows = measure.rows_of(DATA / "truevoice" / "sample.csv")
    gold = {row["id"]: row["object"] for row in rows}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = measure.write_rows(folder / "truevoice.csv", measure.columns(rows, "id", "text"))
        lines = []
        for given in (("--themes", len(set(gold.values()))), ()):
            document, weight = measure.themes(source, folder, *given)
            scores = measure.agreement(measure.placed(document), gold)
            cost = (round(weight.wall, 1), round(weight.cpu, 1), round(weight.mebibytes))
            lines.append((len(rows), measure.top_level(document), *scores, *map(str, cost)))
    head = ("comments", "K", "NMI", "ARI", "wall s", "CPU s", "peak MiB")
    measure.table("TrueVoice, real Thai utterances (gold `object`)", head, lines)


if __name__ == "__main__":
    main()
