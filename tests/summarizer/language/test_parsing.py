"""Sentences as spaCy parses them, and the pipeline's files, which are checked before it is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summarizer.language import parsing
from summarizer.language.parsing import digest, is_content, load_pipeline, parse
from summarizer.models.errors import CorruptModel


@pytest.mark.parametrize(
    ("text", "lemmas"),
    [
        ("The ferries sank.", ["the", "ferry", "sink", "."]),
        ("The ferry didn't sink.", ["the", "ferry", "do", "not", "sink", "."]),
        ("The ferry didn’t sink.", ["the", "ferry", "do", "not", "sink", "."]),
        ("The ferry did not sink.", ["the", "ferry", "do", "not", "sink", "."]),
        ("TORLEY", ["torley"]),
        ("", []),
    ],
)
def test_lemmas_are_in_lower_case_and_every_not_is_the_same(text: str, lemmas: list[str]) -> None:
    [parsed] = parse([text])
    assert list(parsed.lemmas) == lemmas


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    texts=st.lists(
        st.one_of(
            st.text(max_size=30),
            st.lists(st.sampled_from("The ferry didn't sink off Torley , said (Kelso) .".split())).map(" ".join),
        ),
        max_size=3,
    )
)
def test_tokens_have_their_indices_and_places_in_the_text(texts: list[str]) -> None:
    parsed = parse(texts)
    assert [sentence.text for sentence in parsed] == [" ".join(text.split()) for text in texts]
    for sentence in parsed:
        assert len(sentence) == len(sentence.tokens) == len(sentence.lemmas)
        assert [token.i for token in sentence.tokens] == list(range(len(sentence)))
        assert all(sentence.text[token.idx :].startswith(token.text) for token in sentence.tokens)
        assert "".join(token.text_with_ws for token in sentence.tokens) == sentence.text
        assert all(token.head in sentence.tokens for token in sentence.tokens)


def test_white_space_counts_as_a_single_space() -> None:
    [plain], [spaced] = parse(["The ferry sank."]), parse(["  The\n\nferry\t sank. "])
    assert spaced.text == plain.text
    assert [token.dep_ for token in spaced.tokens] == [token.dep_ for token in plain.tokens]


def test_sentences_parsed_together_are_parsed_as_one_by_one() -> None:
    texts = ["The ferry sank.", "", "Edith Crane, the mayor, thanked the crew.", "Whales sang."]
    for together, text in zip(parse(texts), texts, strict=True):
        [alone] = parse([text])
        assert [(token.text, token.dep_, token.head.i) for token in together.tokens] == [
            (token.text, token.dep_, token.head.i) for token in alone.tokens
        ]
    assert parse([]) == []


@pytest.mark.parametrize(
    ("text", "content"),
    [
        (
            "The old ferry sank slowly off Torley with 40 men.",
            ["old", "ferry", "sank", "slowly", "Torley", "40", "men"],
        ),
        ("It was not on the quay, was it?", ["quay"]),
        ("He said so.", ["said"]),
        ("...", []),
    ],
)
def test_content_words_are_told_from_function_words_and_marks(text: str, content: list[str]) -> None:
    [parsed] = parse([text])
    assert [token.text for token in parsed.tokens if is_content(token)] == content


def test_the_pipeline_is_loaded_once_and_finds_no_named_entities() -> None:
    assert load_pipeline() is load_pipeline()
    assert "ner" not in load_pipeline().pipe_names


# ---- the pipeline's files --------------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that looks like a pipeline's."""
    for name, content in (("meta.json", "{}"), ("parser/model", "abc"), ("ner/model", "xyz")):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(content, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "content"), [("meta.json", "[]"), ("parser/model", "abd"), ("parser/more", ""), ("parser/model", "abc\n")]
)
def test_any_changed_or_added_file_changes_the_digest(folder: Path, name: str, content: str) -> None:
    before = digest(folder)
    (folder / name).write_text(content, "utf-8")
    assert digest(folder) != before


def test_a_renamed_or_missing_file_changes_the_digest(folder: Path) -> None:
    digests = {digest(folder)}
    (folder / "parser" / "model").rename(folder / "parser" / "model2")
    digests.add(digest(folder))
    (folder / "parser" / "model2").unlink()
    digests.add(digest(folder))
    assert len(digests) == 3


def test_named_entities_may_be_there_or_not(folder: Path) -> None:
    before = digest(folder)
    (folder / "ner" / "model").unlink()
    assert digest(folder) == before


def test_a_damaged_package_is_refused_with_advice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "SHA256", "0" * 64)
    with pytest.raises(CorruptModel, match="pip install --force-reinstall") as raised:
        load_pipeline.__wrapped__()
    assert parsing.VERSION in str(raised.value)
    assert "en-core-web-sm" in str(raised.value)
