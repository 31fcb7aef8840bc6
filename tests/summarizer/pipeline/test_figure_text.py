"""What the model reads of an article: the sentences with figures, the values masked."""

from __future__ import annotations

import re

import checks
from checks.model import Span
from checks.relations.frames import frames_of
from summarizer.engines.judgements.ties import FigureText
from summarizer.pipeline.figure_reader import read_figures
from summarizer.pipeline.figure_text import LAYOUT, figure_text

TEXT = (
    "Storm kills 12\n\nA storm struck Lorne on Friday. Nobody had expected it.\n\n"
    "Seven people drowned and five were killed by trees, the mayor said on 14 May 2019. "
    "Three towns were hit: Lorne, Harwick and Torley."
)


def marked(text: FigureText) -> list[str]:
    return [text.text[figure.start : figure.end] for figure in text.figures]


def test_sentences_without_figures_and_lists_are_left_out_but_for_the_first() -> None:
    text, _ = figure_text(frames_of(checks.read(TEXT)))
    assert "Nobody" not in text.text
    assert "struck Lorne" in text.text  # "Friday" is a figure of it
    plain, _ = figure_text(frames_of(checks.read("A storm struck.\n\nIt rained.\n\nSeven drowned.")))
    assert re.fullmatch(r"A storm struck\.\n[A-Z][a-z]+ drowned\.\n", plain.text)


def test_values_are_other_ones_of_the_same_form() -> None:
    text, _ = figure_text(frames_of(checks.read(TEXT)))
    stated = marked(text)
    assert re.fullmatch(r"[1-9]\d", stated[0])
    assert stated[0] != "12"
    assert any(word.endswith("day") for word in stated)
    date = next(words for words in stated if "20" in words)
    assert re.fullmatch(r"\d\d [A-Z][a-z]+ 20\d\d", date)
    masked, _ = figure_text(frames_of(checks.read("Profit rose to £17.53bn, up a third, in its 1990s heyday.")))
    assert re.search(r"£[1-9]\d\.[1-9]\dbn, up a third", masked.text)


def test_masks_do_not_depend_on_the_values() -> None:
    text, _ = figure_text(frames_of(checks.read(TEXT)))
    slipped, _ = figure_text(frames_of(checks.read(TEXT.replace("kills 12", "kills 21"))))
    assert slipped.text == text.text


def test_each_reading_has_its_own_masks() -> None:
    frames = frames_of(checks.read(TEXT))
    assert figure_text(frames, seed=1)[0].text != figure_text(frames, seed=2)[0].text
    assert figure_text(frames, seed=1)[0].text == figure_text(frames, seed=1)[0].text


def test_candidates_name_the_figures_of_their_members() -> None:
    text, relations = figure_text(frames_of(checks.read(TEXT)))
    assert len(relations) == len(text.candidates)
    place = [(kind, [TEXT[slice(*span)] for span in spans]) for kind, spans in relations].index(
        ("sum", ["12", "Seven", "five"])
    )
    total = text.candidates[place]
    assert total.kind == "sum"
    assert [text.figures[member].sentence_end for member in total.members] == sorted(
        text.figures[member].sentence_end for member in total.members
    )
    assert total.members[0] == 0
    assert all(len(candidate.layout) == len(LAYOUT) for candidate in text.candidates)
    assert all(0 <= value <= 3 for candidate in text.candidates for value in candidate.layout)


def test_a_list_is_a_member_with_its_own_place() -> None:
    text, relations = figure_text(frames_of(checks.read(TEXT)))
    members = [[TEXT[slice(*span)] for span in spans] for _, spans in relations]
    candidate = text.candidates[members.index(["Three", "Lorne, Harwick and Torley"])]
    assert candidate.kind == "list"
    figure = text.figures[candidate.members[1]]
    assert text.text[figure.start : figure.end] == "Lorne, Harwick and Torley"


class Judge:
    """A model that is sure of everything but the first candidate, which it does not read."""

    def log_odds(self, text: FigureText) -> list[float | None]:
        return [None if number == 0 else 2.0 for number in range(len(text.candidates))]


def test_a_reading_has_the_odds_of_what_was_read_by_kind_and_spans() -> None:
    article = checks.read(TEXT)
    reading = read_figures(Judge(), article, "a model")
    assert reading is not None
    _, relations = figure_text(frames_of(article))
    assert set(reading.log_odds) == set(relations) - {relations[0]}
    assert all(isinstance(span, Span) for _, spans in reading.log_odds for span in spans)


def test_another_language_and_a_text_without_figures_are_no_trouble() -> None:
    german = "Der Sturm hat in der Nacht zwölf Menschen getötet, wie die Polizei am Morgen sagte. " * 3
    assert checks.read(german).language != "en"
    assert read_figures(Judge(), checks.read(german), "a model") is None
    for text in ("", "It rained."):
        reading = read_figures(Judge(), checks.read(text), "a model")
        assert reading is None or not reading.log_odds
