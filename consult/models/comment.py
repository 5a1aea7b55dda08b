import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Count, F, OuterRef, Q, Subquery, Window
from django.db.models.functions import Coalesce, Length, RowNumber
from django.utils.translation import gettext_lazy as _

from .draft import Section
from .user import pseudonym
from .vote import Vote

REPLIES_SHOWN = 5
STATEMENT_LENGTH = 400


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


def _count(rows, of: str):
    """How many of ``rows`` belong to the row of the outer query, as a query of its own."""
    return Coalesce(Subquery(rows.order_by().values(of).annotate(n=Count("pk")).values("n")), 0)


class CommentQuerySet(models.QuerySet):
    def visible(self):
        """Those anybody may read: not hidden, nor a reply to a hidden one. The one rule; every surface asks it."""
        return self.filter(is_visible=True)

    def not_visible(self):
        """Those a moderator took off the page, and the replies that went with them."""
        return self.filter(is_visible=False)

    def top_level(self):
        return self.filter(parent=None)

    def on_section(self, section):
        """Comments on this section in any version: its anchor carries them from wording to wording.

        The rows of the section are looked up first: asked through a join, a database reads every comment of a hearing to
        find the few of a quiet section.
        """
        rows = Section.objects.filter(anchor=section.anchor, version__consultation=section.version.consultation_id)
        return self.filter(section__in=list(rows.order_by().values_list("pk", flat=True)))

    def on_whole_draft(self):
        return self.filter(section=None)

    def with_author(self):
        """Enough of the author to show a public name, and no more; and what the agency answered."""
        return self.select_related("author", "section", "official_reply").defer(
            "text",
            "official_reply__text",
            *(f"author__{field}" for field in ("email", "password", "first_name", "last_name", "last_login")),
            *(f"section__{field}" for field in ("text", "chapter_heading", "chapter_number")),
        )

    def first_replies(self, parents: Iterable, limit: int = REPLIES_SHOWN):
        """The oldest visible replies of each parent, at most ``limit`` of each, in one query."""
        place = Window(RowNumber(), partition_by=F("parent"), order_by="pk")
        replies = self.filter(parent__in=parents).visible().annotate(place=place).filter(place__lte=limit)
        return replies.with_author().order_by("pk")

    def counts_by_anchor(self) -> dict:
        """Visible comments per section anchor, replies included; the whole draft is under ``None``."""
        rows = self.visible().values_list("section__anchor").annotate(n=Count("pk")).order_by()
        return dict(rows)

    def in_all_and_top_level(self) -> tuple[int, int]:
        """How many visible ones there are, replies included, and how many of them are no replies (one query)."""
        counts = self.visible().aggregate(in_all=Count("pk"), top_level=Count("pk", filter=Q(parent=None)))
        return counts["in_all"], counts["top_level"]

    def count_for(self, consultations: Iterable) -> None:
        """Give each consultation its ``comment_count``: visible comments, replies included (one query)."""
        consultations = list(consultations)
        rows = self.filter(consultation__in=consultations).visible().values_list("consultation").order_by()
        counts = dict(rows.annotate(n=Count("pk")))
        for consultation in consultations:
            consultation.comment_count = counts.get(consultation.pk, 0)

    def statements(self):
        """Those to vote on one at a time: visible, no replies, short enough to take in at a glance."""
        return self.visible().top_level().annotate(length=Length("public_text")).filter(length__lte=STATEMENT_LENGTH)

    def without_vote_of(self, voter):
        """Those this person has not voted on; for a stranger, all of them."""
        return self.exclude(votes__voter=voter) if voter.is_authenticated else self

    def fewest_votes_first(self):
        """So that late comments are heard too; among equals the older one."""
        return self.annotate(vote_count=Count("votes")).order_by("vote_count", "pk")

    def of_author(self, author):
        """What this person wrote, newest first, with how it was received."""
        replies = Comment.objects.visible().filter(parent=OuterRef("pk"))
        agreeing = Vote.objects.filter(comment=OuterRef("pk"), choice=Vote.Choice.AGREE)
        # One count beside the other: joined, they would be counted as replies times votes.
        counts = {"reply_count": _count(replies, "parent"), "agree_count": _count(agreeing, "comment")}
        return self.filter(author=author).annotate(**counts).order_by("-pk")

    def answered(self):
        """Those the agency has answered and not taken the answer back."""
        return self.filter(official_reply__withdrawn_at=None, official_reply__isnull=False)

    def unanswered(self):
        """Those without an answer of the agency that stands."""
        return self.filter(Q(official_reply=None) | Q(official_reply__withdrawn_at__isnull=False))

    def reply_counts(self, parents: Iterable) -> dict[int, int]:
        rows = self.filter(parent__in=parents).visible().values_list("parent").annotate(n=Count("pk")).order_by()
        return dict(rows)

    def records(self) -> Iterator[CommentRecord]:
        """Every comment, the hidden ones too (marked), oldest first, without their authors."""
        columns = (
            "pk",
            "section__anchor",
            "public_text",
            "stance",
            "parent",
            "author",
            "consultation",
            "posted_at",
            "is_visible",
        )
        for pk, anchor, text, stance, parent, author, consultation, posted_at, is_visible in (
            self.order_by("pk").values_list(*columns).iterator(chunk_size=2000)
        ):
            yield CommentRecord(
                id=pk,
                anchor=str(anchor or ""),
                text=text,
                stance=stance,
                parent=parent,
                person=pseudonym(author, consultation),
                posted_at=posted_at,
                hidden=not is_visible,
            )


class Comment(models.Model):
    """What someone said about a section or the whole draft (ความคิดเห็น).

    ``text`` is what was written, kept for the record. ``public_text`` is what anybody else sees: the same with personal
    data masked. A hidden comment stays in the record and leaves every public page, and its replies with it.
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

    consultation = models.ForeignKey("consult.Consultation", on_delete=models.PROTECT, related_name="comments")
    section = models.ForeignKey("consult.Section", on_delete=models.PROTECT, null=True, related_name="comments")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="replies")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="comments")
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
    hidden_at = models.DateTimeField(null=True, help_text="A moderator hid this very comment.")
    is_visible = models.BooleanField(
        default=True, help_text="Neither hidden nor a reply to a hidden one; kept by the acts that hide and restore."
    )
    masked_at = models.DateTimeField(
        null=True, help_text="When other rules of masking last changed what anybody reads."
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["author", "client_key"], name="a_form_sent_twice_is_one_comment"),
            models.CheckConstraint(
                condition=Q(hidden_at=None) | Q(is_visible=False), name="a_hidden_comment_is_not_visible"
            ),
            models.CheckConstraint(condition=Q(parent=None) | Q(stance=""), name="a_reply_takes_no_position"),
        ]
        indexes = [
            models.Index(
                fields=["consultation", "section", "parent", "is_visible", "-id"],
                name="comments_shown_on_section",
            ),
            models.Index(fields=["author", "posted_at"], name="comments_by_author_and_time"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def masks_something(self) -> bool:
        return self.text != self.public_text
