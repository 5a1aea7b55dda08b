import hashlib
import hmac
import secrets
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import connection, models

from ..errors import GuestMovedOn
from .level import Level
from .prepared import LARGEST_ID, ask


def fresh_participant_id() -> int:
    """A number that says nothing, neither who it is nor who came before whom, and that no other row has."""
    return 1 + secrets.randbelow(LARGEST_ID)


_ENTER = """
    INSERT INTO consult_participant (id, consultation_id, account_id, level, company_number) SELECT {}, id, level, '' FROM {} WHERE id = %s
    ON CONFLICT (account_id, consultation_id) WHERE company_number = '' DO NOTHING RETURNING id
"""
_ENTER_SQLITE = _ENTER.format("%s, %s", "consult_user")
#: The row of the account is held: whoever moves up at this moment waits, or is waited for
_WHO = """
    WITH account AS (SELECT id, level FROM consult_user WHERE id = %s FOR KEY SHARE),
    entered AS ({}),
    who AS (SELECT id FROM entered UNION ALL
        SELECT id FROM consult_participant WHERE account_id = %s AND consultation_id = %s AND company_number = '')
""".format(_ENTER.format("%s::bigint, %s::bigint", "account"))  # noqa: S608
_WHO_SQLITE = """
    consult_participant who JOIN consult_user account ON account.id = who.account_id
    WHERE account.id = %s AND who.consultation_id = %s AND who.company_number = ''
"""
#: A company enters once, whoever speaks for it; its row is held, so that two who do wait for each other, and whose account leads to it is
#: the last of them
_ENTER_COMPANY = f"""
    INSERT INTO consult_participant (id, consultation_id, account_id, level, company_number)
    SELECT {{}}, id, {Level.JURISTIC.value}, {{}} FROM {{}} WHERE id = %s
    ON CONFLICT (consultation_id, company_number) WHERE NOT (company_number = '') DO UPDATE SET account_id = excluded.account_id RETURNING id
"""  # noqa: S608
_WHO_COMPANY = f"""
    WITH account AS (SELECT id, {Level.JURISTIC.value}::smallint AS level FROM consult_user WHERE id = %s FOR KEY SHARE),
    who AS ({_ENTER_COMPANY.format("%s::bigint, %s::bigint", "%s::varchar", "account")})
"""  # noqa: S608
_ENTER_COMPANY_SQLITE = _ENTER_COMPANY.format("%s, %s", "%s", "consult_user")
_WHO_COMPANY_SQLITE = f"""
    consult_participant who JOIN (SELECT id, {Level.JURISTIC.value} AS level FROM consult_user) account ON account.id = who.account_id
    WHERE who.company_number = %s AND who.consultation_id = %s
"""  # noqa: S608


def ask_as(
    account: int, consultation: int, question: str, values: Sequence[Any] = (), *, company: str = ""
) -> list[tuple]:
    """The rows that answer a question in SQL which names somebody in a hearing: ``who.id`` there and ``account.level`` now, after a FROM
    left open (``{}``). Whom the hearing does not know yet it knows from then on: inside the transaction of the first act, and on
    PostgreSQL in the same question.

    However many acts of one person come at once, there is one row. Where another act was making it meanwhile, or the account is no more,
    nobody is named and no row answers: asked again, it says which. ``company``: the number of the one in whose name the account acts, who
    is somebody else in the hearing, and the same for all who act in its name.
    """
    made = fresh_participant_id()
    if company:
        return _ask_as_company(
            account, consultation, company, question, [account, made, consultation, company, account], values
        )
    if connection.vendor == "postgresql":
        told = [account, made, consultation, account, account, consultation]
        return ask(_WHO + question.format("who, account"), [*told, *values])
    ask(_ENTER_SQLITE, [made, consultation, account])
    return ask(question.format(_WHO_SQLITE), [*values, account, consultation])


def _ask_as_company(
    account: int, consultation: int, company: str, question: str, entering: list, values: Sequence[Any]
) -> list[tuple]:
    if connection.vendor == "postgresql":
        return ask(_WHO_COMPANY + question.format("who, account"), [*entering, *values])
    ask(_ENTER_COMPANY_SQLITE, entering[1:])
    return ask(question.format(_WHO_COMPANY_SQLITE), [*values, company, consultation])


class ParticipantQuerySet(models.QuerySet):
    def enter(self, account, consultation, company: str = "") -> "Participant":
        """Somebody in a hearing, made where this is their first act there, in its transaction; ``company``: see ``ask_as``. Raises
        GuestMovedOn where the account is no more."""
        for _attempt in range(2):
            question = "SELECT who.id, account.level FROM {}"
            for pk, level in ask_as(account.pk, consultation.pk, question, company=company):
                return Participant(
                    pk=pk, account=account, consultation=consultation, level=level, company_number=company
                )
        raise GuestMovedOn

    def people(self):
        """Those who are somebody themselves, without companies."""
        return self.filter(company_number="")


class Participant(models.Model):
    """One person in one hearing (ผู้แสดงความคิดเห็นในการรับฟังหนึ่ง): a random number, by which everything they say there is kept.
    A company that votes or answers is one more, whoever does it in its name; ``account``: the last who did.

    Of the vault: only this table leads from what was said to whose account it is, and from one hearing to another. Tables of opinions
    hold the number and nothing else of a person (docs/security.md).
    """

    id = models.BigIntegerField(primary_key=True, default=fresh_participant_id, editable=False)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="participants")
    consultation = models.ForeignKey(
        "consult.Consultation", on_delete=models.PROTECT, db_index=False, related_name="participants"
    )
    level = models.PositiveSmallIntegerField(
        choices=Level,
        default=Level.EMAIL,
        help_text="Of the account now, so that what was said is counted by level without it.",
    )
    company_number = models.CharField(
        max_length=13, blank=True, default="", help_text="Of the juristic person in whose name its acts are."
    )

    objects = ParticipantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "consultation"],
                condition=models.Q(company_number=""),
                name="one_participant_per_person_and_hearing",
            ),
            models.UniqueConstraint(
                fields=["consultation", "company_number"],
                condition=~models.Q(company_number=""),
                name="one_participant_per_company_and_hearing",
            ),
            models.CheckConstraint(
                condition=models.Q(company_number="") | models.Q(level=Level.JURISTIC),
                name="a_company_stands_at_its_own_level",
            ),
        ]

    def __str__(self) -> str:
        return pseudonym(self.pk)


def pseudonym(participant: int) -> str:
    """The same for all that one person says in one consultation, linkable neither to the account nor across hearings; nor to the
    number in the tables without this site's secret (settings.PSEUDONYM_KEY, else SECRET_KEY: another one makes everybody somebody
    else)."""
    return _pseudonym(f"{participant}")


def ballot_pseudonym(participant: int) -> str:
    """The same for all votes and answers of one person in one consultation. It is not the one of `pseudonym`: a comment stands beside a
    public name, so one name for both would tell everybody how that person voted."""
    return _pseudonym(f"ballots:{participant}")


def _pseudonym(message: str) -> str:
    key = settings.PSEUDONYM_KEY or settings.SECRET_KEY
    return hmac.new(key.encode(), message.encode(), hashlib.sha256).hexdigest()[:16]
