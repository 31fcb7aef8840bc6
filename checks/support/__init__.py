"""What a target's figure rests on in its source, and where it does not rest on anything.

`ruling` lines up the source's figures for each figure of the target and makes one `Judgement` of them; the rules under
`checks/rules/summary/` each speak of one kind of it. What it asks: `unjudged` (does the figure state anything?),
`agreement` (sort, unit, value), `bounds` (direction, period), `holders` (of whom, and what befell them), `binding`
(whose, where two have one each), `in_print` (does the number stand there however it is read?) and `doubts` (why an
agreeing value gets no tick). Whether two figures count the same thing is for `checks.sameness`.
"""

from checks.support.agreement import same_sort
from checks.support.verdict import Judgement, Standing, phrase, said
from checks.support.figure_support import judgements

__all__ = ["Judgement", "Standing", "judgements", "phrase", "said", "same_sort"]
