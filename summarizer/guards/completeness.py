"""Rejects a sentence that cannot be printed by itself, whatever the article says.

Small models break off at the token limit, fall into repetition loops, join halves of two sentences, copy captions, and
quote without saying who speaks. What is looked at is the form alone: end mark, length, balanced quotation marks and
brackets, a verb, a speaker for a quotation, no first or second person outside quotation marks. A sentence of sound form
passes, true or not. The module also mends small errors of form, and tells which sentences cannot stand without the one
before them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import dropwhile, takewhile

from checks import names
from summarizer.guards.guard import DraftSentence, Guard, Rejection, Source, rejection_for
from summarizer.language.parsing import QUOTED
from summarizer.language.tagging import Tag, tag

MIN_WORDS, MAX_WORDS = 4, 55  # of a sentence
MAX_TITLE_WORDS = 8  # of the title of a book, film or song
MAX_INLINE_QUOTE_WORDS = 8  # of a quotation that is part of the writer's own sentence and needs no speaker
MIN_WORDS_BEFORE_QUOTE = 8  # that such a sentence must have before the quotation
MIN_ATTRIBUTED_WORDS = 4  # inside quotation marks, from which on a speaker must be named

_A_BEFORE_VOWEL = re.compile(r"\b[Aa] (?=8|1[18](?![\d.])|1[18],\d{3}\b)")
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_PERFECT_WITH_DAY = re.compile(rf"\b(?:has|have) ((?:\w+ly )?\w+ed)\b(?=[^.;,:\"“”]* {_WEEKDAY}\b)")
_BRACKETED_ACRONYM = re.compile(r"(\w+) \(([A-Z]{2,6})\)")
_SECOND_START = re.compile(  # a capital after a comma: "This year, Nearly 300 couples"
    r"[^,]{1,40}, (?:Nearly|About|Some|More than|At least|It|He|She|They|This|These|There|But|And) "
)
_SINGLE_QUOTE = re.compile(r"(?<!\w)['‘]\w")
_CAPTION_WORDS = re.compile(
    r"\bpictured\b|\((?:R|L|right|left|above|below|centre|center|far (?:right|left))\)", re.IGNORECASE
)
_CAPTION_LABEL = re.compile(r"(?!The |An? )([A-Z][\w'’-]*(?: [\w'’-]+){0,4}): [A-Z]")
_REPEATED_WORDS = re.compile(
    r"\b(?!(?:that|had|is|very|so|many|blah|bye)\b)([^\W\d]{4,}|[^\W\d]+ [^\W\d]+|the|a|of|in|to|and) \1\b"
)
_SECOND_THAT_CLAUSE = re.compile(r"\band that (?:he|she|it|they|his|her|its|their|the|an?)\b")
_REPORTING_VERB = re.compile(r"\b(?:that|sa(?:id|ys?)|told|added|claim\w*|believe\w*|shows?|suggest\w*|warn\w*)\b")
_ALSO_BEFORE_VERB = re.compile(  # not "also charged": that may be a further charge of the same person
    r"(?<!but )\balso (?!(?:charged|accused|convicted|wanted|facing|suspected|known)\b)(?=[a-z])"
)
_TWO_PREPOSITIONS = re.compile(r"\b(?:in|at|by|for|with|from|on|to) of\b")
_END_MARK = re.compile(r"[.!?][\"'”’)\]]*$")
_QUESTION_OR_EXCLAMATION = re.compile(r"[?!]$")  # outside quotation marks
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
_FUNCTION_WORDS = frozenset("a an and as at by for from in into of on or the to with".split())
_FIRST_OR_SECOND_PERSON = re.compile(
    r"(?<![\w.])(?:I|I'm|I've|we|We|my|My|our|Our|us|me|you|You|your|Your|we're|We're|you're|let's|Let's)(?![\w.])"
)
_SPEECH_VERB = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|told|tells?|according|added|adds|wrote|writes|tweeted|posted|asked|asks|called|calls|"
    r"described|termed|asking|described|insist(?:s|ed)|claim(?:s|ed)|warn(?:s|ed)|explain(?:s|ed)|argu(?:es|ed)|admit(?:s|ted)|"
    r"admitted|announced|stated|states|replied|joked|urged|urges|recalled|recalls|noted|notes|named|titled|entitled|"
    r"dubbed|known|quoted|quotes|read|reads|stressed|emphasi[sz]ed|confirmed|declared|suggested|praised|branded|"
    r"accused|reported|reporting|think|thinks|thought|believes?|believed|slammed|labelled|labeled|vowed|promised)\b",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"\b(?:(?:it|he|she|that|there|they|who)['’](?:s|re|ve|ll|d)|is|are|was|were|be|been|being|am|has|have|had|do|does|did|will|would|can|could|may|might|must|shall|should|"
    r"\w+(?:ed|ied)|\w+n['’]t|won|lost|met|led|left|held|sent|spent|built|cut|put|set|hit|shot|struck|took|made|"
    r"said|told|gave|got|went|came|saw|found|began|became|broke|brought|bought|caught|chose|drew|drove|fell|felt|fought|"
    r"flew|grew|heard|hurt|kept|knew|laid|lay|let|meant|paid|quit|ran|read|rose|sang|sank|sat|sold|shut|slept|spoke|"
    r"stole|stood|swam|taught|thought|threw|wore|wrote|beat|bid|bore|burst|cost|dealt|died|fled|flung|hid|shook|spread|"
    r"swept|swung|tore|understood|withdrew|woke|say|want|need|plan|face|hope|expect|believe|call|make|take|go|come|"
    r"remain|include|live|work|use|show|seek|claim|fear|urge|back|agree|begin|continue|die|meet|play|lead|win|lose|"
    r"blew|forgot|froze|mistook|overtook|split|aim|point|fall|rise|hold|give|run|look|feel|grow|know|think|tell|let|like|seem)\b",
    re.IGNORECASE,
)
_WORD_IN_S = re.compile(r"(\S+ )?\b([a-zà-ÿ]+[^\Ws]s)\b(?! [a-z]{2,}ing\b)")
_BEFORE_PLURAL = frozenset(
    "a an the this these those some any no all many several few other more most of in on at by for with from to into "
    "about between among against over under and or his her its their our your my two three four five six seven eight "
    "nine ten eleven twelve".split()
)
_ANAPHORIC_OPENING = re.compile(
    r"(?:he|she|they|him|her|his|their|theirs|hers|its|it|this|that|these|those|but|and|or|so|however|meanwhile|also|"
    r"moreover|furthermore|instead|then|thus|therefore|still|yet|nevertheless|nonetheless|besides|both|another|others?|"
    r"such|one (?:is|was|has|had|of them)|there|here|among them|as a result|in addition|"
    r"the (?:latter|former|two|pair|trio|duo|other|move|incident|former))\b",
    re.IGNORECASE,
)
_EXISTENTIAL_OPENING = re.compile(
    r"(?:there|it|here) (?:is|are|was|were|has been|have been|had been|will be)\b", re.IGNORECASE
)
_PERSONAL_PRONOUN = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.IGNORECASE)
_PERSON_NOUN = re.compile(
    r"\b(?:man|woman|boy|girl|mother|father|son|daughter|wife|husband|who|actor|actress|player|star|suspect|teacher|"
    r"officer|president|minister|driver|victim|student|teenager|brother|sister|leader|singer|king|queen|judge|doctor|"
    r"passenger|customer|farmer|soldier|worker|resident|patient|visitor|journalist|reporter|lawyer|prisoner|inmate|baby|"
    r"child|pensioner|widow|cyclist|motorist|pedestrian|gunman|attacker|robber|thief|guard|pilot|captain|coach|manager|"
    r"striker|goalkeeper|candidate|lawmaker|senator|governor|mayor|bishop|priest|pope|author|writer|director|comedian|"
    r"model|musician|rapper|footballer|cricketer|golfer|boxer|runner|swimmer|detective|sheriff|nurse|surgeon|scientist|"
    r"professor|researcher|engineer|chef|owner|founder|chief|boss|employee|parent|grandmother|grandfather)\b"
)


_ADVERBIAL_OPENING = re.compile(
    r"(?:In|At|On|For|As|After|Before|Since|When|While|With|During|Despite|Though|Now|By)\b", re.I
)
_SUBJECT_AFTER_COMMA = re.compile(r", (?:.*\b[A-Z]|the |an? )")
_CAPITALIZED_NON_NAMES = _FUNCTION_WORDS | frozenset(
    "one two three four five six seven eight nine ten now then when while after before since during despite though "
    "although if as once until some many most more few several no not each every all both half".split()
)
"""Words that have a capital at the beginning of a sentence and name nobody."""
_PERIOD = (
    r"(?:week|month|year|season|summer|autumn|winter|spring|morning|afternoon|evening|weekend|century|decade|time)"
)
_DEMONSTRATIVE = re.compile(rf"\b(?:(?:this|these) (?!{_PERIOD}\b)[a-z]{{3,}}|that[.;,])", re.IGNORECASE)
_ADDITIVE = re.compile(r"\b(?:also(?! known)|added that)\b")
_DEFINITE_DETERMINERS = frozenset(("the", "these", "those"))
_POSTMODIFIERS = frozenset("of who whose which that".split())
_UNIQUE_NOUNS = frozenset(
    "government president police army parliament senate congress economy world internet pope queen king weather sun "
    "moon earth".split()
)
"""Nouns that a reader can identify without an introduction."""
_VERBAL_TAGS = (Tag.VERB, Tag.AUX, Tag.NEGATION)
_NON_NOMINAL_TAGS = (Tag.RELATIVIZER, Tag.COMPLEMENTIZER, Tag.INFINITIVE_MARKER, Tag.PUNCT)
_SUBORDINATORS = frozenset("after before because when while since until because although though".split())


def check(sentence: DraftSentence, source: Source) -> Rejection | None:
    """Rejects a sentence that cannot be printed by itself. The article is not consulted, so there is no evidence."""
    return rejection_for(incompleteness(sentence.text))


def incompleteness(sentence: str) -> str:
    """Why a sentence cannot be printed by itself; empty where it can."""
    words = _WORD.findall(sentence)
    if not _END_MARK.search(sentence):
        return "breaks off"
    if _QUESTION_OR_EXCLAMATION.search(sentence):
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
    if has_loop(sentence):
        return "runs in a loop"
    outside = QUOTED.sub(" ", sentence)
    quoted_words = sum(len(_WORD.findall(quotation)) for quotation in _quotations_of_speech(sentence))
    has_speaker = _SPEECH_VERB.search(outside) and len(_WORD.findall(outside)) >= 2
    if quoted_words >= MIN_ATTRIBUTED_WORDS and not has_speaker:
        return "quotes without a speaker"
    if _FIRST_OR_SECOND_PERSON.search(outside):
        return "speaks in the first or second person outside quotation marks"
    if not has_verb(sentence):
        return "has no verb"
    if _TWO_PREPOSITIONS.search(outside) or _lacks_main_verb(sentence) or _has_stray_that_clause(outside):
        return "is no whole sentence"
    if _SECOND_START.match(outside):
        return "is put together of two"
    if is_caption(sentence):
        return "is a caption"
    if repeats_itself(sentence):
        return "says the same twice"
    return ""


def _quotations_of_speech(sentence: str) -> Iterator[str]:
    """The text of quotations that are somebody's words: no titles, no few words within the writer's own sentence."""
    for quotation in QUOTED.finditer(sentence):
        text, before = quotation[1], sentence[: quotation.start()].rstrip()
        words = _WORD.findall(text)
        is_title = len(words) <= MAX_TITLE_WORDS and all(
            word[0].isupper() or word[0].isdigit() or word in _FUNCTION_WORDS for word in words
        )
        is_inline = (
            len(words) <= MAX_INLINE_QUOTE_WORDS
            and before[-1:].isalnum()
            and len(_WORD.findall(before)) >= MIN_WORDS_BEFORE_QUOTE
            and has_verb(before)
        )
        if not is_title and not is_inline:
            yield text


def has_verb(sentence: str) -> bool:
    """Whether a text has a verb that can carry a sentence; "A video of members chanting a song." has none.

    A word in -s counts as one unless it is plainly a plural: after an article, preposition or number, or beside a
    participle.
    """
    if _VERB.search(sentence):
        return True
    return any(
        (before := (found[1] or "").strip().lower()) not in _BEFORE_PLURAL
        and not before.endswith("ing")
        and not before[-1:].isdigit()
        for found in _WORD_IN_S.finditer(sentence)
    )


def _has_stray_that_clause(sentence: str) -> bool:
    """Whether "and that ..." goes on with a that-clause that nothing before it begins."""
    found = _SECOND_THAT_CLAUSE.search(sentence)
    return found is not None and not _REPORTING_VERB.search(sentence[: found.start()])


def is_caption(sentence: str) -> bool:
    """Whether it is a photo's caption: "Kelso (right) with the crew", "Rescue: Kelso on the quay"."""
    label = _CAPTION_LABEL.match(sentence)
    return bool(_CAPTION_WORDS.search(sentence)) or (label is not None and not has_verb(label[1]))


