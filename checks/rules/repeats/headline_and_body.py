"""The headline or standfirst has a figure for which the story states another value.

Each figure and date above the story is looked up in the body: the same value of the same thing, rounded or truncated
("$31bn" for $31.4bn), or a value that follows from the body (a sum, a difference, the length of a list). A figure that
nothing in the body supports, while the opening gives another value of the same thing, is questioned. Headlines are
written last and are corrected most.

Silent where the story says nothing of the kind, since a headline may state what the story takes for granted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from checks import passage_index
from checks.derivation import derive
from checks.digit_slips import Slip, slip_between
from checks.figures.inflection import is_plural
from checks.model import Article, Figure, Finding, Kind, Moment, Outcome, Severity, Span, Tick, Zone
from checks.passage_index import Passages
from checks.pattern import pattern
from checks.questions import mid_sentence, which_is_right
from checks.relations.explicit.differences import explicit_differences
from checks.relations.frames import Frame, frames_of
from checks.relations.restatement import are_change_and_level
from checks.rule import Example, Rule
from checks.rules.repeats._agreement import equality_text
from checks.rules.repeats._derived_figures import (
    MIN_DERIVED,
    derived_from_pair,
    derived_from_row,
    follows_from_pair,
    is_stated_as_change,
    may_be_derived,
)
from checks.rules.repeats._rounding import agrees, have_same_ends, is_close, is_misprint, may_be_loose, within
from checks.rules.repeats._same_fact_candidates import LEAD_SENTENCES, OTHERS_AFTER, may_be_same_fact
from checks.sameness import (
    Sameness,
    compare_figures,
    compare_periods,
    counted_entity_in,
    same_unit,
)
from checks.word_set import word_set

NOUN_OF_RANK = pattern(r"[ -](?!(?:of|in|on|to|at|and|for|as|from|after|with|over)\b)([a-z]{3,})")
WORDS_AFTER_BARE_NUMBER = pattern(
    r"(?: (?:from|down|up|in|to|out|off|clear|behind|ahead|and|for|at|on)\b|\s*[.,;:!?\n]|\s*$)"
)
RANK_WITHIN_PERIOD = pattern(r"[ -](?:[a-z-]+ ){1,3}(?:in (?!a row)|since |for )")
"""A rank within a period: "first title in 16 years"."""
ZONES_ABOVE_STORY = frozenset((Zone.HEADLINE, Zone.STANDFIRST, Zone.CAPTION))
UNCOMPARED_KINDS = frozenset(
    (Kind.NAME, Kind.UNREAD, Kind.ORDINAL, Kind.MULTIPLE, Kind.FRACTION, Kind.SCORE, Kind.RATIO)
)
MAX_QUESTIONS = 2  # most figures above a story that may all be slips
OPENING_SENTENCES = 8  # sentences of the body in which a headline's figure is looked for
TITLE_BEFORE_NUMBER = pattern(r"[A-Z]\w* $")
RESULT_LINE = pattern(r"^[A-Z][\w.' -]+ \d+,? [A-Z][\w.' -]+ \d+\W*$|^[A-Z][\w.' -]+ \d+\.\d+ \(\d+\)")
"""The line of a result: "Wolves 29 Stags 22", "Hawks 14.9 (93) d Saints 11.12 (78)"."""
MAX_RANK_DIFFERENCE = 2  # between two ranks, one of which may be a slip for the other
PREPOSITIONS_OF_LIMIT = word_set("before by until till after since from")
SURE_OVERLAP = 0.5  # share of shared words from which no derivation excuses another value in the opening
MIN_OVERLAP = 0.16  # share of the headline's words that must be around a figure of the story for both to be one fact
MUCH_CLOSER_OVERLAP = (
    0.25  # by how much the share for a differing figure must exceed an agreeing one's for it to be meant
)
MAX_SLIP_DIFFERENCE = Fraction(1, 3)  # relative; a slip hardly explains a larger difference


class Body(NamedTuple):
    """The story below a headline, prepared for look-ups."""

    article: Article  # with all that is above the body
    below: Article  # without the figures, moments and listings above the body
    passages: Passages
    first: int  # index of the first sentence of the body
    differences: frozenset[Span]  # of the figures stated as a difference: "three votes clear"
    frames: Mapping[Span, Frame]  # of the article's figures


class Fit(NamedTuple):
    """A figure of the story, and the share of the words around the headline's figure that are around it, too."""

    overlap: float
    other: Figure


