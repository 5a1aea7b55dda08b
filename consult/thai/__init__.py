"""Thai text as plain Python, below every room: no Django, no library of language.

What it knows: digits, word lists, personal data, names of people, words, differences of wording, the normal form. The record
uses it directly, and `analysis.core` may import it though it imports nothing else of the record.
"""
