"""A person at a browser without a browser: cookies, tokens, forms over plain HTTP."""

import re
import uuid

import httpx


def token_of(page: httpx.Response) -> str:
    """The token that forms of this page carry."""
    return re.search(r'<meta name="csrf-token" content="(\w+)">', page.text)[1]


class Person:
    """Signs in and sends the site's own forms, as a page without JavaScript would."""

    def __init__(self, address: str, email: str, password: str = "a-long-password", patience: float = 30, **options):
        self.http = httpx.Client(base_url=address, timeout=patience, follow_redirects=True, **options)
        answer = self.send("/accounts/login/", {"login": email, "password": password})
        assert "/accounts/login/" not in str(answer.url), re.findall(r'role="alert".*?</', answer.text, re.DOTALL)

    def send(self, path: str, data: dict) -> httpx.Response:
        """POST with the token of a fresh page."""
        page = self.http.get("/consultations/" if "/consultations/" in path else path)
        return self.http.post(path, data={**data, "csrfmiddlewaretoken": token_of(page)})

    def comment(
        self, consultation: int, text: str, section: int | None = None, key: str | None = None
    ) -> httpx.Response:
        data = {"text": text, "stance": "", "client_key": key or str(uuid.uuid4()), "section": section or ""}
        return self.send(f"/consultations/{consultation}/comments/", data)

    def vote(self, consultation: int, section: int, choice: int) -> httpx.Response:
        return self.send(f"/consultations/{consultation}/sections/{section}/vote/", {"choice": str(choice)})
