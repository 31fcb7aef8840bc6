"""Weighs the proposals of an article: which ties hold, and which are questioned, with their odds.

Proposals over the same figures are rivals. What one figure is best explained by wins: a mismatch is only put forward
where no relation that holds explains its figures better, and each figure is in question at most once for each kind.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from checks.article_cache import cached_per_article
from checks.model import Article, Moment, Relation, Severity, Span, TieReading, Zone
from checks.passage_index import stem
from checks.pattern import pattern
from checks.relations.arithmetic import proposals_for, proposals_of
from checks.relations.counted_lists import CountedList, counted_lists_of
from checks.relations.differences import spelled_differences
from checks.relations.equations import is_exact, point, precise
from checks.relations.explanations import (
    goes_the_other_way,
    is_explained,
    names_base,
    one_slip_explains,
    says_little,
    takes_change_for_level,
)
from checks.relations.frames import Frame, Frames, Value, frames_of
from checks.relations.multiples import spelled_changes, spelled_multiples
from checks.relations.odds import cannot_reach, probability
from checks.relations.periods import spelled_periods
from checks.relations.proposals import COMPARING, EQUATIONS, ROLES, Proposal, TieKind, roles_of
from checks.relations.rates import multiplied
from checks.relations.reading_odds import Question, combined, reading_of
from checks.relations.remainders import closed_sums
from checks.relations.restatement import Pair, agree_closely, are_ages_of_one_person, pairs_of
from checks.relations.shares import spelled_shares
from checks.relations.slip_evidence import looks_like_slip
from checks.sameness import is_kind_of, is_person, noun_class

MIN_TICK = {"same": 0.5, "list": 0.6} | dict.fromkeys(EQUATIONS, 0.5)
"""Probability from which a relation that holds is ticked, by kind. What is below, and not spelled out, often holds by
chance."""
MIN_HOLDING = 0.3  # probability from which an equation that holds explains its figures: nothing else is asked of them
MIN_DOUBLE = 0.75
"""Likewise of a list that agrees with its count if an item is taken for two, or two for one: "a duo or group"."""
MIN_EXPLANATION = 0.3  # probability from which a list that agrees with a count explains both, so that neither is asked
MIN_WARNING = {"same": 0.91, "list": 0.85, "part": 0.9} | dict.fromkeys(EQUATIONS, 0.9)
MIN_NOTE = {"same": 0.81, "list": 0.75, "part": 0.83} | dict.fromkeys(EQUATIONS, 0.83)
"""Probability from which a relation that does not hold is questioned, and from which it is noted, by kind. They were
set by the wrong alarms on annotated news; bench/first-contact.md has those, and what lower ones would find."""
COMPOUND = pattern(r"-([A-Za-z]+)")
PEOPLE_IN_COMPOUNDS = frozenset("strong person man woman member".split())
LIMITS = frozenset("before by until till".split())
MIN_SURE = 0.92  # probability from which a relation that holds explains a result, whatever a model reads
MIN_PAIRED = 0.7  # probability from which two figures have their percentage or length, and no other one
MAX_TO_PART = 10  # characters from "of the $28m" to the part of it: " some "
LIKELIER_LIST = 1.0  # in log-odds of a model: a list is of the number that is so much likelier
MUCH_LIKELIER = 3.0  # in log-odds of a model: what is so much likelier than what holds is asked about
LIKELY_SAME = 0.0  # log-odds of a model from which two figures side by side are one fact
SPELLED_OUT = 3.0  # log-odds, as of a model, of a difference that the words call one
MIN_READ = -1.0  # log-odds of a model from which a relation that only it sees is looked at
ONE_HOT: dict[TieKind, tuple[float, ...]] = {
    kind: tuple(float(kind == equation) for equation in EQUATIONS) for kind in EQUATIONS
}
ONE_PERSON = 0.95
"""At least the probability that two different ages beside one full name are a slip. Set by hand, as the table has seen
too few: in 16,925 articles no two such ages were another thing."""
JOINING = frozenset(("sum", "product"))
"""Relations whose members are different things: "bonds of 6bn yuan" in "two tranches of 3bn yuan each"."""
FLOOR = 1e-4  # keeps the logarithm of the odds of an impossible rival finite

Key = tuple[TieKind, frozenset[int]]  # of a relation: its kind and the indices of its frames


@dataclass(frozen=True, slots=True, eq=False)
class Verdict:
    """A relation that holds or is questioned."""

    kind: TieKind
    members: tuple[Frame, ...]
    holds: bool
    probability: float  # that the tie is one, where it holds; that it is a slip, where it does not
    reader: str = ""  # who proposed it, or the model without whose reading there would be none; "" where there is none

    @property
    def key(self) -> Key:
        """Kind and figures, whatever their order."""
        return self.kind, frozenset(frame.index for frame in self.members)

    @property
    def severity(self) -> Severity:
        """How a relation that does not hold is put to the editor."""
        return Severity.WARNING if self.probability >= MIN_WARNING[self.kind] else Severity.NOTE

    @property
    def relation(self) -> Relation:
        """The relation as outcomes carry it, with the probability of the reading."""
        roles = roles_of(self.kind, [frame.statement.span for frame in self.members])
        return Relation(self.kind, roles, odds=_rounded(self.probability), reader=self.reader)


@dataclass(frozen=True, slots=True, eq=False)
class ListVerdict:
    """A counted list that agrees with its count or is questioned."""

    candidate: CountedList
    probability: float
    reader: str = ""  # as of a Verdict

    @property
    def severity(self) -> Severity:
        """How a count that does not agree with its list is put to the editor."""
        return Severity.WARNING if self.probability >= MIN_WARNING["list"] else Severity.NOTE

    @property
    def relation(self) -> Relation:
        """The relation as outcomes carry it: the count and the list, open where the list says that there are more."""
        candidate = self.candidate
        roles = roles_of("list", (candidate.frame.statement.span, candidate.enumeration.span))
        return Relation("list", roles, not candidate.is_open, _rounded(self.probability), self.reader)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """All verdicts of an article, the likelier first."""

    restatements: tuple[Verdict, ...]
    equations: tuple[Verdict, ...]
    lists: tuple[ListVerdict, ...]
    parts: tuple[Verdict, ...] = ()  # that are larger than their wholes


@cached_per_article
def verdicts_of(article: Article) -> Verdicts:
    """The relations of an article that hold, and those that are worth a question.

    Where a model has read the article, what it makes of the words counts too, and relations that only it sees are
    candidates as well.
    """
    frames, reading = frames_of(article), article.tie_reading
    named = [*proposals_for(frames, _spelled_out(article)), *(_read_equations(frames, reading) if reading else ())]
    equations = _without_rivals(_best_of_members(_equations(frames, named, {})))
    together = [{frame.index for frame in each.members} for each in equations if each.holds and each.kind in JOINING]
    restated = [
        verdict
        for verdict in _restatements(frames, pairs_of(frames, any_values=reading is not None), {})
        if verdict.holds or not any(verdict.key[1] <= members for members in together)
    ]
    return Verdicts(
        tuple(_without_rivals(restated)),
        tuple(equations),
        tuple(_lists(counted_lists_of(frames), reading)),
        tuple(_without_rivals(_parts(frames, reading, equations))) if reading else (),
    )


def is_surely_meant(article: Article, relation: Relation) -> bool:
    """Whether the words close a sum of three parts and more, so that two of its figures fit a third one by chance."""
    sums = (members for members in closed_sums(frames_of(article)) if len(members) > 3)
    spans = {span for _, span in relation.roles}
    return relation.odds is not None and any({frame.statement.span for frame in members} == spans for members in sums)


@cached_per_article
def _spelled_out(article: Article) -> tuple[tuple[TieKind, tuple[Frame, ...]], ...]:
    """Kind and members of the equations that the words spell out."""
    frames = frames_of(article)
    sums = [*spelled_differences(frames), *closed_sums(frames)]
    return (
        *(("sum", members) for members in sums),
        *(("product", members) for members in multiplied(frames)),
        *(("times", members) for members in spelled_multiples(frames)),
        *(("change", members) for members in spelled_changes(frames)),
        *(("share", members) for members in spelled_shares(frames)),
        *(("span", members) for members in spelled_periods(frames)),
    )


def _read_equations(frames: Frames, reading: TieReading) -> Iterator[Proposal]:
    """The equations that the model takes for likely, whatever their values are."""
    return proposals_for(frames, ((kind, members) for kind, members in _likely(frames, reading) if kind in EQUATIONS))


def _likely(frames: Frames, reading: TieReading) -> Iterator[tuple[TieKind, tuple[Frame, ...]]]:
    """The relations that the model takes for likely."""
    by_span = {frame.statement.span: frame for frame in frames.frames}
    for (kind, spans), odds in reading.log_odds.items():
        if odds >= MIN_READ and len(spans) > 1 and all(span in by_span for span in spans) and kind in ROLES:
            yield kind, tuple(by_span[span] for span in spans)


def _parts(frames: Frames, reading: TieReading, equations: Iterable[Verdict]) -> list[Verdict]:
    """The parts that are larger than their wholes, the likelier first; none that is in a sum that holds."""
    found: list[Verdict] = []
    added = {frame for verdict in equations if verdict.holds and verdict.kind == "sum" for frame in verdict.members}
    for kind, members in _likely(frames, reading):
        odds = reading_of(reading, kind, members) if kind == "part" else None
        if odds is None or members[1] in added or _has_whole_beside(frames, *members) or _are_of_two_kinds(*members):
            continue
        whole, part = map(precise, members)
        if whole.high is not None and part.low is not None and part.low > whole.high:
            slip = _with_reading("slip", "part", members, 0.5, odds)
            if slip >= MIN_NOTE["part"]:
                found.append(Verdict("part", members, False, slip, reading.reader))
    found.sort(key=lambda verdict: -verdict.probability)
    return found


def _are_of_two_kinds(whole: Frame, part: Frame) -> bool:
    """Whether both are counts of things that are no part of each other: "71 points from 36 matches"."""
    if not (whole.kind == part.kind == "count" and whole.noun and part.noun):
        return False
    nouns = noun_class(whole.noun), noun_class(part.noun)
    return not (
        nouns[0] == nouns[1] or any(map(is_person, nouns)) or is_kind_of(*nouns) or is_kind_of(*reversed(nouns))
    )


def _has_whole_beside(frames: Frames, whole: Frame, part: Frame) -> bool:
    """Whether a whole for the part stands before it, nearer than the other one, or it is said to be of one behind it.

    As in "About 2,300 have left. A shelter took 850", and 620 firefighters further up; "will have 74 of the 140 seats".
    """
    row = frames.by_sentence[part.sentence]
    ahead = [frame for frame in row if frame.end <= part.start and frame is not whole]
    nearest = ahead[-1] if ahead else whole
    is_of_it = nearest is not whole and "of" in nearest.before[-3:] and part.start - nearest.end <= MAX_TO_PART
    if is_of_it and (nearest.kind, nearest.unit) == (part.kind, part.unit) and point(nearest) > point(part):
        return True  # "collected $14m, which the state matched, and of the resulting $28m some $20m is spent"
    if whole.sentence == part.sentence:
        return False
    behind = next((frame for frame in row if frame.start >= part.end), None)
    if behind is not None and part.after[:1] == ("of",) and point(behind) > point(part):
        return True
    nearer = frames.window(max(part.sentence - 1, whole.sentence + 1), part.sentence)
    larger = [frame for frame in nearer if frame.start < part.start and isinstance(frame.value, Fraction)]
    return any((frame.kind, frame.unit) == (part.kind, part.unit) and point(frame) > point(part) for frame in larger)


def verdicts_with(
    article: Article, proposals: Sequence[Proposal], readers: Mapping[Key, str], weights: Mapping[TieKind, float]
) -> Verdicts:
    """The verdicts that `verdicts_of` does not have, on relations that others propose: `readers` has their names.

    `weights` is what such a proposal of each kind adds to the log-odds of the relation. `proposals` are the equations
    that are no candidates of the article by themselves. What is found without a reader stands: a question of one is
    left out where it is about figures that are in question already.
    """
    frames, own = frames_of(article), verdicts_of(article)
    weighed = {key: (reader, weights[key[0]]) for key, reader in readers.items()}

    def added(verdicts: Iterable[Verdict], stand: Sequence[Verdict]) -> tuple[Verdict, ...]:
        known = {verdict.key[1] for verdict in stand}
        new = (verdict for verdict in verdicts if verdict.reader and verdict.key[1] not in known)
        return tuple(_without_rivals([*stand, *_best_of_members(new)])[len(stand) :])

    return Verdicts(
        added(_restatements(frames, pairs_of(frames), weighed), own.restatements),
        added(_equations(frames, proposals, weighed), own.equations),
        (),
    )


def _rounded(probability: float) -> Fraction:
    """The probability with three decimals."""
    return Fraction(round(probability * 1000), 1000)


Weighed = Mapping[Key, tuple[str, float]]
"""Of the relations that somebody proposes: who, and what that adds to the log-odds."""


def _raised(probability: float, weight: float) -> float:
    """The probability after the log-odds are raised by a weight."""
    return 1 / (1 + math.exp(-_log_odds(probability) - weight)) if weight else probability


def _restatements(frames: Frames, pairs: Iterable[Pair], weighed: Weighed) -> list[Verdict]:
    """The likely ones, the likelier first."""
    found: list[Verdict] = []
    stated: dict[tuple[str, str, Value], list[Frame]] = defaultdict(list)
    for frame in frames.frames:
        stated[frame.kind, frame.unit, frame.value].append(frame)
    for pair in pairs:
        if pair.equal and not agree_closely(pair.first, pair.second):
            continue
        if not pair.equal and (
            _are_contrasted(frames, pair, stated)
            or _describe_different_things(frames, pair)
            or _is_told_below(frames, pair.first, pair.second, stated)
        ):
            continue
        read = reading_of(frames.article.tie_reading, "same", (pair.first, pair.second))
        if read is None and not pair.equal and not looks_like_slip(pair.evidence):
            continue
        if pair.equal:
            odds, least = probability("same tie", pair.features), MIN_TICK["same"]
        else:
            odds, least = probability("same slip", (*pair.features, *pair.evidence)), MIN_NOTE["same"]
        by_model = ""
        if read is not None:
            alone, odds = (
                odds,
                _with_reading("tie" if pair.equal else "slip", "same", (pair.first, pair.second), odds, read),
            )
            by_model = _model(frames) if alone < least else ""
        if not pair.equal and are_ages_of_one_person(frames, pair.first, pair.second):
            odds, least = max(odds, ONE_PERSON), MIN_WARNING["same"]
        reader, weight = weighed.get(("same", frozenset((pair.first.index, pair.second.index))), ("", 0.0))
        odds = _raised(odds, weight)
        side_by_side = abs(pair.first.paragraph - pair.second.paragraph) < 2
        if not pair.equal and side_by_side:
            least = MIN_WARNING["same"]  # contrasts are told side by side, facts are told again further down
        if odds >= least:
            found.append(Verdict("same", (pair.first, pair.second), pair.equal, odds, reader or by_model))
    found.sort(key=lambda verdict: -verdict.probability)
    return found


def _are_contrasted(frames: Frames, pair: Pair, stated: Mapping[tuple[str, str, Value], Sequence[Frame]]) -> bool:
    """Whether what one of two says is told again beside the other: "ex-dividend on 4 May. It is to be paid on 19 May".

    Not where a model takes the two that stand side by side for one fact.
    """
    reading = frames.article.tie_reading
    for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
        for again in stated[one.kind, one.unit, one.value]:
            if again.sentence == one.sentence or again.noun != one.noun or again.paragraph != other.paragraph:
                continue
            if abs(again.sentence - other.sentence) <= 1:
                read = reading_of(reading, "same", sorted((again, other), key=lambda frame: frame.index))
                if read is None or read < LIKELY_SAME:
                    return True
    return False


def _is_told_below(
    frames: Frames, above: Frame, below: Frame, stated: Mapping[tuple[str, str, Value], Sequence[Frame]]
) -> bool:
    """Whether the story has a headline's count elsewhere, in liker words, or gives it as a sum or difference."""
    if above.kind not in ("count", "duration") or above.zone is not Zone.HEADLINE or below.zone is Zone.HEADLINE:
        return False
    shared = frames.weight(below.clause & above.narrow)
    for again in stated[above.kind, above.unit, above.value]:
        if again.zone is not Zone.HEADLINE and frames.weight(again.clause & above.narrow) > shared:
            return True
    if above.kind == "duration" and above.unit == "year":
        years = {frame.statement.year for frame in frames.frames if isinstance(frame.statement, Moment)}
        return any(point(above) == abs(one - other) for one, other in combinations(filter(None, years), 2))
    if above.noun == below.noun:
        return False
    kind = "percent" if above.noun == "point" else above.kind
    row = [frame for frame in frames.window(below.sentence - 1, below.sentence) if frame.kind == kind]
    row = [frame for frame in row if frame.zone is not Zone.HEADLINE and isinstance(frame.value, Fraction)]
    pairs = [(point(one), point(other)) for one, other in combinations(row, 2)]
    return any(point(above) in (one + other, abs(one - other)) for one, other in pairs)


