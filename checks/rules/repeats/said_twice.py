"""The same fact is stated twice, with two values.

Compares two figures of one kind that count the same thing, sentences apart: "her 34 league games" and "43 league
games", or "19 people were found" and "all 18 people". A toll that was updated at the top and forgotten in paragraph
seven is the commonest correction of this kind.

Most figures that look alike are of two years, two groups or two places. So a finding needs more than similar words:
swapped digits, words that refer back ("all 18", "the £4m payment", "the eight-year sentence"), the same toll in other
words ("claimed eight lives"), or sentences with much the same words. Silent where a word separates the two ("another",
"than", "in 2003", "north" and "south"), where both sentences go on to differ ("killed three and hurt 23", "killed four
and hurt 20"), where the text explains the difference ("a fourth resigned"), and on what "rose to" another value. Values
that agree within their hedges and printed digits are ticked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Tick, Zone
from checks.number_format import join_items
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.repeats._agreement import equality_text, may_agree, states_same_value
from checks.rules.repeats._one_fact import (
    COUNTS,
    MIN_FIT_REPEATED,
    MIN_FIT_SWAPPED,
    SWAP_DIGITS,
    TABLE_FIGURES,
    Story,
    in_a_list,
    is_one_fact,
    is_parallel,
    names_differ,
    story_of,
)
from checks.sameness import counted_entity_in, is_person

MAX_SENTENCES_APART = 80  # sentences between the two statements of one fact
SKIPPED = frozenset(
    (Kind.NAME, Kind.UNREAD, Kind.ORDINAL, Kind.FRACTION, Kind.MULTIPLE, Kind.RATIO, Kind.SCORE, Kind.AGE)
)
SIDES = pattern(r" to \d")
SAME_SORT_COMPARED = 6  # earlier figures of the same sort that one figure is compared with
OTHER_KEY_COMPARED = 3  # earlier figures that share only the digits, or that also count people


def check(article: Article) -> Iterator[Outcome]:
    figures = [figure for figure in article.figures if _may_be_told(article, figure)]
    story = story_of(article, figures)
    seen: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        if len(story.rows[figure.sentence]) > TABLE_FIGURES:
            continue
        keys = tuple(_comparison_keys(story, figure))
        earlier = {
            previous.span: previous
            for key in keys
            for previous in seen[key][-(SAME_SORT_COMPARED if key is keys[0] else OTHER_KEY_COMPARED) :]
        }
        candidates = [
            other for other in earlier.values() if 0 < figure.sentence - other.sentence <= MAX_SENTENCES_APART
        ]
        if candidates:
            yield from _compare(story, figure, candidates)
        for key in keys:
            seen[key].append(figure)


def _may_be_told(article: Article, figure: Figure) -> bool:
    """Whether the figure is plain enough to be compared."""
    if figure.noun is not None and figure.noun.head == "vote" and SIDES.match(article.text, figure.noun.span.end):
        return False  # another rule's
    return figure.zone is Zone.BODY and figure.kind not in SKIPPED and not figure.is_range and not _is_vague(figure)


def _comparison_keys(story: Story, figure: Figure) -> Iterator[tuple[object, ...]]:
    """The keys under which a figure is compared: its sort, persons where it counts some, and its digits."""
    yield story.sort(figure)
    counts = figure.kind in COUNTS
    if counts:
        head = story.thing(figure).head
        if not head or is_person(head) or head == "life":
            yield ("persons",)
    yield (counts or (figure.kind, figure.unit, figure.per), "".join(sorted(story.printed(figure).strip("0"))))


def _is_vague(figure: Figure) -> bool:
    """Whether the figure is as vague as "thousands" or "dozens"."""
    low, high = figure.interval
    return not figure.value or (not figure.hedge and low is not None and high is not None and high - low > figure.value)


def _compare(story: Story, figure: Figure, earlier: list[Figure]) -> Iterator[Outcome]:
    """A tick or a finding for a figure and the earlier ones it is compared with."""
    agreeing = [other for other in earlier if may_agree(figure, other)]
    if agreeing:
        fit, other = max(((story.closeness(figure, other), other) for other in agreeing), key=lambda pair: pair[0])
        if states_same_value(other, figure) and _is_told_again(story, other, figure, fit):
            first_place, second_place = (story.article.place(repeated.span.start) for repeated in (other, figure))
            message = f"{other.words} in {first_place} is said again in {second_place}."
            yield Tick(message, (other.span, figure.span), equality_text(other, figure))
        return
    rivals = [other for other in earlier if is_one_fact(story, other, figure)]
    if rivals:
        yield _finding(story.article, max(rivals, key=lambda other: story.closeness(figure, other)), figure)


def _is_told_again(story: Story, first: Figure, second: Figure, fit: float) -> bool:
    """Whether two equal figures state one fact, by the words around them or because a long number is no chance."""
    if not story.counts_the_same(first, second) or _is_one_of_percentages(story, second):
        return False
    if second.sentence - first.sentence == 1 and is_parallel(story, first, second):
        return False  # "carried the motion by 61 votes to 40. An amendment fell by 61 votes to 38"
    fates = {counted_entity_in(story.article, figure).event for figure in (first, second)}
    if first.value != second.value and (names_differ(story, first, second) or fit < MIN_FIT_REPEATED or len(fates) > 1):
        return False  # "25 percent above the offer price" and "24.7 percent of sales" are rounded alike by chance
    if first.kind is Kind.PERCENT and in_a_list(story, first, second):
        return False
    return (
        fit >= MIN_FIT_REPEATED
        or len(story.printed(second).strip("0")) >= SWAP_DIGITS
        or (fit >= MIN_FIT_SWAPPED and not story.others(first, second))
    )


def _is_one_of_percentages(story: Story, figure: Figure) -> bool:
    """Whether this is one of several percentages of its sentence. Equal shares of two things are two facts."""
    return figure.kind is Kind.PERCENT and sum(f.kind is Kind.PERCENT for f in story.rows[figure.sentence]) > 1


def _finding(article: Article, first: Figure, second: Figure) -> Finding:
    """The finding of one fact with two values."""
    first_place, second_place = article.place(first.span.start), article.place(second.span.start)
    return Finding(
        Severity.WARNING,
        f"{first_place.capitalize()} says {first.words} and {second_place} says {second.words} "
        "of what seems to be the same thing.",
        (first.span, second.span),
        f"{first.words} is not {second.words}",
        (f"{first_place}: {first.words} -> {second.words}", f"{second_place}: {second.words} -> {first.words}"),
        f"Are these two facts, or one? If one, is it {join_items((first.words, second.words), 'or')}?",
    )


EXAMPLES = (
    Example(
        "two gates", "At the east gate 130 guests were waved in. At the west gate 310 guests were waved in.", "silent"
    ),
    Example("two roads", "The storm felled 14 limes on Mill Road. The storm felled 41 limes on Park Road.", "silent"),
    Example("first and second", "Her first song sold 13,000 copies. Her second sold 31,000 copies.", "silent"),
    Example("a sister house", "The inn has 73 beds. Its sister inn in Ely has 37 beds.", "silent"),
    Example(
        "others beside them, without an age",
        "Four girls and their coach were cut off. All five were winched up.",
        "silent",
    ),
    Example(
        "those aboard and those who died",
        "About 40 people were on the ferry. At least 38 people on the ferry died.",
        "silent",
    ),
    Example(
        "what was expected, told after",
        "Turnover was $3.62bn. The chain had been expected to report a turnover of $3.26bn.",
        "silent",
    ),
    Example(
        "what was expected",
        "Takings came to $2.61 a ticket. That was above the $2.54 a ticket that brokers had forecast.",
        "silent",
    ),
    Example("two swimmers", "Adair, in 58.41, touched first. Bello swam the last leg in 58.47.", "silent"),
    Example(
        "others beside them",
        "Joan Hale, 61, and her grandsons Ned, nine, and Rob, four, were pulled out with three hikers. All six are "
        "well.",
        "silent",
    ),
    Example(
        "behind, and all of others",
        "Penrith came into the game third in the league, 17 points behind Stroud. They took all five bonus points.",
        "silent",
    ),
    Example(
        "two places",
        "At the school gate 52 parents signed the petition. At the market 25 parents signed the petition.",
        "silent",
    ),
    Example(
        "two repairs",
        "The town mill was built in 1881 and was repaired at a cost of £550,000. The chapel was built in 1902 and was "
        "repaired at a cost of £600,000.",
        "silent",
    ),
    Example(
        "rounded alike by chance",
        "Shares closed 31 percent above the price of the offer. Exports account for 30.6 percent of sales.",
        "silent",
    ),
    Example(
        "the same share of two things",
        "Thefts from cars rose by 6 per cent. Thefts from vans went up by 31, or 6 per cent.",
        "silent",
    ),
    Example(
        "two hedged numbers",
        "The ferry took about 90 people a trip. At least 82 people were aboard the ferry when it sank.",
        "silent",
    ),
    Example(
        "one of those of a sort",
        "Dockers are at odds with an employer of five terminals.\n\nThe strike shut the port on Friday.\n\nA yard at "
        "one of the two container terminals may open, the employer said.",
        "silent",
    ),
    Example(
        "one place of several",
        "Kolva district was worst hit, with 41 deaths.\n\nThe toll had stood at 57 on Sunday evening.",
        "silent",
    ),
    Example(
        "an age and a number of films",
        "Hark left school at 14 and swept the stage.\n\nHe claimed to have sat through four of the 41 films he made.",
        "silent",
    ),
    Example(
        "updates through the day",
        "2.30pm: Ten engines are at the fire on the heath.\n\n4.15pm: Fourteen engines are at the fire on the heath.",
        "silent",
    ),
    Example(
        "some of the dead",
        "The toll has risen to 15.\n\nThirteen of the dead were passengers.\n\nFourteen people died at the scene.",
        "silent",
    ),
    Example(
        "one of them apart",
        "Five people, including the gunman, died at a bar in Leith. The four victims were from the town.",
        "silent",
    ),
    Example("already", "Four floors were already let. Since May seven floors had been built, Ms Lowe said.", "silent"),
    Example(
        "two values of one career record are questioned",
        "Ann Ode played 34 league games for the county. The bowler retired on Friday.\n\nThe bowler Ann Ode, who took "
        "40 wickets for the county in 43 league games, will coach.",
        "warning",
    ),
    Example(
        "a count that points back to another is questioned",
        "Border guards found 19 people in a van at the port on Monday.\n\nAll 18 people were taken to hospital.",
        "warning",
    ),
    Example(
        "the same phrase with two values is questioned",
        "Ann Ode runs the mill with her partner of 25 years.\n\nAnn Ode left the mill to her partner of 15 years.",
        "warning",
    ),
    Example(
        "the same count told again is ticked",
        "Ann Ode played 34 league games for the county. The bowler retired on Friday.\n\nThe bowler Ann Ode, who took "
        "40 wickets for the county in 34 league games, will coach.",
        "tick",
    ),
    Example(
        "counts of two years are two facts",
        "The charity housed 420 homeless families in 2021.\n\nThe charity housed 240 homeless families in 2019.",
        "silent",
    ),
    Example(
        "prices of two things are two facts",
        "The smaller model of the phone will sell for £499.\n\nThe larger model of the phone will sell for £599.",
        "silent",
    ),
    Example(
        "some of them are not the others",
        "The camp feeds 431 children, 216 of whom are girls.\n\nOf the children 126 get shoes from the camp.",
        "silent",
    ),
    Example(
        "some of them, twice",
        "The camp feeds 431 children, 216 of whom are girls.\n\nIt has 431 children, 126 of whom are girls.",
        "warning",
    ),
    Example(
        "another group is another fact",
        "Police held 14 striking miners on Monday.\n\nPolice held another 41 striking miners at the pit.",
        "silent",
    ),
)

RULE = Rule(code="RP02", slug="said-twice", scope="article", check=check, examples=EXAMPLES, aliases=("repeated-fact",))