def check(article: Article) -> Iterator[Outcome]:
    """The outcomes of all figures above the story.

    Slips rarely come together: if more than MAX_QUESTIONS figures differ from the body, the lines above are about other
    things than its opening, and each question becomes a note.
    """
    outcomes = [outcome for outcome in _outcomes(article) if not _compares_same_words(article, outcome)]
    questions = sum(isinstance(outcome, Finding) and outcome.severity is Severity.WARNING for outcome in outcomes)
    for outcome in outcomes:
        if isinstance(outcome, Finding) and questions > MAX_QUESTIONS:
            yield replace(outcome, severity=Severity.NOTE)
        else:
            yield outcome


def _compares_same_words(article: Article, outcome: Outcome) -> bool:
    """Whether a finding compares two figures that are written alike: "no casualties", twice."""
    words = [article.text_of(span).lower() for span in outcome.spans]
    return isinstance(outcome, Finding) and len(words) > 1 and len(set(words)) == 1


def _outcomes(article: Article) -> Iterator[Outcome]:
    above = [
        figure for figure in article.figures if figure.zone in ZONES_ABOVE_STORY and _is_stated_figure(article, figure)
    ]
    dates = [moment for moment in article.moments if moment.zone in ZONES_ABOVE_STORY and moment.day and moment.month]
    ranks = [figure for figure in article.figures if figure.zone is Zone.HEADLINE and figure.kind is Kind.ORDINAL]
    if not above and not dates and not ranks:
        return
    below = replace(
        article,
        figures=tuple(
            figure for figure in article.figures if figure.zone not in ZONES_ABOVE_STORY and figure.value is not None
        ),
        listings=tuple(listing for listing in article.listings if listing.zone not in ZONES_ABOVE_STORY),
        moments=tuple(moment for moment in article.moments if moment.zone not in ZONES_ABOVE_STORY),
    )
    frames = frames_of(article)
    differences = frozenset(members[1].statement.span for members in explicit_differences(frames))
    frame_of = {frame.statement.span: frame for frame in frames.frames}
    body = Body(article, below, passage_index.index_passages(article), _first_sentence(below), differences, frame_of)
    counted = {other.noun.head for other in below.figures if other.noun is not None}
    for figure in above:
        line_figures = [other for other in above if other is not figure and other.sentence == figure.sentence]
        outcome = _compare_figure(_without_verb(article, figure, counted), body, line_figures)
        if outcome is not None:
            yield outcome
    for figure in ranks:
        yield from _compare_ranks(figure, body)
    for moment in dates:
        yield from _compare_dates(moment, body)


def _is_stated_figure(article: Article, figure: Figure) -> bool:
    """Whether this states a quantity, unlike "one", a number in a title ("Jolly 2") or half a score."""
    if figure.kind in UNCOMPARED_KINDS or figure.value is None or figure.words.lower() == "one":
        return False
    in_title = TITLE_BEFORE_NUMBER.search(article.text[max(0, figure.span.start - 20) : figure.span.start])
    if figure.zone is not Zone.HEADLINE and any(
        neighbour.kind is Kind.SCORE for neighbour in passage_index.neighbouring_figures(figure, article)
    ):
        return False  # "Ash 278-7 (50 overs) beat Penn 241"
    if RESULT_LINE.match(article.text_of(article.sentences[figure.sentence].span)):
        return False
    return not (figure.kind is Kind.NUMBER and figure.words.isdigit() and in_title)


