"""A person is given two ages.

Compares "Jo Marsh, 41, a nurse" with "the 14-year-old Jo Marsh", "Marsh, who is 42" and "Marsh fell. The 14-year-old
...". Ages are often taken from two sources, and digits get swapped. A headline's "Nurse, 41, ..." is compared with the
ages in the story. "A 49-year-old driver" in the first sentences, where nobody is 49, is compared with the one named
person whose age differs in one digit.

Silent on people who share a surname, on an age long ago ("was 19 when", "at the age of 12", "then 30") and where more
than one full name is known for a surname that stands alone. Ages one year apart are a warning too: there may have been
a birthday, which the reporter will know.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction
from operator import ne
from typing import NamedTuple

from checks.digit_slips import printed_digits
from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Tick, Zone
from checks.number_format import join_items
from checks.passage_index import STOP_WORDS
from checks.pattern import pattern
from checks.rule import Example, Rule

WORD = r"[A-Z][\w’'-]+"
BEFORE = pattern(rf"((?:{WORD} ){{0,2}}{WORD})(?:, (?:aged |who is |who turned |now |now aged )?|,? is | \()$")
AFTER = pattern(rf"^ (?:[a-z]+ )?((?:{WORD} ){{1,2}}{WORD}|{WORD} {WORD})\b")
PAIR = pattern(rf"\b({WORD})\.? (?=({WORD})\b)")
NAME = pattern(rf"\b{WORD}(?: {WORD}){{0,3}}")
THE = pattern(r"(?:^|[.!?] )[\"“]?The $")
"""At the start of a sentence: "The 41-year-old"."""
OF_WHOM = pattern(
    r"^(?:,|\.| (?:was|is|had|has|will|said|says|who|and|[a-z]+ed|won|did|can|could|would|took|made|told|remains|lives"
    r"|works|plays|runs|leads|hopes|plans)\b)"
)
"""After "The 41-year-old", where it stands for a person named before."""
MINUTE = pattern(r"\d[-–]\d\b[^()]*\([^()]*$")  # "Town 1-0 City (Bale, 12)"
ONE_OF_SOME = pattern(
    r"\b(?:an?|the|one|another|other|first|second|third|fourth|fifth|younger|older|elder|both) $", re.IGNORECASE
)
NO_AGE = pattern(r"^(?:[-–%]| (?:[a-z]*s|percent|per cent|million|of|to|in all|points?|ahead|behind)\b)")
PAST = pattern(r"\b(?:then|at the age of|since|until|by the age of|from the age of|would have been|turned)\b", re.I)
WHEN = pattern(r"\bwhen\b", re.IGNORECASE)
ABOVE = pattern(
    r"(?:^|, |\(|\b(?:dies|dead|died|killed|held|jailed)(?:,? aged)?(?: at)? |\baged )$", re.IGNORECASE
)  # "Nurse, 41, held", "41-year-old held"
DEAD_AT = pattern(r"\b(?:dies|dead|died|(?:dies|died|was) at the age of)(?: at)? $|\bat the age of $", re.IGNORECASE)
PRONOUNS = ("he", "she", "they", "his", "her")  # an age after one of these belongs to somebody named earlier
KIN = pattern(
    r"\b(?:his|her|their|whose|'s|’s) (?:late |eldest |youngest |elder |younger )?(?:wife|husband|son|daughter|mother"
    r"|father|brother|sister|widow|partner|friend|mum|dad|uncle|aunt|cousin)\b",
    re.IGNORECASE,
)
NOT_NAMED = pattern(r"\b(?:an?|the) (?:[a-z-]+ )?$", re.IGNORECASE)  # at a sentence's start of who was named
OPENING_SENTENCES = 6  # sentences at the top in which a story speaks of somebody without the name
YEARS = pattern(r"\b(?:19|20)\d\d\b|\byears? (?:ago|before|earlier)\b")
TITLES = frozenset(
    (
        "Mr",
        "Mrs",
        "Ms",
        "Miss",
        "Dr",
        "Sir",
        "Lord",
        "Lady",
        "Dame",
        "Prof",
        "Rev",
        "Judge",
        "President",
        "King",
        "Queen",
        "Pope",
    )
)

Name = tuple[str, ...]


class Given(NamedTuple):
    """An age and whose it is: the last word of a name is the surname."""

    name: Name
    figure: Figure


def check(article: Article) -> Iterator[Outcome]:
    numbers = [figure for figure in article.figures if _may_be_age(article, figure)]
    yield from _compare_headline(article, numbers)
    ages = [Given(name, figure) for figure in numbers if (name := _name_for_age(article, figure))]
    full: dict[str, set[Name]] = defaultdict(set)
    for name, _ in ages:
        if len(name) > 1:
            full[name[-1]].add(name)
    firsts = first_names(article) if any(len(name) == 1 for name, _ in ages) else {}
    ages_by_name: dict[Name, Figure] = {}
    for name, figure in ages:
        known = full[name[-1]]
        if len(name) == 1 and (len(known) > 1 or len(firsts.get(name[0], ())) > 1):
            continue  # the surname of two people
        person = next(iter(known)) if len(name) == 1 and known else name
        first = ages_by_name.setdefault(person, figure)
        if first is not figure and first.sentence != figure.sentence:
            yield from _outcome(article, " ".join(person), first, figure)
    yield from _compare_with_named_before(article, numbers, ages_by_name)
    yield from _compare_unnamed(article, numbers, ages_by_name)


def _may_be_age(article: Article, figure: Figure) -> bool:
    """Whether the figure is an age, or a bare number that may be one: "who is 62"."""
    if figure.is_range or figure.hedge or figure.value is None or not 1 < figure.value < 120:
        return False
    if figure.kind is Kind.AGE:
        return figure.unit == "year"
    start = article.sentences[figure.sentence].span.start
    if MINUTE.search(article.text[max(start, figure.span.start - 60) : figure.span.start]):
        return False
    bare = figure.kind is Kind.NUMBER or (figure.kind is Kind.COUNT and figure.noun is None)
    behind = article.text[figure.span.end : figure.span.end + 12]
    return bare and figure.value.denominator == 1 and not NO_AGE.match(behind)


def first_names(article: Article) -> dict[str, set[str]]:
    """The words that stand before each surname, without titles."""
    found: dict[str, set[str]] = defaultdict(set)
    for pair in PAIR.finditer(article.text):
        if pair[1] not in TITLES:
            found[pair[2]].add(pair[1])
    return found


def _name_for_age(article: Article, figure: Figure) -> Name:
    """The name, without titles, of the person whose age this is; empty for a past age or where nobody is named."""
    if figure.zone is not Zone.BODY:
        return ()
    sentence = article.sentences[figure.sentence].span
    front = article.text[max(sentence.start, figure.span.start - 60) : figure.span.start]
    behind = article.text[figure.span.end : min(sentence.end, figure.span.end + 60)]
    if PAST.search(front[-25:]) or PAST.search(behind[:25]) or WHEN.search(behind[:25]):
        return ()
    if WHEN.search(front[-25:]) and YEARS.search(article.words(sentence)):
        return ()
    is_name_after = figure.words.lower().endswith("old")
    found = AFTER.match(behind) if is_name_after else BEFORE.search(front)
    if found is None or (figure.kind is not Kind.AGE and not front.endswith((" is ", ", "))):
        return ()
    if not is_name_after and ONE_OF_SOME.search(front[: found.start(1)]):
        return ()  # "a third Spaniard, 29"
    return tuple(word for word in found[1].split() if word.rstrip(".") not in TITLES)


def _compare_with_named_before(
    article: Article, numbers: list[Figure], ages_by_name: dict[Name, Figure]
) -> Iterator[Outcome]:
    """Compares "the 41-year-old" with the age of the only person named in the sentence before."""
    by_surname = {name[-1]: figure for name, figure in ages_by_name.items() if name}
    stated: set[Fraction] = set()
    before: list[Figure] = []
    for figure in numbers:
        if _is_the_old(article, figure):
            named = _surname_opening_previous(article, figure.sentence)
            known = by_surname.get(named)
            told_before = known is not None and known.sentence < figure.sentence
            if known and told_before and (known.value == figure.value or figure.value not in stated):
                yield from _outcome(article, named, known, figure)
            elif not named and figure.value not in stated:
                near = [other for other in before if _differ_by_one_slip(other, figure)]
                if len({other.value for other in near}) == 1:
                    yield _finding(article, "Somebody", near[0], figure)
        if figure.value is not None:
            stated.add(figure.value)
            before.append(figure)


def _is_the_old(article: Article, figure: Figure) -> bool:
    """Whether the sentence opens with "The 41-year-old"."""
    if figure.zone is not Zone.BODY or not figure.words.lower().endswith("year-old"):
        return False
    start = article.sentences[figure.sentence].span.start
    if not THE.fullmatch(article.text[start : figure.span.start]):
        return False
    return bool(OF_WHOM.match(article.text[figure.span.end : figure.span.end + 16]))


def _surname_opening_previous(article: Article, sentence: int) -> str:
    """The surname of the person that the sentence before opens with; empty where it opens with no name."""
    if sentence == 0:
        return ""
    words = article.words(article.sentences[sentence - 1].span).lstrip('"“')
    names = list(NAME.finditer(words))
    if not names or names[0].start():
        return ""
    first = names[0][0].split()[0].lower()
    if first not in PRONOUNS and (first in STOP_WORDS or first[:2] in ("i'", "i’")):
        return ""
    return names[0][0].split()[-1].removesuffix("'s").removesuffix("’s")


def _compare_unnamed(article: Article, numbers: list[Figure], ages_by_name: dict[Name, Figure]) -> Iterator[Outcome]:
    """Compares "a 49-year-old driver was killed" with "Mr Daly, 44": each age given once, and to nobody else."""
    age_counts = Counter(figure.value for figure in numbers)
    opening = [figure for figure in numbers if figure.sentence < OPENING_SENTENCES and age_counts[figure.value] == 1]
    unnamed = [figure for figure in opening if _is_not_named(article, figure)]
    if len(unnamed) != 1:
        return
    candidate = unnamed[0]
    alike = [
        (name, other)
        for name, other in ages_by_name.items()
        if age_counts[other.value] == 1
        and other.sentence > candidate.sentence
        and _differ_by_one_slip(candidate, other)
        and not _is_quoted(article, other)
    ]
    if len(alike) == 1:
        yield _finding(article, " ".join(alike[0][0]), candidate, alike[0][1])


def _is_quoted(article: Article, figure: Figure) -> bool:
    """Whether the age is of somebody who is quoted, such as a witness, rather than of the story's subject."""
    sentence = article.sentences[figure.sentence].span
    return any(sentence.start <= quotation.start < sentence.end for quotation in article.quotations)


