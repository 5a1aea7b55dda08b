"""Public names: nobody passes for somebody else, for an agency or for this site; who was called what is kept."""

import threading
import uuid

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from consult.models import Agency, Membership, User
from consult.people import actions
from consult.people.errors import NameClaimsOffice, NameTaken, NameUnreadable, TooManyNames
from consult.people.models import FormerName
from consult.people.names import wanted_name
from consult.people.views.forms import AliasForm
from consult.thai.public_names import name_form
from tests.support.makers import make_agency, make_consultation, make_staff, make_user, officer_of, post
from tests.support.spelling import rows

ONE = rows("../names/one_to_a_reader.csv")
TWO = rows("../names/two_people.csv")

CLAIMS = [
    "ผู้ดูแลระบบ", "ผู้ดูแล\u200bระบบ", "ผู้ดูแลระบบ 2", "แอดมิน", "เเอดมิน", "admin", "ADMIN01", "аdmin", "Administrator", "ทีมงานรับฟัง",
    "รับฟัง", "ra bfang", "Rabfang Support", "เจ้าหน้าที่", "เจ้าหน้าท่ี", "เจ้าหน้าที่ของรัฐ", "นายกรัฐมนตรี", "นายกรัฐมนตรี ตัวจริง", "รัฐบาล",
    "อธิบดีกรมที่ดิน", "กระทรวงการคลัง", "ปลัดกระทรวงมหาดไทย", "โฆษกรัฐบาล", "Ministry of Finance", "Prime Minister", "ลบแล้ว",
    "ศาลปกครอง", "คณะรัฐมนตรี", "Official account",
]  # fmt: skip
CLAIM_NOTHING = [
    "เจ้าหน้าที่เวชระเบียน", "นิติกร อบจ.", "ปลัด อบต.แห่งหนึ่ง", "ลูกสาวตำรวจ", "ข้าราชการบำนาญ", "แอดมินเพจผู้บริโภค", "ศาลาริมน้ำ",
    "คนไม่เอารัฐบาล", "ยายอยากบ่น", "staff nurse Pim", "คนรับฟังเพลง", "ผู้ดูแลคนพิการ",
]  # fmt: skip


@pytest.mark.parametrize(("used", "wanted", "why"), ONE)
def test_two_names_that_a_reader_takes_for_one_are_one(used, wanted, why):
    assert name_form(used) == name_form(wanted) != ""


@pytest.mark.parametrize(("used", "wanted"), TWO)
def test_two_names_that_a_reader_tells_apart_are_two(used, wanted):
    assert name_form(used) != name_form(wanted)


@given(st.text(max_size=40))
def test_the_form_of_a_form_is_the_form(text):
    assert name_form(name_form(text)) == name_form(text)


@pytest.mark.django_db
def test_a_name_like_anothers_is_refused_at_the_door_and_by_the_database():
    make_user(alias="Somchai")
    assert "มีผู้ใช้ชื่อนี้แล้ว" in str(AliasForm({"alias": "Ѕоmсhаі"}).errors)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_user(alias="ЅОМСНАІ")


@pytest.mark.django_db
@pytest.mark.parametrize("alias", CLAIMS)
def test_a_name_that_claims_an_office_is_refused(alias):
    with pytest.raises(NameClaimsOffice):
        wanted_name(alias)


@pytest.mark.django_db
@pytest.mark.parametrize("alias", CLAIM_NOTHING)
def test_what_people_say_of_themselves_is_no_claim(alias):
    assert wanted_name(alias) == alias


@pytest.mark.django_db
def test_names_of_the_agencies_of_this_site_are_theirs_inside_longer_names_too():
    Agency.objects.create(name="กรมที่ดินจำลอง", slug=uuid.uuid4().hex)
    for alias in ("กรมที่ดินจำลอง", "เจ้าหน้าที่กรมที่ดินจำลอง", "กรม ที่ดิน จำลอง จังหวัดเลย", "ทนายกรมที่ดินจําลอง"):
        with pytest.raises(NameClaimsOffice):
            wanted_name(alias)
    assert wanted_name("ลูกค้ากรมที่ดินจำลอง") and wanted_name("ไม่เอากรมที่ดินจำลอง")


@pytest.mark.django_db
@pytest.mark.parametrize("alias", ["\u0e3a", "้", "\u0301\u0301", "👍", "..."])
def test_a_name_without_a_letter_is_refused(alias):
    with pytest.raises(NameUnreadable):
        wanted_name(alias)