def _compare_figure(figure: Figure, body: Body, line_figures: Sequence[Figure]) -> Outcome | None:
    """The outcome for one figure of the headline, given the figures of the body.

    `line_figures` are the other figures of its line: "nine from 11" above "her ninth in 11 races".
    """
    article, below = body.article, body.below
    if OTHERS_AFTER.match(_text_after(article, figure)):
        return None
    comparable = [other for other in below.figures if same_unit(figure, other) and other.kind not in UNCOMPARED_KINDS]
    fits = [Fit(_shared_words(body.passages, figure, other), other) for other in comparable]
    agreeing = [
        fit
        for fit in fits
        if agrees(figure, fit.other) and compare_figures(figure, fit.other) is not Sameness.DIFFERENT
    ]
    if any(_is_stated_per_unit(figure, other, body.first) for other in below.figures):
        return None
    stated = next((other for other in comparable if _is_stated_in_lead(figure, other, body.first, article)), None)
    if stated is not None and not any(fit.other is stated for fit in agreeing):
        return None  # "Cole's 34 carries Wolves": his points, whatever noun was read
    rival = _likeliest_rival(figure, fits, body, line_figures)
    if rival is not None and agreeing and _is_excused(figure, rival.other, agreeing, body):
        rival = None
    if rival is not None and rival.other.value:
        agreeing = [fit for fit in agreeing if is_close(figure, fit.other) or fit.other.value != rival.other.value]
    if agreeing:
        return _judge_agreeing(figure, agreeing, rival, body)
    return _judge_rival(figure, rival, comparable, body) if rival is not None else None


def _text_after(article: Article, figure: Figure) -> str:
    """The first characters after a figure."""
    return article.text[figure.span.end : figure.span.end + 8]


def _likeliest_rival(figure: Figure, fits: Sequence[Fit], body: Body, line_figures: Sequence[Figure]) -> Fit | None:
    """The story's figure that most likely states what the headline's does, with another value; None if none may."""
    if _lacks_counted_noun(body.article, figure):
        return None
    sentences_with_value = {other.sentence for other in body.below.figures if other.value == figure.value}
    is_only_value = len({other.value for _, other in fits if compare_figures(figure, other) is Sameness.SAME}) == 1
    rivals = [
        fit
        for fit in fits
        if fit.other.sentence not in sentences_with_value  # "ranks 154" above "ranked 154 of 180"
        and fit.other.span not in body.differences
        and not _are_change_and_level(figure, fit.other, body)
        and not (agrees(figure, fit.other) or may_be_loose(figure, fit.other))
        and may_be_same_fact(body.article, figure, fit.other)
        and not any(_states_it_instead(neighbour, figure, fit.other) for neighbour in line_figures)
        and _may_be_meant(figure, fit, fits, body.first, is_only_value)
    ]
    return max(rivals, key=lambda fit: (compare_figures(figure, fit.other) is Sameness.SAME, fit.overlap), default=None)


def _are_change_and_level(figure: Figure, other: Figure, body: Body) -> bool:
    """Whether one is by how much something changed, and the other to what."""
    first, second = body.frames.get(figure.span), body.frames.get(other.span)
    return first is not None and second is not None and are_change_and_level(first, second)


def _states_it_instead(neighbour: Figure, figure: Figure, other: Figure) -> bool:
    """Whether a neighbour in the headline states the story's figure, or differs from the headline's by it.

    "By seven votes to four" above "a majority of three".
    """
    if neighbour.kind is figure.kind and abs((neighbour.value or 0) - (figure.value or 0)) == other.value:
        return True
    return neighbour.value == other.value and (
        compare_figures(neighbour, other) is Sameness.SAME or compare_figures(figure, other) is not Sameness.SAME
    )


def _may_be_meant(figure: Figure, fit: Fit, fits: Sequence[Fit], first: int, is_only_value: bool) -> bool:
    """Whether the headline may mean this figure of the story, by a slip, by its words or by its place.

    `is_only_value` says whether the story states only one value for the same thing.
    """
    other = fit.other
    if slip_between(figure, other) is Slip.SWAP and compare_figures(figure, other) is not Sameness.DIFFERENT:
        return True
    max_sentences = 1 if figure.kind is Kind.AGE else OPENING_SENTENCES
    if other.sentence < first + max_sentences and (
        fit.overlap >= MIN_OVERLAP or (is_only_value and _is_same(figure, other))
    ):
        return True
    return other.sentence < first + LEAD_SENTENCES and is_misprint(figure, other) and _is_only_one(other, fits)


