"""The template of correction lines, which settings may replace with one in the house style."""

from __future__ import annotations

from string import Formatter

from checks.number_format import join_items

DEFAULT_TEMPLATE = "An earlier version of this article misstated {what}. It is {now}, not {was}."
PLACEHOLDERS = {
    "what": "what was misstated: the number of arrests, an age",
    "was": "what the article said",
    "now": "what is right",
    "date": "the day of the correction: 5 May 2026, with the locale en-US May 5, 2026",
    "place": "where it stood: par 3",
    "article": "the article's name",
}


def template_error(template: str) -> str:
    """What is wrong with a template; "" if nothing is."""
    try:
        names = [(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(template)]
    except ValueError as error:
        return f"{error}; a brace that is meant as one is doubled"
    used = [name for name, _, _ in names if name is not None]
    unknown = [name for name in used if name not in PLACEHOLDERS]
    known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    if unknown or any(spec or conversion for _, spec, conversion in names):
        return f"{join_items(f'{{{name}}}' for name in unknown) or 'a format'} is not known in it; known are {known}"
    return "" if used else f"it names nothing of the finding; known are {known}"