@pytest.mark.django_db
def test_a_changed_name_stands_everywhere_and_the_former_one_is_kept_for_moderators_and_taken_by_nobody():
    consultation = make_consultation()
    person, page = make_user(alias="ชื่อเดิมของยาย"), Client()
    comment = post(consultation, author=person)
    page.force_login(person)
    answer = page.post(reverse("people:own_name"), {"alias": "ชื่อใหม่ของยาย"}, follow=True)
    assert "ชื่อใหม่ของยาย" in answer.content.decode()
    shown = Client().get(reverse("consult:comment_detail", args=[consultation.pk, comment.pk])).content.decode()
    assert "ชื่อใหม่ของยาย" in shown and "ชื่อเดิมของยาย" not in shown
    desk = Client()
    desk.force_login(officer_of(consultation))
    assert "ชื่อเดิมของยาย" in desk.get(reverse("consult:moderation", args=[consultation.pk])).content.decode()
    assert "ชื่อใหม่ของยาย" in desk.get(reverse("people:name_history"), {"q": "ชื่อเดิม ของยาย"}).content.decode()
    with pytest.raises(NameTaken):
        actions.change_public_name(person=make_user(), alias="ชื่อเดิม-ของยาย")
    assert actions.change_public_name(person=person, alias="ชื่อเดิมของยาย") == "ชื่อเดิมของยาย"


@pytest.mark.django_db
def test_a_refused_name_stands_in_the_form_with_the_reason():
    person, page = make_user(alias="คนเดิมเดิม"), Client()
    page.force_login(person)
    answer = page.post(reverse("people:own_name"), {"alias": "ผู้ดูแลระบบ"})
    assert (
        answer.status_code == 422
        and "ผู้ดูแลระบบ" in answer.content.decode()
        and "เหมือนชื่อหน่วยงาน" in answer.content.decode()
    )
    assert User.objects.get(pk=person.pk).alias == "คนเดิมเดิม"


@pytest.mark.django_db
def test_a_name_sent_twice_is_changed_once_and_not_all_day_long(settings):
    settings.NAME_CHANGES_PER_DAY = 2
    person = make_user(alias="ก่อนเปลี่ยน")
    for _ in range(3):
        actions.change_public_name(person=person, alias="หลังเปลี่ยน")
    assert FormerName.objects.filter(person=person).count() == 1
    actions.change_public_name(person=person, alias="เปลี่ยนอีก")
    with pytest.raises(TooManyNames):
        actions.change_public_name(person=person, alias="เปลี่ยนไม่หยุด")
    assert User.objects.get(pk=person.pk).alias == "เปลี่ยนอีก"


@pytest.mark.django_db
def test_former_names_are_read_by_moderators_officers_and_auditors_alone():
    agency, page = make_agency(), reverse("people:name_history")
    for role in Membership.Role:
        reader = Client()
        reader.force_login(make_staff(agency, role))
        allowed = role in ("moderator", "officer", "auditor")
        assert reader.get(page).status_code == (200 if allowed else 403), role
    citizen = Client()
    citizen.force_login(make_user())
    assert citizen.get(page).status_code == 403 and Client().get(page).status_code == 302


@pytest.mark.django_db
def test_names_stored_before_a_rule_are_folded_and_the_older_account_keeps_its_name():
    older, newer = make_user(alias="สมหมาย"), make_user(alias="สมควร")
    User.objects.filter(pk=older.pk).update(alias_form="สมหมาย-old-rule")
    User.objects.filter(pk=newer.pk).update(alias="สม\u200bหมาย", alias_form="สมควร-old-rule")
    assert actions.fold_public_names() == 1
    older.refresh_from_db(), newer.refresh_from_db()
    assert older.alias == "สมหมาย" and newer.alias.startswith("ประชาชน-")
    assert newer.former_names.get().alias == "สม\u200bหมาย"
    assert actions.fold_public_names() == 0
    newer.save()  # and nobody is locked out by it later


@pytest.mark.django_db(transaction=True)
def test_of_two_who_change_to_one_name_at_once_one_gets_it(settings):
    settings.NAME_CHANGES_PER_DAY = 1_000
    people = [make_user(), make_user()]
    start, got = threading.Barrier(2), []

    def change(person: User, alias: str) -> None:
        try:
            start.wait()
            got.append(actions.change_public_name(person=person, alias=alias))
        except NameTaken:
            got.append("")
        finally:
            connection.close()

    both = [
        threading.Thread(target=change, args=pair) for pair in zip(people, ("คนว่องไว", "คนว่อง\u200bไว"), strict=True)
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(map(bool, got)) == [False, True]
    assert User.objects.filter(alias_form=name_form("คนว่องไว")).count() == 1
