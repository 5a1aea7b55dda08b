"""Dates, times, numbers and names as Thai readers write them. Built in to every template."""

import math
import zlib
from datetime import date, datetime, timedelta
from functools import lru_cache

from babel.dates import format_date, format_timedelta
from babel.numbers import format_decimal
from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language, get_language_from_path, ngettext
from django.utils.translation import gettext as _

from ..pages.digits import in_digits
from ..thai.digits import BUDDHIST_ERA
from ..thai.finding import places

register = template.Library()
AVATAR_TONES = 6
_LEADING_VOWELS = "เแโใไ"


def _language() -> str:
    return "th" if (get_language() or "th").startswith("th") else "en"


@register.filter
def day(moment: datetime) -> str:
    """``22 พฤศจิกายน 2569`` in Thai (Buddhist era), ``22 November 2026`` in English; Bangkok's day."""
    return calendar_day(timezone.localdate(moment))


@register.filter
def calendar_day(day: date) -> str:
    """The same for a day without a time."""
    return _written(day, _language())


@register.filter
def short_day(day: date) -> str:
    """``5 พ.ย.`` or ``5 Nov``: heads of narrow columns."""
    return format_date(day, "d MMM", locale=_language())


@lru_cache(maxsize=1024)
def _written(day: date, language: str) -> str:
    """Remembered, since a page of comments has few days and the library takes its time over each."""
    year = day.year + BUDDHIST_ERA if language == "th" else day.year
    return f"{format_date(day, 'd MMMM', locale=language)} {year}"


@register.filter
def clock(moment: datetime) -> str:
    """``17:30 น.`` on one line in Thai, ``17:30`` in English."""
    time = f"{timezone.localtime(moment):%H:%M}"
    return f"{time}\u00a0น." if _language() == "th" else time


@register.filter
def moment(value: datetime) -> str:
    """Day and time together."""
    return _("%(day)s at %(time)s") % {"day": day(value), "time": clock(value)}


@register.filter
def ago(value: datetime, now: datetime | None = None) -> str:
    """``3 ชั่วโมงที่ผ่านมา`` for a week, then the day; what lies less than a minute back is "just now"."""
    past = (now or timezone.now()) - value
    if past >= timedelta(days=7):
        return day(value)
    if past < timedelta(minutes=1):
        return _("just now")
    return _since(int(past.total_seconds()) // 30, _language())


@lru_cache(maxsize=4096)
def _since(half_minutes: int, language: str) -> str:
    """Remembered by the half minute, which is as fine as it is rounded: the library takes its time."""
    past = timedelta(seconds=30 * half_minutes + 15)
    return format_timedelta(-past, granularity="minute", threshold=1, add_direction=True, locale=language)


@register.simple_tag
def when(value: datetime, form: str = "moment"):
    """A ``<time>`` element; ``form`` is moment, day or ago (with the full moment as its title)."""
    if form == "ago":
        return format_html('<time datetime="{}" title="{}">{}</time>', value.isoformat(), moment(value), ago(value))
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), {"moment": moment, "day": day}[form](value))


@register.simple_tag(takes_context=True)
def legal(context, text: str, mark: str = "") -> str:
    """Text of the draft in the digits this reader chose (see consult.pages.digits), with the words of ``mark`` marked."""
    request = context.get("request")
    text = in_digits(text, request.COOKIES) if request else text
    return _marked(text, mark) if mark else text


def _marked(text: str, words: str) -> str:
    text, last, pieces = str(text), 0, []
    for start, end in places(text, words):
        pieces += [(text[last:start], ""), ("", format_html("<mark>{}</mark>", text[start:end]))]
        last = end
    return format_html_join("", "{}{}", [*pieces, (text[last:], "")])


@register.filter
def in_thai(text: str) -> str:
    """Words of a draft, a citizen or an analysis inside a sentence of the site: said to be Thai where the page is not."""
    return text if _language() == "th" else format_html('<span lang="th">{}</span>', text)