def _is_not_named(article: Article, figure: Figure) -> bool:
    """Whether the age belongs to somebody introduced without a name: "a 49-year-old driver"."""
    if figure.zone is not Zone.BODY or not figure.words.lower().endswith("year-old"):
        return False
    found = NOT_NAMED.search(article.text, max(0, figure.span.start - 20), figure.span.start)
    if found is None:
        return False
    begins = figure.sentence and article.sentences[figure.sentence].span.start == found.start()
    return not (begins and PAIR.search(article.words(article.sentences[figure.sentence - 1].span)))


def _compare_headline(article: Article, numbers: list[Figure]) -> Iterator[Outcome]:
    """Compares an age in a headline ("Man, 34, jailed") with the ages in the story."""
    ages = [
        figure
        for figure in numbers
        if figure.kind is Kind.AGE or _name_for_age(article, figure) or _is_dead(article, figure)
    ]
    below = [figure for figure in ages if figure.zone is Zone.BODY]
    for figure in ages:
        if figure.zone is not Zone.HEADLINE or not below:
            continue
        start = article.sentences[figure.sentence].span.start
        if not ABOVE.search(article.text[start : figure.span.start]):
            continue
        if any(other.value == figure.value for other in numbers if other.zone is Zone.BODY):
            continue  # ticked by the rule on headlines
        alike = [other for other in below if _differ_by_one_slip(figure, other) and not _is_of_kin(article, other)]
        if len({other.value for other in alike}) == 1:
            yield _finding(article, "The person in the headline", figure, alike[0])


