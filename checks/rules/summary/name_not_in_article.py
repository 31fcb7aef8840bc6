"""A person, place or organisation in the summary that the article does not name.

Small models insert names they have met elsewhere, and writers add what they know. A warning for a full name of which
the article has no word, for any member of a list, and for a first name where the article has the surname with other
first names only. A note for what a writer may well know: a single word (often a place), a first name that the article
does not give, an institution ("Holm Bank"), the title of a work in quotation marks, the club or firm that precedes
a person whom the article does name, a name that labels a speaker ("Tam Adair: ..."). Silent on every other form of the
article's name: the surname alone, initials, the people for the country.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from checks.budget import spend
from checks.model import Article, Finding, Kind, Outcome, Severity, Span, Tick
from checks.names import (
    Name,
    SourceIndex,
    Support,
    country_of,
    find_names,
    find_support,
    index_source,
    is_country,
    is_function_word,
    is_particle,
    is_title,
)
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.sameness import is_person, noun_class

_PLACE_NAME_WORDS = """street road avenue square county vale valley river lake mount mountain park hall academy school
college stadium open cup league championship championships premiership tournament olympics games festival award awards
prize bank city united town rovers international"""
PLACE_NAME_WORDS = frozenset(_PLACE_NAME_WORDS.split())
"""Words of names that are partly common nouns ("Wall Street"), which a writer may add from general knowledge."""

MIN_LIST_MEMBERS = 3
"""Members of the shortest list: of two names, "BMW and Audi", a writer may add either from general knowledge."""

MESSAGE_OF_SUPPORT = {
    Support.NONE: 'The summary names "{}"; the article does not.',
    Support.SURNAME: 'The summary names "{}"; the article has the last word of this name only.',
    Support.PARTLY: 'The summary names "{}"; the article has this name in part only.',
}


def check(target: Article, source: Article) -> Iterator[Outcome]:
    source_names = _known_names(source.text)
    lists = [listing for listing in target.listings if listing.proper and len(listing.items) >= MIN_LIST_MEMBERS]
    members = [item for listing in lists for item in listing.items]
    measures = [figure.span for figure in target.figures if figure.kind is Kind.MEASURE]
    for name in _split_owners(find_names(target)):
        if any(span.contains(name.span) for span in measures):
            continue  # the C of 33.4C
        support = find_support(name, source_names)
        if support is Support.IN_WORDS and _begins_with_other_first_name(name, source_names):
            support = Support.SURNAME
        if support not in MESSAGE_OF_SUPPORT:
            yield Tick(f'"{name.words}": named in the article.', spans=(name.span,))
            continue
        variant = _other_first_name(name, source.text) if support is Support.SURNAME else None
        if variant is not None:
            source_name = source.text_of(variant)
            yield Finding(
                Severity.WARNING,
                f'The summary names "{name.words}"; the article has "{source_name}" ({source.place(variant.start)}).',
                spans=(name.span,),
                question=f'Is it "{name.words}" or "{source_name}"?',
                source_spans=(variant,),
            )
            continue
        is_unknown = support is Support.NONE and (_is_full_name(name) or _is_listed(name, members))
        is_certain = is_unknown and not _may_be_known_to_writers(name.span, target, source_names)
        yield Finding(
            Severity.WARNING if is_certain else Severity.NOTE,
            MESSAGE_OF_SUPPORT[support].format(name.words),
            spans=(name.span,),
            question=f'Where does "{name.words}" come from?',
        )


QUOTES = "\"'“”‘’"
PERSON_AFTER_NAME = pattern(r"(?: (?!and |or )[a-z][a-z-]+)? ([a-z][a-z-]+) ([A-Z][\w'’-]+(?: [A-Z][\w'’-]+)+)")


def _may_be_known_to_writers(span: Span, target: Article, source_names: SourceIndex) -> bool:
    """Whether the name labels a speaker, is the title of a work, or is the employer or club of the next person."""
    before, after = target.text[max(0, span.start - 1) : span.start], target.text[span.end : span.end + 1]
    if after == ":" or (before and before in QUOTES and after and after in QUOTES):
        return True
    match = PERSON_AFTER_NAME.match(target.text, span.end, span.end + 80)
    if match is None or not is_person(noun_class(match.group(1))):
        return False
    return any(
        len(candidate.key) > 1 and find_support(candidate, source_names) is not Support.NONE
        for candidate in find_names(match.group(2))
    )


FIRST_NAME = pattern(r"[A-Z][a-z’'-]*[a-z]")
NOT_A_FIRST_NAME = pattern(r".*(?:ed|ing|tion|ous|ive|ful|less)")


def _other_first_name(name: Name, text: str) -> Span | None:
    """Where the article has the surname with another first name, if none there is like this one; else None."""
    words = name.words.split()
    surname, given = re.sub(r"['’]s$", "", words[-1]), words[-2] if len(words) > 1 else ""
    if not FIRST_NAME.fullmatch(given) or not PLACE_NAME_WORDS.isdisjoint(name.key):
        return None
    if is_title(given) or country_of(given) or re.search(rf"\b{re.escape(surname.lower())}\b", text):
        return None
    if re.search(rf"\b{re.escape(given)}\b", text, re.IGNORECASE):
        return None
    found = []
    for match in re.finditer(rf"\b({FIRST_NAME.pattern}) {re.escape(surname)}\b", text):
        first, begins_sentence = match.group(1), not re.search(r"[a-z,] $", text[: match.start()][-2:])
        if is_title(first) or is_function_word(first) or country_of(first):
            continue
        if begins_sentence and (not _may_be_first_name(first) or re.search(rf"\b{re.escape(first.lower())}\b", text)):
            continue  # a word that has a capital only because a sentence begins with it
        if _may_be_one_first_name(first, given):
            return None
        found.append(Span(*match.span()))
    return found[0] if found else None


def _may_be_first_name(word: str) -> bool:
    """Whether a word at the start of a sentence, where any has a capital, may be a first name."""
    if FIRST_NAME.fullmatch(word) is None or NOT_A_FIRST_NAME.fullmatch(word) is not None:
        return False
    return not (is_title(word) or is_function_word(word) or country_of(word) or is_person(noun_class(word)))


def _begins_with_other_first_name(name: Name, source_names: SourceIndex) -> bool:
    """Whether a name at the start of a sentence has a first name that the article lacks: "Ann Adair" for Tam Adair."""
    words = name.words.split()
    if not name.doubtful_first or len(words) != 2 or name.key[0] in source_names.words:
        return False
    return _may_be_first_name(words[0]) and FIRST_NAME.fullmatch(words[1]) is not None and _is_full_name(name)


SHORT_NAMES = (
    "james jim jimmy jamie; john jack jonny johnny; joseph joe joey; jennifer jen jenny; jeffrey jeff; richard dick"
    " rick; robert bob bobby; william bill billy will; edward ted ned eddie; anthony tony; elizabeth liz beth betty"
    "; margaret maggie meg peggy; katherine kate kathy kitty; henry harry hal; charles chuck charlie; michael mike"
    " mick; thomas tom; stephen steve; david dave; daniel dan; andrew drew andy; alexander sandy alex sasha; susan sue"
    "; patricia pat patty trish; theodore ted teddy"
)
"""First names with short forms that do not begin as they do."""
FORMS_OF_NAME = [frozenset(forms.split()) for forms in SHORT_NAMES.split(";")]


def _may_be_one_first_name(first: str, second: str) -> bool:
    """Whether two first names may be the same: they begin alike ("Kate", "Katherine") or are forms of one name."""
    first, second = first.lower(), second.lower()
    return first[:2] == second[:2] or any({first, second} <= forms for forms in FORMS_OF_NAME)


def _split_owners(found: Iterable[Name]) -> Iterator[Name]:
    """The names, with owners split off and nouns removed: "Great Britain's Adam Peaty" is two names."""
    for name in found:
        start, key = name.span.start, name.key
        doubtful = name.doubtful_first
        for part in re.split(r"(?<=['’]s) ", name.words):
            while part.count(" ") > 1 and is_person(noun_class(part.split(" ", 1)[0])) and doubtful:
                spend()
                start += len(part.split(" ", 1)[0]) + 1  # "Photographer Orla Fenwick"
                part = part.split(" ", 1)[1]
            words = part.lower().replace("’", "'").removesuffix("'s").split()
            kept = tuple(word for word in key if word in words or any(word in piece for piece in words))
            span = Span(start, start + len(part))
            if kept:
                yield Name(span, part, kept, doubtful)
            start, doubtful = span.end + 1, False


@lru_cache(maxsize=8)
def _known_names(text: str) -> SourceIndex:
    """The index of a text's names; cached for the last few texts."""
    return index_source(text)


