"""Moments as an official text in Thai names them."""

from datetime import datetime

from babel.dates import format_date

BUDDHIST_ERA = 543


def moment_in_thai(local: datetime) -> str:
    """``30 พฤศจิกายน 2569 เวลา 12:10 น.`` for a moment in Bangkok's time."""
    day = format_date(local.date(), "d MMMM", locale="th")
    return f"{day} {local.year + BUDDHIST_ERA} เวลา {local:%H:%M} น."
