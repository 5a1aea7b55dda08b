"""Demonstration data, once: an agency, its people, one hearing that is open with comments, votes, answers and a few official
replies, and one that is over and was reworded. All invented (CC0)."""

import csv
import json
import uuid
import zlib
from datetime import datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cms.actions import appoint_officer, establish_agency, open_site
from cms.demo.logins import LOGINS, PASSWORD
from cms.models import ConsultationPage
from consult import actions
from consult.actions import ReceivedComment
from consult.models import Agency, Comment, Consultation, Membership, User, Vote

DATA = Path(__file__).resolve().parents[2] / "demo"
OPENED_DAYS_AGO = 20
OPEN_FOR_DAYS = 30
ENDED_DAYS_AGO = 12
PEOPLE_WHO_ANSWER = 60


class Command(BaseCommand):
    help = "Create the demonstration agency, people, consultations, comments, votes and answers; once."

    def handle(self, *args, **options):
        if settings.PRODUCTION:
            raise CommandError("Demonstration logins have a published password; they are not for production.")
        if User.objects.filter(email=LOGINS["citizen"][0]).exists():
            self.stdout.write("The demonstration data is here already.")
            return
        with transaction.atomic():
            users = people()
            consultation = publish(users)
            comments = comment(consultation)
            vote(consultation, comments)
            answer(consultation)
            reply_officially(users, comments)
            publish_ended(users)
        self.stdout.write(f"Seeded {len(comments)} comments on “{consultation}”.")


def people() -> dict[str, User]:
    """The demonstration logins, each with its role at the demonstration agency."""
    home = open_site(
        heading="กฎหมายของทุกคน เริ่มจากเสียงของทุกคน",
        introduction="อ่านร่างกฎหมายเป็นรายมาตรา บอกความเห็น โหวต และดูว่าคนอื่นคิดอย่างไร ก่อนที่รัฐจะตัดสินใจ",
    )
    pack = _read_json("consultation.json")
    agency = establish_agency(
        name=pack["agency"], slug="demo-agency", home=home, introduction=pack["demo_notice"]
    ).agency
    users = {role: User.objects.create_user(email, PASSWORD, alias=alias) for role, (email, alias) in LOGINS.items()}
    User.objects.filter(pk=users["admin"].pk).update(is_superuser=True, is_staff=True)
    appoint_officer(user=users["officer"], agency=agency)
    for role in (Membership.Role.ANALYST, Membership.Role.MODERATOR):
        actions.appoint(user=users[role], agency=agency, role=role)
    return users


def publish(users: dict[str, User]) -> Consultation:
    """Write the draft as an officer would, and publish it."""
    pack, draft = _read_json("consultation.json"), _read_json("draft_v1.json")
    first_day = timezone.localdate() - timedelta(days=OPENED_DAYS_AGO)
    page = _page(
        draft,
        slug="demo",
        policy_field=Consultation.PolicyField.PARTICIPATION,
        summary=pack["summary"]["one_minute"],
        rationale="\n\n".join(_paragraphs(pack["summary"], "principles_and_reasons", "problems", "necessity")),
        affected_groups="\n".join(f"{one['group']}: {one['how']}" for one in pack["summary"]["affected_groups"]),
        opens_at=_bangkok(first_day, time.min),
        closes_at=_bangkok(first_day + timedelta(days=OPEN_FOR_DAYS - 1), time(23, 59, 59)),
        questions=json.dumps([_question(one) for one in pack["questions"]], ensure_ascii=False),
    )
    page.save_revision(user=users["officer"]).publish(user=users["officer"])
    return page.consultation


def publish_ended(users: dict[str, User]) -> Consultation:
    """A hearing that is over, commented on by letter, and then issued with another wording."""
    pack, officer = _read_json("ended.json"), users["officer"]
    last_day = timezone.localdate() - timedelta(days=ENDED_DAYS_AGO)
    page = _page(
        pack["versions"][0],
        slug="demo-ended",
        policy_field=Consultation.PolicyField.HEALTH,
        summary=pack["summary"],
        rationale=pack["rationale"],
        affected_groups="\n".join(pack["affected_groups"]),
        opens_at=_bangkok(last_day - timedelta(days=OPEN_FOR_DAYS - 1), time.min),
        closes_at=_bangkok(last_day, time(23, 59, 59)),
    )
    page.save_revision(user=officer).publish(user=officer)
    consultation = page.consultation
    actions.import_comments(consultation=consultation, received=_letters(consultation, pack["comments"]), by=officer)
    page.draft = json.dumps(list(_blocks(pack["versions"][1])), ensure_ascii=False)
    page.save_revision(user=officer).publish(user=officer)
    for one in consultation.comments.order_by("pk"):
        if text := pack["official_replies"].get(one.text):
            actions.reply_officially(comment=one, by=officer, text=text)
    return page.consultation


def _page(draft: dict, **fields) -> ConsultationPage:
    """A page below the demonstration agency, not yet published."""
    return Agency.objects.get(slug="demo-agency").page.add_child(
        instance=ConsultationPage(
            title=draft["title"],
            live=False,
            is_demo=True,
            preamble=draft["preamble"],
            draft=json.dumps(list(_blocks(draft)), ensure_ascii=False),
            **fields,
        )
    )


