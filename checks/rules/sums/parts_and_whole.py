"""The parts listed for a whole add up to more than the whole, or fall short of it.

Compares "100 members, including 60 elected members, 30 appointed members and 10 judges" and, over several sentences,
"Among those arrested, 12 ... while 60 others ... Seven ... were also wanted" with the number of arrests stated before.
A poll whose answers were given as 68, 4 and 25 per cent was corrected this way.

"Including" and "among" leave room for groups that are not named. Parts that fall short raise a warning where three or
more of them make up two thirds of the whole, so that a reader will add them up; otherwise "including" is silent, and
"among those" over several sentences raises a note. Silent where only one part is named and it fits, where a figure is
hoped for or planned, and where groups may overlap and the text does not say otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from checks.model import Article, Figure, Finding, Kind, Outcome, Sentence, Severity, Zone
from checks.outcome_events import EVENT_OF_WORD
from checks.passage_index import stem
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._change_verbs import DOWN, UP
from checks.rules._text import figures_between, plain_words, stated_value, text_after, text_before
from checks.rules.sums._breakdown import (
    NEXT_PREDICATE,
    PLAN_WORDS,
    Breakdown,
    adds_up,
    breakdown_outcomes,
    has_noun,
    hyphenated_counts,
    is_coordinated,
    is_kind,
    may_belong,
    nouns_differ,
    plain_figures_by_sentence,
    unchecked_crowded_sentences,
)
from checks.rules.sums._rows import Row, is_exhaustive, read_row
from checks.sameness import counted_entity, counted_entity_in, same_unit
from checks.word_set import word_set

PARTS_CUE = pattern(
    r"\b(?P<open>includ(?:es|ed|ing|e)|among (?:them|whom|which))\b"
    r"|\b(?P<closed>compris(?:es|ed|ing|e)|consist(?:s|ed|ing)? of|made up of|composed of|of (?:whom|which)"
    r"|split between|divided (?:into|between)|broken down into|namely)\b",
    re.IGNORECASE,
)
GROUP_OPENING = pattern(
    r"\b(?:among|of|amongst) (?:those|the|them)[,]? (?P<what>[a-z]+)\b,?"
    r"|^(?P<noun>(?:all )?the (?P<who>dead|deceased|injured|wounded|survivors|missing|detained|arrested|detainees)"
    r" (?:(?P<closed>compris(?:e|ed)|were|are|consist(?:ed)? of)|include[sd]?):?\s(?=[\d]|[a-z]))",
    re.IGNORECASE,
)
CONTINUATION_CUE = pattern(r"\b(?:also|another|further|others?|in addition|additional(?:ly)?|more)\b", re.IGNORECASE)
DISJOINT_WORD = pattern(r"\b(?:others?|another|further|additional|more)\b", re.IGNORECASE)
RATE_WORD = pattern(r"\b(?:each|every|per|apiece)\b", re.IGNORECASE)
CONJUNCTION_BEFORE = pattern(r"\b(?:and|to|also|or|but|would|will|may|should)\s$", re.IGNORECASE)
CUE_SEPARATOR = pattern(r"[:,]?\s*")
SHARED_ACTIVITY = pattern(
    r"^(?: or (?:so|more))? (?:use|visit|own|have|play|like|read|watch|swim|drive|smoke|speak|support|back|attend)s?\b"
)
"""Activities that any member may take part in, so that they do not divide a crowd into groups."""
PURPOSE = pattern(r" (for|to|on|from) (?:the |its |their )?([\w’'-]+)")
FURTHER_OR_ANOTHER = pattern(r"\b(?:and|with) (?:a further|another|an additional) $", re.IGNORECASE)
REST_LEAD_IN = pattern(r"\bthe (?:other|remaining|rest,?|remainder,?)(?: were| was)? $", re.IGNORECASE)
SINGLE_ITEM_AFTER = pattern(r"^[^.;]{0,60}?\band (?:one|another|a|an)\b")
MAX_PART_TO_WHOLE = 100  # ratio; a "part" beyond it counts something else
PARTIAL_SHARE = Fraction(9, 10)
"""Share of the whole below which "of whom" may name only some parts: "281, of whom 83 were over 75 and 74 ..."."""
CHANGE_VERBS = UP | DOWN
HEDGES_OF_CHANGE = word_set("by about around roughly almost nearly some just more less than over under")
"""Words between a verb of rising or falling and the percentage of the change."""
SINGLE_MEMBER = pattern(r"^(?:of whom|of them|of which),? (?:is|was|being)\b")
OF_OTHER_GROUP = pattern(r"\s(?:of|among)\s(?!(?:them|those|whom|which|the total|all)\b)")
NEW_SUBJECT = pattern(r",\s(?:the|a|an|its|his|her|their|it|he|she|they|we)\s(?!.*,\s)")
NET_CHANGE_VERB = pattern(
    r"\b(?:add(?:s|ed|ing)?|net|gain(?:s|ed|ing)?|shed(?:ding)?) (?:about |nearly |just )?$", re.IGNORECASE
)
MAX_FOLLOWING_SENTENCES = 3  # over which a breakdown may continue
MAX_GAP_TO_CUE = 110  # characters from the whole to the word that introduces its parts
MAX_GAP_BETWEEN_PARTS = 110  # characters
MAX_CUE_OFFSET = 30  # characters from the start of a sentence to the cue for its group
MIN_WHOLE_WITHOUT_NOUN = 100


def check(article: Article) -> Iterator[Outcome]:
    yield from unchecked_crowded_sentences(article)
    figures = plain_figures_by_sentence(article)
    for index, row in figures.items():
        yield from _in_one_sentence(article, index, row)
    yield from _over_sentences(article, figures)


def _in_one_sentence(article: Article, index: int, figures: Sequence[Figure]) -> Iterator[Outcome]:
    """The outcomes for wholes whose parts follow in the same sentence."""
    sentence = article.sentences[index].span
    for cue in PARTS_CUE.finditer(article.text, sentence.start, sentence.end):
        figures_before_cue = [
            f
            for f in (*figures, *hyphenated_counts(article, index))
            if cue.start() - MAX_GAP_TO_CUE <= f.span.end <= cue.start()
        ]
        if not figures_before_cue:
            continue
        whole = max(figures_before_cue, key=lambda figure: figure.span)
        start = next((found.end() for found in [CUE_SEPARATOR.match(article.text, cue.end())] if found), cue.end())
        first_part = next((f for f in figures if f.span.start >= start), None)
        if first_part is not None and not may_belong(article, first_part, whole):
            # "23 million people in five countries, among them 4.4 million children"
            whole = max(
                (f for f in figures_before_cue if may_belong(article, first_part, f)),
                key=lambda f: f.span,
                default=whole,
            )
        row = read_row(article, start, whole, figures_first=cue["closed"] is None)
        if SINGLE_MEMBER.match(article.text[cue.start() : cue.end() + 8]):
            continue  # "the youngest of whom is 14"
        if whole.kind is Kind.PERCENT and _is_change(article, whole):
            continue  # "fallen 32 percent amid worries about phones, comprising 60 percent of its revenue"
        if _is_second_of_two_counts(article, whole):
            continue  # "three sons and two daughters, of whom four survive"
        if row is None or not _may_be_broken_down(article, whole, cue, row.parts[0]):
            continue
        if whole.kind is Kind.PERCENT and any(
            OF_OTHER_GROUP.match(text_after(article, part, 30)) for part in row.parts
        ):
            continue  # "40 percent of voters, including 45 percent of Reds": each is of a whole of its own
        if whole.kind is Kind.PERCENT and not any(part.kind is Kind.PERCENT for part in row.parts[1:]):
            row = replace(row, parts=row.parts[:1])  # "five per cent in the first year and less in the next three"
        if len(row.parts) == 1:
            yield from _compare_single_part(article, whole, row.parts[0])
        elif not row.has_unnumbered and not PLAN_WORDS.search(article.text[whole.span.end : row.parts[0].span.start]):
            row = _without_next_statement(article, whole, row)
            if len(row.parts) < 2:
                yield from _compare_single_part(article, whole, row.parts[0])
                continue
            is_partial = (
                cue.group().startswith("of wh")
                and row.sum < stated_value(whole) * PARTIAL_SHARE
                and not nouns_differ(row.parts)
            )
            breakdown = Breakdown(
                whole,
                row.parts,
                is_closed=bool(cue["closed"]) and not is_partial,
                is_disjoint=nouns_differ(row.parts) or _have_separate_purposes(article, row),
            )
            if breakdown.sum == stated_value(whole) - 1 and SINGLE_ITEM_AFTER.match(
                text_after(article, row.parts[-1], 80)
            ):
                continue  # "11 species, of which four had increased, six had declined and one, the shag, had gone"
            if breakdown.sum <= stated_value(whole) or not (
                _parts_may_overlap(article, cue, row) or _last_is_outside_whole(article, whole, row)
            ):
                for outcome in breakdown_outcomes(breakdown, article):
                    if is_partial and isinstance(outcome, Finding) and outcome.severity is Severity.WARNING:
                        outcome = replace(outcome, severity=Severity.NOTE)
                    if cue["closed"] or not _is_note(outcome):
                        yield outcome  # "61 searches, including 25 in Spain and 16 in Italy" says of no more


def _is_change(article: Article, percentage: Figure) -> bool:
    """Whether a verb of rising or falling precedes a percentage, which is then no whole: "fell by about 32 percent"."""
    words = plain_words(text_before(article, percentage, 40))
    return next((word for word in reversed(words) if word not in HEDGES_OF_CHANGE), "") in CHANGE_VERBS


def _is_second_of_two_counts(article: Article, count: Figure) -> bool:
    """Whether another count, with its noun and "and", precedes a count: "three sons and [two] daughters"."""
    start = article.sentences[count.sentence].span.start
    noun = next((other.noun for other in figures_between(article, start, count.span.start)[-1:]), None)
    return noun is not None and article.text[noun.span.end : count.span.start].strip() == "and"


def _is_note(outcome: Outcome) -> bool:
    """Whether the outcome is a note."""
    return isinstance(outcome, Finding) and outcome.severity is Severity.NOTE


def _without_next_statement(article: Article, whole: Figure, row: Row) -> Row:
    """The row without what belongs to another statement after a semicolon."""
    for index, part in enumerate(row.parts[1:], start=1):
        after_semicolon = article.text[max(0, part.span.start - 6) : part.span.start].rstrip().endswith(";")
        if after_semicolon and has_noun(article, part) and not is_kind(article, part, whole):
            return replace(row, parts=row.parts[:index])
    return row


def _parts_may_overlap(article: Article, cue: re.Match[str], row: Row) -> bool:
    """Whether a member may be in several parts: "2,340 members, of whom 1,900 or so use the gym and 1,100 swim".

    This is also so for parts of one noun in an open breakdown: "1,005 adults, including 877 registered voters and 735
    likely voters".
    """
    heads = {part.noun and part.noun.head for part in row.parts}
    if cue["open"] and len(heads) == 1 and None not in heads and row.parts[0].kind is Kind.COUNT:
        return True
    return cue.group().startswith("of wh") and all(
        SHARED_ACTIVITY.match(text_after(article, part, 30)) for part in row.parts
    )


def _last_is_outside_whole(article: Article, whole: Figure, row: Row) -> bool:
    """Whether the last figure is additional to the whole: "of which nine ..., and a further 11 in Ely"."""
    part = row.parts[-1]
    text_before_part = text_before(article, part, 30)
    return bool(FURTHER_OR_ANOTHER.search(text_before_part) or NEXT_PREDICATE.search(text_before_part)) or (
        stated_value(part) > stated_value(whole) and text_before_part.endswith(", and ")
    )


def _may_be_broken_down(article: Article, whole: Figure, cue: re.Match[str], part: Figure) -> bool:
    """Whether the cue refers to the whole: not "and included", nor "each of three teams, comprising five"."""
    if stated_value(whole) <= 1 or (whole.kind is Kind.NUMBER and stated_value(whole) < MIN_WHOLE_WITHOUT_NOUN):
        return False
    if figures_between(article, whole.span.end, cue.start()):
        return False
    if "(" in article.text[cue.end() : part.span.start]:
        return False
    if RATE_WORD.search(text_before(article, whole, 20)) or RATE_WORD.search(text_after(article, part, 40)):
        return False
    gap = article.text[whole.span.end : cue.start()]
    if cue["open"] and NEW_SUBJECT.search(gap):
        return False  # "to offset the $62m increase, the deal includes $85m in fees"
    return not CONJUNCTION_BEFORE.search(gap) and bool(
        gap.strip() or cue.group().lower() not in ("of whom", "of which")
    )


def _compare_single_part(article: Article, whole: Figure, part: Figure) -> Iterator[Outcome]:
    """The outcome for a single named part, which can only be too large.

    Silent where it is so large that it counts something else, and on net changes, which may be less than one of their
    parts: "added 12,000 jobs, including 18,000 ...".
    """
    if NET_CHANGE_VERB.search(text_before(article, whole, 24)):
        return
    if stated_value(part) > MAX_PART_TO_WHOLE * stated_value(whole) or (
        whole.noun
        and part.noun
        and not is_kind(article, part, whole)
        and _has_larger_count_before(article, part, whole)
    ):
        return  # "attendance for the four games, including 867 at Penrose", "at two open days, including 35 classes"
    yield from (
        outcome
        for outcome in breakdown_outcomes(Breakdown(whole, (part,)), article)
        if getattr(outcome, "severity", "") == "error"
    )


def _has_larger_count_before(article: Article, part: Figure, whole: Figure) -> bool:
    """Whether a larger count precedes the whole in its sentence, of which this may be a part."""
    bounds = article.sentences[whole.sentence].span
    return any(
        other.value is not None
        and other.kind in (Kind.COUNT, Kind.NUMBER)
        and stated_value(other) >= stated_value(part)
        for other in figures_between(article, bounds.start, whole.span.start)
    )


def _have_separate_purposes(article: Article, row: Row) -> bool:
    """Whether sums of money have different purposes after the same preposition, so that they are disjoint: "$7m for
    roads".
    """
    if row.parts[0].kind is not Kind.MONEY:
        return False
    purposes = [PURPOSE.match(text_after(article, part, 40)) for part in row.parts]
    phrases = [purpose.groups() for purpose in purposes if purpose]
    return len(set(phrases)) == len(row.parts) and len({preposition for preposition, _ in phrases}) == 1


def _over_sentences(article: Article, figures: Mapping[int, Sequence[Figure]]) -> Iterator[Outcome]:
    """The outcomes for parts after a cue that refers back to the whole: "among those arrested, ..."."""
    figures_by_word: dict[str, list[Figure]] = {}  # by the word that says who was counted
    for index, sentence in enumerate(article.sentences):
        if index not in figures:
            continue
        cue = _group_cue(article, sentence, figures[index])
        if cue is None:
            continue
        counted_word = _counted_word(cue)
        parts, are_disjoint = _parts_after_cue(article, figures, index, cue)
        if len(parts) < 2:
            continue
        if counted_word not in figures_by_word:
            figures_by_word[counted_word] = [f for f in article.figures if _counts_group(article, f, counted_word)]
        wholes = [f for f in figures_by_word[counted_word] if f.span.end <= cue.start()]
        wholes = [w for w in wholes if all(may_belong(article, p, w) or not p.noun for p in parts)]
        if not wholes:
            continue
        wholes = [w for w in wholes if counted_entity(w).event] or wholes
        is_disjoint = are_disjoint or all(
            DISJOINT_WORD.search(text_before(article, p, 12) + _noun_words(article, p)) for p in parts[1:]
        )
        headlines = [w for w in wholes if w.zone is Zone.HEADLINE]
        candidates = [
            Breakdown(
                whole,
                tuple(parts),
                is_closed=bool(cue["closed"]),
                is_disjoint=is_disjoint,
                whole_repeats=tuple(w.span for w in headlines if w is not whole and w.value == whole.value),
                group_name=counted_word,
            )
            for whole in reversed(wholes)
        ]
        holding = [candidate for candidate in candidates if adds_up(candidate)]
        whole_values = {stated_value(w) for w in wholes}
        if holding or len(whole_values) == 1 or wholes[-1].zone is not Zone.HEADLINE:
            yield from breakdown_outcomes((holding or candidates)[0], article)


def _group_cue(article: Article, sentence: Sentence, figures: Sequence[Figure]) -> re.Match[str] | None:
    """The words at the start of a sentence that say which group's parts follow; None where there are none."""
    cue = GROUP_OPENING.search(article.text, sentence.span.start, sentence.span.end)
    if cue is None or cue.start() - sentence.span.start > MAX_CUE_OFFSET or sentence.zone is Zone.PROMO:
        return None
    if any(figure.span.start < cue.start() for figure in figures):
        return None  # "Three of the accused, ..."
    counted_word = _counted_word(cue)
    return cue if counted_word in EVENT_OF_WORD or counted_word.endswith("ed") else None