def repeats_itself(sentence: str) -> bool:
    """Whether words are doubled ("The the") or three words, two of them content words, occur twice."""
    if _REPEATED_WORDS.search(sentence):
        return True
    words = [word.lower() for word in _WORD.findall(sentence)]
    trigrams = [tuple(words[index : index + 3]) for index in range(len(words) - 2)]
    content_trigrams = [
        trigram for trigram in trigrams if sum(len(word) > 3 and word not in _FUNCTION_WORDS for word in trigram) >= 2
    ]
    return len(set(content_trigrams)) < len(content_trigrams)


def _lacks_main_verb(sentence: str) -> bool:
    """Whether only a subordinate clause has a verb: "The port after three ferries sank, officials said"."""
    tokens = tag(sentence)
    opener = next(
        (index for index, token in enumerate(tokens) if token.tag is Tag.SUBORDINATOR or token.tag in _VERBAL_TAGS), 0
    )
    if (
        not opener
        or tokens[opener].lower not in _SUBORDINATORS
        or any(token.tag in _NON_NOMINAL_TAGS for token in tokens[:opener])
    ):
        return False
    after_clause = dropwhile(lambda token: token.tag is not Tag.PUNCT, tokens[opener:])
    return not any(token.tag is Tag.AUX or (token.tag is Tag.VERB and token.lemma != "say") for token in after_clause)


