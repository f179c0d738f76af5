"""How hard a text is to read, after Flesch and Kincaid: the school grade that it asks for."""

from __future__ import annotations

import re

_SILENT = re.compile(r"(?:[^laeiouy]es|[^dt]ed|[^aeiouyl]e|[^aeiouy]les?)$")
_VOWELS = re.compile(r"[aeiouy]+")
_WORD = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?")


def syllables(word: str) -> int:
    """The syllables of an English word, by its groups of vowels."""
    plain = re.sub(r"['’]|[^a-z]", "", word.lower())
    groups = len(_VOWELS.findall(plain))
    groups += len(re.findall(r"i[ao](?!n)|[aeiou]ing$|[^aeiouy]les?$", plain))
    if _SILENT.search(plain) and groups > 1:
        groups -= 1
    return max(1, groups)


def grade(text: str) -> float:
    """The American school grade at which a text is read without effort; the age is five more."""
    sentences = [one for one in re.split(r"[.?!:;]+(?:\s|$)", text) if _WORD.search(one)]
    words = _WORD.findall(text)
    if not words:
        return 0.0
    total = sum(map(syllables, words))
    return 0.39 * len(words) / len(sentences) + 11.8 * total / len(words) - 15.59