def _describe_different_things(frames: Frames, pair: Pair) -> bool:
    """Whether one count is in a word that says what kind of thing it is, and the other is not: "a four-way race".

    Or one says how many in a time: "18 buses" and "five buses an hour". Or what is told is a limit, "before Christmas",
    or how long something had lasted when another came of it, "31 hours into their ordeal".
    """
    if pair.first.kind in ("date", "weekday"):
        return any(not LIMITS.isdisjoint(frame.before[-1:]) for frame in (pair.first, pair.second))
    if pair.first.kind == "duration":
        return (pair.first.after[:1] == ("into",)) != (pair.second.after[:1] == ("into",))
    if pair.first.kind != "count":
        return False
    if _is_rate(pair.first) != _is_rate(pair.second):
        return True
    kinds = [COMPOUND.match(frames.article.text, frame.end) for frame in (pair.first, pair.second)]
    words = [found[1].lower() if found else "" for found in kinds]
    others = (pair.second, pair.first)
    return words[0] != words[1] and any(
        word and word not in PEOPLE_IN_COMPOUNDS and stem(word) != stem(other.noun)
        for word, other in zip(words, others, strict=True)
    )


def _is_rate(frame: Frame) -> bool:
    """Whether a count is one in each hour, day or the like."""
    return frame.figure is not None and bool(frame.figure.per)