def _is_excused(figure: Figure, rival: Figure, agreeing: Sequence[Fit], body: Body) -> bool:
    """Whether the headline means the figures that agree with it, so that another value is not questioned."""
    if compare_figures(figure, rival) is not Sameness.SAME and any(
        _is_stated_in_lead(figure, other, body.first, body.article) and is_close(figure, other) for _, other in agreeing
    ):
        return True
    if _text_after(body.article, figure).startswith("-") and not within(
        figure.value or Fraction(0), rival.value or Fraction(0), MAX_SLIP_DIFFERENCE
    ):
        return True  # "an 11-wicket haul" above "four wickets" and "figures of 11 for 125"
    if rival.hedge and rival.interval.overlaps(figure.interval):
        return True  # "1.18 million" above "just under 1.2 million" and, further down, 1,184,600
    # A caption may be about a part: "the bus in which nine died" of 13.
    return figure.zone is not Zone.HEADLINE and any(other.value == figure.value for _, other in agreeing)


def _judge_agreeing(figure: Figure, agreeing: Sequence[Fit], rival: Fit | None, body: Body) -> Outcome | None:
    """The tick for a figure that the story supports; a finding if its lead has another value in more similar words."""
    overlap, other = max(agreeing, key=lambda fit: (is_close(figure, fit.other), fit.overlap))
    is_misprinted = (
        rival is not None and is_misprint(figure, rival.other) and other.sentence >= body.first + OPENING_SENTENCES
    )
    if figure.kind is Kind.PERCENT and other.value == figure.value and not is_misprinted:
        rival = None  # "falls to 5.2%" above "10.3 per cent fewer" and, further down, "to 5.2 per cent"
    if rival is not None and rival.other.sentence < body.first + LEAD_SENTENCES:
        needed = overlap + MUCH_CLOSER_OVERLAP if is_close(figure, other) else overlap
        if (rival.overlap > needed or is_misprinted) and other.sentence >= rival.other.sentence:
            return _finding(figure, rival.other, body.article)
        if rival.overlap > overlap:
            return None
    if not (is_close(figure, other) and have_same_ends(figure, other)):
        return None
    headline_place, body_place = body.article.place(figure.span.start), body.article.place(other.span.start)
    message = f"The {headline_place} and {body_place} agree on {mid_sentence(figure.words)}."
    return Tick(message, (figure.span, other.span), equality_text(figure, other))


def _judge_rival(figure: Figure, rival: Fit, comparable: Sequence[Figure], body: Body) -> Outcome | None:
    """The finding for a figure with another value in the story; a tick or nothing if it follows from the story's."""
    article, below = body.article, body.below
    value, place = figure.value or Fraction(0), article.place(figure.span.start)
    added = derived_from_row(figure, rival.other, below)
    if added and value < MIN_DERIVED:
        return None
    if added:
        message = f"The {place} says {figure.words}; the story adds up to it."
        return Tick(message, (figure.span, *added.spans), added.arithmetic)
    if _is_from_score(value, below):
        return None
    if _text_after(article, figure).startswith("-") and value < MIN_DERIVED:
        return None  # "a five-goal thriller" may be a sum that the story never states
    is_sure = rival.overlap >= SURE_OVERLAP or compare_figures(figure, rival.other) is Sameness.SAME
    if not is_sure and _has_value_of_another_kind(figure, below):
        return None
    if slip_between(figure, rival.other) is Slip.SWAP:
        return _finding(figure, rival.other, article)
    if is_stated_as_change(article, figure) and follows_from_pair(figure, article, below, comparable):
        return None
    if may_be_derived(figure) and not is_sure:
        derived = derive(figure, article, below) or derived_from_pair(figure, comparable)
        if derived:
            message = f"The {place} says {figure.words}; the story gives it."
            return Tick(message, (figure.span, *derived.spans), derived.arithmetic)
    return _finding(figure, rival.other, article)


def _is_from_score(value: Fraction, below: Article) -> bool:
    """Whether the value is the margin of a score in the story, or one side of it and not small."""
    scores = [other for other in below.figures if other.kind is Kind.SCORE]
    if any(abs((score.value or 0) - (score.second or 0)) == value for score in scores):
        return True  # "let a 19-point lead slip" above "were 22-3 up"
    # "64 votes to 51" above "by 64 to 51"
    return value >= MIN_DERIVED and any(value in (score.value, score.second) for score in scores)


