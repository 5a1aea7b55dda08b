"""Numbers that Word makes itself: มาตรา ๑, มาตรา ๒ … from the numbering part, counted as paragraphs come."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from consult.thai.digits import to_thai

from .word_styles import VAL, Styles, W, value

_THAI_LETTERS = "กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
_THAI_WORDS = ["ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า"]
_THAI_PLACES = ["", "สิบ", "ร้อย", "พัน", "หมื่น", "แสน"]
_ROMAN = [
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
]
_ROMAN += [(5, "v"), (4, "iv"), (1, "i")]
LEVELS = 9


@dataclass
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""


class Numbering:
    """Counts numbered paragraphs in the order they are asked for."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, Element] = {}
        self._numbers: dict[str, Element] = {}
        if root is not None:
            self._abstract = {one.get(f"{W}abstractNumId", ""): one for one in root.iter(f"{W}abstractNum")}
            self._numbers = {one.get(f"{W}numId", ""): one for one in root.iter(f"{W}num")}
        self._levels: dict[str, list[_Level]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, properties: Element | None, style: str) -> str:
        """What Word prints in front of a paragraph with these properties, without the gap behind it; counts it."""
        number, level = self._place(properties, style)
        if number not in self._numbers or not 0 <= level < LEVELS:
            return ""
        family = self._family(number)
        levels = self._levels_of(number)
        counts = self._counts.setdefault(family, [None] * LEVELS)
        self._begin_override(number, level, counts)
        counts[level] = levels[level].start if counts[level] is None else (counts[level] or 0) + 1
        for deeper in range(level + 1, LEVELS):
            restart = levels[deeper].restart
            if restart is None or (restart > 0 and level < restart):
                counts[deeper] = None
        return self._written(levels, counts, level)

    def _place(self, properties: Element | None, style: str) -> tuple[str, int]:
        own = properties.find(f"{W}numPr") if properties is not None else None
        number, level = value(own, f"{W}numId"), value(own, f"{W}ilvl") or None
        if number:
            return number, _whole(level or "0")
        number, of_style, said_by = self._styles.numbering(style)
        if not number:
            return "", 0
        level = level or of_style
        if level is None:  # the level that names the style
            names = [one.style for one in self._levels_of(number)] if number in self._numbers else []
            for name in (style, said_by):
                if name and name in names:
                    return number, names.index(name)
        return number, _whole(level or "0")

    def _family(self, number: str) -> str:
        """Lists with one definition count together."""
        return self._definition(value(self._numbers[number], f"{W}abstractNumId"))

    def _definition(self, name: str) -> str:
        seen: set[str] = set()
        while name in self._abstract and name not in seen:
            seen.add(name)
            link = value(self._abstract[name], f"{W}numStyleLink")
            if not link:
                break
            number, _, _ = self._styles.numbering(link)
            if number not in self._numbers:
                break
            name = value(self._numbers[number], f"{W}abstractNumId")
        return name

    def _levels_of(self, number: str) -> list[_Level]:
        if number not in self._levels:
            levels = [_Level(text=f"%{place + 1}.") for place in range(LEVELS)]
            definition = self._abstract.get(self._family(number))
            elements = definition.findall(f"{W}lvl") if definition is not None else []
            elements += self._numbers[number].findall(f"{W}lvlOverride/{W}lvl")
            for element in elements:
                place = _whole(element.get(f"{W}ilvl", "0"))
                if 0 <= place < LEVELS:
                    levels[place] = _level(element)
            self._levels[number] = levels
        return self._levels[number]

    def _begin_override(self, number: str, level: int, counts: list[int | None]) -> None:
        """A list that says startOverride begins there the first time it is used."""
        if (number, level) in self._begun:
            return
        self._begun.add((number, level))
        for override in self._numbers[number].findall(f"{W}lvlOverride"):
            if _whole(override.get(f"{W}ilvl", "0")) == level and (start := value(override, f"{W}startOverride")):
                counts[level] = _whole(start) - 1

    @staticmethod
    def _written(levels: list[_Level], counts: list[int | None], level: int) -> str:
        text = levels[level].text
        if levels[level].form == "bullet":
            return "•"
        for place in range(level + 1):
            count = counts[place]
            if count is None:
                count = levels[place].start
            form = "decimal" if levels[level].legal and place < level else levels[place].form
            text = text.replace(f"%{place + 1}", counted(count, form))
        return text.strip()


def _level(element: Element) -> _Level:
    form = element.find(f".//{W}numFmt")
    restart = value(element, f"{W}lvlRestart")
    legal = element.find(f"{W}isLgl")
    return _Level(
        start=_whole(value(element, f"{W}start") or "1"),
        form=form.get(VAL, "decimal") if form is not None else "decimal",
        text=value(element, f"{W}lvlText"),
        restart=_whole(restart) if restart else None,
        legal=legal is not None and legal.get(VAL, "1") not in ("0", "false"),
        style=value(element, f"{W}pStyle"),
    )


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        return 0


def counted(number: int, form: str) -> str:
    """A number in one of Word's forms; those no Thai office uses come as Arabic digits.

    >>> [counted(12, form) for form in ("decimal", "thaiNumbers", "thaiLetters", "thaiCounting", "lowerRoman", "upperLetter")]
    ['12', '๑๒', 'ฏ', 'สิบสอง', 'xii', 'L']
    """
    match form:
        case "none":
            return ""
        case "thaiNumbers":
            return to_thai(str(number))
        case "thaiLetters":
            return _lettered(number, _THAI_LETTERS)
        case "thaiCounting":
            return _in_words(number)
        case "lowerLetter" | "upperLetter":
            letters = _lettered(number, "abcdefghijklmnopqrstuvwxyz")
            return letters if form == "lowerLetter" else letters.upper()
        case "lowerRoman" | "upperRoman":
            roman = _roman(number)
            return roman if form == "lowerRoman" else roman.upper()
        case "decimalZero":
            return f"{number:02}"
    return str(number)


def _lettered(number: int, letters: str) -> str:
    """a … z, aa … zz, as Word goes on."""
    if number < 1:
        return ""
    times, place = divmod(number - 1, len(letters))
    return letters[place] * min(times + 1, 50)


def _in_words(number: int) -> str:
    """A whole number below a million in Thai words."""
    if not 0 < number < 1_000_000:
        return str(number)
    digits = str(number)
    words = []
    for place, digit in enumerate(map(int, digits)):
        power = len(digits) - place - 1
        if not digit:
            continue
        word = _THAI_WORDS[digit]
        if power == 1 and digit < 3:
            word = "" if digit == 1 else "ยี่"
        elif power == 0 and digit == 1 and len(digits) > 1:
            word = "เอ็ด"
        words.append(word + _THAI_PLACES[power])
    return "".join(words)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    written = ""
    for worth, sign in _ROMAN:
        while number >= worth:
            written, number = written + sign, number - worth
    return written