def _without_rivals(verdicts: Sequence[Verdict]) -> list[Verdict]:
    """The verdicts, likelier first, without questions about figures that are in question already.

    None of a question's figures may be in one of the same kind, and not all of them in others.
    """
    kept: list[Verdict] = []
    questioned: set[int] = set()
    of_kind: dict[TieKind, set[int]] = defaultdict(set)
    for verdict in verdicts:
        members = {frame.index for frame in verdict.members}
        if not verdict.holds:
            if members <= questioned or members & of_kind[verdict.kind]:
                continue
            questioned |= members
            of_kind[verdict.kind] |= members
        kept.append(verdict)
    return kept


def _log_odds(probability: float) -> float:
    return math.log((probability + FLOOR) / (1 - probability + FLOOR))


@dataclass(frozen=True, slots=True, eq=False)
class _Candidate:
    """An equation that may be meant, with what is known of it before its values are looked at."""

    proposal: Proposal
    members: int  # its frames, as a set of bits
    context: float  # log-odds by the words alone
    read: float | None  # log-odds that a model gives it, or of words that spell it out; None where there is neither
    reader: str  # who proposes it; "" where nobody does
    weight: float  # what that adds to its log-odds


@dataclass(frozen=True, slots=True, eq=False)
class _Holding:
    """The equations that hold, by their members as a set of bits, and those of them that are ticked."""

    verdicts: list[Verdict]
    odds: dict[int, float]  # the highest probability of one between these members
    read: dict[int, float]  # the highest log-odds that a model gives one
    likely: list[int]  # the members of those that are likely ones
    explained: dict[int, tuple[float, float]]
    """Percentages, multiples and lengths of time that are explained: how likely, and by what odds of a model."""
    read_of_results: dict[int, float]  # of these, the highest log-odds that a model gives anything that holds
    bases: set[tuple[int, int]]  # the results and the wholes of shares