def _has_value_of_another_kind(figure: Figure, below: Article) -> bool:
    """Whether the story has the value as a figure of another kind; a bare count may be of any kind."""
    bare = figure.kind in (Kind.COUNT, Kind.NUMBER)
    return any(
        other.value == figure.value and (bare or other.noun is None)  # "five nights" does not support "five dogs"
        for other in below.figures
        if other.kind is not figure.kind
    )


def _lacks_counted_noun(article: Article, figure: Figure) -> bool:
    """Whether the headline does not say what its small number counts: "nine from 11", "come from two down"."""
    noun = figure.noun
    bare = figure.kind in (Kind.COUNT, Kind.NUMBER) and (noun is None or noun.span.start < figure.span.start)
    goes_on = WORDS_AFTER_BARE_NUMBER.match(article.text, figure.span.end) is not None
    return (
        bare
        and goes_on
        and figure.words.isalpha()
        and (figure.value or 0) < MIN_DERIVED
        and not counted_entity_in(article, figure).event
    )


def _is_stated_in_lead(figure: Figure, other: Figure, first: int, article: Article) -> bool:
    """Whether this figure of the lead states the same value, of the same thing and not by chance.

    A headline's verb is easily misread as the counted noun: "Cole's 34 carries Wolves".
    """
    if other.value != figure.value or other.sentence > first + LEAD_SENTENCES or (figure.value or 0) < MIN_DERIVED:
        return False
    if figure.noun is None or compare_figures(figure, other) is not Sameness.DIFFERENT:
        return True
    start = article.sentences[first].span.start
    return figure.noun.head not in article.text[start:].lower()


def _is_stated_per_unit(figure: Figure, other: Figure, first: int) -> bool:
    """Whether this figure of the lead is the same amount, with what it is per: "585p" for "585p a share"."""
    return (
        figure.per is None
        and other.per is not None
        and (other.value, other.kind, other.unit) == (figure.value, figure.kind, figure.unit)
        and other.sentence <= first + LEAD_SENTENCES
    )


def _without_verb(article: Article, figure: Figure, counted: set[str]) -> Figure:
    """The figure, without its noun if that is really the headline's verb: "twelve escape", "six guilty".

    The noun is kept if the body counts the same, or a hyphen joins it to the figure: "a three-vehicle crash".
    """
    noun = figure.noun
    if noun is None or figure.kind is not Kind.COUNT or noun.head in counted or noun.modifiers:
        return figure
    if article.text.startswith("-", figure.span.end):
        return figure
    return figure if is_plural(article.text_of(noun.span).split()[-1].lower()) else replace(figure, noun=None)


def _compare_ranks(figure: Figure, body: Body) -> Iterator[Outcome]:
    """Compares ranks: "falls for fifth month in a row" above "has fallen for the fourth month running"."""
    article = body.article
    figure_thing = NOUN_OF_RANK.match(article.text, figure.span.end)
    if figure_thing is None or RANK_WITHIN_PERIOD.match(article.text, figure.span.end):
        return
    ranks = [other for other in body.below.figures if other.kind is Kind.ORDINAL]
    others = [
        rank_figure
        for rank_figure in ranks
        if (rank_thing := NOUN_OF_RANK.match(article.text, rank_figure.span.end)) and rank_thing[1] == figure_thing[1]
    ]
    if any(other.value == figure.value for other in others):
        return
    opening = [other for other in others if other.sentence < body.first + LEAD_SENTENCES]
    rank = figure.value or Fraction(0)
    if len({other.value for other in opening}) != 1:
        return
    if abs((opening[0].value or Fraction(0)) - rank) <= max(Fraction(MAX_RANK_DIFFERENCE), rank / 3):
        yield _finding(figure, opening[0], article)


def _is_same(figure: Figure, other: Figure) -> bool:
    """Whether both are counts of one thing; sums of money have no noun, so their equality says less."""
    return figure.kind is Kind.COUNT and compare_figures(figure, other) is Sameness.SAME


