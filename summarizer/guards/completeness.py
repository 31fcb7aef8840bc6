"""Is a sentence fit to print by itself: complete, no loop, no quotation without a speaker, nothing left hanging?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import dropwhile, takewhile

from checks import names
from summarizer.language.tagging import Role, words

SHORTEST, LONGEST = 4, 55  # words
TITLE = 8  # words of the title of a book, film or song, at most
FEW = 8  # words that may be quoted within a sentence that tells without them, and words it must have before
LONG_QUOTE = 4  # words inside marks from which on a speaker is wanted

_AN = re.compile(r"\b[Aa] (?=8|1[18](?![\d.])|1[18],\d{3}\b)")
_DAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_PERFECT = re.compile(rf"\b(?:has|have) ((?:\w+ly )?\w+ed)\b(?=[^.;,:\"“”]* {_DAY}\b)")
_INITIALS = re.compile(r"(\w+) \(([A-Z]{2,6})\)")
_NEW_START = re.compile(
    r"[^,]{1,40}, (?:Nearly|About|Some|More than|At least|It|He|She|They|This|These|There|But|And) "
)
_SINGLE = re.compile(r"(?<!\w)['‘]\w")
_PHOTO = re.compile(r"\bpictured\b|\((?:R|L|right|left|above|below|centre|center|far (?:right|left))\)", re.IGNORECASE)
_LABEL = re.compile(r"(?!The |An? )([A-Z][\w'’-]*(?: [\w'’-]+){0,4}): [A-Z]")
_DOUBLED = re.compile(
    r"\b(?!(?:that|had|is|very|so|many|blah|bye)\b)([^\W\d]{4,}|[^\W\d]+ [^\W\d]+|the|a|of|in|to|and) \1\b"
)
_AND_THAT = re.compile(r"\band that (?:he|she|it|they|his|her|its|their|the|an?)\b")
_THAT = re.compile(r"\b(?:that|sa(?:id|ys?)|told|added|claim\w*|believe\w*|shows?|suggest\w*|warn\w*)\b")
_SAID_TOO = re.compile(r"(?<!but )\balso (?!(?:charged|accused|convicted|wanted|facing|suspected|known)\b)(?=[a-z])")
_OF_WHAT = re.compile(r"\b(?:in|at|by|for|with|from|on|to) of\b")
_END = re.compile(r"[.!?][\"'”’)\]]*$")
_ASKS = re.compile(r"[?!]$")  # outside quotation marks
_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
_SMALL = frozenset("a an and as at by for from in into of on or the to with".split())
_QUOTED = re.compile(r"[\"“]([^\"“”]*)[\"”]")
_FIRST_OR_SECOND = re.compile(
    r"(?<![\w.])(?:I|I'm|I've|we|We|my|My|our|Our|us|me|you|You|your|Your|we're|We're|you're|let's|Let's)(?![\w.])"
)
_SPEECH = re.compile(
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
_S = re.compile(r"(\S+ )?\b([a-zà-ÿ]+[^\Ws]s)\b(?! [a-z]{2,}ing\b)")
_BEFORE_NOUN = frozenset(
    "a an the this these those some any no all many several few other more most of in on at by for with from to into "
    "about between among against over under and or his her its their our your my two three four five six seven eight "
    "nine ten eleven twelve".split()
)
_HANGS = re.compile(
    r"(?:he|she|they|him|her|his|their|theirs|hers|its|it|this|that|these|those|but|and|or|so|however|meanwhile|also|"
    r"moreover|furthermore|instead|then|thus|therefore|still|yet|nevertheless|nonetheless|besides|both|another|others?|"
    r"such|one (?:is|was|has|had|of them)|there|here|among them|as a result|in addition|"
    r"the (?:latter|former|two|pair|trio|duo|other|move|incident|former))\b",
    re.IGNORECASE,
)
_THERE_IS = re.compile(r"(?:there|it|here) (?:is|are|was|were|has been|have been|had been|will be)\b", re.IGNORECASE)
_PERSON = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.IGNORECASE)
_SOMEBODY = re.compile(
    r"\b(?:man|woman|boy|girl|mother|father|son|daughter|wife|husband|who|actor|actress|player|star|suspect|teacher|"
    r"officer|president|minister|driver|victim|student|teenager|brother|sister|leader|singer|king|queen|judge|doctor|"
    r"passenger|customer|farmer|soldier|worker|resident|patient|visitor|journalist|reporter|lawyer|prisoner|inmate|baby|"
    r"child|pensioner|widow|cyclist|motorist|pedestrian|gunman|attacker|robber|thief|guard|pilot|captain|coach|manager|"
    r"striker|goalkeeper|candidate|lawmaker|senator|governor|mayor|bishop|priest|pope|author|writer|director|comedian|"
    r"model|musician|rapper|footballer|cricketer|golfer|boxer|runner|swimmer|detective|sheriff|nurse|surgeon|scientist|"
    r"professor|researcher|engineer|chef|owner|founder|chief|boss|employee|parent|grandmother|grandfather)\b"
)


_OPENS_ASIDE = re.compile(
    r"(?:In|At|On|For|As|After|Before|Since|When|While|With|During|Despite|Though|Now|By)\b", re.I
)
_NAMED_AFTER = re.compile(r", (?:.*\b[A-Z]|the |an? )")
_SMALL_OPENERS = _SMALL | frozenset(
    "one two three four five six seven eight nine ten now then when while after before since during despite though "
    "although if as once until some many most more few several no not each every all both half".split()
)
_TIME = r"(?:week|month|year|season|summer|autumn|winter|spring|morning|afternoon|evening|weekend|century|decade|time)"
_THIS = re.compile(rf"\b(?:(?:this|these) (?!{_TIME}\b)[a-z]{{3,}}|that[.;,])", re.IGNORECASE)
_ALSO = re.compile(r"\b(?:also(?! known)|added that)\b")
_DEFINITE = frozenset(("the", "these", "those"))
_TELLS = frozenset("of who whose which that".split())
_KNOWN_TO_ALL = frozenset(
    "government president police army parliament senate congress economy world internet pope queen king weather sun "
    "moon earth".split()
)


def fault(sentence: str) -> str:
    """Why a sentence cannot be printed; empty where it can."""
    words = _WORD.findall(sentence)
    if not _END.search(sentence):
        return "breaks off"
    if _ASKS.search(sentence):
        return "asks or exclaims"
    if len(words) < SHORTEST:
        return "is no full sentence"
    if len(words) > LONGEST:
        return "is too long"
    first = sentence.lstrip("\"'“‘(")[:1]
    if not (first.isupper() or first.isdigit() or first in "£$€"):
        return "starts in the middle"
    if not is_balanced(sentence):
        return "opens or closes a quotation or bracket that has no partner"
    if loops(sentence):
        return "runs in a loop"
    outside = _QUOTED.sub(" ", sentence)
    quoted = sum(len(_WORD.findall(part)) for part in _spoken(sentence))
    if quoted >= LONG_QUOTE and not (_SPEECH.search(outside) and len(_WORD.findall(outside)) >= 2):
        return "quotes without a speaker"
    if _FIRST_OR_SECOND.search(outside):
        return "speaks in the first or second person outside quotation marks"
    if not has_verb(sentence):
        return "has no verb"
    if _OF_WHAT.search(outside) or _is_cut_short(sentence) or _hangs_on(outside):
        return "is no whole sentence"
    if _NEW_START.match(outside):
        return "is put together of two"
    if is_caption(sentence):
        return "is a caption"
    if says_twice(sentence):
        return "says the same twice"
    return ""


def _spoken(sentence: str) -> Iterator[str]:
    """What stands inside quotation marks as somebody's words: no title, no few words within what is told."""
    for found in _QUOTED.finditer(sentence):
        part, before = found[1], sentence[: found.start()].rstrip()
        words = _WORD.findall(part)
        title = len(words) <= TITLE and all(word[0].isupper() or word[0].isdigit() or word in _SMALL for word in words)
        within = len(words) <= FEW and before[-1:].isalnum() and len(_WORD.findall(before)) >= FEW and has_verb(before)
        if not title and not within:
            yield part