def _equations(frames: Frames, proposed: Sequence[Proposal], weighed: Weighed) -> list[Verdict]:
    """The likely ones of the article's own candidates and of those that are `proposed`, the likelier first."""
    candidates = _candidates(frames, proposed, weighed)
    if not candidates:
        return []
    holding = _what_holds(frames, candidates)
    best = _best_contexts(candidates)
    differences = {frozenset(frame.index for frame in members) for members in spelled_differences(frames)}
    spelled_out = {_mask(members): kind for kind, members in _spelled_out(frames.article)}
    questions: list[Verdict] = []
    overruled: set[int] = set()  # the members of what holds, but is unlikelier than what is asked about
    for candidate in candidates:
        kind = candidate.proposal.kind
        if candidate.proposal.holds or spelled_out.get(candidate.members, kind) != kind:
            continue  # "45 of the 230, or 18%" is no change from 230 to 45
        if _is_settled(frames, candidate, holding, differences):
            continue
        question = _question(frames, candidate, holding, best)
        if question is not None:
            questions.append(question)
            told = (verdict for verdict in holding.verdicts if _tells(verdict, _result(candidate.proposal)))
            overruled |= {candidate.members, *(_mask(verdict.members) for verdict in told)}
    ticked = [
        verdict
        for verdict in holding.verdicts
        if (verdict.probability >= MIN_TICK[verdict.kind] or _mask(verdict.members) in spelled_out)
        and _mask(verdict.members) not in overruled
    ]
    return sorted((*ticked, *questions), key=lambda verdict: -verdict.probability)


