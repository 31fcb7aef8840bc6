"""Words of rising and falling, and two other cues that rules of several families share.

To teach the rules another verb of rising or falling, add it to `UP` or `DOWN`.
"""

from __future__ import annotations

from checks.pattern import pattern
from checks.word_set import word_set

UP = word_set(
    """up rise rises rose risen rising increase increases increased increasing grow grows grew grown growing growth
    jump jumps jumped jumping climb climbs climbed climbing surge surges surged surging soar soars soared
    soaring leap leaps leapt leaped gain gains gained gaining advance advances advanced add adds added adding
    swell swelled swollen widen widened widening expand expanded rally
    rallied rebound rebounded shot higher more greater uplift hike raise raised raises raising boost boosted
    extended extending rocketed ahead extra"""
)
DOWN = word_set(
    """down fall falls fell fallen falling drop drops dropped dropping decline declines declined declining decrease
    decreases decreased decreasing slip slips slipped slide slides slid sliding tumble tumbled tumbling plunge
    plunges plunged plunging sink sinks sank sunk shrink shrinks shrank shrunk shrinking reduce reduces reduced
    reducing reduction cut cuts cutting lose loses lost losing loss shed sheds shedding lower fewer less dip
    dips dipped ease eased narrow narrowed narrowing slump slumped slumping trim trimmed trimming plummet
    plummeted plummeting slash slashed weakened retreated dive dived halve halved halving crash crashed contract
    contracted contraction"""
)
GLOSS = word_set(
    """or about around some roughly approximately approx nearly almost just over under more less than at least up to the
    equivalent of equal a an c ca i e that s is worth"""
)
"""Words that may separate a quantity from the same quantity in other terms; any other word starts a new statement."""
SECOND_SIDE = pattern(r"\s?(?:to|[-–])\s?\d[\d.]*\s?(?:%|percent\b|per cent\b)")
"""After the percentage of one side, that of the other, where a ratio compares both: "two to one (63% to 31%)"."""
