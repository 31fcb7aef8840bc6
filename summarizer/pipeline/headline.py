"""Headlines and standfirsts: one short line that carries the story's main event.

Hardly any sentence has at most twelve words. So from the sentences that likeliest carry the main event, circumstances
are left out until the rest fits. What a model wrote of one of these sentences, if it was asked, competes with that.
Each line has to pass the checks that every sentence of a summary passes, and a stricter support score.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from summarizer.guards.candidate import MIN_DRAFT_SUPPORT, Origin, SummaryCandidate
from summarizer.language.grounding import content_stems
from summarizer.language.parsing import parse
from summarizer.pipeline.long_documents import DraftedStory
from summarizer.pipeline.opening import headline_of
from summarizer.pipeline.result import Draft, Form, Rejected
from summarizer.pipeline.salience import Salience
from summarizer.pipeline.shortening import complete_lines
from summarizer.pipeline.verification import verify_drafts
from summarizer.rewriting import cuts, headline_cuts
from summarizer.rewriting.prefixes import opened_sentence
from summarizer.support.alignment import ParsedArticle

MAIN_SENTENCES = 3  # of the story that may carry its main event
MIN_RELATIVE_MAIN = 0.25  # of the likeliest one's probability that such a sentence has at least
SHOWN_WORDS = {Form.HEADLINE: 20, Form.STANDFIRST: 45}
"""Of the shortest line, at most, that is shown where none fits."""
MIN_SUPPORT = 0.6  # of a line that leaves phrases of the article out that may go
IMPORTANCE_WEIGHT, LEADS_WEIGHT, MID_STORY_COST, TIME_COST, OPENING_COST, ARTICLE_COST = 1.5, 1.0, 0.5, 0.3, 0.3, 0.6
"""Worth of all important words, of the sentence that surely carries the main event, and cost of a line that begins in
the middle ("the rally"), says when, opens with anything but its subject, or has to do without articles, where keeping
all of the source's words is worth 1."""
_WHEN = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|(?:Jan|Febr)uary|March|April|(?<=\d )May|June"
    r"|July|August|(?:Septem|Octo|Novem|Decem)ber|\d(?:[.:]\d\d)?(?:am|pm)|(?:last|this) (?:week|month|year))\b"
)


def line_candidates(
    drafted: DraftedStory,
    parsed_article: ParsedArticle,
    ranks: Mapping[int, Salience],
    form: Form,
    max_words: int,
    *,
    is_instructed: bool = False,
) -> list[SummaryCandidate]:
    """The lines of at most `max_words` that pass all checks, in no order; `printed` makes a headline of one.

    Those of a model that follows instructions, which was asked for such a line, may come from any sentence.
    """
    main = set(main_sentences(ranks))
    own = [
        candidate
        for candidate in drafted.passed
        if is_instructed or (candidate.sources[0] in main and candidate.is_sure)
    ]
    wholes = [text for number in sorted(main) if (text := opened_sentence(number, parsed_article.index))]
    from_article = _versions(wholes, parsed_article, form, max_words, are_articles=True)
    drafts: dict[str, SummaryCandidate] = {}
    losses = dict(from_article)
    for draft in own:
        versions = _versions([draft.text], parsed_article, form, max_words)
        drafts |= dict.fromkeys(versions, draft)
        losses = versions | losses
    found: list[SummaryCandidate] = []
    in_headline = frozenset(content_stems(headline_of(parsed_article.index.article)))
    as_written = {draft.text for draft in own} if is_instructed else set()
    for text, line in _verified(list(losses), parsed_article).items():
        is_asked_for = text in as_written
        if text in from_article and not is_asked_for:
            origin, min_support = Origin.REPLACED if text in wholes else Origin.SHORTENED, MIN_SUPPORT
            line = replace(line, origin=origin, draft=-1, position=line.sources[0])
        else:
            draft, min_support = drafts[text], MIN_DRAFT_SUPPORT
            line = replace(line, origin=draft.origin, draft=draft.draft, position=draft.position)
        # Counted anew: which articles a headline can do without may be parsed otherwise in the line alone.
        fits = len(printed(line.text, form, max_words).split()) <= max_words
        # Of what is cut from the article, cuts.py keeps who says so, and bounds with figures.
        is_qualified = line.qualified or is_asked_for or text in from_article
        if (
            fits
            and is_qualified
            and (line.support >= min_support or is_asked_for)
            and (line.sources[0] in main or is_asked_for)
            and not line.depends_on_previous
            and (is_asked_for or _keeps_news(line, in_headline, parsed_article))
        ):
            found.append(replace(line, lost=losses[text]))
    return found


