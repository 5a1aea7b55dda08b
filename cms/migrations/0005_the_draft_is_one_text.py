"""The stream of chapters and sections becomes the text it stood for, in pages and in the revisions kept of them."""

import json

from django.db import migrations, models

from cms.drafting import Chapter, Draft, DraftSection, read_text, write_text


def as_chapter(number: str, heading: str, place: int) -> Chapter:
    """The heading as the grammar reads it; one that no grammar knows is numbered, so that it is no paragraph of a section."""
    read = read_text(" ".join(filter(None, [number, " ".join(heading.split())]))).parts
    if len(read) == 1 and isinstance(read[0], Chapter):
        return read[0]
    return Chapter(unit="หมวด", number=str(place), title=" ".join(filter(None, [number, " ".join(heading.split())])))


def as_text(blocks: list[dict], preamble: str) -> str:
    parts, chapters = [], 0
    for block in blocks:
        value = block["value"]
        if block["type"] == "chapter":
            chapters += 1
            parts.append(as_chapter((value.get("number") or "").strip(), (value.get("heading") or "").strip(), chapters))
            continue
        paragraphs = [item["value"] if isinstance(item, dict) else item for item in value.get("paragraphs") or []]
        lines = [line.strip() for text in paragraphs for line in text.splitlines() if line.strip()]
        parts.append(
            DraftSection(
                unit=value.get("unit") or "",
                number=(value.get("number") or "").strip(),
                heading=(value.get("heading") or "").strip(),
                plain_summary=(value.get("plain_summary") or "").strip(),
                paragraphs=tuple(lines),
            )
        )
    above = tuple(line.strip() for line in preamble.splitlines() if line.strip())
    return write_text(Draft(preamble=above, parts=tuple(parts)))


def _blocks(raw) -> list[dict]:
    return json.loads(raw) if isinstance(raw, str) else list(raw or [])


def forwards(apps, schema_editor):
    ConsultationPage = apps.get_model("cms", "ConsultationPage")
    for page in ConsultationPage.objects.all():
        ConsultationPage.objects.filter(pk=page.pk).update(
            draft_text=as_text(list(page.draft.raw_data), page.preamble)
        )
    content_type = apps.get_model("contenttypes", "ContentType").objects.filter(
        app_label="cms", model="consultationpage"
    )
    for revision in apps.get_model("wagtailcore", "Revision").objects.filter(content_type__in=content_type):
        content = revision.content
        content["draft"] = as_text(_blocks(content.get("draft")), content.pop("preamble", ""))
        revision.save(update_fields=["content"])


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0004_a_published_page_stays"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.AddField("consultationpage", "draft_text", models.TextField(default="")),
        migrations.RunPython(forwards, migrations.RunPython.noop, elidable=True),
        migrations.RemoveField("consultationpage", "draft"),
        migrations.RemoveField("consultationpage", "preamble"),
        migrations.RenameField("consultationpage", "draft_text", "draft"),
        migrations.AlterField(
            "consultationpage",
            "draft",
            models.TextField(
                help_text="Type or paste the law as it is written: มาตรา or ข้อ at the start of a line begins a section, หมวด a chapter; what stands above the first one is the preamble.",
                verbose_name="draft",
            ),
        ),
    ]
