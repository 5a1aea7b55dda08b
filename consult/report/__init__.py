"""The summary of a hearing as data (สรุปผลการรับฟังความคิดเห็น): what a page, a PDF and a Word file are all made of.

`document` is plain Python; `html`, `pdf` and `word` show it.
"""

from .document import Block, EmptyBlock, HeadingBlock, ListBlock, QuoteBlock, Report, Run, TableBlock, TextBlock
from .seal import digested, seal, shown_digest, without_words_of

__all__ = [
    "Block",
    "EmptyBlock",
    "HeadingBlock",
    "ListBlock",
    "QuoteBlock",
    "Report",
    "Run",
    "TableBlock",
    "TextBlock",
    "digested",
    "seal",
    "shown_digest",
    "without_words_of",
]
