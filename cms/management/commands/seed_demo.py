"""Demonstration data, once: an agency, its people and hearings: one that is open and much talked about, one that is over and was
reworded, one whose draft the people rejected, one held in two languages, and one draft in two rounds. All invented (CC0)."""

import json
import uuid
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cms.actions import Why, attach_file, begin_round, establish_agency, issue_draft, open_site
from cms.attaching import clean_file
from cms.demo import crowd
from cms.demo.concluded import conclude
from cms.demo.corpus import HERE, Said, everything_said, facts_told, read_csv, read_json, said_in
from cms.demo.logins import LOGINS, PASSWORD
from cms.demo.rhythm import moments
from cms.desk.impact import impact_of
from cms.drafting import Chapter, Draft, DraftSection, write_text
from cms.models import ConsultationPage
from consult import actions
from consult.actions import ChosenWords, ReceivedComment
from consult.models import Agency, Comment, Consultation, Membership, ModerationAct, Section, User, Vote
from consult.models.consent import consent_version

OPEN_FOR_DAYS = 30
OPENED_DAYS_AGO = 20
ENDED_DAYS_AGO = 12
REJECTED_OPENED_DAYS_AGO = 24
ENGLISH_OPENED_DAYS_AGO = 5
FIRST_ROUND_OPENED_DAYS_AGO = 320
SECOND_ROUND_OPENED_DAYS_AGO = 14
REWORDED_DAYS_AGO = 2
PEOPLE_WHO_ANSWER = 120
AUTHORS_WHO_VOTE = 180


class Command(BaseCommand):
    help = "Create the demonstration agency, people, consultations, comments, votes and answers; once."

    def handle(self, *args, **options):
        if settings.PRODUCTION:
            raise CommandError("Demonstration logins have a published password; they are not for production.")
        if User.objects.filter(email=LOGINS["citizen"][0]).exists():
            self.stdout.write("The demonstration data is here already.")
            return
        with transaction.atomic():
            demonstration = Demonstration(timezone.now())
            demonstration.talk()
            demonstration.end()
            demonstration.reject()
            demonstration.speak_english()
            demonstration.hear_twice()
        demonstration.conclude()
        self.stdout.write(f"Seeded {Comment.objects.count()} comments of {demonstration.crowd_size} people.")