def has_verb(sentence: str) -> bool:
    """A verb that can carry a sentence; "A video of members chanting a song." has none.

    A word in -s passes for one unless it is plainly a plural: after an article, preposition or number, or beside a
    participle.
    """
    if _VERB.search(sentence):
        return True
    return any(
        (before := (found[1] or "").strip().lower()) not in _BEFORE_NOUN
        and not before.endswith("ing")
        and not before[-1:].isdigit()
        for found in _S.finditer(sentence)
    )


def _hangs_on(sentence: str) -> bool:
    """An "and that" before which nothing was said."""
    found = _AND_THAT.search(sentence)
    return found is not None and not _THAT.search(sentence[: found.start()])


def is_caption(sentence: str) -> bool:
    """What stands under a photo: "Kelso (right) with the crew", "Rescue: Kelso on the quay"."""
    label = _LABEL.match(sentence)
    return bool(_PHOTO.search(sentence)) or (label is not None and not has_verb(label[1]))


def says_twice(sentence: str) -> bool:
    """ "The the", "Daniel van Daniel van Bargen", "the first woman mayor is the first woman mayor"."""
    if _DOUBLED.search(sentence):
        return True
    these = [word.lower() for word in _WORD.findall(sentence)]
    runs = [tuple(these[at : at + 3]) for at in range(len(these) - 2)]
    telling = [run for run in runs if sum(len(word) > 3 and word not in _SMALL for word in run) >= 2]
    return len(set(telling)) < len(telling)


