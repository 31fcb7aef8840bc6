"""The runs and wickets of a cricket match do not make its margin, its lead or a partnership.

Compares "181-4" with "won by six wickets" (ten less those that fell), "set 241, all out for 198" with "lost by 42 runs"
(one run short of the target would have tied), "267 all out in reply to 222" with "a lead of 45", and "41 for three ...
197" with "a stand of 156".

Silent where more than one total may be meant, where it is not said who batted last, and on totals of two innings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.model import Article, Finding, Outcome, Severity, Span, Tick
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.scores._results import COUNT, group_span, number_value, story_sentences

AHEAD = pattern(r"\b(?:lead|deficit|advantage|trail|put on|added)\b|-wicket\b|-run\b")
WICKETS = "one|two|three|four|five|six|seven|eight|nine|[0-9]"
CRICKET = pattern(r"\b(?:wickets?|all out|bowled out|innings|runs|stand|partnership|replied)\b")
INNINGS = rf"(?<![\d–-])(?P<runs>\d{{2,3}})(?:[-–/]| for )(?P<lost>{WICKETS})(?![\w–/-])"
SCORE = pattern(INNINGS, re.IGNORECASE)
BY_WICKETS = pattern(
    r"\b(?:w[io]n|winning|victory|home|lost|lose|losing|defeat|beat|beaten)\b[^.;]{0,40}?\bby "
    rf"(?P<n>{COUNT}) wickets?\b|\b(?P<of>{COUNT})[- ]wicket (?:win|victory|defeat|loss|success|triumph)",
    re.IGNORECASE,
)
CHASING = pattern(r"\b(?:chas|target|reach|in reply|overhaul|to spare|with \w+ (?:balls|overs)|knock|pursuit)", re.I)
BY_RUNS = pattern(
    r"\b(?:w[io]n|winning|lost|lose|losing|defeat|victory|beat|beaten|short)\b[^.;]{0,30}?\bby "
    rf"(?P<n>{COUNT}) runs?\b|\b(?P<of>{COUNT})[- ]run (?:win|victory|defeat|loss|success)",
    re.IGNORECASE,
)
TARGET = pattern(
    r"\b(?:set|needing|needed|chasing|requiring|target of|pursuit of|asked to (?:make|chase|score)) (?:a target of )?"
    r"(?P<n>\d{2,3})\b(?! (?:for|all out|balls|overs)|[-–/])",
    re.IGNORECASE,
)
ALL_OUT = pattern(
    r"\b(?:bowled out|dismissed|skittled|all out|bundled out|shot out) for (?:just |only )?(?P<n>\d{2,3})\b"
    r"|\b(?P<of>\d{2,3}) all out\b",
    re.IGNORECASE,
)
REPLY = pattern(
    r"\b(?:reply(?:ing)? to|in response to|in answer to|after) (?:[\w’']+ ){0,2}?(?P<n>\d{2,3})\b(?! all out)",
    re.IGNORECASE,
)
TOTAL = pattern(
    r"\b(?:made|scored|posted|replied with|total of|innings of|[A-Z][a-z]+[’']s?) (?P<n>\d{2,3})\b"
    r"(?! (?:not out|off|from|runs off))"
)
LEAD = pattern(
    r"\b(?:lead|deficit|advantage) of (?P<n>\d{1,3})\b|\b(?P<of>\d{1,3})-run (?:lead|deficit|advantage)"
    r"|\bto (?:lead|trail) by (?P<by>\d{1,3})\b",
    re.IGNORECASE,
)
STAND = pattern(
    r"\b(?:stand|partnership) of (?P<n>\d{2,3})\b|\b(?P<of>\d{2,3})(?:-run)? (?:stand|partnership)\b"
    r"|\b(?:put on|added) (?P<by>\d{2,3})\b",
    re.IGNORECASE,
)
TOTAL_CHARS_BACK, RUNS = 250, pattern(r"\b\d{2,3}\b")
"""Characters before a sentence searched for the total of another innings, to which a lead may refer."""
TO = pattern(
    r"\b(?:score|total|it) (?:was |to |had reached |reached |on to |stood at )+(?P<n>\d{2,3})\b|\bto (?P<of>\d{2,3})\b",
    re.I,
)


def check(article: Article) -> Iterator[Outcome]:
    if not CRICKET.search(article.text):
        return
    for start, words in story_sentences(article):
        if not CRICKET.search(words) and not AHEAD.search(words):
            continue  # most sentences of a long text: a look for the words before the numbers
        yield from _by_wickets(words, start)
        yield from _by_runs(words, start)
        yield from _lead(words, start, article.text[max(0, start - TOTAL_CHARS_BACK) : start])
        yield from _stand(words, start)


def _only_number(regex: re.Pattern[str], words: str, start: int) -> tuple[int, Span] | None:
    """The only number that a pattern finds in a sentence, with its span; None where it finds none or several."""
    found = list(_all_numbers(regex, words, start))
    return found[0] if len(found) == 1 else None


def _all_numbers(regex: re.Pattern[str], words: str, start: int) -> Iterator[tuple[int, Span]]:
    """All numbers that a pattern finds in a sentence, with their spans."""
    for match in regex.finditer(words):
        group = str(match.lastgroup)
        yield number_value(match.group(group)), group_span(match, group, start)


def _by_wickets(words: str, start: int) -> Iterator[Outcome]:
    """Compares a margin in wickets with the wickets lost."""
    margin = _only_number(BY_WICKETS, words, start)
    totals = list(SCORE.finditer(words))
    if margin is None or not totals:
        return
    for total in totals:
        if 10 - number_value(total.group("lost")) == margin[0]:
            where = Span(start + total.start("runs"), start + total.end("lost"))
            yield Tick(
                f"{total.group()} and a margin of {margin[0]} wickets.",
                tuple(sorted((where, margin[1]))),
                f"10 - {number_value(total.group('lost'))} = {margin[0]}",
            )
            return
    if len(totals) == 1 and CHASING.search(words):
        lost = number_value(totals[0].group("lost"))
        where = Span(start + totals[0].start("runs"), start + totals[0].end("lost"))
        yield Finding(
            Severity.WARNING,
            f"A side at {totals[0].group()} wins by {10 - lost} wickets, and the text says {margin[0]}.",
            tuple(sorted((where, margin[1]))),
            f"10 - {lost} = {10 - lost}, not {margin[0]}",
            (f"{margin[0]} -> {10 - lost}",),
            f"Is it {10 - lost} wickets, or did another side win?",
        )


def _by_runs(words: str, start: int) -> Iterator[Outcome]:
    """Compares a margin in runs with the target and the total."""
    margin, target, out, reply = (_only_number(regex, words, start) for regex in (BY_RUNS, TARGET, ALL_OUT, REPLY))
    if margin is not None and target is None and out is not None and reply is not None:
        target = reply[0] + 1, reply[1]  # "180 in reply to 245 ... lost by 65"
    if margin is None or target is None or out is None or target[0] <= out[0]:
        return
    short = target[0] - 1 - out[0]
    spans = tuple(sorted((target[1], out[1], margin[1])))
    if margin[0] == short:
        yield Tick(
            f"{out[0]} is {short} runs short of {target[0] - 1}.", spans, f"{target[0]} - 1 - {out[0]} = {short}"
        )
    elif margin[0] != short + 1:  # some call the total to beat the target
        yield _question(
            "are lost by", out[0], target[0], margin[0], short, spans, f"{target[0]} - 1 - {out[0]} = {short}"
        )


def _lead(words: str, start: int, told_before: str) -> Iterator[Outcome]:
    """Compares a lead with the two totals of a sentence."""
    lead = _only_number(LEAD, words, start)
    totals = {where: total for regex in (REPLY, ALL_OUT, TOTAL) for total, where in _all_numbers(regex, words, start)}
    if lead is None or len(totals) != 2 or lead[1] in totals:
        return
    reply, out = ((total, where) for where, total in sorted(totals.items()))
    ahead = abs(out[0] - reply[0])
    spans = tuple(sorted((lead[1], reply[1], out[1])))
    shown = f"{max(out[0], reply[0])} - {min(out[0], reply[0])} = {ahead}"
    if ahead == lead[0]:
        yield Tick(f"{out[0]} and {reply[0]} are {ahead} apart.", spans, shown)
    elif not {abs(int(other) - innings[0]) for other in RUNS.findall(told_before) for innings in (out, reply)} & {
        lead[0]
    }:
        yield _question("are apart by", out[0], reply[0], lead[0], ahead, spans, shown)


def _stand(words: str, start: int) -> Iterator[Outcome]:
    """Compares a partnership with the score before and after: "41 for three ... the score was 197, a stand of 156"."""
    stand, since = _only_number(STAND, words, start), list(SCORE.finditer(words))
    if stand is None or not since or len(since) > 2:
        return
    first = since[0]
    if len(since) == 2:
        reached = int(since[1].group("runs"))
        where = group_span(since[1], "runs", start)
    else:
        to = _only_number(TO, words[first.end() :], start + first.end())
        if to is None or to[1] == stand[1]:
            return
        reached, where = to
    began = int(first.group("runs"))
    runs_added = reached - began
    spans = tuple(sorted((stand[1], group_span(first, "runs", start), where)))
    if runs_added == stand[0]:
        yield Tick(f"From {began} to {reached} are {runs_added} runs.", spans, f"{reached} - {began} = {runs_added}")
    elif runs_added > 0:
        yield _question(
            "are apart by", reached, began, stand[0], runs_added, spans, f"{reached} - {began} = {runs_added}"
        )


def _question(
    how: str, first: int, second: int, said: int, computed: int, spans: tuple[Span, ...], shown: str
) -> Finding:
    """The finding of a stated number that differs from the computed one."""
    return Finding(
        Severity.WARNING,
        f"{first} and {second} {how} {computed} runs, and the text says {said}.",
        spans,
        f"{shown}, not {said}",
        (f"{said} -> {computed}",),
        f"Which of {first}, {second} and {said} is wrong?",
    )


EXAMPLES = (
    Example(
        "a lead over the innings before",
        "Kesh went on to 312, Solanki making 64 of the runs. Weston replied with 268, a deficit of 44, and Kesh then "
        "made 241.",
        "silent",
    ),
    Example(
        "wickets in hand",
        "Kesh, chasing 178, reached 181-4 with nine balls to spare to win by eight wickets.",
        "warning",
    ),
    Example(
        "wickets in hand, right",
        "Kesh, chasing 178, reached 181 for four to win by six wickets with an over left.",
        "tick",
    ),
    Example("runs short", "Set 241 to win, Weston were bowled out for 198 to lose by 62 runs.", "warning"),
    Example("runs short, right", "Set 241 to win, Weston were bowled out for 198 to lose by 42 runs.", "tick"),
    Example("the total to beat", "Chasing 240, Weston were all out for 198 and lost by 42 runs.", "silent"),
    Example("a lead alone", "They were 267 all out, a lead of 55.", "silent"),
    Example("a lead, right", "Replying to 222 they were 267 all out, a lead of 45.", "tick"),
    Example("a lead over a reply", "Kesh replied with 267 to lead by 65 after Weston's 222.", "warning"),
    Example("a lead over a reply, right", "Kesh replied with 267 to lead by 45 after Weston's 222.", "tick"),
    Example(
        "a reply that falls short", "Weston were bowled out for 180 in reply to 245 and lost by 75 runs.", "warning"
    ),
    Example("put on", "They put on 140 for the fourth wicket, taking Kesh from 45-3 to 165-4.", "warning"),
    Example("put on, right", "They put on 120 for the fourth wicket, taking Kesh from 45-3 to 165-4.", "tick"),
    Example("a batsman's own", "Ames made 104 not out as Weston made 222, a lead of 45.", "silent"),
    Example(
        "a stand",
        "They were 41 for three when Ames came in; when he left the score was 197, a stand of 116.",
        "warning",
    ),
    Example(
        "a stand, right",
        "They were 41 for three when Ames came in; when he left the score was 197, a stand of 156.",
        "tick",
    ),
    Example("from and to", "The pair took it from 41-3 to 197-4 in a stand of 156.", "tick"),
    Example("the other side's total", "Weston made 240-8 but Kesh won by five wickets.", "silent"),
    Example("a rain rule", "The target was cut to 131 and Kesh, 133-5, won by five wickets.", "tick"),
    Example("another match", "Kesh won by six wickets in May and lost by nine runs in June.", "silent"),
    Example("an innings to come", "Set 241 to win, Weston were 98-3 at the close.", "silent"),
)

RULE = Rule(code="SC08", slug="cricket", scope="article", check=check, examples=EXAMPLES)
