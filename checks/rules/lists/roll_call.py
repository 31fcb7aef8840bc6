"""A count of people is stated, and the next sentence names more or fewer of them.

Compares "Three men have been charged" with "Ann Lee, 33, Bo Hay, 29, and Cy Poe, 41, will appear ..." or with "They are
a nurse and her two brothers". Police and court stories are built in this way, and one name is easily lost when they are
cut.

If a sentence opens with people and their ages and the one before it has one count of people, these are considered the
same. Silent where more people follow ("A third man ...", "The fourth ..."), where two counts of people precede the
names, and where the names are only some of them ("they include").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.listings.item_counting import ItemType, Members, count_items
from checks.model import Article, Figure, Outcome, Sentence, Span, Zone
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.lists._announced_lists import count_figures, may_be_slip, members_missing, members_span
from checks.rules.lists._outcomes import finding, tick
from checks.sameness import counted_entity, is_person, noun_class

LIST_LEAD = pattern(
    r"[\"“]?(?P<who>They|These|Those|The)\b(?P<more>[^.;:,]{0,60}?) (?:(?P<all>are|were|comprise[sd]?"
    r"|consist(?:ed)? of)|includ(?:e|ed)|(?:named|identified|listed) as):? (?:the )?"
)
NOT_ALL = pattern(r"\b(?:other|others|some|most|many|first|latest|new)\b")
FURTHER_PEOPLE = pattern(
    r"\b(?:third|fourth|fifth|sixth|another|others?|remaining|also|as well|too)\b|\b\d\d\b", re.IGNORECASE
)
SENTENCES_AFTER = 2  # sentences after the names in which further people may follow


def check(article: Article) -> Iterator[Outcome]:
    counts_by_sentence: dict[int, list[Figure]] = {}
    for figure in count_figures(article):
        counts_by_sentence.setdefault(figure.sentence, []).append(figure)
    for index, sentence in enumerate(article.sentences):
        counts_before = counts_by_sentence.get(index - 1, [])
        if counts_before and sentence.zone is Zone.BODY:
            yield from _compare_pronoun(article, sentence, counts_before)
            yield from _compare_names(article, index, counts_before)


def _compare_pronoun(article: Article, sentence: Sentence, counts_before: list[Figure]) -> Iterator[Outcome]:
    """The outcome for "they are a woman of 36 and a man of 40", "these stations are ..."."""
    lead = LIST_LEAD.match(article.text, *sentence.span)
    if lead is None or NOT_ALL.search(lead["more"]):
        return
    members = count_items(article.text, Span(lead.end(), sentence.span.end), persons=lead["who"] == "They")
    if members is None or not (members.has_conjunction or members.reaches_end):
        return
    heads = {noun_class(word) for word in lead["more"].split()}
    is_any_count = lead["who"] == "They" or (lead["who"] != "The" and not heads)
    matching_counts = [figure for figure in counts_before if is_any_count or counted_entity(figure).head in heads]
    if not matching_counts or members.first_type not in (ItemType.NAME, ItemType.NOUN, ItemType.COUNTED_NOUN):
        return
    yield from _outcome(article, matching_counts, members, is_complete=bool(lead["all"]) and len(heads) < 2)


def _compare_names(article: Article, index: int, counts_before: list[Figure]) -> Iterator[Outcome]:
    """The outcome for names with an age each: "Ann Lee, 33, and Bo Hay, 41, will appear in court"."""
    sentence = article.sentences[index].span
    people = [figure for figure in counts_before if figure.noun is None or is_person(counted_entity(figure).head)]
    if len(people) != 1 or not article.text[sentence.start].isupper():
        return
    members = count_items(article.text, sentence, persons=True)
    if members is None or members.aged_count != len(members.items) or {*members.item_types} != {ItemType.NAME}:
        return
    following_span = Span(
        members_span(members).end, article.sentences[min(index + SENTENCES_AFTER, len(article.sentences) - 1)].span.end
    )
    words_after = article.text[min(following_span.start + 6, following_span.end) : following_span.end]
    yield from _outcome(article, people, members, is_complete=not FURTHER_PEOPLE.search(words_after))


def _outcome(article: Article, counts_before: list[Figure], members: Members, is_complete: bool) -> Iterator[Outcome]:
    """A tick if one of the counts fits the members, else a finding."""
    item_noun = "name" if {*members.item_types} == {ItemType.NAME} else "item"
    for figure in counts_before:
        if int(figure.value or 0) in members.likely_counts:
            yield tick(article, figure, int(figure.value or 0), members_span(members), item_noun)
            return
    count = int(counts_before[0].value or 0)
    missing = members_missing(members, count)
    if len(counts_before) > 1 or not missing or not may_be_slip(count, count - missing) or not members.has_conjunction:
        return
    if is_complete or missing < 0:
        names = [article.text_of(item) for item in members.items]
        yield finding(
            article, counts_before[0], names, members_span(members), size=count - missing, item_noun=item_noun
        )


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