def _shared_words(index: Passages, above: Figure | Moment, below: Figure | Moment) -> float:
    """The share of the headline's words, weighted by rarity, in the sentence of a figure of the story.

    `passage_index.closeness` does not fit: the passage around the first sentence includes the headline itself.
    """
    wanted = {stem: index.weights[stem] for stem in index.near(above)}
    body_stems = index.stems[below.sentence]
    whole = sum(wanted.values())
    return sum(weight for stem, weight in wanted.items() if stem in body_stems) / whole if whole else 0.0


def _is_only_one(other: Figure, fits: Sequence[Fit]) -> bool:
    """Whether this is the only value of its sort in its sentence."""
    return len({each.value for _, each in fits if each.sentence == other.sentence}) == 1


def _first_sentence(below: Article) -> int:
    """The index of the first sentence of the body."""
    return next((i for i, sentence in enumerate(below.sentences) if sentence.zone is Zone.BODY), 0)


def _finding(first: Figure | Moment, second: Figure | Moment, article: Article) -> Finding:
    """The finding of a figure or date above the story and a different one in it."""
    headline_place, body_place = article.place(first.span.start), article.place(second.span.start)
    return Finding(
        Severity.WARNING,
        f"The {headline_place} says {first.words}, {body_place} says {second.words}.",
        (first.span, second.span),
        f"{mid_sentence(first.words)} is not {mid_sentence(second.words)}",
        (f"{headline_place}: {first.words} -> {second.words}", f"{body_place}: {second.words} -> {first.words}"),
        which_is_right(first.words, second.words),
    )


def _compare_dates(moment: Moment, body: Body) -> Iterator[Outcome]:
    """The outcome for one date of the headline, given the dates of the body."""
    article = body.article
    before = article.text[: moment.span.start].split()[-1:]
    if before and before[0].lower() in PREPOSITIONS_OF_LIMIT:
        return  # "to reopen before Christmas", and on 15 December it does
    days = [other for other in body.below.moments if other.day and other.month]
    same = [other for other in days if compare_periods(moment, other) is not Sameness.DIFFERENT]
    if same:
        place, body_place = article.place(moment.span.start), article.place(same[0].span.start)
        yield Tick(f"The {place} and {body_place} agree on {mid_sentence(moment.words)}.", (moment.span, same[0].span))
        return
    fits = [(_shared_words(body.passages, moment, other), other) for other in days]
    rivals = [pair for pair in fits if pair[0] >= MIN_OVERLAP]
    of_the_month = [pair for pair in fits if pair[1].month == moment.month and pair[1].relation == moment.relation]
    if not rivals and len({other.day for _, other in of_the_month}) == 1:
        rivals = of_the_month  # the one date that the story gives in this month
    if rivals and moment.zone is not Zone.CAPTION:  # a caption's date is the day of its picture
        yield _finding(moment, max(rivals, key=lambda pair: pair[0])[1], article)