@register.filter
def tongue(text: str) -> str:
    """The language of words taken from what citizens wrote, for ``lang``: Thai, or English when no letter is Thai."""
    return "th" if any("ก" <= letter <= "๛" for letter in str(text)) else "en"


@register.filter
def proper_name(name: str) -> str:
    """A name people chose, inside a sentence of the site: in no language, and nothing to translate."""
    return format_html('<span translate="no">{}</span>', name)


@register.filter
def phrases(text: str):
    """A short heading whose lines break between phrases (the spaces of Thai) while they fit, not inside one."""
    return format_html_join(" ", '<span class="phrase">{}</span>', ((part,) for part in text.split()))


@register.simple_tag
def avatar(alias: str, size: str = ""):
    """A round mark for a public name: its first consonant on one of six tones. For eyes only: the name stands beside it."""
    name = alias.lstrip(_LEADING_VOWELS).strip() or alias
    tone = zlib.crc32(alias.encode()) % AVATAR_TONES
    return format_html(
        '<span class="avatar avatar--{}{}" aria-hidden="true" translate="no">{}</span>',
        tone,
        f" avatar--{size}" if size else "",
        name[:1].upper(),
    )


@register.simple_tag
def icon(name: str):
    """A sign from parts/page/icons.html, hidden from screen readers: words stand beside it."""
    return format_html(
        '<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false"><use href="#icon-{}"/></svg>', name
    )


@register.filter
def time_left(end: datetime, now: datetime | None = None) -> str:
    """``เหลืออีก 3 วัน``: days while there are two or more, then hours, then minutes; empty once it is over."""
    seconds = (end - (now or timezone.now())).total_seconds()
    if seconds <= 0:
        return ""
    if seconds >= 2 * 86_400:
        count = int(seconds // 86_400)
        return ngettext("%(count)s day left", "%(count)s days left", count) % {"count": count}
    if seconds >= 2 * 3_600:
        count = int(seconds // 3_600)
        return ngettext("%(count)s hour left", "%(count)s hours left", count) % {"count": count}
    count = math.ceil(seconds / 60)
    return ngettext("%(count)s minute left", "%(count)s minutes left", count) % {"count": count}


@register.filter
def number(value: int) -> str:
    """Thousands separated as the language does it: ``12,345``."""
    return _counted(value, _language())


@lru_cache(maxsize=4096)
def _counted(value: int, language: str) -> str:
    return format_decimal(value, locale=language)


@register.filter
def weight(size: int) -> str:
    """Bytes as people know them: ``12 KB``, ``1.4 MB``."""
    if size < 1_000_000:
        return f"{number(max(1, round(size / 1000)))} KB"
    return f"{format_decimal(round(size / 1_000_000, 1), locale=_language())} MB"


@register.filter
def counted(page) -> str:
    """How many rows a list has, or ``500+`` where no more were counted (see consult.pages.paging)."""
    return f"{number(page.count)}+" if page.is_more else number(page.count)


@register.filter
def percent_of(part: int, whole: int) -> str:
    """Share for a style or a label, ``0`` to ``100``, one decimal only when it matters; 0 of 0 is 0."""
    return f"{100 * part / whole:.4g}" if whole else "0"


@register.filter
def in_hundred(share: float) -> str:
    """A share as people read it: whole hundredths, and neither none nor all of what is only nearly so. ``67``, ``<1``, ``>99``."""
    whole = round(100 * share)
    if whole == 0 and share > 0:
        return "<1"
    return ">99" if whole == 100 and share < 1 else str(whole)


@register.filter
def get(mapping, key):
    """``mapping[key]``, or None."""
    return mapping.get(key)


@register.simple_tag(takes_context=True)
def this_page_in(context, language: str) -> str:
    """The address of the page being read in another language, with its query: Thai is without a prefix."""
    request = context.get("request")
    here = request.get_full_path() if request else "/"
    current = get_language_from_path(here.partition("?")[0])
    bare = here.removeprefix(f"/{current}") if current else here
    return bare if language == settings.LANGUAGE_CODE else f"/{language}{bare}"