def _candidates(frames: Frames, proposed: Sequence[Proposal], weighed: Weighed) -> list[_Candidate]:
    """The article's own candidates and those that are `proposed`."""
    proposals = list(proposals_of(frames))
    if proposed:
        known = {(proposal.kind, _indices(proposal)) for proposal in proposals}
        proposals += [proposal for proposal in proposed if (proposal.kind, _indices(proposal)) not in known]
    spelled = {(kind, frozenset(frame.index for frame in members)) for kind, members in _spelled_out(frames.article)}
    candidates: list[_Candidate] = []
    for proposal in proposals:
        context = _log_odds(probability("equation context", (*ONE_HOT[proposal.kind], *proposal.features)))
        read = reading_of(frames.article.tie_reading, proposal.kind, proposal.members)
        if spelled and (proposal.kind, _indices(proposal)) in spelled:
            read = SPELLED_OUT if read is None else max(read, SPELLED_OUT)
        candidates.append(_Candidate(proposal, _mask(proposal.members), context, read, *_proposer(proposal, weighed)))
    return candidates


def _best_contexts(candidates: Iterable[_Candidate]) -> dict[int, float]:
    """The highest log-odds, by the words alone, of a candidate with each frame, by its index."""
    best: dict[int, float] = {}
    for candidate in candidates:
        for frame in candidate.proposal.members:
            best[frame.index] = max(candidate.context, best.get(frame.index, -math.inf))
    return best


def _what_holds(frames: Frames, candidates: Iterable[_Candidate]) -> _Holding:
    """The candidates that hold; of the likely ones, those that no surer one contradicts."""
    found: list[Verdict] = []
    little: set[int] = set()  # the members of relations that hold and say little, which no other reading ticks
    odds: dict[int, float] = {}
    held: dict[int, float] = {}
    read_of_results: dict[int, float] = {}
    for candidate in candidates:
        proposal, members, read = candidate.proposal, candidate.members, candidate.read
        if not proposal.holds or takes_change_for_level(proposal) or goes_the_other_way(proposal):
            continue
        features = (*ONE_HOT[proposal.kind], candidate.context, *proposal.evidence)
        alone = tie = _raised(probability("equation tie", features), candidate.weight)
        reader = candidate.reader
        if read is not None:
            tie = _with_reading("tie", proposal.kind, proposal.members, alone, read)
            reader = _model(frames) if alone < MIN_TICK[proposal.kind] else reader
            held[members] = max(read, held.get(members, -math.inf))
            result = _result(proposal)
            read_of_results[result] = max(read, read_of_results.get(result, -math.inf))
        odds[members] = max(tie, odds.get(members, 0.0))
        if tie >= MIN_HOLDING:
            found.append(Verdict(proposal.kind, proposal.members, True, tie, reader))
            if says_little(frames, proposal):
                little.add(members)
    found = _without_second_comparisons(verdict for verdict in found if _mask(verdict.members) not in little)
    found = _without_contradicted_sums(found)
    likely = [members for members, tie in odds.items() if tie >= MIN_HOLDING]
    return _Holding(found, odds, held, likely, _explained(frames, found), read_of_results, _bases(found))