def _is_full_name(name: Name) -> bool:
    """Whether this is a first and a last name or a firm's name, which a reader does not know from general knowledge."""
    if country_of(name.words) is not None:
        return False  # "New Zealand"
    own_words = [word for word in name.key if country_of(word) is None]
    own_words += [word for word in name.words.split() if word[0].isupper() and is_particle(word)]
    return PLACE_NAME_WORDS.isdisjoint(name.key) and bool(name.key) and len(own_words) > 1


def _is_listed(name: Name, members: list[Span]) -> bool:
    """Whether the name is a member of a list. "British and Irish" is an adjective for a team."""
    people = country_of(name.words) is not None and not is_country(name.words)
    return not people and any(member.overlaps(name.span) for member in members)


EXAMPLES = (
    Example(
        "a name from nowhere",
        "The bridge was opened by Orla Fenwick.",
        "warning",
        source="The bridge was opened by Tam Adair, who leads the council.",
    ),
    Example(
        "a member that the article's list lacks",
        "Teams came from Chile, Panama and Peru.",
        "warning",
        source="Teams came from Chile and Peru, the organisers said.",
    ),
    Example(
        "a first name that the article does not give",
        "The bridge was opened by Tam Adair.",
        "note",
        source="The bridge was opened by Councillor Adair, who leads the council.",
    ),
    Example(
        "another first name",
        "The bridge was opened by Orla Adair.",
        "warning",
        source="The bridge was opened by Tam Adair, who leads the council.",
    ),
    Example(
        "another first name at the start of a sentence",
        "Una Adair opened the bridge.",
        "warning",
        source="The bridge was opened by Tam Adair, the mayor of Holm.",
    ),
    Example(
        "a short form of the first name",
        "Kate Adair opened the bridge.",
        "note",
        source="The bridge was opened by Katherine Adair, the mayor of Holm.",
    ),
    Example(
        "what she is, at the start of a sentence",
        "Engineer Adair opened the bridge.",
        "tick",
        source="The bridge was opened by Ada Adair, the mayor of Holm.",
    ),
    Example(
        "a word that only begins the sentence",
        "Injured Adair opened the bridge.",
        "tick",
        source="The bridge was opened by Ada Adair, the mayor of Holm.",
    ),
    Example(
        "the club that a person plays for",
        "Holm Rangers striker Tam Adair opened the bridge.",
        "note",
        source="The bridge was opened by Tam Adair, who scored twice on Friday.",
    ),
    Example(
        "the surname alone",
        "The bridge was opened by Adair.",
        "tick",
        source="The bridge was opened by Tam Adair, who leads the council.",
    ),
    Example(
        "a name that a particle begins",
        "The bridge was opened by Ibn Fenwar.",
        "warning",
        source="The bridge was opened by Tam Adair, who leads the council.",
    ),
    Example(
        "initials for the full form",
        "The UN welcomed the bridge.",
        "tick",
        source="The United Nations welcomed the bridge.",
    ),
    Example(
        "no name",
        "The bridge was opened.",
        "silent",
        source="The bridge was opened by Tam Adair, who leads the council.",
    ),
    Example(
        "his brother has another first name",
        "The bridge was opened by Bo Adair.",
        "tick",
        source="The bridge was opened by Tam Adair, whose brother Bo Adair leads the council.",
    ),
    Example(
        "a weekday is no name",
        "It was opened on Monday.",
        "silent",
        source="The bridge was opened on Monday by Tam Adair.",
    ),
    Example(
        "the capital of a sentence's first word",
        "Bridges were opened.",
        "silent",
        source="The bridge was opened by Tam Adair, who leads the council.",
    ),
)

RULE = Rule(code="SU11", slug="name-not-in-article", scope="summary", check=check, examples=EXAMPLES)
