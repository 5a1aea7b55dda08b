import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from .kept import Reception
from .moderation import ModerationAct
from .participant import pseudonym
from .prepared import PreparedForIds
from .section_change import unsettled

REPLIES_SHOWN = 5


@dataclass(frozen=True, kw_only=True)
class CommentRecord:
    """A comment as it leaves this room for analysis or export: no author, only a pseudonym to count people by."""

    id: int
    anchor: str
    text: str
    stance: str
    parent: int | None
    person: str
    posted_at: datetime
    hidden: bool


class CommentQuerySet(models.QuerySet):
    def visible(self):
        """Those anybody may read: not held, not hidden, nor a reply to a hidden one, not withdrawn. The one rule; every surface asks it."""
        return self.filter(is_visible=True)

    def not_visible(self):
        """Those that wait for a moderator or one took off the page, the replies that went with them, and those their authors withdrew."""
        return self.filter(is_visible=False)

    def held(self):
        """Those that wait for a moderator before anybody may read them."""
        return self.filter(held_at__isnull=False)

    def traces(self):
        """Those of which a reader sees that they stood here, and no word of them: withdrawn, or hidden by themselves."""
        return self.filter(Q(withdrawn_at__isnull=False) | Q(hidden_at__isnull=False), is_visible=False)

    def not_looked_at(self):
        """Those no moderator has looked at yet; of withdrawn ones nothing is left to look at."""
        return self.filter(reviewed_at=None, withdrawn_at=None)

    def masked(self):
        """Those in which something looked like personal data."""
        return self.exclude(text=F("public_text"))

    def top_level(self):
        return self.filter(parent=None)

    def with_author(self):
        """Enough of the author to show a public name, and no more; where it stands, and what the agency answered."""
        return self.select_related(
            "participant__account", "section__version", "span", "official_reply", "representation"
        ).defer(
            "text",
            "official_reply__text",
            *(
                f"participant__account__{field}"
                for field in ("email", "password", "first_name", "last_name", "last_login")
            ),
            *(f"section__{field}" for field in ("text", "search_text", "chapter_heading", "chapter_number")),
            "section__version__preamble",
        )

    def with_section(self):
        """With what ``pages.where`` asks of them."""
        return self.select_related("section__version", "span").defer(
            "section__text", "section__search_text", "section__version__preamble"
        )

    def of_author(self, author):
        """What this person wrote, newest first."""
        return self.filter(participant__account=author).order_by("-pk")

    def answered(self):
        """Those the agency has answered and not taken the answer back."""
        return self.filter(official_reply__withdrawn_at=None, official_reply__isnull=False)

    def unanswered(self):
        """Those without an answer of the agency that stands."""
        return self.filter(Q(official_reply=None) | Q(official_reply__withdrawn_at__isnull=False))

    def left_behind(self, *consultations):
        """Those that wait for the agency since their section was taken out of the draft or split: visible ones without an answer
        that stands, replies left out. They wait until they are answered or put on another section."""
        rows = list(unsettled(*consultations).order_by().values_list("pk", flat=True))
        return self.filter(consultation__in=consultations, section__in=rows).visible().top_level().unanswered()

    def records(self) -> Iterator[CommentRecord]:
        """Every comment, the hidden ones too (marked), oldest first, without their authors."""
        columns = (
            "pk",
            "section__anchor",
            "public_text",
            "stance",
            "parent",
            "participant",
            "posted_at",
            "is_visible",
        )
        for pk, anchor, text, stance, parent, participant, posted_at, is_visible in (
            self.order_by("pk").values_list(*columns).iterator(chunk_size=2000)
        ):
            yield CommentRecord(
                id=pk,
                anchor=str(anchor or ""),
                text=text,
                stance=stance,
                parent=parent,
                person=pseudonym(participant),
                posted_at=posted_at,
                hidden=not is_visible,
            )


def with_authors(ids: Sequence[int]) -> dict[int, "Comment"]:
    """These comments by their ids, with what a page shows of their authors (one query)."""
    return {comment.pk: comment for comment in _WITH_AUTHORS.models(ids)}


_WITH_AUTHORS = PreparedForIds(lambda ids: Comment.objects.with_author().filter(pk__in=ids).order_by())


def first_replies(parents: Sequence[int]) -> list["Comment"]:
    """The oldest visible replies of each of these comments, ``REPLIES_SHOWN`` of each at most, with their authors, oldest first (two queries).

    Which they are is found first, each by a look into an index: of a comment with thousands of replies no more are read, and authors
    are looked up by their ids alone, however many there are.
    """
    found = [pk for first in _FIRST_REPLIES.rows(parents) for pk in first if pk]
    replies = with_authors(found)
    return [replies[pk] for pk in sorted(found) if pk in replies and replies[pk].is_visible]


def _first_replies(parents: Sequence[int]) -> models.QuerySet:
    those = Comment.objects.visible().filter(parent=OuterRef("comment")).order_by("pk").values("pk")
    first = {f"reply_{place}": Subquery(those[place : place + 1]) for place in range(REPLIES_SHOWN)}
    return Reception.objects.filter(comment__in=parents).annotate(**first).order_by().values_list(*first)


_FIRST_REPLIES = PreparedForIds(_first_replies)