def _is_of_kin(article: Article, figure: Figure) -> bool:
    """Whether the age is of a relative: "a week after her husband Ted died, aged 88"."""
    return bool(KIN.search(article.text, max(0, figure.span.start - 40), figure.span.end + 10))


def _is_dead(article: Article, figure: Figure) -> bool:
    """Whether the figure is an age at death ("dies at 78"), which may be read as a bare number."""
    return bool(DEAD_AT.search(article.text, max(0, figure.span.start - 30), figure.span.start))


def _differ_by_one_slip(first: Figure, second: Figure) -> bool:
    """Whether the two ages differ in one digit, or in the order of two."""
    a, b = printed_digits(first), printed_digits(second)
    return len(a) == len(b) == 2 and (sum(map(ne, a, b)) == 1 or a == b[::-1])


def _outcome(article: Article, name: str, first: Figure, second: Figure) -> Iterator[Outcome]:
    """A tick where the two ages of a person agree, else a finding."""
    if first.value == second.value:
        first_place, second_place = article.place(first.span.start), article.place(second.span.start)
        yield Tick(f"{name} is given the same age in {first_place} and {second_place}.", (first.span, second.span))
    else:
        yield _finding(article, name, first, second)


def _finding(article: Article, name: str, first: Figure, second: Figure) -> Finding:
    """The finding of two different ages of one person."""
    first_place, second_place = article.place(first.span.start), article.place(second.span.start)
    return Finding(
        Severity.WARNING,
        f"{name} is {first.words} in {first_place} and {second.words} in {second_place}.",
        (first.span, second.span),
        f"{first.words} is not {second.words}",
        (f"{first_place}: {first.words} -> {second.words}", f"{second_place}: {second.words} -> {first.words}"),
        f"How old is {name}, {join_items((first.words, second.words), 'or')}?",
    )


