"""Rejects a sentence that cannot be printed by itself, whatever the article says.

Small models break off at the token limit, repeat themselves and quote without saying who speaks. What is looked at is
the form alone: end mark, length, balanced quotation marks and brackets, a finite main verb, a speaker for a quotation,
no first or second person outside quotation marks. A sentence of sound form passes, true or not. The module also tells
which sentences cannot stand without the one before them.
"""

from __future__ import annotations

import re
from itertools import takewhile

from checks import names
from checks.figures.calendar_words import MONTHS, WEEKDAY_NAMES
from summarizer.guards.guard import DraftSentence, Guard, Rejection, rejection_for
from summarizer.language.parsing import ParsedSentence

MIN_WORDS, MAX_WORDS = 4, 70  # of a sentence
MIN_ATTRIBUTED_WORDS = 4  # inside quotation marks, from which on a speaker must be named
MAX_INLINE_QUOTE_WORDS = 8  # of a quotation that is part of the writer's own sentence and needs no speaker
MIN_WORDS_BEFORE_QUOTE = 8  # that such a sentence must have before the quotation; of an article's, around it
MAX_TITLE_WORDS = 8  # of the title of a book, film or song

QUOTED = re.compile(r"[\"“]([^\"“”]*)[\"”]")
"""A passage in double quotation marks; its text is group 1."""
_REPEATED_WORDS = re.compile(
    r"\b(?!(?:that|had|is|very|so|many|blah|bye)\b)([^\W\d]{4,}|[^\W\d]+ [^\W\d]+|the|a|of|in|to|and) \1\b"
)
_LABELLED = re.compile(r"[A-Z][\w'’-]*(?: [A-Z][\w'’-]*)?: [A-Z]|.*\bpictured\b")  # captions, lists, transcripts
_LAST_OPENS = re.compile(r"(?:^|[\s(—–-])\"(?=\w)[^\"]*$")
_CLOSING = re.compile(r"^[^\"“”]*\w[,.!?…]?[\"”](?!\w)")
_END_MARK = re.compile(r"[.!?][\"'”’)\]]*$")
_QUESTION_OR_EXCLAMATION = re.compile(r"[?!]$")  # outside quotation marks
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
_FIRST_OR_SECOND_PERSON = frozenset("i we my our us me you your".split())
_SPEECH_LEMMAS = frozenset(
    "say tell accord add write tweet post ask call describe term insist claim warn explain argue admit joke announce "
    "state reply urge recall note name title entitle dub know quote read stress emphasise emphasize confirm declare "
    "suggest praise brand accuse report think believe slam label vow promise chant shout sing".split()
)
_FINITE_TAGS = ("VBD", "VBZ", "VBP", "MD")
_ANAPHORIC_OPENING = re.compile(
    r"(?:he|she|they|him|her|his|their|theirs|hers|its|it|this|that|these|those|but|and|or|so|however|meanwhile|also|"
    r"moreover|furthermore|instead|then|thus|therefore|still|yet|nevertheless|nonetheless|besides|both|another|others?|"
    r"such|one (?:is|was|has|had|of them)|there|here|among them|as a result|in addition|"
    r"in (?:fact|short|turn|contrast|particular|response|return|the process|doing so|other (?:ways|words|cases|areas))"
    r"(?=[, ])|"
    r"(?:by contrast|for (?:instance|example)|more importantly|at the same time|similarly|likewise|accordingly|indeed"
    r"|later|earlier)(?=,)|consequently|to that end|after that|since then|until then|by then|"
    r"at that (?:time|point)|that said|not so|"
    r"(?:under|after|before|with|without|in|on|by|from|for|of|to) (?:it|them|him)(?=,| [a-z]+ )|"
    r"the (?:two|pair|trio|duo|other|move|incident)|"
    r"neither(?!\b[^.]{0,60} nor\b)|none(?= (?:was|were|is|are|has|have|had|of (?:them|these|those))\b)|"
    r"the (?:reason|result|answer|upshot|catch|idea|problem|point)(?=:)|"
    r"the (?:latter|former)(?= (?:is|was|has|had|will|would|can|could|may|said|says|won|lost|did|does)\b))\b",
    re.IGNORECASE,
)
_TRAILING_SPEAKER = re.compile(
    r",[\"”’]? (?:he|she|they) (?:also )?(?:said|says|added|adds|told|wrote|explained|noted|warned)\b[^.,]*\.?[\"”]?$"
)
_EXISTENTIAL_OPENING = re.compile(
    r"(?:there|here) (?:is|are|was|were|has been|have been|had been|will be)\b"
    r"|it (?:is|was|has been|had been|will be)(?: not| also| now| still| already)?"
    r" (?:(?:feared|understood|thought|believed|hoped|said|reported|known|alleged|estimated|claimed|unclear)\b(?! to)"
    r"|(?:important|difficult|hard|easy|possible|impossible|clear|necessary|time|common|rare|worth|likely that"
    r"|the (?:first|second|third|latest|last) time|no (?:secret|surprise)|more than|nearly|almost)\b)",
    re.IGNORECASE,
)
"""Not "It is not expected to open": that is a thing which was told of before."""
_PERSONAL_PRONOUN = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.IGNORECASE)
_ADVERBIAL_OPENING = re.compile(
    r"(?:In|At|On|For|As|After|Before|Since|When|While|With|During|Despite|Though|Now|By)\b", re.I
)
_SUBJECT_AFTER_COMMA = re.compile(r", (?:.*\b[A-Z]|the |an? )")
_OPENERS = frozenset(
    "a an the in at on for by of as to with now then when while after before since during despite though although if "
    "once until police officials authorities some "
    "many most more few several no not each every all both half one two three four five".split()
)
"""Words that have a capital at the beginning of a sentence and name nobody."""
_PERIOD = (
    r"(?:week|month|year|season|summer|autumn|winter|spring|morning|afternoon|evening|weekend|century|decade|time)"
)
_DEMONSTRATIVE = re.compile(rf"\b(?:(?:this|these) (?!{_PERIOD}\b)[a-z]{{3,}}|that[.;,])", re.IGNORECASE)
_PERSONAL = frozenset("he she it they".split())
_TIMES = frozenset(
    (*WEEKDAY_NAMES, *MONTHS, *"day week weekend month year morning afternoon evening night time".split())
)
_DEMONSTRATIVES = frozenset(("this", "that", "these", "those"))
_NOMINAL = frozenset(("nsubj", "nsubjpass", "dobj", "pobj"))
_ADDITIVE = re.compile(r"\b(?:also(?! known)|added that|(?:said|did|says|does) the same)\b")
_UNIQUE_NOUNS = frozenset(
    "government president police army parliament senate congress economy world internet pope queen king weather sun "
    "moon earth".split()
)
"""Nouns that a reader can identify without an introduction."""


