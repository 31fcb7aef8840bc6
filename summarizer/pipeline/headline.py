"""Headlines and standfirsts: one short line that carries the story's main event.

Hardly any sentence has at most twelve words. So from the sentences that likeliest carry the main event, circumstances
are left out until the rest fits. Short drafts that come from one of these sentences compete with the result. Each line
has to pass the checks that every sentence of a summary passes, and a stricter support score.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from summarizer.guards.candidate import MIN_DRAFT_SUPPORT, Origin, SummaryCandidate
from summarizer.language.parsing import parse
from summarizer.pipeline.long_documents import DraftedStory
from summarizer.pipeline.result import Draft, Form, Rejected
from summarizer.pipeline.salience import WEEKDAY, Salience
from summarizer.pipeline.verification import verify_drafts
from summarizer.rewriting import cuts
from summarizer.rewriting.openings import opened_sentence
from summarizer.support.alignment import ParsedArticle

MAIN_SENTENCES = 3  # of the story that may carry its main event
MIN_RELATIVE_MAIN = 0.25  # of the likeliest one's probability that such a sentence has at least
MIN_SUPPORT = 0.8  # of a line that leaves words of the article out
MIN_CUT_PROBABILITY = 0.2  # that a cut reads well; many cuts in one sentence were never labelled, so this is low
MAX_VERSIONS = 12  # of one sentence that are verified
IMPORTANCE_WEIGHT, LEADS_WEIGHT, MID_STORY_COST, WEEKDAY_COST = 1.5, 1.0, 0.5, 0.3
"""Worth of all important words, of the sentence that surely carries the main event, and cost of a line that begins in
the middle ("the rally") or says on which day, where keeping all of the source's words is worth 1."""


def line_candidates(
    drafted: DraftedStory,
    parsed_article: ParsedArticle,
    ranks: Mapping[int, Salience],
    form: Form,
    *,
    is_instructed: bool = False,
) -> list[SummaryCandidate]:
    """The lines that fit the form and pass all checks, in no order; `printed` makes a headline of one.

    Those of a model that follows instructions, which was asked for such a line, may come from any sentence.
    """
    main = set(main_sentences(ranks))
    own = [
        candidate
        for candidate in drafted.passed
        if is_instructed or (candidate.sources[0] in main and candidate.is_sure)
    ]
    wholes = [text for number in sorted(main) if (text := opened_sentence(number, parsed_article.index))]
    drafts = {version: draft for draft in own for version in _versions([draft.text], parsed_article, form)}
    from_article = dict.fromkeys(_versions(wholes, parsed_article, form))
    found: list[SummaryCandidate] = []
    as_written = {draft.text for draft in own} if is_instructed else set()
    for text, line in _verified(list(from_article | drafts), parsed_article).items():
        is_asked_for = text in as_written
        if text in from_article and not is_asked_for:
            origin, min_support = Origin.REPLACED if text in wholes else Origin.SHORTENED, MIN_SUPPORT
            line = replace(line, origin=origin, draft=-1, position=line.sources[0])
        else:
            draft, min_support = drafts[text], MIN_DRAFT_SUPPORT
            line = replace(line, origin=draft.origin, draft=draft.draft, position=draft.position)
        # Counted anew: which articles a headline can do without may be parsed otherwise in the line alone.
        fits = len(printed(line.text, form).split()) <= (form.max_words or 0)
        # Of what is cut from the article, cuts.py keeps who says so, and bounds with figures.
        is_qualified = line.qualified or is_asked_for or text in from_article
        if (
            fits
            and is_qualified
            and (line.support >= min_support or is_asked_for)
            and (line.sources[0] in main or is_asked_for)
            and not line.depends_on_previous
        ):
            found.append(line)
    return found


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
    ranked = sorted(ranks, key=lambda number: (-ranks[number].main, number))[:MAIN_SENTENCES]
    return [number for number in ranked if ranks[number].main >= MIN_RELATIVE_MAIN * ranks[ranked[0]].main]


def _versions(texts: Iterable[str], parsed_article: ParsedArticle, form: Form) -> list[str]:
    """Versions of sentences that fit the form, themselves where they do."""
    drop_articles = form is Form.HEADLINE
    return [
        version.text
        for parsed in parsed_article.parse(texts)
        for version in cuts.compress(
            parsed, form.max_words or 0, min_probability=MIN_CUT_PROBABILITY, drop_articles=drop_articles
        )[:MAX_VERSIONS]
    ]


def _verified(texts: Sequence[str], parsed_article: ParsedArticle) -> dict[str, SummaryCandidate]:
    """Those of the lines that pass every guard, by their texts."""
    verified = verify_drafts([Draft(text) for text in texts], parsed_article)
    return {texts[candidate.draft]: candidate for candidate in verified.passed}


def by_worth(candidates: Sequence[SummaryCandidate], importance: Mapping[str, float]) -> list[SummaryCandidate]:
    """The lines, best first: those that keep most of a main sentence and of the story's important words."""

    def worth(candidate: SummaryCandidate) -> float:
        told = sum(importance.get(stem, 0.0) for stem in sorted(candidate.stems))
        value = candidate.retained + IMPORTANCE_WEIGHT * told + LEADS_WEIGHT * candidate.leads
        value -= WEEKDAY_COST * bool(WEEKDAY.search(candidate.text))
        return value - MID_STORY_COST * (candidate.presupposes and candidate.preceding_sentences > 0)

    return sorted(candidates, key=lambda candidate: (-worth(candidate), candidate.text))


def printed(text: str, form: Form) -> str:
    """The line as it is printed: a headline has no full stop, and no articles where it is too long with them."""
    if form is not Form.HEADLINE:
        return text
    if len(text.split()) > (form.max_words or 0):
        [parsed] = parse([text])
        text = cuts.without_articles(parsed)
    return text.removesuffix(".")


def nothing_fits(form: Form) -> str:
    """What is said where no line fits."""
    return f"No {form} of at most {form.max_words} words can be cut from the story's main sentence."
