"""Checks the figures and dates of a target text, such as a summary, against its source.

`figure_support` compares each figure of the target with the figures of the source and returns one `Judgement` for it.
Each rule in `checks/rules/summary/` reports one kind of judgement. It uses

- `skipped`: which figures state nothing that can be checked
- `agreement`: whether type, unit and value agree
- `bounds`: whether bound ("over", "under") and period agree
- `figure_roles`: whose age it is, the sides of a score, what happened to those counted
- `binding`: whether the values of two names were exchanged
- `joint_figures`: whether one person is given what several have together
- `attribution`: whether the source states the value for another name, place or time
- `series`: whether a value has the words of another figure of its series
- `verbatim`: whether the number is printed in the source, however it was read there
- `tick_blockers`: why an agreeing value gets no tick

`dates` does the same for dates and times. Whether two figures count the same entity is decided by `checks.sameness`.
"""

from checks.support.agreement import same_quantity_type
from checks.support.figure_support import judgements
from checks.support.verdict import Judgement, Standing, in_context, phrase

__all__ = ["Judgement", "Standing", "in_context", "judgements", "phrase", "same_quantity_type"]