def check(sentence: DraftSentence) -> Rejection | None:
    """Rejects a sentence that cannot be printed by itself. The article is not consulted, so there is no evidence."""
    return rejection_for(incompleteness(sentence.parsed))


def incompleteness(
    parsed: ParsedSentence,
    *,
    is_articles: bool = False,
    is_main: bool = False,
    is_spoken: bool = False,
    in_row: bool = False,
) -> str:
    """Why a sentence cannot be printed by itself; empty where it can.

    Of the article's own, which an editor has printed, "has no verb" and "says the same twice" are errors of the parser
    or the editor's wish, and are not asked. Of the one with the main news it is only asked whether it is all there:
    without it readers do not want the summary. Of a story that speaks to the reader (`is_spoken`) a sentence may do so,
    too, or ask or bid. With what follows it in a row (`in_row`) one may end in a colon or an open quotation, and the
    next one close that.
    """
    sentence = parsed.text
    if in_row:
        sentence = closed(sentence)
    words = _WORD.findall(sentence)
    if is_main:
        is_whole = _END_MARK.search(sentence) and is_balanced(sentence) and len(words) >= MIN_WORDS
        is_whole = is_whole and sentence[:1] not in "-–—"  # who says what is quoted above it
        if _quotes_without_speaker(parsed, is_articles):
            return "quotes without a speaker"
        return "" if is_whole else "breaks off"
    if not _END_MARK.search(sentence):
        return "breaks off"
    if not is_spoken and _QUESTION_OR_EXCLAMATION.search(sentence):
        return "asks or exclaims"
    if len(words) < MIN_WORDS:
        return "is no full sentence"
    if len(words) > MAX_WORDS:
        return "is too long"
    first = sentence.lstrip("\"'“‘(")[:1]
    if not (first.isupper() or first.isdigit() or first in "£$€"):
        return "starts in the middle"
    if not is_balanced(sentence):
        return "opens or closes a quotation or bracket that has no partner"
    if _quotes_without_speaker(parsed, is_articles):
        return "quotes without a speaker"
    if not is_spoken and not (in_row and sentence != parsed.text) and speaks_to_the_reader(parsed):
        return "speaks in the first or second person outside quotation marks"
    if not is_articles and not has_finite_verb(parsed):
        return "has no verb"
    if not is_spoken and _lacks_subject(parsed):
        return "starts in the middle"
    if _LABELLED.match(sentence):
        return "is a caption or has a label"
    if _REPEATED_WORDS.search(sentence) or (not is_articles and repeats_itself(sentence)):
        return "says the same twice"
    return ""