class Comment(models.Model):
    """What someone said about a section or the whole draft (ความคิดเห็น).

    ``text`` is what was written, kept for the record. ``public_text`` is what anybody else sees: the same with personal
    data masked. A held comment waits for a moderator before anybody else reads it (docs/decisions/0157). A hidden comment stays
    in the record and leaves every public page, and its replies with it. A withdrawn one leaves a trace under which replies of others stay; its ``public_text`` is empty (docs/decisions/0140).
    """

    class Stance(models.TextChoices):
        """The position its author chose with a button; never guessed."""

        AGREE = "agree", _("agree")
        PARTLY = "partly", _("agree in part")
        DISAGREE = "disagree", _("disagree")

    class Channel(models.TextChoices):
        WEB = "web", _("this website")
        EMAIL = "email", _("e-mail")
        MEETING = "meeting", _("meeting")
        PAPER = "paper", _("letter or paper form")

    consultation = models.ForeignKey(
        "consult.Consultation", on_delete=models.PROTECT, db_index=False, related_name="comments"
    )
    section = models.ForeignKey("consult.Section", on_delete=models.PROTECT, null=True, related_name="comments")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replies")
    participant = models.ForeignKey(
        "consult.Participant", on_delete=models.PROTECT, db_index=False, related_name="comments"
    )
    text = models.TextField()
    public_text = models.TextField()
    search_text = models.TextField(help_text="The search form of public_text.")
    language = models.CharField(
        max_length=8, default="th", help_text="Of the text, as HTML names it; see thai.language."
    )
    stance = models.CharField(max_length=16, choices=Stance, blank=True)
    channel = models.CharField(max_length=16, choices=Channel, default=Channel.WEB)
    client_key = models.UUIDField(
        default=uuid.uuid4, help_text="Of the form and of what was sent with it: the same one twice is one comment."
    )
    posted_at = models.DateTimeField()
    held_at = models.DateTimeField(
        null=True, help_text="Since when it waits for a moderator; empty once it is shown, hidden or withdrawn."
    )
    hidden_at = models.DateTimeField(null=True, help_text="A moderator hid this very comment.")
    hidden_reason = models.CharField(
        max_length=24, blank=True, help_text="Of the act that hid it, for its trace and the figures."
    )
    reviewed_at = models.DateTimeField(
        null=True, help_text="When a moderator last looked at it and did something or nothing."
    )
    withdrawn_at = models.DateTimeField(null=True, help_text="Its author took it back.")
    is_visible = models.BooleanField(
        default=True,
        help_text="Neither held nor hidden nor a reply to a hidden one nor withdrawn; kept by the acts that post, release, hide, restore and withdraw.",
    )
    edited_at = models.DateTimeField(null=True, help_text="When its author last put other words in place of these.")
    reworded_at = models.DateTimeField(
        null=True,
        help_text="When what anybody reads last changed: edited, added to, or masked by other rules.",
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["participant", "client_key"], name="a_form_sent_twice_is_one_comment"),
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_reason="") | (Q(is_visible=False) & ~Q(hidden_reason="")),
                name="a_hidden_comment_is_not_visible_and_says_why",
            ),
            models.CheckConstraint(
                condition=Q(held_at=None) | Q(is_visible=False, hidden_at=None, withdrawn_at=None),
                name="a_held_comment_waits_to_be_shown",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(is_visible=False, public_text="", search_text=""),
                name="a_withdrawn_comment_shows_no_words",
            ),
            models.CheckConstraint(condition=Q(parent=None) | Q(stance=""), name="a_reply_takes_no_position"),
        ]
        indexes = [
            models.Index(
                fields=["consultation", "section", "parent", "is_visible", "-id"],
                name="comments_shown_on_section",
            ),
            models.Index(fields=["participant", "posted_at"], name="comments_by_participant"),
            models.Index(fields=["parent", "id"], condition=Q(is_visible=True), name="replies_in_order"),
            models.Index(fields=["consultation", "id"], name="comments_in_order"),
            # what an analyst narrows by, where those that match may be few and far behind
            models.Index(fields=["consultation", "stance", "id"], condition=~Q(stance=""), name="comments_by_stance"),
            models.Index(
                fields=["consultation", "channel", "id"], condition=~Q(channel="web"), name="comments_by_channel"
            ),
            models.Index(fields=["consultation", "id"], condition=Q(is_visible=False), name="hidden_comments_in_order"),
            models.Index(
                fields=["consultation", "id"], condition=Q(held_at__isnull=False), name="held_comments_in_order"
            ),
            models.Index(fields=["consultation", "id"], condition=Q(reviewed_at=None), name="comments_not_looked_at"),
            models.Index(
                fields=["consultation", "id"],
                condition=Q(reviewed_at=None, withdrawn_at=None) & ~Q(text=F("public_text")),
                name="masked_comments_not_looked_at",
            ),
            models.Index(
                fields=["consultation", "id"],
                condition=Q(withdrawn_at__isnull=False),
                name="withdrawn_comments_in_order",
            ),
            models.Index(
                fields=["consultation", "hidden_reason"],
                condition=~Q(hidden_reason=""),
                name="comments_by_hidden_reason",
            ),
            models.Index(
                fields=["consultation", "reworded_at"], condition=Q(reworded_at__isnull=False), name="comments_reworded"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def author(self):
        """Who wrote it: their account, which the vault leads to."""
        return self.participant.account

    @property
    def masks_something(self) -> bool:
        return self.text != self.public_text

    def get_hidden_reason_display(self) -> str:
        return str(ModerationAct.Reason(self.hidden_reason).label) if self.hidden_reason else ""

    @property
    def leaves_trace(self) -> bool:
        """Whether a reader sees that it stood here, and no word of it (see ``traces``)."""
        return bool(self.withdrawn_at or self.hidden_at) and not self.is_visible
