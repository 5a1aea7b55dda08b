from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from consult.models import User

from ..errors import MailboxTaken
from ..mailboxes import mailbox_key
from ..models import Mailbox


def claim_mailbox(*, person: User) -> None:
    """Say that the mailbox of this person's address is theirs (จองกล่องจดหมาย): of one mailbox there is one account.

    After signing up where nothing needs to be confirmed, else after the address was. Claimed again it is the same.
    Raises MailboxTaken.
    """
    key = mailbox_key(person.email)
    try:
        with transaction.atomic():
            mailbox, created = Mailbox.objects.select_for_update().get_or_create(person=person, defaults={"key": key})
            if not created and mailbox.key != key:
                mailbox.key, mailbox.shared = key, False
                mailbox.save(update_fields=["key", "shared"])
    except IntegrityError as error:
        raise MailboxTaken from error


def claim_confirmed_mailbox(*, address: EmailAddress) -> None:
    """Claim the mailbox that answered (ยืนยันกล่องจดหมาย), or take the confirmation back: of one mailbox there is one account.

    Raises MailboxTaken when another account was first; the address is not confirmed then.
    """
    try:
        claim_mailbox(person=address.user)
    except MailboxTaken:
        EmailAddress.objects.filter(pk=address.pk).update(verified=False)
        address.verified = False
        raise


def fold_mailboxes() -> int:
    """Write every account's mailbox by the rules and the secret of today (เทียบกล่องจดหมายใหม่); for operators, once after this rule
    came, and again when the list of providers or SECRET_KEY changed.

    Nobody is locked out: of accounts that share a mailbox the oldest holds it, the others are marked and go on as they are.
    Returns how many are marked.
    """
    with transaction.atomic():
        people = list(
            User.objects.filter(is_active=True)
            .exclude(email=None)
            .exclude(email="")
            .order_by("date_joined", "pk")
            .values_list("pk", "email")
        )
        Mailbox.objects.all().delete()
        seen: set[str] = set()
        rows = []
        for pk, email in people:
            key = mailbox_key(email)
            rows.append(Mailbox(person_id=pk, key=key, shared=key in seen))
            seen.add(key)
        Mailbox.objects.bulk_create(rows, batch_size=2000)
    return sum(row.shared for row in rows)
