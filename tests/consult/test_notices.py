"""Everybody who commented or voted on what changes is told once: on the site, and by one mail a day."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consult import actions, errors
from consult.actions.draft import PlannedChange
from consult.models import Notice, SectionChange
from consult.models.notice import mail_token
from tests.support.makers import make_consultation, make_sections, make_user, officer_of, post, vote

pytestmark = pytest.mark.django_db


def reissue(consultation, *texts, **options):
    return actions.issue_version(
        consultation=consultation, sections=make_sections(*texts), by=officer_of(consultation), **options
    )


def told(person):
    return list(Notice.objects.of(person).values_list("kind", "version__number"))


def test_author_and_voter_of_a_reworded_section_are_told_once_and_nobody_else():
    consultation = make_consultation("หนึ่ง", "สอง")
    first, second = consultation.draft.sections.all()
    author, voter, elsewhere = make_user(), make_user(), make_user()
    post(consultation, section=first, author=author)
    post(consultation, "ขอให้คงไว้", section=first, author=author)
    vote(consultation, voter=author, section=first)
    vote(consultation, voter=voter, section=first)
    vote(consultation, voter=elsewhere, section=second)
    reissue(consultation, "หนึ่งใหม่", "สอง")
    reissue(consultation, "หนึ่งใหม่", "สอง")
    assert [told(one) for one in (author, voter, elsewhere)] == [[("version_issued", 2)], [("version_issued", 2)], []]


def test_those_who_spoke_on_earlier_words_of_the_section_are_told_too():
    consultation = make_consultation("หนึ่ง", "สอง")
    voter = make_user()
    vote(consultation, voter=voter, section=consultation.draft.sections.first())
    reissue(consultation, "หนึ่งใหม่", "สอง")
    reissue(consultation, "หนึ่งใหม่กว่า", "สอง")
    assert told(voter) == [("version_issued", 3), ("version_issued", 2)]


def test_a_version_that_is_refused_tells_nobody():
    consultation = make_consultation("หนึ่ง")
    voter = make_user()
    vote(consultation, voter=voter, section=consultation.draft.sections.first())
    with pytest.raises(errors.VersionMoved):
        reissue(consultation, "หนึ่งใหม่", seen=7)
    assert told(voter) == []


def test_the_page_names_the_sections_of_this_person_with_the_agencys_reason(client):
    consultation = make_consultation("หนึ่ง", "สอง")
    one, two = consultation.draft.sections.all()
    voter = make_user()
    vote(consultation, voter=voter, section=one)
    reworded = [
        PlannedChange(
            kind=SectionChange.Kind.REWORDED, old=(row.anchor,), new=(row.anchor,), reason=f"เพราะ{row.number}"
        )
        for row in (one, two)
    ]
    reissue(consultation, "หนึ่งใหม่", "สองใหม่", changes=reworded)
    client.force_login(voter)
    page = client.get(reverse("consult:notice_list")).content.decode()
    assert "เพราะ1" in page and "เพราะ2" not in page
    assert "มาตรา\N{NO-BREAK SPACE}1" in page or "มาตรา 1" in page


def test_the_header_counts_what_is_unread_until_it_is_marked_as_read(client):
    consultation = make_consultation("หนึ่ง")
    voter = make_user()
    vote(consultation, voter=voter, section=consultation.draft.sections.first())
    reissue(consultation, "หนึ่งใหม่")
    client.force_login(voter)
    here = reverse("consult:notice_list")
    assert "site-nav__news" in client.get(reverse("consult:consultation_list")).content.decode()
    newest = client.get(here).context["newest_unread"]
    client.post(here, {"upto": newest})
    assert "site-nav__news" not in client.get(reverse("consult:consultation_list")).content.decode()


def test_nonsense_marks_nothing_as_read(client):
    voter = make_user()
    consultation = make_consultation("หนึ่ง")
    vote(consultation, voter=voter, section=consultation.draft.sections.first())
    reissue(consultation, "หนึ่งใหม่")
    client.force_login(voter)
    client.post(reverse("consult:notice_list"), {"upto": "ทั้งหมด"})
    assert Notice.objects.of(voter).unread().count() == 1


class TestMail:
    @pytest.fixture
    def voter(self):
        person = make_user()
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
        return person

    @pytest.fixture
    def changed(self, voter):
        consultation = make_consultation("หนึ่ง")
        vote(consultation, voter=voter, section=consultation.draft.sections.first())
        reissue(consultation, "หนึ่งใหม่")
        reissue(consultation, "หนึ่งใหม่กว่า")
        return consultation

    def test_one_mail_tells_all_and_is_not_sent_again(self, changed, voter, mailoutbox):
        assert [actions.mail_notices(), actions.mail_notices()] == [1, 0]
        (mail,) = mailoutbox
        assert mail.to == [voter.email]
        assert all(f"/versions/{number}/changes/" in mail.body for number in (2, 3))

    def test_a_second_mail_waits_for_the_next_day(self, changed, voter, mailoutbox):
        actions.mail_notices()
        reissue(changed, "หนึ่งใหม่ที่สุด")
        assert actions.mail_notices() == 0
        Notice.objects.filter(mailed_at__isnull=False).update(mailed_at=timezone.now() - timedelta(days=1))
        assert actions.mail_notices() == 1

    def test_no_mail_goes_to_an_address_nobody_confirmed(self, changed, voter, mailoutbox):
        EmailAddress.objects.filter(user=voter).update(verified=False)
        assert actions.mail_notices() == 0 and mailoutbox == []

    def test_what_was_read_on_the_site_is_not_mailed(self, changed, voter, mailoutbox):
        actions.read_notices(person=voter, upto=Notice.objects.of(voter).first().pk)
        assert actions.mail_notices() == 0

    def test_a_mail_that_could_not_be_sent_is_sent_the_next_time(self, changed, voter, settings, mailoutbox):
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
        assert actions.mail_notices() == 0
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        assert actions.mail_notices() == 1

    def test_one_click_in_a_mail_program_stops_it_and_following_the_link_does_not(self, changed, voter, mailoutbox):
        actions.mail_notices()
        headers = mailoutbox[0].extra_headers
        address = headers["List-Unsubscribe"].strip("<>")
        stop = reverse("consult:mail_stop", args=[mail_token(voter)])
        assert address.endswith(stop) and headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        program = Client(enforce_csrf_checks=True)
        program.get(stop)
        voter.refresh_from_db()
        assert voter.wants_mail
        assert program.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
        voter.refresh_from_db()
        assert not voter.wants_mail

    def test_a_forged_token_stops_nobodys_mail(self, client, voter):
        assert client.post(reverse("consult:mail_stop", args=[f"{voter.pk}:forged"])).status_code == 404

    def test_a_person_may_choose_mail_again(self, client, voter):
        client.force_login(voter)
        for answer, wanted in (("no", False), ("yes", True)):
            client.post(reverse("consult:mail_choice"), {"wanted": answer})
            voter.refresh_from_db()
            assert voter.wants_mail is wanted