def _quotes_without_speaker(parsed: ParsedSentence, is_articles: bool = False) -> bool:
    """Whether somebody's words are quoted, and nobody says them.

    A title, and a few words within the writer's own sentence, need no speaker; where a model wrote it, its own words
    have to stand before them.
    """
    sentence = parsed.text
    around = len(_WORD.findall(QUOTED.sub(" ", sentence))) if is_articles else 0
    quoted: set[int] = set()
    words = 0
    for quotation in QUOTED.finditer(sentence):
        text, before = quotation[1], sentence[: quotation.start()].rstrip()
        count = len(_WORD.findall(text))
        quoted |= {token.i for token in parsed.tokens if quotation.start() <= token.idx < quotation.end()}
        is_title = (
            count <= MAX_TITLE_WORDS
            and text[-1:] not in tuple(",.!?")
            and all(word[0].isupper() or len(word) < 4 for word in text.split())
        )
        is_inline = (
            count <= MAX_INLINE_QUOTE_WORDS
            and not text[:1].isupper()
            and max(around, len(_WORD.findall(before))) >= MIN_WORDS_BEFORE_QUOTE
        )
        words += 0 if is_title or is_inline else count
    return words >= MIN_ATTRIBUTED_WORDS and not any(
        lemma in _SPEECH_LEMMAS and token.i not in quoted
        for token, lemma in zip(parsed.tokens, parsed.lemmas, strict=True)
    )


def speaks_to_the_reader(parsed: ParsedSentence) -> bool:
    """Whether it has "we" or "you" outside quotation marks, and somebody else does not say it.

    "It could fill your drive, a researcher says" reports; "I told him" does not. "World War I" has no pronoun.
    """
    quoted = [found.span() for found in QUOTED.finditer(parsed.text)]
    personal = {
        token.i
        for token in parsed.tokens
        if token.lower_ in _FIRST_OR_SECOND_PERSON
        and token.tag_ in ("PRP", "PRP$")
        and not (token.i and token.text[0].isupper() and token.text != "I")  # "the Axis My India poll"
        and not any(start <= token.idx < end for start, end in quoted)
    }
    return bool(personal) and not any(
        lemma in _SPEECH_LEMMAS and child.dep_ == "nsubj" and child.i not in personal
        for token, lemma in zip(parsed.tokens, parsed.lemmas, strict=True)
        for child in token.children
    )


def _lacks_subject(parsed: ParsedSentence) -> bool:
    """Whether a verb or a relative pronoun comes first: "Confirmed the ban", "Who led it"; not "Built in 1990, it"."""
    first = parsed.tokens[0]
    is_main_participle = first.tag_ == "VBN" and first.dep_ == "ROOT"
    return first.tag_ in ("VBD", "VBZ", "VBP") or is_main_participle or first.lower_ in ("who", "which", "whose")


def has_finite_verb(parsed: ParsedSentence) -> bool:
    """Whether the sentence has a finite verb; "A video of members chanting a song." has none.

    A participle that has the subject counts: the tagger takes "deliberated" and "face" for one now and then.
    """
    return any(
        token.tag_ in _FINITE_TAGS
        or (
            token.dep_ == "ROOT"
            and token.tag_ in ("VBN", "VB")
            and any(child.dep_ == "nsubj" for child in token.children)
        )
        for token in parsed.tokens
    )


def repeats_itself(sentence: str) -> bool:
    """Whether words are doubled ("The the") or three words, two of them content words, occur twice."""
    if _REPEATED_WORDS.search(sentence):
        return True
    words = [word.lower() for word in _WORD.findall(sentence)]
    trigrams = [tuple(words[index : index + 3]) for index in range(len(words) - 2)]
    content_trigrams = [trigram for trigram in trigrams if sum(len(word) > 4 for word in trigram) >= 2]
    return len(set(content_trigrams)) < len(content_trigrams)


def is_balanced(text: str) -> bool:
    """Whether every quotation mark and round bracket has its partner, by their number alone."""
    return not text.count('"') % 2 and text.count("“") == text.count("”") and text.count("(") == text.count(")")


