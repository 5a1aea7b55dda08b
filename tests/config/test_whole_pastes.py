"""What is pasted arrives whole: no field cuts free text in silence; what is too long is refused with its words kept."""

from importlib import import_module
from pathlib import Path

import pytest
from django import forms
from wagtail.blocks import BaseStreamBlock, BaseStructBlock, Block, FieldBlock, ListBlock

from cms.models import AgencyPage, ArticlePage, ConsultationPage, HomePage
from consult.models import Comment
from consult.models.search import QUERY_LENGTH
from consult.models.user import ALIAS_MAX_LENGTH
from consult.views.filters import ConsultationFilter
from tests.support.makers import make_consultation, officer_of, post

ROOT = Path(__file__).resolve().parents[2]
#: Where forms may be defined: the modules that say so by their names
FORMS = [
    ".".join(path.relative_to(ROOT).with_suffix("").parts)
    for room in ("consult", "analysis", "cms")
    for pattern in ("*form*.py", "*filter*.py", "*panel*.py")
    for path in (ROOT / room).rglob(pattern)
]


def our_forms(kind: type = forms.BaseForm) -> set[type]:
    """Every form class of our rooms, found by what it is."""
    found = {kind} if kind.__module__.split(".")[0] in ("consult", "analysis", "cms", "config") else set()
    return found.union(*map(our_forms, kind.__subclasses__()))


def lines_of(block: Block) -> list[FieldBlock]:
    """Every field of a block of the editor and of those inside it."""
    if isinstance(block, BaseStructBlock | BaseStreamBlock):
        return [line for child in block.child_blocks.values() for line in lines_of(child)]
    return lines_of(block.child_block) if isinstance(block, ListBlock) else [block]


@pytest.mark.django_db
def test_no_field_of_a_form_or_a_filter_cuts_what_is_typed():
    for module in FORMS:
        import_module(module)
    cut = [
        f"{form.__name__}.{name}"
        for form in our_forms()
        for name, field in [*form.base_fields.items(), *ConsultationFilter({}).form.fields.items()]
        if "maxlength" in field.widget.attrs
    ]
    assert len(our_forms()) > 8 and cut == []


def test_no_template_cuts_what_is_typed():
    assert [
        path.name for path in (ROOT / "frontend/templates").rglob("*.html") if "maxlength" in path.read_text()
    ] == []


@pytest.mark.django_db
@pytest.mark.parametrize("kind", [ConsultationPage, ArticlePage, AgencyPage, HomePage])
def test_the_editor_cuts_no_line(kind):
    consultation = make_consultation()
    form = kind.get_edit_handler().get_form_class()(instance=kind(), for_user=officer_of(consultation))
    assert [name for name, field in form.fields.items() if "maxlength" in field.widget.attrs] == []
    for field in form.fields.values():
        if block := getattr(field, "block", None):
            assert [line.name for line in lines_of(block) if "maxlength" in line.field.widget.attrs] == []


@pytest.mark.django_db
def test_a_public_name_that_is_too_long_comes_back_whole_with_the_reason(client):
    name = "ก" * (ALIAS_MAX_LENGTH + 1)
    page = client.get("/accounts/signup/").content.decode()
    assert 'name="alias"' in page and f'maxlength="{ALIAS_MAX_LENGTH}"' not in page
    sent = {"email": "someone@example.com", "password1": "ความลับยาวพอสมควร", "alias": name}
    page = client.post("/accounts/signup/", sent).content.decode()
    assert f'value="{name}"' in page and f"ยาว {ALIAS_MAX_LENGTH + 1} ตัวอักษร" in page


@pytest.mark.django_db
def test_a_search_that_is_too_long_finds_nothing_and_keeps_its_words(client):
    consultation = make_consultation()
    words = "ความเห็น" * 20
    assert len(words) > QUERY_LENGTH
    post(consultation, words)
    moderator = officer_of(consultation)
    client.force_login(moderator)
    for address in (
        "/consultations/",
        f"/consultations/{consultation.pk}/discussion/",
        f"/consultations/{consultation.pk}/moderation/",
    ):
        page = client.get(address, {"q": words}).content.decode()
        assert f'value="{words}"' in page, address
    assert (
        words
        not in client.get(f"/consultations/{consultation.pk}/discussion/", {"q": words})
        .content.decode()
        .split("<ol")[-1]
    )
    assert Comment.objects.count() == 1