def _explained(frames: Frames, verdicts: Iterable[Verdict]) -> dict[int, tuple[float, float]]:
    """The percentages, multiples and lengths of time that have what they compare: how likely, and by what odds."""
    explained: dict[int, tuple[float, float]] = {}
    for verdict in verdicts:
        if verdict.kind in (*COMPARING, "span"):
            read = reading_of(frames.article.tie_reading, verdict.kind, verdict.members)
            index, odds = verdict.members[2].index, (verdict.probability, -math.inf if read is None else read)
            explained[index] = max(odds, explained.get(index, odds))
    return explained


def _bases(verdicts: Iterable[Verdict]) -> set[tuple[int, int]]:
    """The results and the wholes of the shares that hold."""
    shares = (verdict.members for verdict in verdicts if verdict.kind == "share")
    return {(percent.index, whole.index) for _, whole, percent in shares}


def _result(proposal: Proposal) -> int:
    """The index of the percentage, multiple or length by which others are compared; -1 where there is none."""
    return proposal.members[2].index if proposal.kind in (*COMPARING, "span") else -1


def _is_settled(
    frames: Frames, candidate: _Candidate, holding: _Holding, differences: Container[frozenset[int]]
) -> bool:
    """Whether a candidate that does not hold is no question: what holds explains its figures, or its words do.

    `differences` are the members of the sums that the words spell out.
    """
    proposal, members, read = candidate.proposal, candidate.members, candidate.read
    if _is_part_of_one_that_holds(members, holding.likely) or (read is None and goes_the_other_way(proposal)):
        return True  # "rose 5% to £21.2m from £48.8m": what a model takes for a change is asked about all the same
    if _is_likelier((holding.odds.get(members, 0.0), holding.read.get(members, -math.inf)), read):
        return True  # "gained 0.97%, or 64.57 points, to end at 6,737.95": that holds, and is no change from 64.57
    if not (proposal.kind == "sum" and _indices(proposal) in differences) and is_explained(frames, proposal):
        return True
    if _has_explained_result(frames, candidate, holding):
        return True
    if any(_has_a_nearer_result(proposal, verdict) or _adds_to(proposal, verdict) for verdict in holding.verdicts):
        return True
    # "$3bn and $1bn of $6.5bn": a relation perhaps, of which not all members are told
    return read is not None and not one_slip_explains(proposal)


def _has_explained_result(frames: Frames, candidate: _Candidate, holding: _Holding) -> bool:
    """Whether its percentage, multiple or length is that of other figures, which hold and are about as likely.

    Those that are not ticked explain it too, where a model takes them for likelier. Not where it is called the share
    of a whole that no share has which holds.
    """
    proposal, read, result = candidate.proposal, candidate.read, _result(candidate.proposal)
    if result < 0:
        return False
    is_read_otherwise = read is not None and holding.read_of_results.get(result, -math.inf) > read
    if result not in holding.explained:
        return is_read_otherwise
    names_its_base = (
        proposal.kind == "share"
        and (result, proposal.members[1].index) not in holding.bases
        and names_base(frames, proposal.members[2], proposal.members[1])
    )
    if names_its_base and read is not None:
        return False
    return proposal.kind in ("times", "span") or _is_likelier(holding.explained[result], read)


def _question(frames: Frames, candidate: _Candidate, holding: _Holding, best: Mapping[int, float]) -> Verdict | None:
    """The verdict on a candidate that does not hold, where it is likely enough that one of its figures is a slip."""
    proposal, read = candidate.proposal, candidate.read
    least = MIN_NOTE[proposal.kind]
    features = (
        *ONE_HOT[proposal.kind],
        candidate.context,
        *_rivals(candidate.members, holding.odds),
        candidate.context - max([best[frame.index] for frame in proposal.members]),
        *proposal.evidence,
    )
    if not candidate.weight and read is None and cannot_reach(least, "equation slip", features):
        return None
    alone = slip = _raised(probability("equation slip", features), candidate.weight)
    reader = candidate.reader
    if read is not None:
        slip = _with_reading("slip", proposal.kind, proposal.members, alone, read)
        reader = _model(frames) if alone < least else reader
    return Verdict(proposal.kind, proposal.members, False, slip, reader) if slip >= least else None


