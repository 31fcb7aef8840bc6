"""Judges whether the figures and dates of a target text are supported by its source.

`figure_support` compares the source's figures with each figure of the target and returns one `Judgement`; the rules
under `checks/rules/summary/` each report one kind of it. It uses

- `skipped`: figures that state nothing
- `agreement`: type, unit and value
- `bounds`: direction and period
- `figure_roles`: person, sides and event
- `combined`: what several have together
- `binding`: which name has which value
- `holders`: whether another name, place or time has the value
- `parallels`: whether the words beside a value are those of another figure of its series
- `verbatim`: the number as printed, however it was read
- `tick_blockers`: why an agreeing value gets no tick

`dates` does the same for moments. Whether two figures count the same entity is for `checks.sameness`.
"""

from checks.support.agreement import same_quantity_type
from checks.support.figure_support import judgements
from checks.support.verdict import Judgement, Standing, in_context, phrase

__all__ = ["Judgement", "Standing", "in_context", "judgements", "phrase", "same_quantity_type"]
