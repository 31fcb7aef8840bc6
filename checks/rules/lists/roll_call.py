"""A count of people is given, and the next sentence names more of them or fewer.

Compares "Three men have been charged" with "Ann Lee, 33, Bo Hay, 29, and Cy Poe, 41, will appear ..." or with "They are
a nurse and her two brothers". Police and court stories are built in this way, and one name is easily lost when they are
cut.

Where a sentence opens with people and their ages and the one before counts people once, they are taken to be the same.
Silent where more is said of the others ("A third man ...", "The fourth ..."), where two counts of people stand before
the names, and where the names are said to be some of them ("they include").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.listings.item_counting import ItemType, Members, count_items
from checks.model import Article, Figure, Outcome, Sentence, Span, Zone
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.lists._announced_lists import count_figures, may_be_slip, members_span, missing_members
from checks.rules.lists._outcomes import finding, tick
from checks.sameness import counted_entity, is_person, noun_class

LEAD = pattern(
    r"[\"“]?(?P<who>They|These|Those|The)\b(?P<more>[^.;:,]{0,60}?) (?:(?P<all>are|were|comprise[sd]?"
    r"|consist(?:ed)? of)|includ(?:e|ed)|(?:named|identified|listed) as):? (?:the )?"
)
NOT_ALL = pattern(r"\b(?:other|others|some|most|many|first|latest|new)\b")
OTHERS = pattern(r"\b(?:third|fourth|fifth|sixth|another|others?|remaining|also|as well|too)\b|\b\d\d\b", re.IGNORECASE)
SENTENCES_AFTER = 2  # sentences after the names in which further people may follow


def check(article: Article) -> Iterator[Outcome]:
    by_sentence: dict[int, list[Figure]] = {}
    for figure in count_figures(article):
        by_sentence.setdefault(figure.sentence, []).append(figure)
    for index, sentence in enumerate(article.sentences):
        before = by_sentence.get(index - 1, [])
        if before and sentence.zone is Zone.BODY:
            yield from _compare_pronoun(article, sentence, before)
            yield from _compare_names(article, index, before)


def _compare_pronoun(article: Article, sentence: Sentence, before: list[Figure]) -> Iterator[Outcome]:
    """The outcome for "they are a woman of 36 and a man of 40", "these stations are ..."."""
    lead = LEAD.match(article.text, *sentence.span)
    if lead is None or NOT_ALL.search(lead["more"]):
        return
    members = count_items(article.text, Span(lead.end(), sentence.span.end), persons=lead["who"] == "They")
    if members is None or not (members.has_conjunction or members.reaches_end):
        return
    heads = {noun_class(word) for word in lead["more"].split()}
    alone = lead["who"] == "They" or (lead["who"] != "The" and not heads)
    wanted = [figure for figure in before if alone or counted_entity(figure).head in heads]
    if not wanted or members.first_type not in (ItemType.NAME, ItemType.NOUN, ItemType.COUNTED_NOUN):
        return
    yield from _outcome(article, wanted, members, everything=bool(lead["all"]) and len(heads) < 2)


def _compare_names(article: Article, index: int, before: list[Figure]) -> Iterator[Outcome]:
    """The outcome for names with an age each: "Ann Lee, 33, and Bo Hay, 41, will appear in court"."""
    sentence = article.sentences[index].span
    people = [figure for figure in before if figure.noun is None or is_person(counted_entity(figure).head)]
    if len(people) != 1 or not article.text[sentence.start].isupper():
        return
    members = count_items(article.text, sentence, persons=True)
    if members is None or members.aged_count != len(members.items) or {*members.item_types} != {ItemType.NAME}:
        return
    behind = Span(
        members_span(members).end, article.sentences[min(index + SENTENCES_AFTER, len(article.sentences) - 1)].span.end
    )
    words_behind = article.text[min(behind.start + 6, behind.end) : behind.end]
    yield from _outcome(article, people, members, everything=not OTHERS.search(words_behind))


def _outcome(article: Article, before: list[Figure], members: Members, everything: bool) -> Iterator[Outcome]:
    """A tick where one count fits the members, else a finding."""
    what = "name" if {*members.item_types} == {ItemType.NAME} else "item"
    for figure in before:
        if int(figure.value or 0) in members.likely_counts:
            yield tick(article, figure, int(figure.value or 0), members_span(members), what)
            return
    count = int(before[0].value or 0)
    lacking = missing_members(members, count)
    if len(before) > 1 or not lacking or not may_be_slip(count, count - lacking) or not members.has_conjunction:
        return
    if everything or lacking < 0:
        names = [article.text_of(item) for item in members.items]
        yield finding(article, before[0], names, members_span(members), size=count - lacking, what=what)


EXAMPLES = (
    Example(
        "titles that begin with an article",
        "Judges chose four novels. They are Salt Hours by Ida Dunn, Nightfold by Bo Lunn, A Slow Census by Al Vane and "
        "Underlight by Jo Strand.",
        "tick",
    ),
    Example(
        "a name less than people charged is questioned",
        "Four men have been charged with fraud. Ali Reid, 33, Jon Tate, 29, and Con Ames, 41, will be in court.",
        "warning",
    ),
    Example(
        "one more than were held is questioned",
        "Two people were held in Ely. They are a woman of 36, a man of 40 and a boy of 16.",
        "warning",
    ),
    Example(
        "people named with their ages are ticked",
        "Three men have been charged with fraud. Ali Reid, 33, Jon Tate, 29, and Con Ames, 41, will be in court.",
        "tick",
    ),
    Example(
        "what the next sentence says they are is ticked",
        "Two people were held in Ely. They are a woman of 36 and a man of 40.",
        "tick",
    ),
    Example(
        "another told of later is no slip",
        "Three men have been charged. Ali Reid, 33, and Jon Tate, 29, will be in court. A third man is on bail.",
        "silent",
    ),
    Example(
        "some of them are not all",
        "Nine ports joined. These include Riga, Tallinn, Klaipeda, Gdansk and Kiel.",
        "silent",
    ),
    Example(
        "people named beside a count of things are left alone",
        "Four cars were burnt. Ali Reid, 33, Jon Tate, 29, and Con Ames, 41, saw it from a bus.",
        "silent",
    ),
    Example(
        "names without ages are left alone",
        "Two witnesses came forward. Ali Reid, Jon Tate and Con Ames lead the inquiry.",
        "silent",
    ),
)

RULE = Rule(code="LS04", slug="roll-call", scope="article", relation="list", check=check, examples=EXAMPLES)