EXAMPLES = (
    Example(
        "of other things",
        "Couple killed in three-vehicle crash\n\nThree men were taken from Elm to hospital.",
        "silent",
    ),
    Example(
        "to what and by how much",
        "Elm cuts losses to £3.1m\n\nElm has trimmed its losses by £1.4m since 2023.",
        "silent",
    ),
    Example(
        "to what, and to what",
        "Elm cuts losses to £3.1m\n\nElm has trimmed its losses to £1.3m since 2023.",
        "warning",
    ),
    Example(
        "the margin of a vote",
        "Board backs quay by seven votes to four\n\nThe board voted 7-4 on Thursday to build a quay.\n\n"
        "The decision, three votes clear, ends a dispute.",
        "silent",
    ),
    Example(
        "a wrong margin of a vote, which is no figure of the headline",
        "Board backs quay by seven votes to four\n\nThe board voted 7-4 on Thursday to build a quay.\n\n"
        "The decision, two votes clear, ends a dispute.",
        "silent",
    ),
    Example(
        "parts of what the headline gives in all",
        "Elmway to close 320 shops\n\nGrocer Elmway will pull out of three counties, it said on Wednesday.\n\n"
        "The retreat means that 85 shops close there. In the capital another 235 shops will go.",
        "silent",
    ),
    Example(
        "the day of a picture",
        "Stocks slip in Torley\n\nTraders on the floor of the Torley exchange, August 13, 2019. REUTERS/Ana Moor\n\n"
        "Stocks slipped on the Torley exchange on August 14, 2019, as traders waited.",
        "silent",
    ),
    Example(
        "by how many votes",
        "Marsh wins seat by 3,290 votes\n\nIona Marsh won the seat with 18,420 votes. Her rival had 15,130 votes.",
        "silent",
    ),
    Example(
        "a rate that is told further down",
        "Jobless rate in Orsen falls to 5.2%\n\nIn Orsen 15,600 were jobless, 10.3 per cent down on last year.\n\nThe "
        "rate in Orsen slipped from 5.8 to 5.2 per cent.",
        "silent",
    ),
    Example(
        "how many go",
        "Review would axe nine councillors\n\nThe council would shrink from 57 members to 48. Each ward would have "
        "three councillors.",
        "silent",
    ),
    Example(
        "up on the last time",
        "Early vote up 30% on 2021\n\nOrsen counted 63,700 early votes, compared with 49,000 in 2021. That is 26% of "
        "the voters.",
        "silent",
    ),
    Example(
        "billions",
        "Billions of Torley shares to be unlocked\n\nMore than 3 billion shares of Torley will be unlocked this week.",
        "silent",
    ),
    Example(
        "persons and what they searched",
        "Seven charged over timber theft\n\nOfficers searched three barns in connection with the theft of timber.",
        "silent",
    ),
    Example(
        "the parts of the headline's whole",
        "Council turns down 260 homes\n\nBramley Estates had asked to build 180 houses and 80 flats by the canal.",
        "tick",
    ),
    Example(
        "two sentences and their sum",
        "Sisters jailed for a total of 31 years\n\nTwo sisters were jailed for 14 and 17 years.",
        "tick",
    ),
    Example(
        "a score that reads like a range",
        "Clare 1-19 Offaly 0-16\n\nClare were 0-10 to 1-5 in front at half-time.",
        "silent",
    ),
    Example(
        "the first of a time",
        "Hill lift first title in 16 years\n\nHill won the final on Sunday. It is only Hill's third title, after "
        "those of 1987 and 2009.",
        "silent",
    ),
    Example(
        "some of the others",
        "Council closes two of city's seven pools\n\nThe council raised the trash fee and shuts two neighborhood "
        "pools.",
        "tick",
    ),
    Example(
        "the other figure of the line",
        "Rocket makes it nine from 11\n\nThe Arc rocket chalked up its ninth success in 11 launches on Saturday.",
        "tick",
    ),
    Example(
        "about what is told exactly further down",
        "Cape draws 1.18 million visitors\n\nVisitor numbers on the cape grew last year to just under 1.2 million.\n\n"
        "Figures released on Friday show 1,184,600 visitors stayed at least one night.",
        "tick",
    ),
    Example(
        "the bowler's match",
        "Khan's 11-wicket haul wins it\n\nKhan ran through the lower order with four wickets on the last day.\n\nHe "
        "took six for 54, and had match figures of 11 for 125.",
        "tick",
    ),
    Example(
        "the same rank",
        "Waiting list falls for fifth month in a row\n\nThe waiting list has fallen for the fourth month running.",
        "warning",
    ),
    Example(
        "the same rank, right",
        "Waiting list falls for fourth month in a row\n\nThe waiting list has fallen for the fourth month running.",
        "silent",
    ),
    Example(
        "more than at least so many",
        "Twelve killed as bus hits lorry\n\nAt least 11 people were killed when a bus hit a lorry, police said.",
        "warning",
    ),
    Example(
        "a verb that looks like what is counted",
        "Twelve escape from jail in Holm\n\nEleven men escaped from a jail in Holm on Sunday night.",
        "warning",
    ),
    Example(
        "by how much",
        "House prices rise by £6,630\n\nThe average house cost £6,360 more in March. Prices are at a peak.",
        "warning",
    ),
    Example(
        "a lead",
        "Ash go top as Penn let 19-point lead slip\n\nAsh scored 31 of the last 38 points.\n\nPenn were 22-3 up.",
        "silent",
    ),
    Example(
        "half of it",
        "Fourteen share £2.45m prize\n\nA group of 14 have won half of the £4.9m prize, and share their £2.45m.",
        "tick",
    ),
    Example(
        "none, twice",
        "Board reports no casualties from fire at harbour\n\nThe board said on Monday that the fire caused none. There "
        "were no casualties. "
        '"No members of the crew were hurt," it said.',
        "silent",
    ),
    Example(
        "a row of figures of something else",
        "Sea birds counted: 203 gulls, 48 terns, 11 owls in Orsen\n\nWardens counted 66 gulls, 13 terns and 13 owls on "
        "the first day of the survey in Orsen.",
        "note",
    ),
    Example(
        "his best",
        "Cole's 34 carries Wolves\n\nMarcus Cole scored 34 points for the Wolves. His season high is 43.",
        "silent",
    ),
    Example(
        "at least so many, twice",
        "At least 37 dead in valley floods\n\nAt least 47 people have died in floods in the valley, officials said.\n\n"
        "Twenty-two of the dead were found in Orsen.",
        "warning",
    ),
    Example(
        "at least so many, rounded",
        "At least 30 dead in valley floods\n\nAt least 37 people have died in floods in the valley, officials said.",
        "silent",
    ),
    Example(
        "jailed over a sum",
        "Manager jailed over £412,000 fraud\n\nA manager who stole £421,000 from her residents has been jailed.",
        "warning",
    ),
    Example(
        "fined over a sum",
        "Firm fined over £400,000 for leak\n\nA firm has been fined £421,000 for a leak of oil at its works.",
        "tick",
    ),
    Example(
        "one digit of the sum of the first sentence",
        "Store owner buys rival for $17bn\n\nFedora is to buy the chain Mayhew for $11bn. Shops stay open.",
        "warning",
    ),
    Example(
        "a sum among others",
        "Store owner loses $17bn\n\nFedora, which is worth $41bn, bought Mayhew for $11bn. Shops stay open.",
        "silent",
    ),
    Example(
        "price of one",
        "Brewer lifts offer to 585 pence\n\nThe brewer raised its bid for the rival to 585 pence a share "
        "on Monday, two days after a first offer of 540 pence was turned down.",
        "silent",
    ),
    Example(
        "what is told of one place",
        "Jobless rate at 3.8%\n\nIn Elm Bluff, where the jobless rate is under 3 percent, the mill pays for moving.",
        "silent",
    ),
    Example("dozens, more", "Dozens arrested at march\n\nPolice made 64 arrests at the march on Monday.", "silent"),
    Example("dozens", "Dozens held over fraud site\n\nTwenty-eight people have been held over a fraud site.", "silent"),
    Example(
        "a toll that differs from the story's is questioned",
        "Ferry fire kills 14 people\n\nA fire on a ferry killed 41 people off the coast on Monday, officials said. The "
        "ship was on its way to the islands.",
        "warning",
    ),
    Example(
        "a sum of money that the story gives otherwise is questioned",
        "Bakery chain sold for $36m\n\nThe bakery chain Crumb was sold to a rival for $63m on Friday, its owners said. "
        "It has shops all over the country.",
        "warning",
    ),
    Example(
        "a headline that agrees is ticked",
        "Ferry fire kills 41 people\n\nA fire on a ferry killed 41 people off the coast on Monday, officials said. The "
        "ship was on its way to the islands.",
        "tick",
    ),
    Example(
        "a rounded headline is ticked",
        "Bakery chain sold for $31bn\n\nThe bakery chain Crumb was sold to a rival for $31.4bn on Friday, its owners "
        "said. It has shops all over the country.",
        "tick",
    ),
    Example(
        "a figure of another thing is left alone",
        "Two held after raid\n\nA shop in the high street was robbed of 14 watches on Monday, police said. Officers "
        "are asking witnesses to come forward.",
        "silent",
    ),
    Example(
        "a headline without figures is left alone",
        "Ferry fire kills dozens\n\nA fire on a ferry broke out on Monday. The ship carried 300 people to the islands.",
        "silent",
    ),
)

RULE = Rule(
    code="RP01",
    slug="headline-and-body",
    scope="article",
    relation="same",
    check=check,
    examples=EXAMPLES,
    aliases=("headline",),
)