def fix_small_errors(sentence: str) -> str:
    """The sentence with small errors of form mended.

    "A 18-year-old" becomes "An 18-year-old"; a perfect with a weekday ("has resigned on Monday") becomes a past tense;
    "also" goes, as what it adds to may not be in the summary. The last is not done where there is a quotation.
    """
    text = _PERFECT_WITH_DAY.sub(r"\1", _A_BEFORE_VOWEL.sub(lambda article: f"{article[0][0]}n ", sentence))
    return text if QUOTED.search(text) or _SINGLE_QUOTE.search(text) else _ALSO_BEFORE_VERB.sub("", text)


def restore_brackets(sentence: str, article: str) -> str:
    """The sentence with the brackets that the article has round an acronym: "Torley Harbour Board (THB)"."""
    for before, acronym in _BRACKETED_ACRONYM.findall(article):
        sentence = re.sub(rf"\b{re.escape(before)} {acronym}\b", f"{before} ({acronym})", sentence)
    return sentence


def is_balanced(text: str) -> bool:
    """Whether every quotation mark and round bracket has its partner, by their number alone."""
    return not text.count('"') % 2 and text.count("“") == text.count("”") and text.count("(") == text.count(")")


def has_loop(text: str) -> bool:
    """Whether a run of one to eight words occurs three times in succession, or a run of four three times in all."""
    words = [word.lower() for word in _WORD.findall(text)]
    for size in range(1, 9):
        for start in range(len(words) - 3 * size + 1):
            if (
                words[start : start + size]
                == words[start + size : start + 2 * size]
                == words[start + 2 * size : start + 3 * size]
            ):
                return True
    four_grams = [tuple(words[index : index + 4]) for index in range(len(words) - 3)]
    return any(four_grams.count(four_gram) >= 3 for four_gram in set(four_grams))


