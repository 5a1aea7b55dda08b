"""What an open page asks the server about itself, and how a script is told where to go on."""

import pytest
from django.urls import reverse

from tests.support.makers import make_consultation, make_user, officer_of, post

pytestmark = pytest.mark.django_db


def test_a_page_learns_whose_session_the_browser_has_now(client):
    assert client.get(reverse("consult:session")).json()["person"] == ""
    one, other = make_user(), make_user()
    marks = []
    for user in (one, other, one):
        client.force_login(user)
        answer = client.get(reverse("consult:session"))
        assert (answer.json()["alias"], "no-store" in answer["Cache-Control"]) == (user.alias, True)
        assert f'<meta name="person" content="{answer.json()["person"]}">' in client.get("/help/").content.decode()
        marks.append(answer.json()["person"])
    assert marks[0] == marks[2] != marks[1]


def test_a_script_that_sends_a_form_is_told_where_to_go_on(client):
    consultation = make_consultation()
    client.force_login(officer_of(consultation))
    comment = post(consultation)
    path = reverse("consult:comment_hide", args=[consultation.pk, comment.pk])
    answer = client.post(path, {"reason": "spam"}, headers={"X-Rabfang-Form": "1"})
    assert (answer.status_code, answer["X-Rabfang"], answer.has_header("Location")) == (200, "1", False)
    assert answer["X-Rabfang-Go-To"].startswith(reverse("consult:consultation_detail", args=[consultation.pk]))
    assert client.post(path, {"reason": "insult"}).status_code == 302