def _is_cut_short(sentence: str) -> bool:
    """Of "The port after three ferries sank, officials said": is there nothing that is told of the port?"""
    these = words(sentence)
    opener = next((at for at, one in enumerate(these) if one.role is Role.WHEN or one.role in _VERBS), 0)
    if not opener or these[opener].low not in _CLAUSES or any(one.role in _NO_NOUNS for one in these[:opener]):
        return False
    rest = list(dropwhile(lambda one: one.role is not Role.MARK, these[opener:]))
    return not any(one.role is Role.AUX or (one.role is Role.VERB and one.key != "say") for one in rest)


_VERBS = (Role.VERB, Role.AUX, Role.NOT)
_NO_NOUNS = (Role.WHO, Role.THAT, Role.TO, Role.MARK)
_CLAUSES = frozenset("after before when while since because until although though".split())


def tidied(sentence: str) -> str:
    """With "an" where a number wants it ("a 18-year-old"), told as over where it names the day ("has resigned on
    Monday"), and without "also", which is said after something else.
    """
    text = _PERFECT.sub(r"\1", _AN.sub(lambda found: f"{found[0][0]}n ", sentence))
    return text if _QUOTED.search(text) or _SINGLE.search(text) else _SAID_TOO.sub("", text)


def bracketed(sentence: str, article: str) -> str:
    """With the brackets that the article has round initials and the sentence has not: "Torley Harbour Board THB"."""
    for before, initials in _INITIALS.findall(article):
        sentence = re.sub(rf"\b{re.escape(before)} {initials}\b", f"{before} ({initials})", sentence)
    return sentence


def is_balanced(text: str) -> bool:
    """Has every quotation mark and bracket its partner?"""
    return not text.count('"') % 2 and text.count("“") == text.count("”") and text.count("(") == text.count(")")


def loops(text: str) -> bool:
    """Is a run of one to eight words said three times running, or a run of four words three times in all?"""
    words = [word.lower() for word in _WORD.findall(text)]
    for size in range(1, 9):
        for at in range(len(words) - 3 * size + 1):
            if words[at : at + size] == words[at + size : at + 2 * size] == words[at + 2 * size : at + 3 * size]:
                return True
    fours = [tuple(words[at : at + 4]) for at in range(len(words) - 3)]
    return any(fours.count(run) >= 3 for run in set(fours))


def hangs(sentence: str) -> bool:
    """Does it need the sentence before it to be understood ("He also said ...")?"""
    if _THERE_IS.match(sentence):
        return False
    if _HANGS.match(sentence.lstrip("\"'“‘")):
        return True
    person = _PERSON.search(_QUOTED.sub(" ", sentence))
    if person is None:
        return False
    before = sentence[: person.start()]
    if _OPENS_ASIDE.match(before) and _NAMED_AFTER.search(sentence[person.end() :]):
        return False  # "In her memoir, Ruth Kelso says"
    capitals = [word for word in _WORD.findall(before) if word[0].isupper()]
    named = any(names.country(word) is None and word.lower() not in _SMALL_OPENERS for word in capitals)
    return not named and not _SOMEBODY.search(before.lower())


@lru_cache(maxsize=4096)
def begins_in_the_middle(sentence: str) -> bool:
    """Would a reader who knows nothing yet ask which: "The club is second", "as this policy says", "also said"?"""
    outside = _QUOTED.sub(" ", sentence)
    if _THIS.search(outside) or (_ALSO.search(outside) and "only" not in outside):
        return True
    these = words(outside)
    if not these or these[0].low not in _DEFINITE:
        return False
    phrase = list(takewhile(lambda one: one.role in (Role.NOUN, Role.NAME, Role.NUMBER), these[1:]))
    named = [one for one in phrase if one.role is Role.NAME]
    whose = any(names.country(one.text) is None for one in named) or (named and named[-1] is not phrase[-1])
    if not phrase or phrase[-1].low in _KNOWN_TO_ALL or whose:
        return False  # "The Skerra ferry", "The Norwegian ferry", but not "The Norwegians"
    following = these[len(phrase) + 1 : len(phrase) + 7]
    if following[:1] and following[0].low.endswith("ing"):
        return False  # "The crews searching for survivors"
    if following[:1] and following[0].role is Role.PREP and any(one.role is Role.NAME for one in following):
        return False  # "The drought in Torley"
    tells = len(following) > 1 and following[0].low in _TELLS
    return not tells or following[1].low in _DEFINITE