def depends_on_previous(sentence: str) -> bool:
    """Whether a sentence needs the one before it to be understood: "He also said ...", "The latter won"."""
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
    capitalized = [word for word in _WORD.findall(before) if word[0].isupper()]
    has_name = any(
        names.country_of(word) is None and word.lower() not in _CAPITALIZED_NON_NAMES for word in capitalized
    )
    return not has_name and not _PERSON_NOUN.search(before.lower())


@lru_cache(maxsize=4096)
def presupposes_context(sentence: str) -> bool:
    """Whether a reader who knows nothing yet would ask which: "The club is second", "as this policy says", "also".

    A definite noun phrase is understood at once if it has a name, a modifier after it, or a noun that needs no
    introduction ("the government").
    """
    outside = QUOTED.sub(" ", sentence)
    if _DEMONSTRATIVE.search(outside) or (_ADDITIVE.search(outside) and "only" not in outside):
        return True
    tokens = tag(outside)
    if not tokens or tokens[0].lower not in _DEFINITE_DETERMINERS:
        return False
    noun_phrase = list(takewhile(lambda token: token.tag in (Tag.NOUN, Tag.PROPN, Tag.NUM), tokens[1:]))
    name_tokens = [token for token in noun_phrase if token.tag is Tag.PROPN]
    has_name = any(names.country_of(token.text) is None for token in name_tokens) or (
        name_tokens and name_tokens[-1] is not noun_phrase[-1]
    )
    if not noun_phrase or noun_phrase[-1].lower in _UNIQUE_NOUNS or has_name:
        return False  # "The Skerra ferry", "The Norwegian ferry", but not "The Norwegians"
    following = tokens[len(noun_phrase) + 1 : len(noun_phrase) + 7]
    if following[:1] and following[0].lower.endswith("ing"):
        return False  # "The crews searching for survivors"
    if following[:1] and following[0].tag is Tag.ADP and any(token.tag is Tag.PROPN for token in following):
        return False  # "The drought in Torley"
    is_modified = len(following) > 1 and following[0].lower in _POSTMODIFIERS
    return not is_modified or following[1].lower in _DEFINITE_DETERMINERS


GUARD = Guard("completeness", 10, check)
