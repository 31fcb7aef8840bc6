"""Separates the findings that somebody let stand, in a file or in a comment, from those that are raised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from checks.config import Config
from checks.fingerprint import former_fingerprints
from checks.model import Article, Finding, IgnoreComment, Paragraph
from checks.registry import SEVERITIES, Catalogue, catalogue
from checks.rule_selection import RuleSelection


class Separated(NamedTuple):
    """`dismissed` are pairs of a finding and its note; `unused` are notes of what was to match something here."""

    raised: list[Finding]
    dismissed: tuple[tuple[Finding, str], ...]
    unused: tuple[str, ...]


def separate(
    article: Article, findings: Sequence[Finding], config: Config | None, rules: Catalogue, selection: RuleSelection
) -> Separated:
    """The findings of a check by `rules`, of which `selection` says which ran."""
    dismissals = {dismissal.fingerprint: dismissal for dismissal in config.dismissed} if config else {}
    if not dismissals and not article.ignore_comments:
        return Separated(list(findings), (), ())
    comments = [_PlacedComment.of(article, comment) for comment in article.ignore_comments]
    raised, dismissed, used = [], [], set[int | str]()
    for finding in findings:
        notes = []
        if dismissals:
            names = dict.fromkeys(former_fingerprints(article, finding, rules.former_names(finding.rule)))
            used.update(matching := [name for name in names if name in dismissals])
            notes += [dismissals[name].note for name in matching]
        for index, comment in enumerate(comments):
            if comment.is_about(finding):
                used.add(index)
                notes.append(comment.note)
        if notes:
            dismissed.append((finding, notes[0]))
        else:
            raised.append(finding)
    unused = [dismissal.note for name, dismissal in dismissals.items() if dismissal.expected and name not in used]
    for index, comment in enumerate(comments):
        if index not in used and (comment.fault or comment.may_match(rules, selection)):
            unused.append(comment.unused_note)
    return Separated(raised, tuple(dismissed), tuple(unused))


class _PlacedComment(NamedTuple):
    comment: IgnoreComment
    paragraph: Paragraph | None  # of which it is
    place: str
    slugs: frozenset[str]  # and severities
    fault: str

    @classmethod
    def of(cls, article: Article, comment: IgnoreComment) -> _PlacedComment:
        """A comment is of the paragraph that it stands in, or of the next; the last one's if none comes."""
        paragraphs = article.paragraphs
        last = paragraphs[-1] if paragraphs else None
        position = len(article.text[: comment.position].rstrip(" \t"))  # "the last words. <!-- ... -->"
        paragraph = next((each for each in paragraphs if each.span.end >= position), last)
        place = article.place(paragraph.span.start) if paragraph else "text"
        slugs, fault = frozenset[str](), comment.fault
        if not fault:
            try:
                slugs = catalogue().slugs(comment.names)
            except ValueError as error:
                fault = str(error)
        return cls(comment, paragraph, place, slugs, fault)

    @property
    def note(self) -> str:
        return f"{self.comment.why} (comment in {self.place})"

    @property
    def unused_note(self) -> str:
        said = f"{', '.join(self.comment.names)}: {self.comment.why}" if self.comment.names else ""
        return f"comment in {self.place}: {f'without effect: {self.fault}' if self.fault else f'ignore {said}'}"

    def is_about(self, finding: Finding) -> bool:
        if self.slugs.isdisjoint((finding.rule, finding.severity)) or self.paragraph is None:
            return False
        return any(self.paragraph.span.overlaps(span) for span in finding.spans)

    def may_match(self, rules: Catalogue, selection: RuleSelection) -> bool:
        """Whether one of its rules ran, so that a comment that matches nothing is not needed."""
        return any(slug in SEVERITIES or (slug in rules.modules and selection.is_selected(slug)) for slug in self.slugs)
