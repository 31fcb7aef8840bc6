"""Full names at the first mention of a person in a summary: "Holt said" becomes "Ines Holt said".

An article names a person in full once, early on, and by surname from then on; in a summary that starts with a later
sentence, the reader does not know who Holt is. The full name is taken from the article, and only where it is
unambiguous: the article has one full name with this surname, that person speaks there or has an age or a title, the
full name comes before the surname alone, and the surname is the whole mention in the summary.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from checks import names, sameness
from checks.model import Zone
from summarizer.language.grounding import ArticleIndex
from summarizer.language.parsing import parse
from summarizer.language.quotations import is_quoted

MAX_NAME_WORDS = 4  # of a person's name
MAX_INITIALS = 3  # in capitals: "APJ Abdul Kalam"

_PLACE_WORDS = frozenset(
    "north south east west northern southern eastern western new upper lower great greater".split()
)
_CHAMBERS = frozenset(("House", "Senate", "Congressional", "Commons", "Lords"))
_RANKS = frozenset("trooper deputy sheriff corporal private coroner attorney spokesman spokeswoman".split())
"""Titles that are not in `checks.names`."""
_SPEAKER_VERB = "(?:said|says|told|tells|added|adds|asked|wrote|writes|admitted|insisted|explained|testified|tweeted)"
"""Forms of verbs whose subject, or the name that follows them, is nearly always a person."""
_CLAUSE_END = re.compile(r"[,;:?!][\"”’']*$|\.[\"”’']+$")  # of a word; after one in quotation marks, a full stop too
_WORD = re.compile(r"[^\W\d_]+(?:[-'’](?!s\b)[^\W\d_]+)*")


def with_full_names(sentences: Sequence[str], index: ArticleIndex) -> list[str]:
    """The sentences of a summary, with the full name at each person's first mention."""
    words = {word.group() for sentence in sentences for word in _WORD.finditer(sentence)}
    full_names = _full_names(index, words)
    rewritten: list[str] = []
    mentioned: set[str] = set()
    for sentence in sentences:
        text, end = "", 0
        for word in _WORD.finditer(sentence):
            surname = word.group()
            if surname not in full_names or surname in mentioned or is_quoted(sentence, word.start()):
                continue
            mentioned.add(surname)
            start = _start_of_particles(sentence, word.start())
            full_name = full_names[surname]
            is_its_end = full_name.lower().endswith(f" {sentence[start : word.end()].lower()}")
            if is_its_end and _is_whole_mention(sentence, start, word.end()):
                text += sentence[end:start] + full_name
                end = word.end()
        rewritten.append(text + sentence[end:])
    return rewritten


def _full_names(index: ArticleIndex, words: set[str]) -> dict[str, str]:
    """The full name for each of the words that is the surname of exactly one person in the article."""
    by_surname: dict[str, list[str]] = {}
    article = index.article
    for name in names.find_names(article):
        parts = _without_titles(name.words.split())
        may_have_title = article.text.endswith(" and ", 0, name.span.start)  # "minister for Roads and Ports Jan Brandt"
        if (
            1 < len(parts) <= (2 if may_have_title else MAX_NAME_WORDS)
            and parts[-1] in words
            and all(_is_name_part(part) for part in parts)
            and not parts[-1].isupper()
            and "of" not in parts  # "Jan Brandt of Torley Rovers"
        ):
            by_surname.setdefault(parts[-1], []).append(" ".join(parts))
    sentences = [sentence for sentence in article.sentences if sentence.zone is Zone.BODY]
    text = " ".join(" ".join(article.text_of(sentence.span) for sentence in sentences).split())
    lowercase_words = {word for word in _WORD.findall(text) if word[0].islower()}
    return {
        surname: full_names[0]
        for surname, full_names in by_surname.items()
        if len({full_name.split()[0] for full_name in full_names}) == 1
        and full_names[0].split()[0].lower() not in _PLACE_WORDS
        and not names.country_of(full_names[0])
        and not names.country_of(surname)
        and surname.lower() not in lowercase_words  # "Police", of "Torley Police"
        and full_names[0].split()[0] not in _CHAMBERS
        and surname not in _WORD.findall(text[: text.find(full_names[0])])  # "Torley", before "North Torley"
        and not re.search(rf"\b{re.escape(surname)} (?:are|were|have|say|want|do|don['’]t)\b", text)  # "Greens"
        and any(_is_person(name, text) for name in (*dict.fromkeys(full_names), surname))
    }


def _without_titles(parts: list[str]) -> list[str]:
    """The words of a name after its titles and nationality: "Torley Harbour Patrol Trooper Jan Brandt"."""
    titles = [number for number, part in enumerate(parts) if _is_title(part)]
    parts = parts[titles[-1] + 1 :] if titles else parts
    while parts and names.country_of(parts[0]) and not names.is_country(parts[0]):  # "Briton", not "U.S."
        parts = parts[1:]
    return parts


def _is_title(word: str) -> bool:
    return names.is_title(word.strip(".")) or word.lower() in _RANKS


def _is_name_part(word: str) -> bool:
    is_possessive = word.lower().endswith(("'s", "’s"))
    is_in_capitals = word.isupper() and len(word.replace(".", "")) > MAX_INITIALS
    return names.is_particle(word) or (word[0].isupper() and not is_possessive and not is_in_capitals)


def _is_person(name: str, text: str) -> bool:
    """Whether a text shows a name to be a person's: with a verb of speaking, an age, "who" or a title."""
    escaped = re.escape(name)
    if re.search(
        rf"\b{escaped}(?:,? {_SPEAKER_VERB}\b|, (?:aged )?\d{{1,2}},|, who\b)|\b{_SPEAKER_VERB} {escaped}\b", text
    ):
        return True
    return any(  # "the lawmaker Jan Brandt"; "the lawmaker Torley" may be anything
        _is_title(word) or (" " in name and word.islower() and sameness.is_person(sameness.noun_class(word)))
        for word in re.findall(rf"\b(\w+)\.? {escaped}\b", text)
    )


def _start_of_particles(sentence: str, start: int) -> int:
    """The offset at which a surname with its particles starts: "van der Berg"; `start` is that of "Berg"."""
    for word in reversed(sentence[:start].split()):
        if not names.is_particle(word):
            break
        start = sentence.rindex(word, 0, start)
    return start


def _is_whole_mention(sentence: str, start: int, end: int) -> bool:
    """Whether a surname is the whole mention: not in "Mr Holt", "the Holt family", "Holt & Co."."""
    last = ["", *sentence[:start].split()][-1]
    if not _CLAUSE_END.search(last) and (last.lower() == "the" or last.lstrip("\"“‘'")[:1].isupper()):
        return False
    if last == "&" or (start and sentence[start - 1] in "-'’"):
        return False
    rest = sentence[end:]
    if rest.lstrip().startswith(("&", "and Co", "and Sons", "and Partners")):
        return False
    if rest.startswith(("'s", "’s")):
        return True
    [parsed] = parse([sentence])
    following = next((token for token in parsed.tokens if token.idx >= end), None)
    return following is None or following.pos_ not in ("PROPN", "NOUN", "NUM")
