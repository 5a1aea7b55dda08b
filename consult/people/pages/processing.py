"""The record of processing as files."""

import csv
from collections.abc import Iterator
from io import StringIO

from django.utils.translation import gettext as _

from ..processing import record


def as_rows() -> Iterator[tuple[str, ...]]:
    """One row for each table of each purpose."""
    for purpose, tables in record():
        told = (purpose.name, purpose.why, purpose.basis, purpose.kept, purpose.seen_by)
        for table, columns in tables:
            yield (*map(str, told), _("yes") if purpose.erased else _("no"), table, " ".join(columns))


def as_csv() -> str:
    file = StringIO()
    file.write("\ufeff")  # Excel takes the file for UTF-8
    writer = csv.writer(file)
    writer.writerow(
        [
            _("purpose"),
            _("what for"),
            _("basis"),
            _("kept"),
            _("seen by"),
            _("erased with an account"),
            _("table"),
            _("columns"),
        ]
    )
    writer.writerows(as_rows())
    return file.getvalue()


def as_markdown() -> str:
    lines = [f"# {_('Record of processing of personal data')}", ""]
    for purpose, tables in record():
        lines += [f"## {purpose.name}", "", str(purpose.why), ""]
        lines += [
            f"- {_('basis')}: {purpose.basis}",
            f"- {_('kept')}: {purpose.kept}",
            f"- {_('seen by')}: {purpose.seen_by}",
        ]
        lines += [f"- {_('erased with an account')}: {_('yes') if purpose.erased else _('no')}", ""]
        lines += [f"- `{table}`: {', '.join(columns)}" for table, columns in tables] + [""]
    return "\n".join(lines)