def _keeps_news(line: SummaryCandidate, in_headline: frozenset[str], parsed_article: ParsedArticle) -> bool:
    """Whether a line keeps more than half of the words that the article's headline shares with the line's source.

    What both tell is the news: "A man has been jailed for six years" is none without the widows that he robbed.
    """
    shared = in_headline & parsed_article.index.stems_by_sentence[line.sources[0]]
    return not shared or 2 * len(shared & line.stems) > len(shared)


def left_out(drafted: DraftedStory, lines: Sequence[SummaryCandidate], form: Form) -> list[Rejected]:
    """The sentences of drafts that passed the checks and are not among the lines, with the reason."""
    drafts = {line.text for line in lines if line.draft >= 0}
    reason = f"is no {form} of at most {form.max_words} words that stands alone"
    return [
        Rejected(candidate.text, reason, draft=candidate.draft)
        for candidate in drafted.passed
        if candidate.text not in drafts
    ]


def main_sentences(ranks: Mapping[int, Salience]) -> list[int]:
    """The article sentences that may carry the main event, as indices, the likeliest first."""
    ranked = sorted(ranks, key=lambda number: (-ranks[number].main_event, number))[:MAIN_SENTENCES]
    return [number for number in ranked if ranks[number].main_event >= MIN_RELATIVE_MAIN * ranks[ranked[0]].main_event]


def _versions(
    texts: Iterable[str], parsed_article: ParsedArticle, form: Form, max_words: int, *, are_articles: bool = False
) -> dict[str, float]:
    """Versions of sentences of at most `max_words`, themselves where they fit, with what a reader loses in each.

    A version that is no complete clause, or that the parser reads otherwise than the sentence, is none.
    """
    found: dict[str, float] = {}
    for sentence in parsed_article.parse(texts):
        lines = complete_lines(
            sentence,
            parsed_article,
            max_words,
            drop_articles=form is Form.HEADLINE,
            is_whole=are_articles,
        )
        for line, alone in lines:
            is_clipped = len(line.text.split()) > max_words
            lost = line.loss + OPENING_COST * headline_cuts.opens_with_adverbial(alone) + ARTICLE_COST * is_clipped
            found[line.text] = min(found.get(line.text, float("inf")), lost)
    return found


def _verified(texts: Sequence[str], parsed_article: ParsedArticle) -> dict[str, SummaryCandidate]:
    """Those of the lines that pass every guard, by their texts."""
    verified = verify_drafts([Draft(text) for text in texts], parsed_article)
    return {texts[candidate.draft]: candidate for candidate in verified.passed}


def by_worth(candidates: Sequence[SummaryCandidate], importance: Mapping[str, float]) -> list[SummaryCandidate]:
    """The lines, best first: those that keep most of a main sentence and of the story's important words."""

    def worth(candidate: SummaryCandidate) -> float:
        told = sum(importance.get(stem, 0.0) for stem in sorted(candidate.stems))
        value = candidate.retained + IMPORTANCE_WEIGHT * told + LEADS_WEIGHT * candidate.leads
        value -= candidate.lost + TIME_COST * bool(_WHEN.search(candidate.text))
        return value - MID_STORY_COST * (candidate.presupposes and candidate.preceding_sentences > 0)

    return sorted(candidates, key=lambda candidate: (-worth(candidate), candidate.draft >= 0, candidate.text))


def printed(text: str, form: Form, max_words: int) -> str:
    """The line as it is printed: a headline has no full stop, and no articles where it is too long with them."""
    if form is not Form.HEADLINE:
        return text
    if len(text.split()) > max_words:
        [parsed] = parse([text])
        text = cuts.without(parsed, cuts.droppable_articles(parsed))
    return text.removesuffix(".")


def nothing_fits(form: Form, longer: Sequence[SummaryCandidate], max_words: int) -> str:
    """What is said where no line fits, with the shortest of those that are `longer`, if any passes the checks."""
    reason = f"No {form} of at most {form.max_words} words can be cut from the story's main sentence."
    texts = [printed(line.text, form, max_words) for line in longer]
    shortest = min(texts, key=lambda text: (len(text.split()), text), default="")
    if shortest:
        return f"{reason} The shortest has {len(shortest.split())}: “{shortest}”"
    return f"{reason} A standfirst may have {Form.STANDFIRST.max_words}." if form is Form.HEADLINE else reason
