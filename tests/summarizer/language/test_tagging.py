"""Tokens, tags and lemmas. Most words stand twice: where they get a tag, and where they must not."""

from __future__ import annotations

import pytest
from summarizer.language.tagging import Tag, lemmatize, tag

from summarizer.language import lexicon


def tag_of(sentence: str, word: str) -> Tag:
    """The tag of the only token with this text."""
    [found] = [token.tag for token in tag(sentence) if token.text == word]
    return found


def lemma_of(sentence: str, word: str) -> str:
    [found] = [token.lemma for token in tag(sentence) if token.text == word]
    return found


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("The storm's eye", ["The", "storm", "'s", "eye"]),
        ("They’ve left.", ["They", "'ve", "left", "."]),
        ("the drivers' union met", ["the", "drivers", "'s", "union", "met"]),
        ("He said 'the drivers' and left.", ["He", "said", "the", "drivers", "and", "left", "."]),  # no possessive
        ("It didn't sink.", ["It", "didn't", "sink", "."]),
        ("U.S. troops left.", ["U.S.", "troops", "left", "."]),
        ("Mr. Holt met J. Dunn.", ["Mr", "Holt", "met", "J", "Dunn", "."]),
        ("A 17-year-old paid $2,500.", ["A", "17-year-old", "paid", "$2,500", "."]),
        ("Of 40%, (half) -- left", ["Of", "40%", ",", "(", "half", ")", "--", "left"]),
        ("", []),
    ],
)
def test_text_is_split_into_words_clitics_numbers_and_punctuation(text: str, tokens: list[str]) -> None:
    assert [token.text for token in tag(text)] == tokens


@pytest.mark.parametrize(
    ("sentence", "word", "expected"),
    [
        # a verb by its form, or by the modal, pronoun or plural before it
        ("The council sold the office.", "sold", Tag.VERB),
        ("The band will play a few tracks.", "play", Tag.VERB),
        ("The band will play a few tracks.", "tracks", Tag.NOUN),
        ("Rescuers hoist the bags.", "hoist", Tag.VERB),
        ("A hoist broke.", "hoist", Tag.NOUN),
        ("Birds scatter when they fly.", "fly", Tag.VERB),
        ("A fly sat on the bread.", "fly", Tag.NOUN),
        ("The price rises.", "rises", Tag.VERB),
        ("The rises were steep.", "rises", Tag.NOUN),
        ("The mayor left the town.", "left", Tag.VERB),
        ("The town lies on the left.", "left", Tag.NOUN),
        ("Two airports -- Torley and Dunmore -- conduct full checks.", "conduct", Tag.VERB),
        ("Two airports -- Torley and Dunmore -- conduct full checks.", "checks", Tag.NOUN),
        ("The bridge is safe, officials say.", "say", Tag.VERB),
        # participles that describe a noun
        ("Police arrested an alleged dealer.", "alleged", Tag.NOUN),
        ("Police alleged that he lied.", "alleged", Tag.VERB),
        ("The sinking ferry was full.", "sinking", Tag.NOUN),
        ("The ferry was sinking.", "sinking", Tag.VERB),
        # endings of other words
        ("The meeting went on.", "meeting", Tag.NOUN),
        ("He was hundred years old.", "hundred", Tag.NUM),
        ("The family moved slowly.", "family", Tag.NOUN),
        ("The family moved slowly.", "slowly", Tag.ADV),
        ("A short-sighted man fell.", "short-sighted", Tag.NOUN),
        # a plural that is no verb
        ("Police forces across the county have arrested nine men.", "forces", Tag.NOUN),
        ("The law forces the county to pay.", "forces", Tag.VERB),
    ],
)
def test_verbs_are_told_from_nouns(sentence: str, word: str, expected: Tag) -> None:
    assert tag_of(sentence, word) is expected


