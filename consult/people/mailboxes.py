"""Which addresses lead to one mailbox, and which mailboxes are thrown away. Lists in data/."""

from functools import cache
from pathlib import Path

from django.utils.crypto import salted_hmac

DATA = Path(__file__).parent / "data"


def mailbox_form(address: str) -> str:
    """The one way to write a mailbox that its provider lets people write in several (data/mail_providers.txt).

    >>> mailbox_form("Som.Chai+law@GoogleMail.com")
    'somchai@gmail.com'
    """
    name, _, domain = address.strip().lower().rpartition("@")
    provider, ways = _providers().get(domain, (domain, ""))
    folded = name
    for tag in "+-":
        if tag in ways:
            folded = folded.partition(tag)[0]
    for ignored in ("." if "." in ways else "") + ("_-" if "_" in ways else ""):
        folded = folded.replace(ignored, "")
    return f"{folded or name}@{provider}"


def mailbox_key(address: str) -> str:
    """The mailbox as it is kept: with this site's secret, so that a list of keys tells no address."""
    return salted_hmac("rabfang.mailbox", mailbox_form(address), algorithm="sha256").hexdigest()


def is_disposable(address: str) -> bool:
    """Whether the domain, or one above it, is of throw-away mailboxes (data/disposable_domains.txt)."""
    labels = address.strip().lower().rpartition("@")[2].split(".")
    return any(".".join(labels[start:]) in _disposable() for start in range(len(labels) - 1))


def _lines(name: str) -> list[str]:
    lines = (DATA / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@cache
def _providers() -> dict[str, tuple[str, str]]:
    """Domain → the provider's first domain, and what it folds."""
    found = {}
    for line in _lines("mail_providers"):
        domains, _, ways = line.partition(" ")
        first = domains.split(",")[0]
        found |= dict.fromkeys(domains.split(","), (first, ways))
    return found


@cache
def _disposable() -> frozenset[str]:
    return frozenset(_lines("disposable_domains"))