def _without_second_comparisons(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts that hold, without comparisons by a percentage that likelier compares two other figures.

    "Waits fell 15% to six hours from eight. Of 1,200 patients, 300, or 25%, waited longer": the 25% is theirs.
    """
    compared: dict[int, set[Frame]] = {}  # what each percentage compares, by its index
    kept: list[Verdict] = []
    for verdict in sorted(verdicts, key=lambda verdict: -verdict.probability):
        if verdict.kind in COMPARING:
            result = verdict.members[2].index
            if compared.setdefault(result, set(verdict.members[:2])).isdisjoint(verdict.members[:2]):
                continue
            compared[result] |= set(verdict.members[:2])
        kept.append(verdict)
    return kept


def _without_contradicted_sums(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """The verdicts that hold, without sums whose figures a surer sum has in roles that go not together with theirs.

    "79 points from 46 matches: 23 wins, 10 draws and 13 defeats": these three make the 46. So the 23 are not the 10 and
    the 13, of which none is among the others, and the 46 and 23, of which the one is in the other, make no 79.
    """
    kept: list[Verdict] = []
    for verdict in sorted(verdicts, key=lambda verdict: -verdict.probability):
        sure = (other for other in kept if other.kind == "sum" and other.probability >= MIN_SURE)
        if verdict.kind != "sum" or not any(_contradict(verdict, other) for other in sure):
            kept.append(verdict)
    return kept


def _contradict(one: Verdict, other: Verdict) -> bool:
    """Whether one of two sums has parts of the other as whole and part, or the other's whole and a part as parts."""
    whole, parts = one.members[0], set(one.members[1:])
    other_whole, other_parts = other.members[0], set(other.members[1:])
    shares_parts = not parts.isdisjoint(other_parts)
    return shares_parts and (whole in other_parts or other_whole in parts)


def _has_a_nearer_result(proposal: Proposal, verdict: Verdict) -> bool:
    """Whether what two figures are compared by is told right, and nearer to them: "from 1988, 37 years ago".

    Between them it surely is: "rose by £7.2m, or 18.8%, to £45.4m, and the margin to 10%".
    """
    if proposal.kind != verdict.kind or proposal.kind not in (*COMPARING, "span"):
        return False
    first, second, result = proposal.members
    *others, nearer = verdict.members
    last = max(first.sentence, second.sentence)
    is_nearer = abs(nearer.sentence - last) <= abs(result.sentence - last)
    is_between = len({first.sentence, second.sentence, nearer.sentence}) == 1 and (
        min(first.start, second.start) < nearer.start < max(first.end, second.end)
    )
    is_sure = verdict.probability >= MIN_PAIRED or is_between
    return is_sure and {first, second} == set(others) and is_nearer


def _adds_to(proposal: Proposal, verdict: Verdict) -> bool:
    """Whether a sum has a part more than one that holds: "21 go, 14 by ship and seven by air; two others stay".

    Or another in place of one, where one sentence tells what holds: "41 pupils, 19 girls and 22 boys; nine may ride".
    """
    whole = proposal.members[0]
    if proposal.kind != "sum" or verdict.kind != "sum" or whole is not verdict.members[0]:
        return False
    if set(verdict.members) < set(proposal.members):
        return True
    sentences = {member.sentence for member in verdict.members}
    is_told_at_once = whole.sentence in sentences and max(sentences) - min(sentences) <= 1
    shares = not set(verdict.members[1:]).isdisjoint(proposal.members[1:])
    return shares and is_told_at_once and verdict.probability >= MIN_PAIRED


def _tells(verdict: Verdict, result: int) -> bool:
    """Whether a relation that holds is about the percentage, multiple or length with this index."""
    return verdict.kind in (*COMPARING, "span") and verdict.members[2].index == result


def _with_reading(
    question: Question, kind: TieKind, members: Sequence[Frame | Span], probability: float, read: float
) -> float:
    """The probability that the trees give, and what a model has read of the members, together."""
    first = members[0]
    stated = first.kind if (question, kind) == ("slip", "same") and isinstance(first, Frame) else ""
    return combined(question, kind, _log_odds(probability), read, stated)


def _model(frames: Frames) -> str:
    """The model that has read the article; "" for none."""
    reading = frames.article.tie_reading
    return reading.reader if reading else ""


def _best_of_members(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """Of the relations that hold between the same figures, the likeliest: a change is no share as well.

    One that comes to just what is stated is likelier than one that has to be rounded: "fell 20p, or 5%, to 380p" is no
    share of 380p. Nor has a whole the same parts twice: "six people: four men and two women", and four others below.
    """
    verdicts = list(verdicts)
    exact = {
        frozenset(frame.index for frame in verdict.members): verdict
        for verdict in reversed(verdicts)
        if verdict.holds and verdict.kind in COMPARING and is_exact(verdict.kind, verdict.members)
    }
    kept: list[Verdict] = []
    seen: set[frozenset[int]] = set()
    made: set[tuple[int, tuple[Fraction, ...]]] = set()
    for verdict in verdicts:
        members = frozenset(frame.index for frame in verdict.members)
        parts = verdict.members[0].index, tuple(sorted(point(frame) for frame in verdict.members[1:]))
        is_made = verdict.holds and verdict.kind == "sum"
        if members not in seen and not (is_made and parts in made):
            seen.add(members)
            made |= {parts} if is_made else set()
            kept.append(exact.get(members, verdict) if verdict.holds else verdict)
    return kept


def _is_likelier(holding: tuple[float, float], read: float | None) -> bool:
    """Whether a relation that holds, by its probability and what a model reads, is surely one, or about as likely.

    `read` are the log-odds that the model gives the other one, which does not hold.
    """
    probability, held = holding
    if read is None:
        return probability >= MIN_HOLDING
    if probability < MIN_HOLDING:
        return held >= read
    return probability > MIN_SURE or held > read - MUCH_LIKELIER


def _is_part_of_one_that_holds(members: int, likely: Sequence[int]) -> bool:
    """Whether all of its figures stand in a larger relation that holds and is likely one: three of a sum of four."""
    return any(members & other == members != other for other in likely)


def _proposer(proposal: Proposal, weighed: Weighed) -> tuple[str, float]:
    """Who proposes a relation and what that adds to its log-odds; "" and 0 where nobody does."""
    return weighed.get((proposal.kind, _indices(proposal)), ("", 0.0)) if weighed else ("", 0.0)


def _indices(proposal: Proposal) -> frozenset[int]:
    return frozenset(frame.index for frame in proposal.members)


def _mask(members: Iterable[Frame]) -> int:
    """The members as a set of bits, one for each frame."""
    mask = 0
    for frame in members:
        mask |= 1 << frame.index
    return mask


def _rivals(members: int, holding: Mapping[int, float]) -> tuple[float, float, float]:
    """The log-odds of the likeliest relation that holds and shares one, two or more, or all members."""
    one = several = everything = 0.0
    for other, odds in holding.items():
        shared = members & other
        if not shared:
            continue
        if shared == members:
            everything = max(everything, odds)
        elif shared & (shared - 1):
            several = max(several, odds)
        else:
            one = max(one, odds)
    return _log_odds(one), _log_odds(several), _log_odds(everything)


def _read_list(candidate: CountedList, reading: TieReading) -> float | None:
    """The log-odds of a model, which does not see the values, that a number counts a list."""
    return reading.log_odds.get(("list", (candidate.frame.statement.span, candidate.enumeration.span)))


def _likelier_rivals(candidates: Sequence[CountedList], reading: TieReading) -> set[int]:
    """Indices of those whose list is a number's of its own sentence: "four men ... at Ash, Elm and Oak, two places"."""
    read = [_read_list(candidate, reading) for candidate in candidates]
    beside = [candidate.frame.sentence == candidate.enumeration.sentence for candidate in candidates]
    rivals: dict[Span, list[tuple[Value, float]]] = defaultdict(list)
    for candidate, odds, is_beside in zip(candidates, read, beside, strict=True):
        if odds is not None and is_beside:
            rivals[candidate.enumeration.span].append((candidate.frame.value, odds))
    return {
        index
        for index, (candidate, odds, is_beside) in enumerate(zip(candidates, read, beside, strict=True))
        if odds is not None
        and not is_beside
        and any(
            value != candidate.frame.value and rival > odds + LIKELIER_LIST
            for value, rival in rivals[candidate.enumeration.span]
        )
    }


def _lists(candidates: Iterable[CountedList], reading: TieReading | None) -> list[ListVerdict]:
    found: list[ListVerdict] = []
    candidates = list(candidates)
    of_others = _likelier_rivals(candidates, reading) if reading else ()
    for index, candidate in enumerate(candidates):
        if candidate.agrees and index in of_others:
            continue
        if candidate.is_open and not candidate.agrees and candidate.enumeration.count < point(candidate.frame):
            continue  # "six entities including Ash and Elm": there are more
        model = "list tie" if candidate.agrees else "list slip"
        odds = probability(model, (*candidate.features, *candidate.evidence))  # type: ignore[arg-type]
        places = candidate.frame, candidate.enumeration.span
        read = _read_list(candidate, reading) if reading else None
        by_model, least = "", MIN_EXPLANATION if candidate.agrees else MIN_NOTE["list"]
        if read is not None and reading is not None:
            alone, odds = odds, _with_reading("tie" if candidate.agrees else "slip", "list", places, odds, read)
            by_model = reading.reader if alone < least else ""
        if odds >= least:
            found.append(ListVerdict(candidate, odds, by_model))
    found.sort(key=lambda verdict: -verdict.probability)
    explained = [verdict.candidate.enumeration.span for verdict in found if verdict.candidate.agrees]
    kept: list[ListVerdict] = []
    settled: set[int] = set()
    counted: set[tuple[Span, int]] = set()  # lists, with the sentence of a count that they agree with
    for verdict in found:
        candidate = verdict.candidate
        if candidate.frame.index in settled:
            continue
        if not candidate.agrees and any(candidate.enumeration.span.overlaps(span) for span in explained):
            continue  # "three of the four top markets: Japan, Korea and Spain"
        if candidate.agrees:
            place = (candidate.enumeration.span, candidate.frame.sentence)
            if place in counted:
                continue  # "three men, aged 65, 38 and 18, and three women": one list has one count beside it
            counted.add(place)
        settled.add(candidate.frame.index)
        is_plain = candidate.frame.value == candidate.enumeration.count and not candidate.enumeration.is_partial
        if not candidate.agrees or verdict.probability >= (MIN_TICK["list"] if is_plain else MIN_DOUBLE):
            kept.append(verdict)
    return kept