def _letters(consultation: Consultation, rows: list[dict]) -> list[ReceivedComment]:
    """One comment a day from the opening on."""
    sections = {section.anchor: section for section in consultation.draft.sections.all()}
    return [
        ReceivedComment(
            author=_citizen(row["alias"]),
            text=row["text"],
            posted_at=consultation.opens_at + timedelta(days=place + 1),
            channel=Comment.Channel.PAPER,
            section=sections.get(anchor(row["section"])),
            stance=row["stance"],
        )
        for place, row in enumerate(rows)
    ]


def _question(question: dict) -> dict:
    """StreamField JSON of one question of the pack."""
    options = [one["label"] for one in question.get("options", [])] or question.get("labels", [])
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"demo:{question['id']}")
    items = [
        {"type": "item", "value": text, "id": str(uuid.uuid5(key, str(place)))} for place, text in enumerate(options)
    ]
    value = {"text": question["text"], "options": items, "most": question.get("max_choices", 1)}
    return {"type": "question", "value": value, "id": str(key)}


def _blocks(draft: dict):
    """StreamField JSON with ids of our own, so that the anchors are the same on every machine."""
    for chapter in draft["chapters"]:
        number = f"หมวด {chapter['number']}" if chapter["number"] else ""
        if chapter["heading"]:
            yield {
                "type": "chapter",
                "value": {"number": number, "heading": chapter["heading"]},
                "id": str(uuid.uuid5(uuid.NAMESPACE_URL, f"demo:{chapter['heading']}")),
            }
        for section in chapter["sections"]:
            paragraphs = [
                {"type": "item", "value": text, "id": str(uuid.uuid5(anchor(section["id"]), str(place)))}
                for place, text in enumerate(section["text"].split("\n"))
            ]
            value = {
                "unit": draft.get("unit", "มาตรา"),
                "number": section["number"],
                "heading": "",
                "paragraphs": paragraphs,
            }
            yield {"type": "section", "value": value, "id": str(anchor(section["id"]))}


def anchor(section_id: str) -> uuid.UUID:
    """The anchor of a section of the demonstration draft (``s-01`` …)."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"demo:{section_id}")


def comment(consultation: Consultation) -> dict[str, Comment]:
    """All comments of the corpus, spread evenly from the opening to now. Returns them by their id in the corpus."""
    rows = _read_csv("comments.csv")
    sections = {section.anchor: section for section in consultation.draft.sections.all()}
    authors = {alias: _citizen(alias) for alias in {row["author_alias"] for row in rows}}
    place = {row["id"]: index for index, row in enumerate(rows)}
    step = (timezone.now() - consultation.opens_at) / (len(rows) + 1)
    received = [
        ReceivedComment(
            author=authors[row["author_alias"]],
            text=row["text"],
            posted_at=consultation.opens_at + step * (index + 1),
            channel=Comment.Channel(row["channel"]),
            section=sections.get(anchor(row["section"])) if row["section"] else None,
            stance="" if row["stance"] == "none" else row["stance"],
            parent=place[row["reply_to"]] if row["reply_to"] else None,
        )
        for index, row in enumerate(rows)
    ]
    officer = User.objects.get(email=LOGINS["officer"][0])
    made = actions.import_comments(consultation=consultation, received=received, by=officer)
    return {row["id"]: one for row, one in zip(rows, made, strict=True)}


def vote(consultation: Consultation, comments: dict[str, Comment]) -> None:
    """All votes of the corpus, through the same action as a citizen's."""
    rows = _read_csv("votes.csv")
    voters = {name: _citizen(f"ผู้โหวต {name}") for name in sorted({row["voter"] for row in rows})}
    for row in rows:
        actions.cast_vote(
            consultation=consultation,
            voter=voters[row["voter"]],
            comment=comments[row["comment_id"]],
            choice=Vote.Choice(int(row["value"])),
        )


def answer(consultation: Consultation) -> None:
    """Answers of some who commented; the corpus has none, so what they choose is drawn from their names."""
    authors = User.objects.filter(comments__consultation=consultation).distinct().order_by("alias")
    questions = [one for one in consultation.questionnaire.questions.all() if one.options]
    for author in authors[:PEOPLE_WHO_ANSWER]:
        for question in questions:
            draw = zlib.crc32(f"{author.alias}{question.order}".encode())
            choices = {(draw >> (4 * place)) % len(question.options) for place in range(question.most)}
            actions.answer_question(
                consultation=consultation, question=question, author=author, choices=sorted(choices)
            )


def reply_officially(users: dict[str, User], comments: dict[str, Comment]) -> None:
    """What the agency answered to a few comments, one of them mended since."""
    for key, wordings in _read_json("official_replies.json").items():
        for seen, text in enumerate(wordings):
            actions.reply_officially(comment=comments[key], by=users["officer"], text=text, seen=seen)


def _citizen(alias: str) -> User:
    return User.objects.create_user(f"{uuid.uuid4().hex}@demo.example", alias=alias)


def _bangkok(day, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


def _paragraphs(summary: dict, *names: str):
    for name in names:
        part = summary[name]
        yield part["heading"]
        yield part["text"] if "text" in part else "\n".join(f"• {item}" for item in part["items"])


def _read_json(name: str) -> dict:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def _read_csv(name: str) -> list[dict]:
    with (DATA / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))