def is_quoted(sentence: str, offset: int) -> bool:
    """Whether an offset lies inside quotation marks."""
    before = sentence[:offset]
    return before.count('"') % 2 == 1 or before.count("“") > before.count("”")


def leads_on(sentence: str) -> bool:
    """Whether it ends in a colon, or in the middle of somebody's words: the next one goes on from there."""
    return sentence.endswith(":") or bool(_opening_quotation(sentence))


def goes_on(sentence: str) -> bool:
    """Whether it begins in the middle of somebody's words and closes the quotation."""
    return bool(_CLOSING.search(sentence)) and not is_balanced(sentence) and not _opening_quotation(sentence)


def closed(sentence: str) -> str:
    """The sentence as it would be if what it opens were closed in it, or the other way round."""
    if sentence.endswith(":"):
        return sentence[:-1] + "."
    mark = _opening_quotation(sentence)
    if mark:
        return sentence + ("”" if mark == "“" else mark)
    return ("“" if "”" in sentence else '"') + sentence if goes_on(sentence) else sentence


def _opening_quotation(sentence: str) -> str:
    """The mark of a quotation that is opened and not closed; "" without one."""
    if sentence.count("“") == sentence.count("”") + 1:
        return "“"
    if sentence.count('"') % 2 and "“" not in sentence and _LAST_OPENS.search(sentence):
        return '"'
    return ""


def depends_on_previous(sentence: str) -> bool:
    """Whether a sentence needs the one before it to be understood: "He also said ...", "The latter won"."""
    if _TRAILING_SPEAKER.search(sentence):
        return True
    if _EXISTENTIAL_OPENING.match(sentence):
        return False
    if _ANAPHORIC_OPENING.match(sentence.lstrip("\"'“‘")):
        return True
    pronoun = _PERSONAL_PRONOUN.search(QUOTED.sub(" ", sentence))
    if pronoun is None:
        return False
    before = sentence[: pronoun.start()]
    if _ADVERBIAL_OPENING.match(before) and _SUBJECT_AFTER_COMMA.search(sentence[pronoun.end() :]):
        return False  # "In her memoir, Ruth Kelso says"
    words = _WORD.findall(before)
    has_name = any(
        word[0].isupper() and word.lower() not in _OPENERS | _TIMES and names.country_of(word) is None for word in words
    )
    return not has_name and len(words) < MIN_WORDS


def presupposes_context(parsed: ParsedSentence) -> bool:
    """Whether a reader who knows nothing yet would ask which: "The club is second", "as this policy says", "it also".

    A definite noun phrase is understood at once if it has a name, a modifier after it, or a noun that needs no
    introduction ("the government").
    """
    outside = QUOTED.sub(" ", parsed.text)
    if _DEMONSTRATIVE.search(outside) or (_ADDITIVE.search(outside) and "only" not in outside):
        return True
    tokens = parsed.tokens
    if any(token.lower_ in _DEMONSTRATIVES and token.dep_ in _NOMINAL for token in tokens if token.tag_ == "DT"):
        return True  # "All of this is a prelude"
    if _begins_with_a_pronoun(parsed):
        return True
    if not tokens or tokens[0].lower_ not in ("the", "these", "those"):
        return False
    phrase = list(takewhile(lambda token: token.pos_ in ("NOUN", "PROPN", "NUM", "ADJ"), tokens[1:]))
    if not phrase or phrase[-1].lower_ in _UNIQUE_NOUNS:
        return False
    is_country = names.country_of(" ".join(token.text for token in phrase)) is not None
    if not is_country and any(token.pos_ == "PROPN" and names.country_of(token.text) is None for token in phrase):
        return False  # "The Skerra ferry", but not "The Norwegians" or "The South Korean"
    return not any(child.i > phrase[-1].i and child.dep_ in ("prep", "relcl", "acl") for child in phrase[-1].children)


def _begins_with_a_pronoun(parsed: ParsedSentence) -> bool:
    """Whether the subject is "he", "they" or "it", and nothing before it says who: "Last week it sank"."""
    for token in parsed.tokens:
        if token.lower_ in _PERSONAL and token.dep_ in ("nsubj", "nsubjpass"):
            return True
        may_be_meant = token.pos_ in ("NOUN", "PROPN") and token.lower_ not in _TIMES
        if may_be_meant and token.dep_ in ("nsubj", "nsubjpass", "pobj", "poss", "appos"):
            return False
    return False


GUARD = Guard("completeness", 10, check)