class Demonstration:
    """The hearings as they stand at one moment. Each citizen is one account in all of them."""

    def __init__(self, now: datetime):
        self.now = now
        self.staff = people()
        self._citizens: dict[str, User] = {}
        self._ended: dict = {}
        #: page → what the corpus calls the sections of its draft, in order
        self._names: dict[int, list[str]] = {}
        #: hearing → name in the corpus → the section
        self._sections: dict[int, dict[str, Section]] = {}

    @property
    def crowd_size(self) -> int:
        return len(self._citizens)

    def talk(self) -> None:
        """The open hearing on the Act: comments, votes, answers, official replies, and what a moderator hid."""
        pack, said = read_json("consultation.json"), everything_said()
        page = self._page(
            read_json("draft_v1.json"),
            slug="demo",
            days_ago=OPENED_DAYS_AGO,
            policy_field=Consultation.PolicyField.PARTICIPATION,
            summary=pack["summary"]["one_minute"],
            pack=facts_told(pack["told"]),
            questions=json.dumps([_question(one) for one in pack["questions"]], ensure_ascii=False),
        )
        self._attach(page, pack["documents"])
        consultation = self._publish(page)
        comments = self._record(consultation, said, until=self.now)
        table = read_csv("votes.csv")
        self._vote(consultation, crowd.votes_on_comments(said, table), comments)
        voters = read_csv("voters.csv")
        names = sorted(crowd.voter_name(row["voter"]) for row in voters)
        authors = sorted({one.alias for one in said})
        leanings = crowd.leanings(said, table, voters)
        self._vote_on_sections(consultation, said, [*names, *authors[:AUTHORS_WHO_VOTE]], leanings)
        self._answer(consultation, pack["questions"], authors[-PEOPLE_WHO_ANSWER:])
        self._reply(comments, read_json("official_replies.json"))
        for name, reason in read_json("hidden.json").items():
            actions.hide_comment(
                comment=comments[name], by=self.staff["moderator"], reason=ModerationAct.Reason(reason)
            )

    def end(self) -> None:
        """A hearing that is over, and whose draft was then issued with another wording."""
        pack = read_json("ended.json")
        page = self._page_of(pack, slug="demo-ended", days_ago=ENDED_DAYS_AGO + OPEN_FOR_DAYS - 1)
        page.shows_themes = True
        consultation = self._publish(page)
        comments = self._record(consultation, said_in(pack), until=consultation.closes_at)
        page.draft = _text_of(pack["versions"][1])
        self._publish(page)
        impact = impact_of(consultation, page.read_draft())
        issue_draft(page=page, impact=impact, why={}, seen=consultation.draft.number, by=self.staff["officer"])
        self._reply(comments, pack["official_replies"])
        self._decide(consultation, comments, pack["issues"])
        self._ended = {"consultation": consultation, "comments": comments, "arguments": pack["arguments"]}

    def conclude(self) -> None:
        """The hearing that is over has a published result; after the rest, since an analysis writes as it goes."""
        conclude(staff=self.staff, **self._ended)

    def reject(self) -> None:
        """A hearing in which nearly all disagree: closed early, and the agency says why it takes its draft back."""
        pack = read_json("rejected.json")
        said = said_in(pack)
        page = self._page_of(pack, slug="demo-rejected", days_ago=REJECTED_OPENED_DAYS_AGO)
        consultation = self._publish(page)
        comments = self._record(consultation, said, until=self.now, ends_at=self.now)
        self._vote_on_sections(consultation, said, sorted(self._citizens)[::4])
        actions.close_consultation(consultation=consultation, by=self.staff["officer"], reason=pack["closed_because"])
        page.summary = pack["summary_when_dropped"]
        self._publish(page)
        self._reply(comments, pack["official_replies"])

    def speak_english(self) -> None:
        """A hearing just opened that concerns people who read no Thai: its text and its comments are in both languages."""
        pack = read_json("english.json")
        said = said_in(pack)
        consultation = self._publish(self._page_of(pack, slug="demo-english", days_ago=ENGLISH_OPENED_DAYS_AGO))
        comments = self._record(consultation, said, until=self.now)
        self._vote_on_sections(
            consultation, said, sorted({one.alias for one in said} | set(sorted(self._citizens)[::12]))
        )
        self._reply(comments, pack["official_replies"])

    def hear_twice(self) -> None:
        """A draft in two rounds: Parliament ended before it came to the first. In the second one version followed another, section by
        section for reasons that name comments, and a third waits on the desk to be issued."""
        pack = read_json("rounds.json")
        officer = self.staff["officer"]
        first = self._publish(self._page_of(pack, slug="demo-round", days_ago=FIRST_ROUND_OPENED_DAYS_AGO))
        self._reply(self._record(first, said_in(pack), until=first.closes_at), pack["official_replies"])
        today = timezone.localdate(self.now)
        for one in pack["stages"]:
            on = today - timedelta(days=one["days_ago"])
            actions.tell_law_stage(consultation=first, kind=one["kind"], on=on, note=one["note"], by=officer)
        page, second = begin_round(consultation=first, by=officer), pack["second"]
        _, opening, reworded, waiting = pack["versions"]
        for name, value in self._put_to_the_people(opening, days_ago=SECOND_ROUND_OPENED_DAYS_AGO).items():
            setattr(page, name, value)
        self._names[page.pk] = _names(opening)
        consultation = self._publish(page)
        said = said_in(second)
        comments = self._record(consultation, said, until=self.now - timedelta(days=REWORDED_DAYS_AGO))
        self._vote_on_sections(consultation, said, sorted(self._citizens)[::9])
        page.draft = _text_of(reworded)
        self._publish(page)
        impact = impact_of(consultation, page.read_draft())
        why = {
            row.key: _why(second["reasons"].get(row.before[0].label if row.before else ""), comments)
            for row in impact.rows
        }
        issue_draft(page=page, impact=impact, why=why, seen=consultation.draft.number, by=officer)
        self._reply(comments, second["official_replies"])
        page.draft = _text_of(waiting)
        self._publish(page)

    def _page_of(self, pack: dict, *, slug: str, days_ago: int) -> ConsultationPage:
        """The page of a small hearing."""
        return self._page(
            pack["versions"][0],
            slug=slug,
            days_ago=days_ago,
            policy_field=Consultation.PolicyField(pack["policy_field"]),
            summary=pack["summary"],
            pack=facts_told(pack["told"]),
            instrument=pack["instrument"],
        )

    def _page(self, draft: dict, *, days_ago: int, **fields) -> ConsultationPage:
        """A page below the demonstration agency, not yet published."""
        page = Agency.objects.get(slug="demo-agency").page.add_child(
            instance=ConsultationPage(
                title=draft["title"],
                live=False,
                is_demo=True,
                **fields,
                **self._put_to_the_people(draft, days_ago=days_ago),
            )
        )
        self._names[page.pk] = _names(draft)
        return page

    def _put_to_the_people(self, draft: dict, *, days_ago: int) -> dict:
        """The text of a page and its days."""
        first_day = _working_day(timezone.localdate(self.now) - timedelta(days=days_ago))
        return {
            "draft": _text_of(draft),
            "opens_at": _bangkok(first_day, time.min),
            "closes_at": _bangkok(first_day + timedelta(days=OPEN_FOR_DAYS - 1), time(23, 59, 59)),
        }

    def _attach(self, page: ConsultationPage, documents: dict[str, tuple[str, str]]) -> None:
        """Documents (file, purpose) by their titles, as an officer attaches them."""
        for title, (name, purpose) in documents.items():
            file = clean_file((HERE / name).read_bytes(), size=settings.ATTACHMENT_MB * 1_000_000)
            attach_file(page=page, title=title, file=file, purpose=purpose, by=self.staff["officer"])
        page.refresh_from_db()
        page.pack = page.get_latest_revision_as_object().pack

    def _publish(self, page: ConsultationPage) -> Consultation:
        officer = self.staff["officer"]
        page.save_revision(user=officer).publish(user=officer)
        consultation = page.consultation
        if consultation.pk not in self._sections:
            issued = consultation.draft.sections.all()
            self._sections[consultation.pk] = dict(zip(self._names[page.pk], issued, strict=True))
        return consultation

    def _record(self, consultation: Consultation, said: list[Said], *, until, ends_at=None) -> dict[str, Comment]:
        """Put all that was said on record in the order of its moments. Returns the comments by their id in the corpus."""
        when = moments(
            said,
            opens_at=timezone.localtime(consultation.opens_at),
            until=timezone.localtime(until),
            ends_at=timezone.localtime(ends_at or consultation.closes_at),
        )
        said = sorted(said, key=lambda one: when[one.id])
        place = {one.id: order for order, one in enumerate(said)}
        sections, words = self._sections[consultation.pk], read_json("words.json")
        received = [
            ReceivedComment(
                author=self._citizen(one.alias),
                text=one.text,
                posted_at=when[one.id],
                channel=Comment.Channel(one.channel),
                section=sections[one.section] if one.section else None,
                stance=one.stance,
                words=_words(sections[one.section], words[one.id]) if one.id in words else None,
                parent=place[one.reply_to] if one.reply_to else None,
            )
            for one in said
        ]
        made = actions.import_comments(consultation=consultation, received=received, by=self.staff["officer"])
        return {one.id: comment for one, comment in zip(said, made, strict=True)}

    def _vote(self, consultation: Consultation, ballots: list[crowd.Ballot], comments: dict[str, Comment]) -> None:
        for ballot in ballots:
            actions.cast_vote(
                consultation=consultation,
                voter=self._citizen(ballot.voter),
                comment=comments[ballot.subject],
                choice=Vote.Choice(ballot.choice),
            )

    def _vote_on_sections(
        self, consultation: Consultation, said: list[Said], voters: list[str], leanings: crowd.Leanings | None = None
    ) -> None:
        sections = self._sections[consultation.pk]
        for ballot in crowd.votes_on_sections(said, list(sections), voters, leanings):
            actions.cast_vote(
                consultation=consultation,
                voter=self._citizen(ballot.voter),
                section=sections[ballot.subject],
                choice=Vote.Choice(ballot.choice),
            )

    def _answer(self, consultation: Consultation, pack: list[dict], aliases: list[str]) -> None:
        """Answers of some who commented; the corpus has none, so they are drawn by the shares the pack gives."""
        asked = {one["id"]: row for one, row in zip(pack, consultation.questionnaire.questions.all(), strict=True)}
        closed = {name: row for name, row in asked.items() if row.options}
        shares = {one["id"]: one["demo_shares"] for one in pack if one["id"] in closed}
        for alias in aliases:
            chosen = crowd.answers(alias, [(name, len(row.options), row.most) for name, row in closed.items()], shares)
            for name, choices in chosen.items():
                actions.answer_question(
                    consultation=consultation, question=closed[name], author=self._citizen(alias), choices=choices
                )

    def _reply(self, comments: dict[str, Comment], replies: dict[str, str | list[str]]) -> None:
        """What the agency answered; where there are several wordings, one after the other."""
        for name, wordings in replies.items():
            for seen, text in enumerate([wordings] if isinstance(wordings, str) else wordings):
                actions.reply_officially(comment=comments[name], by=self.staff["officer"], text=text, seen=seen)

    def _decide(self, consultation: Consultation, comments: dict[str, Comment], issues: list[dict]) -> None:
        """Issue by issue: the analyst writes what people said and what the agency decides, the officer approves it."""
        anchors = {name: str(section.anchor) for name, section in self._sections[consultation.pk].items()}
        for told in issues:
            inside, sections = told.pop("comments"), told.pop("sections")
            issue = actions.draft_issue(
                consultation=consultation,
                by=self.staff["analyst"],
                title=told["title"],
                comments=[comments[name].pk for name in inside],
            )
            actions.change_issue(
                issue=issue, by=self.staff["analyst"], seen=1, anchors=[anchors[name] for name in sections], **told
            )
            actions.approve_issue(issue=issue, by=self.staff["officer"], seen=2)

    def _citizen(self, alias: str) -> User:
        if alias not in self._citizens:
            self._citizens[alias] = User.objects.create_user(
                f"{uuid.uuid4().hex}@demo.example", alias=alias, consented_to=consent_version()
            )
        return self._citizens[alias]


