"""How a test opens a page of the site as somebody."""

from django.test import Client
from django.urls import reverse

from consult.models import Consultation, User


def browser(person: User | None = None) -> Client:
    """Of somebody who is signed in, or of a stranger."""
    client = Client()
    if person:
        client.force_login(person)
    return client


def at(name: str, consultation: Consultation, *args) -> str:
    """The address of this page of a hearing."""
    return reverse(f"consult:{name}", args=[consultation.pk, *args])