EXAMPLES = (
    Example(
        "no name but a people",
        "A third Spaniard, 29, has a broken leg.\n\nThe fourth Spaniard, 33, was treated for shock.",
        "silent",
    ),
    Example(
        "the minute of a goal",
        "Town 1-0 City (Bale, 12). From a corner.\n\nBale is 36 and headed it in.",
        "silent",
    ),
    Example(
        "two ages of one person are questioned",
        "Jo Marsh, 41, a nurse from Hull, won the prize.\n\nThe 14-year-old Jo Marsh said that she was glad.",
        "warning",
    ),
    Example(
        "a surname alone is the one person of that name",
        "Jo Marsh, 41, a nurse from Hull, won the prize.\n\nMarsh, 43, said that she was glad.",
        "warning",
    ),
    Example(
        "who is so old",
        "Jo Marsh, who is 41, won the prize on Friday.\n\nMrs Marsh, 44, said that she was glad.",
        "warning",
    ),
    Example(
        "the so-old after the name",
        "Jo Marsh, who is 41, won the prize on Friday.\n\nMarsh will stay for the fair. The 47-year-old won in 2019.",
        "warning",
    ),
    Example(
        "the so-old after the name, right",
        "Jo Marsh, who is 41, won the prize on Friday.\n\nMarsh will stay for the fair. The 41-year-old won in 2019.",
        "tick",
    ),
    Example(
        "the so-old is another",
        "Jo Marsh, who is 41, won the prize on Friday.\n\nMarsh found the woman. The 47-year-old blonde had fallen.",
        "silent",
    ),
    Example(
        "the so-old of nobody",
        "Jo Marsh, 41, and Ted Lowe, 29, were held on Friday.\n\nA van was found near by. The 47-year-old was let go.",
        "warning",
    ),
    Example(
        "the so-old of somebody else",
        "Jo Marsh, 41, and Ted Lowe, 29, were held on Friday.\n\nPat Dunn ran off. The 47-year-old was let go.",
        "silent",
    ),
    Example(
        "the headline's age",
        "Postman, 86, wins race\n\nBill Sugden, who is 68, won the Tarn race on Sunday for the first time.",
        "warning",
    ),
    Example(
        "the headline's age of somebody else",
        "Postman, 86, wins race\n\nJo Marsh, who is 41, lost the Tarn race to a retired postman on Sunday.",
        "silent",
    ),
    Example(
        "an age without a name",
        "A 49-year-old driver was killed in the storm.\n\nHis firm said that Mr Daly, 44, was a careful man.",
        "warning",
    ),
    Example(
        "the so-old of the opening, who was named",
        "Ana Novak beat Elise Font on Sunday to win the title.\n\nThe 27-year-old Slovak had lost three finals before. "
        "She will go up to 19th.\n\nIt was her first win over Font, 22, who had beaten her twice this year.",
        "silent",
    ),
    Example(
        "some of those who were told of",
        "Five cases were reported on Monday, three of them in Hull.\n\nOn Monday, 57 of them came by air.",
        "silent",
    ),
    Example(
        "an age without a name, of another",
        "A 49-year-old driver was killed in the storm.\n\nMr Daly, 44, a passer-by, found the 49-year-old.",
        "silent",
    ),
    Example(
        "an age without a name, and a witness",
        'A 49-year-old driver was killed in the storm.\n\n"It was so loud," said Pat Daly, 44, who lives near by.',
        "silent",
    ),
    Example(
        "the same age is ticked",
        "Jo Marsh, 41, a nurse from Hull, won the prize.\n\nMarsh, 41, said that she was glad.",
        "tick",
    ),
    Example(
        "two people may share a surname",
        "Jo Marsh, 41, and her son Ted Marsh, 14, won the prize.\n\nMarsh, 41, said that she was glad.",
        "silent",
    ),
    Example(
        "an age of the past is left alone",
        "Jo Marsh, 41, a nurse from Hull, won the prize.\n\nMarsh, 19 when she began, was glad.",
        "silent",
    ),
)

RULE = Rule(code="RP03", slug="age-twice", scope="article", check=check, examples=EXAMPLES)
