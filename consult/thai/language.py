"""In which language somebody writes, so that a page and what reads it aloud can say so.

Decided by script where a script has one language here; letters that only Vietnamese has are a script of their own. Latin
script is judged by words that Malay alone has, and by py3langid among the languages that are written in Thailand with it.
What is too short or too doubtful to judge is English if that is the likeliest, and otherwise not said: better no voice than
a wrong one.
"""

import re
import unicodedata
from collections import Counter
from functools import cache

from .word_lists import malay_words

THAI = "th"
#: for HTML: the language cannot be told
UNKNOWN = "und"
#: first word of a letter's Unicode name: language
_BY_SCRIPT = {
    "THAI": THAI,
    "LATIN": "en",
    "LAO": "lo",
    "MYANMAR": "my",
    "KHMER": "km",
    "CJK": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "ARABIC": "ar",
    "CYRILLIC": "ru",
    "DEVANAGARI": "hi",
}
_IN_LATIN = ["en", "ms", "id", "vi", "tl", "fr", "de", "es", "nl", "it"]
_MALAY = ("ms", "id")  # one language in two states: they share their likelihood
_VIETNAMESE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
_WORD = re.compile(r"[^\W\d_]+")
_FEWEST_LETTERS, _FEWEST_WORDS, _SURE = 15, 3, 0.9


def language_of(text: str) -> str:
    """The language as an HTML ``lang`` (BCP 47). Text with some Thai is Thai, however many foreign names stand in it, and
    so is what has no letters."""
    scripts = Counter(script for letter in text if letter.isalpha() and (script := _script(letter)) in _BY_SCRIPT)
    if not scripts or scripts["THAI"] * 4 >= scripts.total():
        return THAI
    if scripts["HIRAGANA"] + scripts["KATAKANA"]:
        return "ja"
    (main, _count), *_others = scripts.most_common(1)
    return _in_latin(text) if main == "LATIN" else _BY_SCRIPT[main]


def _script(letter: str) -> str:
    return unicodedata.name(letter, "").partition(" ")[0]


def _in_latin(text: str) -> str:
    if _VIETNAMESE.search(text):
        return "vi"
    words = _WORD.findall(text.lower())
    likelihood: dict[str, float] = dict(_identifier().rank(text))
    best = max(likelihood, key=likelihood.__getitem__)
    sure = sum(likelihood[one] for one in (_MALAY if best in _MALAY else (best,))) >= _SURE
    if sure and len(words) >= _FEWEST_WORDS and sum(map(len, words)) >= _FEWEST_LETTERS:
        return best
    if 2 * sum(word in malay_words() for word in words) > len(words):
        return "ms"
    return "en" if best == "en" else UNKNOWN


@cache
def _identifier():
    """Loaded when the first text in Latin script comes: a second, and 30 MB."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_IN_LATIN)
    return identifier
