"""Of sentences that pass: what the story opens with, from several parts of a long one, in its order, and plain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from summarizer.language.grounding import stems_of
from summarizer.pipeline.selection import STANDARD, Choice, choose, in_order
from summarizer.pipeline.result import How

MAIN = "Two ferries collided off Torley on Tuesday and nine people were hurt."
RESCUE = "Lifeboats from Dunmore took all 86 passengers to the harbour."
CAUSE = "Inspectors blamed the steering of the older ferry for the crash."
KNOWN = "The inquiry found that the steering of the older ferry had failed."


def choice(text: str, late: int, **more: object) -> Choice:
    made = Choice(text, How.KEPT, late, 0, frozenset(stems_of(text)), (late,), False, False, 0.5, -0.5, late=late)
    return replace(made, **more)  # type: ignore[arg-type]


def alike(*some: Choice) -> Mapping[str, float]:
    """Every word of all matters the same."""
    words = frozenset[str]().union(*(one.stems for one in some))
    return dict.fromkeys(words, 1 / len(words))


def texts(some: tuple[Choice, ...]) -> list[str]:
    return [one.text for one in some]


def test_the_order_is_the_articles_whatever_draft_a_sentence_is_of() -> None:
    first, second = choice(MAIN, 0, draft=7), choice(RESCUE, 3, draft=2)
    ordered = in_order([second, first])
    assert ordered is not None
    assert texts(ordered) == [MAIN, RESCUE]


def test_of_one_sentence_of_the_article_its_beginning_comes_first() -> None:
    end, beginning = choice(RESCUE, 1, begins=9, draft=0), choice(CAUSE, 1, begins=0, draft=5)
    ordered = in_order([end, beginning])
    assert ordered is not None
    assert texts(ordered) == [CAUSE, RESCUE]


def test_what_the_story_opens_with_is_preferred() -> None:
    pool = [choice(MAIN.replace("Torley", "Skerra"), 6), choice(MAIN, 0)]
    assert texts(choose(pool, alike(*pool), sentences=1, words=None)) == [MAIN]


def test_parts_of_a_long_story_are_preferred_to_one() -> None:
    pool = [choice(MAIN, 0), choice(RESCUE, 40, part=0), choice(CAUSE, 40, part=3)]
    assert texts(choose(pool, alike(*pool), sentences=2, words=None)) == [MAIN, CAUSE]


def test_what_begins_as_if_it_had_been_told_of_yields_to_what_does_not() -> None:
    pool = [choice(KNOWN, 4), choice(CAUSE, 4)]
    assert texts(choose(pool, alike(*pool), sentences=1, words=None)) == [CAUSE]


def test_close_to_the_articles_words_is_preferred_to_loose() -> None:
    loose, close = choice(RESCUE, 2, close=0.2), choice(CAUSE, 2, close=0.95)
    assert texts(choose([loose, close], alike(loose, close), sentences=1, words=None)) == [CAUSE]


def test_what_the_model_found_hardly_likely_yields_though_it_tells_a_little_more() -> None:
    unlikely = choice(MAIN.replace("nine people", "nine elderly people"), 0, score=-0.7)
    likely = choice(MAIN, 0, score=-0.35)
    matters = {**dict.fromkeys(unlikely.stems, 0.06), **dict.fromkeys(likely.stems, 0.94 / len(likely.stems))}
    assert choose([unlikely, likely], matters, sentences=1, words=None) == (likely,)
    heedless = replace(STANDARD, unlikely=0.0)
    assert choose([unlikely, likely], matters, sentences=1, words=None, weights=heedless) == (unlikely,)


def test_a_sentence_with_room_to_say_who_and_what_is_preferred_to_a_terse_one() -> None:
    terse = choice("Two ferries collided off Torley, hurting nine, near Dunmore.", 0, agreed=0.6)
    roomy = choice("Off Torley, two ferries collided and nine were hurt near Dunmore, as the police told us.", 0)
    pool, matters = [terse, roomy], dict.fromkeys(terse.stems & roomy.stems, 0.2)
    brief = replace(STANDARD, short=0.0)  # of the whole summary
    assert choose(pool, matters, sentences=1, words=None, weights=brief) == (roomy,)
    assert choose(pool, matters, sentences=1, words=None, weights=replace(brief, terse=0.0)) == (terse,)