def people() -> dict[str, User]:
    """The demonstration logins, each with its role at the demonstration agency."""
    users = {
        role: User.objects.create_user(email, PASSWORD, alias=alias, consented_to=consent_version())
        for role, (email, alias) in LOGINS.items()
    }
    admin = users["admin"]
    admin.is_superuser = admin.is_staff = True
    admin.save(update_fields=["is_superuser", "is_staff"])
    home = open_site(
        by=admin,
        heading="กฎหมายของทุกคน เริ่มจากเสียงของทุกคน",
        introduction="อ่านร่างกฎหมายเป็นรายมาตรา บอกความเห็น โหวต และดูว่าคนอื่นคิดอย่างไร ก่อนที่รัฐจะตัดสินใจ",
    )
    pack = read_json("consultation.json")
    agency = establish_agency(
        name=pack["agency"], slug="demo-agency", home=home, introduction=pack["demo_notice"], by=admin
    ).agency
    for role in (Membership.Role.OFFICER, Membership.Role.ANALYST, Membership.Role.APPROVER, Membership.Role.MODERATOR):
        actions.appoint(user=users[role], agency=agency, role=role, by=admin)
    return users


def _question(question: dict) -> dict:
    """StreamField JSON of one question of the pack."""
    options = [one["label"] for one in question.get("options", [])] or question.get("labels", [])
    key = uuid.uuid5(uuid.NAMESPACE_URL, f"demo:{question['id']}")
    items = [
        {"type": "item", "value": text, "id": str(uuid.uuid5(key, str(place)))} for place, text in enumerate(options)
    ]
    value = {"text": question["text"], "options": items, "most": question.get("max_choices", 1)}
    return {"type": "question", "value": value, "id": str(key)}