def _counted_word(cue: re.Match[str]) -> str:
    """The word of the cue that says who was counted: "arrested"."""
    counted_word: str = (cue["what"] or cue["who"]).lower()
    return "dead" if counted_word == "deceased" else counted_word


def _parts_after_cue(
    article: Article, figures: Mapping[int, Sequence[Figure]], index: int, cue: re.Match[str]
) -> tuple[list[Figure], bool]:
    """The parts that the cue introduces, over a few sentences, and whether they are known to be disjoint."""
    counts = (Kind.COUNT, Kind.NUMBER)
    sentence_figures = [f for f in figures.get(index, ()) if f.span.start >= cue.end() and f.kind in counts]
    if not sentence_figures:
        return [], False
    row = read_row(article, sentence_figures[0].span.start, sentence_figures[0])
    refers_to_all = cue.group().lower().startswith(("of", "the"))
    is_one_clause = (
        row is not None and refers_to_all and row.ends_with_and and not row.has_unnumbered and len(row.parts) > 1
    )
    parts = list(row.parts) if row is not None and is_one_clause else _coordinated_figures(article, sentence_figures)
    are_disjoint = (
        row is not None and is_one_clause and (len(row.parts) > 2 or is_exhaustive(article, row, one_statement=True))
    )
    are_disjoint = are_disjoint and (
        bool(cue["noun"]) or not any(part.noun for part in parts[1:]) or nouns_differ(parts)
    )
    if are_disjoint:
        following = (f for f in sentence_figures if f.span.start >= parts[-1].span.end)
        parts += [f for f in following if REST_LEAD_IN.search(text_before(article, f, 20))][:1]
    for next_index in range(index + 1, min(index + 1 + MAX_FOLLOWING_SENTENCES, len(article.sentences))):
        span = article.sentences[next_index].span
        continuing_figures = [f for f in figures.get(next_index, ()) if f.kind in counts]
        if not continuing_figures or not CONTINUATION_CUE.search(article.text, span.start, span.end):
            break
        parts += _coordinated_figures(article, continuing_figures)
        are_disjoint = False
    return parts, are_disjoint


