from django.conf import settings
from django.core.signing import BadSignature, dumps, loads
from django.db import models
from django.utils.translation import gettext_lazy as _

from .user import User

_SALT = "rabfang.notices.mail"
#: What a notice is about: a row of one of these
ABOUT = ("version", "act", "appeal", "issue", "result")


class NoticeQuerySet(models.QuerySet):
    def of(self, person):
        """What this person was told, newest first."""
        return self.filter(person=person).order_by("-pk")

    def of_public_hearings(self):
        """Those about hearings that were not withdrawn."""
        return self.filter(
            version__consultation__withdrawn_at=None,
            act__comment__consultation__withdrawn_at=None,
            appeal__consultation__withdrawn_at=None,
            issue__consultation__withdrawn_at=None,
            result__consultation__withdrawn_at=None,
        )

    def with_subject(self):
        """With what each is about, and the hearing of it."""
        return self.select_related(
            "version__consultation",
            "version__retraction",
            "act__comment__consultation",
            "act__comment__participant",
            "appeal__consultation",
            "appeal__act__comment__participant",
            "issue__consultation",
            "issue__public",
            "result__consultation",
        )

    def unread(self):
        return self.filter(read_at=None)

    def unmailed(self):
        """The outbox of e-mail: what nobody has read on the site and no mail has told."""
        return self.filter(mailed_at=None, read_at=None)


def _about_one_thing() -> models.Q:
    """That exactly one of the columns of what a notice is about is filled."""
    ways = models.Q()
    for filled in ABOUT:
        ways |= models.Q(**{f"{name}__isnull": name != filled for name in ABOUT})
    return ways


class Notice(models.Model):
    """Something one person is told once (การแจ้งเตือน): a row a person and event, written with what happened.

    An outbox: ``pk`` gives the order, and each channel keeps beside it what it has sent. It holds no text, so that what is told
    is always what the reader may see now.
    """

    class Kind(models.TextChoices):
        VERSION_ISSUED = "version_issued", _("The draft has another wording")
        VERSION_RETRACTED = "version_retracted", _("A version of the draft was retracted")
        COMMENT_RELEASED = "comment_released", _("A moderator looked at your comment; everybody can read it")
        COMMENT_HIDDEN = "comment_hidden", _("A moderator hid your comment")
        COMMENT_RESTORED = "comment_restored", _("Your comment is shown again")
        COMMENT_REDACTED = "comment_redacted", _("A moderator closed a part of your comment")
        COMMENT_UNREDACTED = "comment_unredacted", _("Your comment is shown whole again")
        APPEAL_DECIDED = "appeal_decided", _("An appeal was decided")
        ISSUE_DECIDED = "issue_decided", _("The agency decided an issue")
        RESULT_PUBLISHED = "result_published", _("The agency published the result")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=24, choices=Kind)
    version = models.ForeignKey("consult.DraftVersion", on_delete=models.PROTECT, null=True, related_name="+")
    act = models.ForeignKey("consult.ModerationAct", on_delete=models.PROTECT, null=True, related_name="+")
    appeal = models.ForeignKey("consult.Appeal", on_delete=models.PROTECT, null=True, related_name="+")
    issue = models.ForeignKey("consult.Issue", on_delete=models.PROTECT, null=True, related_name="+")
    result = models.ForeignKey("consult.Result", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind", "version"], name="a_person_is_told_of_an_event_once"),
            models.UniqueConstraint(fields=["person", "act"], name="a_person_is_told_of_an_act_once"),
            models.UniqueConstraint(fields=["person", "appeal"], name="a_person_is_told_of_an_appeal_once"),
            models.UniqueConstraint(fields=["person", "issue"], name="a_person_is_told_of_an_issue_once"),
            models.UniqueConstraint(fields=["person", "result"], name="a_person_is_told_of_a_result_once"),
            models.CheckConstraint(condition=_about_one_thing(), name="a_notice_is_about_one_thing"),
        ]
        indexes = [
            models.Index(fields=["person"], condition=models.Q(read_at=None), name="unread_notices"),
            models.Index(fields=["id"], condition=models.Q(mailed_at=None, read_at=None), name="unmailed_notices"),
        ]

    def __str__(self) -> str:
        about = next(pk for name in ABOUT if (pk := getattr(self, f"{name}_id")))
        return f"{self.get_kind_display()} · {about}"

    @property
    def comment(self):
        """The comment it is about, where it is about one."""
        return self.act.comment if self.act else self.appeal.act.comment if self.appeal else None

    @property
    def consultation(self):
        about = self.version or self.appeal or self.issue or self.result or self.act.comment
        return about.consultation


def mail_token(person: User) -> str:
    """What a mail carries to stop the mails, without signing in."""
    return dumps(person.pk, salt=_SALT)


def person_of_token(token: str) -> User:
    """Whom a token of ``mail_token`` was made for. Raises BadSignature."""
    if person := User.objects.filter(pk=loads(token, salt=_SALT)).first():
        return person
    raise BadSignature