def _text_of(draft: dict) -> str:
    """A draft of the pack as an officer would type it."""
    parts = []
    for chapter in draft["chapters"]:
        if chapter["heading"]:
            numbered = {"unit": "หมวด", "number": chapter["number"], "title": chapter["heading"]}
            parts.append(Chapter(**numbered) if chapter["number"] else Chapter(unit=chapter["heading"]))
        parts += [
            DraftSection(
                unit=draft.get("unit", "มาตรา"), number=section["number"], paragraphs=tuple(section["text"].split("\n"))
            )
            for section in chapter["sections"]
        ]
    return write_text(Draft(preamble=tuple(draft["preamble"].split("\n")), parts=tuple(parts)))


def _why(said: dict | None, comments: dict[str, Comment]) -> Why:
    """The reason the agency gives for one change, with the comments it answers."""
    if said is None:
        return Why()
    return Why(reason=said["reason"], causes=tuple(comments[name].pk for name in said["causes"]))


def _names(draft: dict) -> list[str]:
    """What the corpus calls the sections of a draft, in its order."""
    return [section["id"] for chapter in draft["chapters"] for section in chapter["sections"]]


def _words(section: Section, exact: str) -> ChosenWords:
    start = section.text.index(exact)
    return ChosenWords(start=start, end=start + len(exact))


def _working_day(day: date) -> date:
    """This day, or the Monday after it: agencies open hearings on working days."""
    return day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)


def _bangkok(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))