def _coordinated_figures(article: Article, figures: Sequence[Figure]) -> list[Figure]:
    """The figures of a sentence that each begin a group: the first, and those coordinated with it."""
    row = list(figures[:1])
    for figure in figures[1:]:
        if is_coordinated(article, row[-1], figure, reach=MAX_GAP_BETWEEN_PARTS) and same_unit(row[-1], figure):
            row.append(figure)
    return row


def _noun_words(article: Article, figure: Figure) -> str:
    """The words of the figure's noun, as printed."""
    return article.text_of(figure.noun.span) if figure.noun else ""


def _counts_group(article: Article, figure: Figure, counted_word: str) -> bool:
    """Whether a figure counts the people that the cue refers to ("arrested")."""
    if figure.kind is not Kind.COUNT or figure.value is None:
        return False
    counted = counted_entity_in(article, figure)
    if counted_word in EVENT_OF_WORD:
        return counted.event == EVENT_OF_WORD[counted_word] and counted.head not in ("country", "operation", "year")
    return stem(figure.predicate or "") == stem(counted_word)


EXAMPLES = (
    Example(
        "each of a group of its own",
        "Some 40 percent of voters had heard of it, including 45 percent of Hill voters and 34 percent of Dale voters.",
        "silent",
    ),
    Example(
        "some are both",
        "We asked 1,005 adults, including 877 registered voters and 735 likely voters.",
        "silent",
    ),
    Example(
        "and the others",
        "The ship rescued 1,120 people last year.\n\nOf those rescued, 392 came from Ostra, 258 from Kesh and 358 from "
        "Elm; the other 112 were from 11 countries.",
        "tick",
    ),
    Example("net of what was lost", "The state added 12,000 jobs, including 18,000 at its census office.", "silent"),
    Example("another thing includes it", "To offset the $62m increase, the deal includes $85m in fees.", "silent"),
    Example(
        "a fall is no whole",
        "The shares have fallen 32 per cent amid worries about its phones, comprising 60 per cent of its revenue.",
        "silent",
    ),
    Example("money for two ends", "The $10m fund includes $7m for schools and $4m for roads.", "warning"),
    Example("money for two ends, by more", "The £144m scheme includes £77m for schools and £84m for roads.", "error"),
    Example("money that may overlap", "The £144m scheme includes £77m for schools and £84m in London.", "silent"),
    Example("two of more groups", "The crash killed 30 people, including 12 children and 15 women.", "silent"),
    Example("money that leaves some", "The $10m fund includes $7m for schools and $2m for roads.", "silent"),
    Example("fits only by rounding", "The council has $10m, of which $7m goes to schools and $4m to roads.", "warning"),
    Example(
        "fits only by rounding, with decimals",
        "The council has $4.2m, of which $2.2m goes to schools and $2.1m to roads.",
        "note",
    ),
    Example("round amounts", "The council has $10m, of which $7m goes to schools and $3m to roads.", "tick"),
    Example("about", "The council has about $10m, of which $7m goes to schools and $4m to roads.", "silent"),
    Example(
        "some pieces",
        "There are 97 pieces of metal, including 31 arrowheads, 14 horseshoe nails and five silver coins.",
        "silent",
    ),
    Example(
        "a share and years",
        "The offer is 11.5 per cent, made up of five per cent in the first year and smaller raises in the next three.",
        "silent",
    ),
    Example(
        "some of the posts",
        "A total of 46,500 posts will be filled, of which 18,200 are for teachers, 12,300 for the police and 6,800 for "
        "nurses.",
        "note",
    ),
    Example(
        "the one that is left",
        "They counted 11 species, of which four had increased, six had declined and one, the shag, had gone.",
        "silent",
    ),
    Example(
        "spent of what was raised",
        "It has raised $4.4 million, of which $3.1 million came from the team, and had spent $2.9 million by May.",
        "silent",
    ),
    Example(
        "of those who came",
        "More than 400 people visited the site at two open days in June, including 35 school classes.",
        "silent",
    ),
    Example(
        "of something not told of",
        "Attendance for the four games, including 867 at Penrose, was 4,304 in all.",
        "silent",
    ),
    Example(
        "some of them",
        "There were 281 patients on Tuesday, of whom 83 were aged over 75 and 74 were admitted.",
        "note",
    ),
    Example(
        "a change to come", "Sales could drop by 32 per cent this year, including 45 per cent on phones.", "silent"
    ),
    Example("twelve and two", "He had twelve grown sons and two daughters, of whom four survive him.", "silent"),
    Example(
        "a noun that ends like a number",
        "The desk took phone calls and 40 letters, of which 30 were angry and 20 were kind.",
        "error",
    ),
    Example(
        "a noun that ends like a number, right",
        "The desk took phone calls and 40 letters, of which 20 were angry and 20 were kind.",
        "tick",
    ),
    Example(
        "two sorts told of",
        "They had three sons and two daughters, of whom four survive him, and 13 grandchildren.",
        "silent",
    ),
    Example(
        "of something else",
        "The round drew 1,420 bids, of which 374 were invited to go on; 292 stores have been built.",
        "silent",
    ),
    Example(
        "a number of something else in between",
        "Some 23 million people are hungry in the five countries, among them 4.4 million children.",
        "silent",
    ),
    Example("an age", "He said three teenagers, the youngest of whom is 14, had been found there.", "silent"),
    Example(
        "what all may do",
        "The centre has 2,340 members, of whom 1,900 or so use the gym and 1,100 swim.",
        "silent",
    ),
    Example(
        "beside the whole",
        "Crews were tackling 14 fires in Penn, of which nine were out of control, and a further 11 in Ely.",
        "silent",
    ),
    Example(
        "another whole",
        "It had 3,012 bids for the school, including 140 from outside the city, and 3,455 for the college.",
        "silent",
    ),
    Example(
        "parts that fall short of the arrests they break down are a warning",
        "Police made 90 arrests across the county. Among those arrested, 12 were charged with theft, while 60 others "
        "were cautioned. Seven were also wanted elsewhere.",
        "warning",
    ),
    Example(
        "a part larger than the whole is an error",
        "The crash injured 40 people, including 55 children.",
        "error",
    ),
    Example(
        "groups set apart that exceed the whole are an error",
        "The assembly has 90 members, including 60 elected members, 30 appointed members and 10 judges.",
        "error",
    ),
    Example(
        "three groups that fall short are a warning",
        "The assembly has 120 members, including 60 elected members, 30 appointed members and 10 judges.",
        "warning",
    ),
    Example(
        "groups that make up the whole are ticked",
        "The assembly has 100 members, including 60 elected members, 30 appointed members and 10 judges.",
        "tick",
    ),
    Example(
        "a panel named by its size is broken down too",
        "The 27-member panel comprises 14 academics, nine farmers and five officials.",
        "error",
    ),
    Example(
        "more than were at least there is no sum that comes out",
        "At least 30 people died, of whom 18 were men and 16 were women.",
        "error",
    ),
    Example(
        "figures of another clause are no parts",
        "The report lists 40 crimes, including 20 thefts, and 15 arrests and eight charges followed.",
        "silent",
    ),
    Example(
        "things elsewhere in the clause are no parts",
        "The agency filed 2,500 stories, including 650 alerts, from 209 countries and in 18 languages.",
        "silent",
    ),
    Example("one part that fits is left alone", "The crash injured 40 people, including 15 children.", "silent"),
    Example("a ceiling that was never stated is not inferred", "Police held 18 men and charged 11 others.", "silent"),
    Example(
        "a list of other things is no breakdown",
        "The library lent 900 books last year, including novels, and opened 12 new reading rooms.",
        "silent",
    ),
)

RULE = Rule(
    code="PW01",
    slug="parts-and-whole",
    scope="article",
    relation="sum",
    check=check,
    examples=EXAMPLES,
    aliases=("parts-exceed-whole", "parts-short-of-whole"),
)
