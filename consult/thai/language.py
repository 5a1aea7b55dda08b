"""In which language somebody writes, so that a page and what reads it aloud can say so.

Decided by script where a script has one language here. Latin script is judged by py3langid among the languages that are
written in Thailand with it; what is too short or too doubtful to judge counts as English.
"""

import unicodedata
from collections import Counter
from functools import cache

THAI = "th"
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
    words = [word for word in text.split() if any(letter.isalpha() for letter in word)]
    if len(words) < _FEWEST_WORDS or sum(map(len, words)) < _FEWEST_LETTERS:
        return "en"
    likelihood = dict(_identifier().rank(text))
    best = max(likelihood, key=likelihood.__getitem__)
    sure = sum(likelihood[one] for one in (_MALAY if best in _MALAY else (best,)))
    return best if sure >= _SURE else "en"


@cache
def _identifier():
    """Loaded when the first text in Latin script comes: a second, and 30 MB."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_pickled_model(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_IN_LATIN)
    return identifier