@pytest.mark.parametrize(
    ("sentence", "word", "expected"),
    [
        ("Divers went to Torley.", "to", Tag.ADP),
        ("Divers plan to dive.", "to", Tag.INFINITIVE_MARKER),
        ("The mayor left after a storm.", "after", Tag.ADP),
        ("The mayor left after she resigned.", "after", Tag.SUBORDINATOR),
        ("The mayor left because she was ill.", "because", Tag.SUBORDINATOR),
        ("The storm's eye reached Skerra.", "'s", Tag.ADP),
        ("It's sinking.", "'s", Tag.AUX),
        ("Holt, who's ill, left.", "'s", Tag.AUX),
        ("Holt said that divers came.", "that", Tag.COMPLEMENTIZER),
        ("The divers who came left.", "who", Tag.RELATIVIZER),
        ("The ferry has not sunk.", "not", Tag.NEGATION),
        ("The ferry didn't sink.", "didn't", Tag.NEGATION),
        ("Nobody swam.", "Nobody", Tag.NEGATION),
        ("No boat sank.", "No", Tag.DET),
        ("He cannot swim.", "cannot", Tag.AUX),
        ("Holt and Dunn met.", "and", Tag.CCONJ),
        ("Holt came but Dunn left.", "but", Tag.SUBORDINATOR),
        ("There were few boats.", "There", Tag.PRON),
        ("Its hull broke.", "Its", Tag.DET),
        ("The hull broke: it was old.", "it", Tag.PRON),
        ("The hull broke: it was old.", ":", Tag.PUNCT),
        ("The ferry also sank.", "also", Tag.ADV),
        ("Two of the boats sank.", "Two", Tag.NUM),
        ("A 17-year-old swam ashore.", "17-year-old", Tag.NUM),
    ],
)
def test_function_words_get_the_tag_of_their_use(sentence: str, word: str, expected: Tag) -> None:
    assert tag_of(sentence, word) is expected


@pytest.mark.parametrize(
    ("sentence", "word", "expected"),
    [
        ("Divers reached Skerra.", "Skerra", Tag.PROPN),
        ("Divers reached Skerra.", "Divers", Tag.NOUN),  # the first word has a capital anyway
        ("Ines Holt dived.", "Ines", Tag.PROPN),  # before another capital it is a name
        ("The choir sings in May.", "May", Tag.PROPN),
        ("The choir may sing.", "may", Tag.AUX),
        ("The poet Will Dunn sang.", "Will", Tag.PROPN),
        ("The poet will sing.", "will", Tag.AUX),
        ("He left the US by sea.", "US", Tag.PROPN),
        ("He told us the news.", "us", Tag.PRON),
    ],
)
def test_names_are_told_by_their_capital_and_place(sentence: str, word: str, expected: Tag) -> None:
    assert tag_of(sentence, word) is expected


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("killed", "deaths"),  # one outcome
        ("found", "find"),
        ("withheld", "withhold"),
        ("organised", "organizing"),
        ("labour", "labor"),
        ("divers", "diver"),
    ],
)
def test_forms_of_one_word_have_one_lemma(word: str, other: str) -> None:
    assert lemmatize(word) == lemmatize(other)


@pytest.mark.parametrize(("word", "other"), [("killed", "hurt"), ("found", "founded"), ("rose", "roast")])
def test_other_words_have_other_lemmas(word: str, other: str) -> None:
    assert lemmatize(word) != lemmatize(other)


@pytest.mark.parametrize(
    ("sentence", "word", "is_speech"),
    [
        ("Holt told reporters that divers came.", "told", True),
        ("Holt claims it sank.", "claims", True),
        ("Holt was told to dive.", "told", False),
        ("The crash was first reported by Holt.", "reported", False),
        ("Holt posted that she had left.", "posted", True),
        ("Holt posted a photo.", "posted", False),
        ("Holt dived.", "dived", False),
        ("The claim was false.", "claim", False),
    ],
)
def test_a_verb_that_reports_speech_has_the_lemma_say(sentence: str, word: str, is_speech: bool) -> None:
    assert (lemma_of(sentence, word) == "say") is is_speech


@pytest.mark.parametrize("word", ["The", "of", "has", "not", "two", "."])
def test_function_words_numbers_and_punctuation_have_no_lemma(word: str) -> None:
    assert lemma_of("The two of us has not dived .", word) == ""


def test_a_nationality_has_the_lemma_of_its_country() -> None:
    assert lemma_of("An Indian firm fell.", "Indian") == lemma_of("A firm in India fell.", "India")
    assert lemma_of("A U.S. firm fell.", "U.S.") == lemma_of("The United States fell.", "States")


def test_a_month_has_a_lemma_of_its_own() -> None:
    assert lemma_of("The choir sings in May.", "May") != lemma_of("The mayor sings.", "mayor")


def test_word_lists_are_in_lower_case() -> None:
    lists = [value for name, value in vars(lexicon).items() if name.isupper() and not name.startswith("_")]
    assert len(lists) > 20
    assert all(word == word.lower() for words in lists for word in words)
