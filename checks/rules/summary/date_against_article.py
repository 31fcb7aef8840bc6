"""A date, weekday, year or clock time in the summary that is not the article's.

A summary that dates an event otherwise than the article is questioned; one that dates it where the article gives no
date is too. Silent where the article's own words leave the day open ("yesterday", "last month"): that needs the
publication date and is listed as not checked.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Finding, NotChecked, Outcome, Severity, Tick
from checks.rule import Example, Rule
from checks.support.dates import DateStanding, date_judgements


def check(target: Article, source: Article) -> Iterator[Outcome]:
    for dated in date_judgements(target, source):
        words, source_moment = dated.moment.words, dated.source_moment
        if dated.standing is DateStanding.STATED:
            spans = (source_moment.span,) if source_moment else ()
            place = f' "{source_moment.words}" ({source.place(source_moment.span.start)})' if source_moment else " so"
            yield Tick(f'"{words}": the article says{place}.', spans=(dated.moment.span,), source_spans=spans)
        elif dated.standing is DateStanding.OPEN:
            yield NotChecked(dated.detail, spans=(dated.moment.span,))
        elif dated.standing is DateStanding.OTHER_DATE and source_moment is not None:
            yield Finding(
                Severity.ERROR if dated.sure else Severity.WARNING,
                f'The summary has "{words}"; where the article tells of this, it has "{source_moment.words}" '
                f"({source.place(source_moment.span.start)}).",
                spans=(dated.moment.span,),
                arithmetic=f"{words}, not {source_moment.words}",
                repairs=(f"{words} -> {source_moment.words}",),
                question=f"Which is right, {words} or {source_moment.words}?",
                source_spans=(source_moment.span,),
            )
        else:
            yield Finding(
                Severity.WARNING,
                f'The summary has "{words}"; the article does not state it.',
                spans=(dated.moment.span,),
                question=f'Where does "{words}" come from?',
            )


EXAMPLES = (
    Example(
        "another weekday",
        "The ferry sank on Monday off Holm.",
        "error",
        source="The ferry sank on Friday off Holm with nobody aboard.",
    ),
    Example(
        "a day that belongs to another event",
        "The ferry sank on Monday off Holm with nobody aboard.",
        "warning",
        source="The ferry sank on Friday off Holm with nobody aboard. On Monday, the minister opened a school.",
    ),
    Example(
        "a year that the article does not give",
        "The ferry, built in 1987, sank off Holm.",
        "warning",
        source="The ferry sank on Friday off Holm with nobody aboard.",
    ),
    Example(
        "a period that begins in another month",
        "The ferry sails from March to October.",
        "warning",
        source="The ferry sails from May to October. In March 2019 it was painted.",
    ),
    Example(
        "the same period",
        "The ferry sails from May to October.",
        "tick",
        source="The ferry sails from May to October. In March 2019 it was painted.",
    ),
    Example(
        "the same day in another form",
        "The ferry sank on 3 May 2019.",
        "tick",
        source="The ferry sank off Holm on May 3, 2019.",
    ),
    Example(
        "the article leaves the day open",
        "The ferry sank on Friday off Holm.",
        "silent",
        source="The ferry sank yesterday off Holm with nobody aboard.",
    ),
    Example(
        "no date, nothing to say",
        "The ferry sank off Holm.",
        "silent",
        source="The ferry sank on Friday off Holm with nobody aboard.",
    ),
    Example(
        "a decade for one of its years",
        "The ferry was built in the 1980s.",
        "tick",
        source="The ferry, built in 1987, sank off Holm.",
    ),
)

RULE = Rule(code="SU10", slug="date-against-article", scope="summary", check=check, examples=EXAMPLES)
