"""The words of a sentence, each with its role: verb, name, noun, auxiliary ..., told from its form and its neighbours.

There is no tagger here: closed classes are listed, verbs are known by their endings, by a list of those that news uses
most and by what stands around them. That is wrong now and then; see language/clauses.py for why it serves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import takewhile

from checks.outcome_events import FATE
from checks.passage_index import STOP, stem


class Role(StrEnum):
    VERB = "verb"
    AUX = "auxiliary"
    NAME = "name"
    NOUN = "noun"  # or adjective: any other word with a content of its own
    NUMBER = "number"
    DET = "determiner"
    PREP = "preposition"
    TO = "to"
    PRONOUN = "pronoun"
    ADVERB = "adverb"
    NOT = "not"
    AND = "and"
    THAT = "that"  # relative or not
    WHO = "who"  # relative
    WHEN = "when"  # opens a clause of its own
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    role: Role
    key: str = ""  # what it is compared by; empty for words that say nothing by themselves

    @property
    def low(self) -> str:
        return self.text.lower()


_TOKEN = re.compile(
    r"""
    [A-Za-z]\.(?:[A-Za-z]\.)+                      # U.S.
    | [A-Z]\.(?=\ ?[A-Z])                           # an initial
    | (?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Lt|Col|Gen|Sgt|Maj|Capt|Prof|St|Rev|Jr|Sr|Inc|Ltd|Co)\.
    | No\.(?=\ ?\d)                                  # No. 1
    | \d[\d,.]*(?:-[^\W\d_]+)+                     # 17-year-old
    | [$£€]?\d[\d,.]*\d%? | \d%?
    | [^\W_]+(?:['’.&-][^\W_]+)*['’]?
    | -- | [,;:()"“”–—.!?]
    """,
    re.VERBOSE,
)
BE = frozenset("am is are was were be been being 's 're".split())
HAVE = frozenset("has have had having 've".split())
DO = frozenset("do does did".split())
MODALS = frozenset(
    "may might could would should will shall must can cannot ca wo 'll 'd won't can't couldn't wouldn't".split()
)
_AUX = BE | HAVE | DO | MODALS
_DETS = frozenset(
    "a an the this these those some any no all many several few other more most each every both his her its their our "
    "my your another such same own".split()
)
_PREPS = frozenset(
    "of in on at by for with from into about between among against over under through during without within near "
    "across along around behind beyond despite toward towards upon via per like than inside outside off onto above "
    "below amid beside besides including involving following concerning regarding up down out".split()
)
_WHEN = frozenset(
    "after before because since when while although though if unless until whereas as once so whether where how why "
    "what but".split()
)
_WHO = frozenset("who which whom whose".split())
_PRONOUNS = frozenset("he she it they him them we i you us me himself herself itself themselves there".split())
_SUBJECTS = frozenset("he she it they we i you".split())
_ADVERBS = frozenset(
    "also still already now then ever just only even yet soon later earlier again too almost nearly about today "
    "yesterday tomorrow tonight here however meanwhile ago once often never always further reportedly allegedly".split()
)
_NO_ADVERBS = frozenset("family italy july supply apply rely reply multiply comply imply fly assembly anomaly".split())
NEGATIONS = frozenset("not never no cannot without neither nor none nobody nothing".split())
_NUMBERS = frozenset(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion "
    "dozen".split()
)
CALENDAR = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday".split()
)

SUPERLATIVES = frozenset(
    "biggest largest smallest highest lowest longest shortest oldest youngest newest latest earliest greatest richest "
    "poorest strongest weakest fastest slowest deadliest busiest tallest hottest coldest wettest driest "
    "heaviest".split()
)

_IRREGULAR = """
arise arose arisen|awake awoke|bear bore borne|beat beaten|become became|begin began begun|bet|bid|bind bound|bite bit
bitten|blow blew blown|break broke broken|bring brought|broadcast|build built|burst|buy bought|catch caught|choose chose
chosen|come came|cost|cut|deal dealt|dig dug|do did done|draw drew drawn|drink drank drunk|drive drove driven|eat ate
eaten|fall fell fallen|feed fed|feel felt|fight fought|find found|flee fled|fly flew flown|forbid forbade forbidden|
forget forgot forgotten|freeze froze frozen|get got gotten|give gave given|go went gone|grow grew grown|hang hung|hear
heard|hide hid hidden|hit|hold held|hurt|keep kept|know knew known|lay laid|lead led|leave left|lend lent|let|lie lay
lain|light lit|lose lost|make made|mean meant|meet met|pay paid|put|quit|read|ride rode ridden|ring rang rung|rise rose
risen|run ran|say said|see saw seen|seek sought|sell sold|send sent|set|shake shook shaken|shoot shot|show shown|shut|
sing sang sung|sink sank sunk|sit sat|sleep slept|slide slid|speak spoke spoken|spend spent|split|spread|spring sprang
sprung|stand stood|steal stole stolen|stick stuck|strike struck|swear swore sworn|sweep swept|swim swam swum|swing
swung|take took taken|teach taught|tear tore torn|tell told|think thought|throw threw thrown|understand understood|wake
woke woken|wear wore worn|win won|withdraw withdrew withdrawn|write wrote written
"""
BASE_OF: dict[str, str] = {}
for _family in _IRREGULAR.replace("\n", " ").split("|"):
    _forms = _family.split()
    for _form in _forms:
        BASE_OF.setdefault(_form, _forms[0])
for _form, _base in [*BASE_OF.items()]:  # rebuilt, overthrew, withheld
    for _before in ("re", "over", "under", "out", "mis", "with", "up"):
        BASE_OF.setdefault(_before + _form, _before + _base)
_PAST_ONLY = frozenset(form for form, base in BASE_OF.items() if form != base) - frozenset(
    "lay left led found saw bore rose felt bound lit fed shot".split()
)
_SAME_FORM = frozenset("bet bid broadcast burst cost cut hit hurt let put quit read set shut split spread".split())
_AMBIGUOUS = frozenset("lay left led found saw bore rose felt bound lit fed shot".split()) | _SAME_FORM
_REGULAR = """
accept accuse achieve act add admit advance affect agree aim allege allow announce answer appeal appear apply appoint
approach approve argue arrest arrive ask attack attend avoid award back ban base battle believe belong benefit blame
block boast boost call campaign cancel capture carry cause celebrate centre challenge change charge claim clash climb
close collapse collect comment compare compete complain conclude condemn conduct confirm consider contain continue
control convict cope cover crash create criticise criticize cross cry damage debut decide declare decline defeat
defend delay deliver demand deny describe deserve design destroy develop die disagree discover discuss dominate doubt
drop earn edge emerge employ enable encourage end enjoy enter escape establish estimate evacuate examine expect
explain explode express extend face fail favour fear feature file film finish fire focus follow force form gain gather
guarantee guard happen hate head help hire honour hope host identify ignore impose improve include increase indicate
influence injure insist inspire intend introduce invest investigate invite involve issue join jump kick kill kneel
land last launch learn like limit link list live locate look love maintain manage march mark marry match matter
measure mention miss mourn move name need note object observe occur offer open operate oppose order organise organize
outline own pass perform pick plan play plead please point praise predict prefer prepare present press prevent produce
promise propose protect protest prove provide publish pull punish pursue push qualify quote raise reach react receive
recognise recommend record recover reduce refer refuse reject release rely remain remember remove replace reply report
represent request require rescue resign respond rest restore result retire return reveal review rule save scrap search
seem serve settle share shelter sign spark sponsor start state stay stop stress strip struggle study submit succeed
suffer suggest support suspect suspend talk target test thank threaten top torch total touch trade train travel treat
trigger try turn unveil update urge use value view visit vote vow wait walk want warn warns watch welcome work worry
wound access adopt aid airlift allocate analyse analyze anticipate apologise apologize arrange assault assess assume
attract authorise backfire bomb borrow breach brief bring bully burn bury calm care cast chant chase cheer cite clear
coach combine commemorate commit communicate concede concern confront connect consult contact contest convene convince
cooperate crack cure curb cycle dance decrease defect defuse delete demolish depart depend deploy detain deter detect
dig dismiss disrupt distribute donate double ease elect eliminate erect evade exceed exchange exclude execute exempt
exercise exhibit expand expel experience expire explore export expose fall fight flood fund fuel fulfil fulfill
generate grab grant greet halt handle harass hunt impact implement import inspect install intensify interview
intervene invade isolate jail justify lack lift loot lower lure mandate manufacture mediate merge monitor mount murder
negotiate nominate notice notify obtain occupy offset oversee overturn participate patrol permit pledge plunge pose
possess postpone pray prevail proceed process prohibit promote prompt prosecute provoke pump purchase question raid
rally rank recall recruit redirect regain register regret regulate reiterate relax relocate renew rent repair repeal
rescind reserve reshape resist resolve restrict resume retain retreat revise revive revoke reward rob rock rush salute
sack scale scan score screen secure select sentence separate shock shout shrink shift sink slam slash slow smuggle
soar spot stab stage stem storm strengthen stretch summon supervise supply surge surpass surrender survive swap tackle
tally tend testify threw tighten torture trace track transfer transform transport tumble undergo undermine unite
uphold upgrade vanish verify violate volunteer wipe withstand witness wreck yield weigh debate amount differ vary hail
heal hoist detail applaud suppress assist attach bar beg blast bless boil boycott brand breed broker bump cater cease
chair chat cheat check chip circulate cling collide colour comfort compile compose conceal confess confine conserve
construct consume contaminate contract convert cool correct crawl criminalise crush cultivate damp date dedicate
delight derail descend designate desire devote dictate dip disappear discharge disclose discourage dive divert divide
dock dress drift dump dwell echo edit embrace emphasise empty endorse endure enforce engage enrol ensure envisage
erupt escalate evolve exaggerate exhaust exist fade fetch fine fix flash flee float flock flow fold forecast furnish
gamble gaze glance govern graduate grasp grip ground guess guide hang harm harvest haul highlight hit illustrate
imagine inform inherit initiate insert insure integrate interpret interrupt invent jeopardise kidnap knock label lag
lean lecture lend license line linger lobby lodge loom manoeuvre map market mask master meet migrate mine minimise mix
mock modify motivate multiply nest nod obey oblige obscure offend opt orbit originate oust outnumber overcome overlook
owe park part pause peak peddle peer penalise perceive persist persuade pile pin pitch plague plant plot plummet
poison poll pool portray pour practise preach precede preserve preside presume pretend prey prize probe profit project
pronounce propel prosper publicise quarrel quash quell race ram range rate rebuild recede reckon reclaim reconcile
reconsider recycle reflect refuel refund rehearse reinforce rejoin relate relay relieve reopen reorganise replicate
resemble reside resort respect retrieve reunite reverse revolt ride risk roam roll round row ruin rumble sail sample
sanction satisfy scatter schedule scold scramble scrutinise seal seize send sense sever shape shatter shed shelve
shield ship shore shovel shrug shuffle sigh silence simplify situate ski skip slap slice slip slump smash smile smoke
snap sneak soak solve sort sound span spare speculate spell spill spin spray sprint squeeze stack stall stamp stare
starve steer step stir stock stoke store strain strand stroll structure stumble subject substitute sue suit summarise
supplement suppose surface surround survey sustain switch symbolise sympathise tame tap taste tax tear tease terrify
terrorise thrive tick tie tilt time tolerate topple tour toughen tow trail transmit trap treasure tremble trespass
trim triumph trouble trust tuck tug twist type undertake unify unleash unload unlock upset usher utter vaccinate
venture vet vie vilify voice void wander wash waste water weaken weep whip whisper widen wield win wind wink wish
withhold wonder woo wrap wrestle yell zoom
"""
_BASES = frozenset(_REGULAR.split()) | frozenset(BASE_OF.values())
_NOT_ED = frozenset(
    "need bed red hundred united speed seed feed breed indeed exceed proceed succeed weed wed led fed shed sacred "
    "hatred kindred embed".split()
)
_NOT_ING = frozenset(
    "king ring thing nothing something anything everything spring string wing being during morning evening building "
    "meeting hearing wedding king sterling according including following ceiling".split()
)
SAY = frozenset(
    "say tell add state note explain report announce declare tweet argue insist claim remark reply write "
    "according post stress".split()
)
"""Verbs of speaking that may stand for each other."""


@lru_cache(maxsize=1 << 14)
def key_of(word: str) -> str:
    """What a word is compared by: its fate or stem, British and American spelling alike."""
    low = word.lower().rstrip("'")
    base = BASE_OF.get(low, low)
    spelt = re.sub(r"our(?=s?$|ed$|ing$|ite|able)", "or", re.sub(r"is(?=e[ds]?$|ing$|ation)", "iz", base))
    return FATE.get(low) or stem(spelt)


_OPENERS = frozenset(["say"]) | frozenset(
    key_of(one) for one in "think believe show suggest fear hope know mean find argue warn claim allege expect".split()
)
_SAY_KEYS = frozenset(stem(one) for one in SAY)


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[Word, ...]:
    """The words and marks of a sentence, each with its role."""
    tokens = list(_tokens(text))
    roles: list[Role] = []
    for at, _token in enumerate(tokens):
        roles.append(_role(tokens, at, roles))
    for at, role in enumerate(roles[:-1]):  # "to Torley": where to
        if role is Role.TO and (roles[at + 1] in (Role.DET, Role.NAME, Role.NUMBER, Role.PRONOUN)):
            roles[at] = Role.PREP
    _find_missing_verbs(tokens, roles)
    for at, role in enumerate(roles):  # "an alleged dealer", "the doomed airliner": no verb
        if role is Role.VERB and _is_attribute(tokens, roles, at):
            roles[at] = Role.NOUN
    for at in range(1, len(roles)):  # "police forces across the county have arrested": the second verb needs them
        if _is_head_of_the_next(tokens, roles, at):
            roles[at] = Role.NOUN
    for at, role in enumerate(roles):  # "after a storm" opens no clause of its own
        if role is Role.WHEN and tokens[at].lower() in _EITHER and not _verb_follows(roles, at):
            roles[at] = Role.PREP
    made: list[Word] = []
    for token, role in zip(tokens, roles, strict=True):
        aside = (Role.ADVERB, Role.NOT)
        helper = next((one.low for one in reversed(made) if one.role not in aside and one.low not in BETWEEN), "")
        spoken = role is Role.VERB and helper not in BE  # "was reported", "has been added": nobody speaks
        told = made and (made[-1].role is not Role.MARK or token.lower() == "adding")
        if spoken and told and token.lower() in _DONE_TOO:
            following = roles[len(made) + 1 : len(made) + 2]
            spoken = not following or following[0] not in (Role.DET, Role.NUMBER)  # "posted a photo"
        made.append(Word(token, role, _key(token, role, spoken=spoken)))
    return tuple(made)


BETWEEN = frozenset("first last both all each".split())  # "was first reported", "who both said"
_DONE_TOO = frozenset(
    "post posts posted posting add adds added adding report reports reported write writes wrote written".split()
)
_EITHER = frozenset("after before since until as".split())


def _verb_follows(roles: Sequence[Role], at: int) -> bool:
    following = takewhile(lambda role: role not in (Role.MARK, Role.WHEN, Role.WHO), roles[at + 1 :])
    return any(role in (Role.VERB, Role.AUX) for role in following)


def _is_head_of_the_next(tokens: Sequence[str], roles: Sequence[Role], at: int) -> bool:
    """Is what looks like a verb a noun in the plural, which the next verb is said of?"""
    behind = roles[at + 1 : at + 2]
    if roles[at - 1] is not Role.NOUN or roles[at] is not Role.VERB or behind != [Role.PREP]:
        return False
    low = tokens[at].lower()
    if not low.endswith("s") or low == "says" or tokens[at - 1].lower().endswith("s"):
        return False
    within = (Role.DET, Role.NOUN, Role.NAME, Role.NUMBER, Role.PREP)
    after = next((one for one in range(at + 1, len(roles)) if roles[one] not in within), 0)
    if not after or roles[after - 1] is Role.PREP:
        return False
    does = roles[after] is Role.VERB and roles[after + 1 : after + 2] in ([Role.DET], [Role.NUMBER], [Role.PRONOUN])
    return roles[after] is Role.AUX or (does and tokens[after].lower().endswith("ed"))


def _find_missing_verbs(tokens: Sequence[str], roles: list[Role]) -> None:
    """A stretch that has no verb yet needs one: "the price rises", "rescuers hoist the bags"."""
    start = 0
    for end in range(len(roles) + 1):
        opens = end < len(roles) and (roles[end] in (Role.WHEN, Role.WHO, Role.THAT) or tokens[end] in ".;:")
        if end < len(roles) and not opens and not _ends_in_speech(tokens, roles, end):
            continue
        finite = any(
            role is Role.AUX or (role is Role.VERB and not tokens[start + at].lower().endswith("ing"))
            for at, role in enumerate(roles[start:end])
        )
        if not finite:
            found = _missing_verb(tokens, roles, start, end)
            if found is not None:
                roles[found] = Role.VERB
        start = end + 1


def _ends_in_speech(tokens: Sequence[str], roles: Sequence[Role], at: int) -> bool:
    """A comma after which nothing comes but who said it: ", officials say"."""
    rest = [token for token in tokens[at + 1 :] if token[0].isalnum()]
    spoken = bool(rest) and _key(rest[-1], Role.VERB, spoken=True) == "say"
    return tokens[at] == "," and spoken and len(rest) <= SPEAKER and roles[at + 1 :].count(Role.VERB) == 1


def _missing_verb(tokens: Sequence[str], roles: Sequence[Role], start: int, end: int) -> int | None:
    after = [at for at in range(start + 1, end) if roles[at] is Role.NOUN and roles[at - 1] in (Role.NOUN, Role.NAME)]
    asides = [
        at
        for at in range(start + 3, end - 1)
        if tokens[at - 1] == "," and "," in tokens[start : at - 1] and roles[at] is Role.NOUN
        if tokens[at].islower() and tokens[at].endswith("s") and roles[at + 1] in (Role.DET, Role.NUMBER)
    ]
    known = [at for at in after if _bases(tokens[at].lower()) & _BASES]
    likely = [
        at
        for at in after
        if tokens[at].endswith("s")
        and at + 1 < end
        and roles[at + 1] in (Role.DET, Role.NUMBER, Role.NAME, Role.PRONOUN, Role.TO)
    ]
    return next(iter([*known, *likely, *asides]), None)


SPEAKER = 8  # words that say who said it
_ASIDES = frozenset(("--", "–", "—"))


def _bases(low: str) -> set[str]:
    """What a present form may come from."""
    return {low, low[:-1] if low.endswith("s") else low, low[:-2] if low.endswith("es") else low} | (
        {low[:-3] + "y"} if low.endswith("ies") else set()
    )


def _tokens(text: str) -> Iterator[str]:
    text = text.replace("’", "'")
    quoted = False  # by single marks: what ends there may end in "s'" too
    for match in _TOKEN.finditer(text):
        token = match.group()
        quoted |= bool(_OPENED.match(text, max(0, match.start() - 2)))
        if _OF_SEVERAL.match(text, match.end() - 2) and not quoted:
            yield from (token[:-1], "'s")  # "the drivers' union"
        else:
            yield from _split(token)
        quoted &= not token.endswith("'")


_OPENED = re.compile(r"(?:^|[\s(])['‘]")
_OF_SEVERAL = re.compile(r"[sS]' \w")


def _split(token: str) -> list[str]:
    if len(token) > 1 and token.endswith(".") and token.count(".") == 1:  # an initial or a title
        token = token[:-1]
    for ending in ("'s", "'re", "'ve", "'ll", "'d"):
        if token.lower().endswith(ending) and len(token) > len(ending):
            return [token[: -len(ending)], token[-len(ending) :]]
    return [token.rstrip("'") or token]


def _role(tokens: Sequence[str], at: int, before: Sequence[Role]) -> Role:
    token, low = tokens[at], tokens[at].lower()
    last = before[-1] if before else Role.MARK
    following = tokens[at + 1].lower() if at + 1 < len(tokens) else "."
    if not token[0].isalnum() and token[0] not in "$£€'":
        return Role.MARK
    if low == "'s":  # "it's", "the storm's coming": a verb only after a pronoun; else it marks an owner
        return Role.AUX if last is Role.PRONOUN or last in (Role.THAT, Role.WHO) else Role.PREP
    if (low in NEGATIONS and low != "no") or low.endswith("n't"):
        return Role.NOT if low not in MODALS else Role.AUX
    if low in _AUX and not (token[0].isupper() and before and low in ("may", "will")):
        return Role.AUX
    if low == "to":
        return Role.TO
    if low == "that":
        return Role.THAT
    if low in ("and", "or", "&"):
        return Role.AND
    if token == "US":
        return Role.NAME
    for known, role in ((_DETS, Role.DET), (_WHO, Role.WHO), (_WHEN, Role.WHEN), (_PRONOUNS, Role.PRONOUN)):
        if low in known:
            return role
    if token[0].isdigit() or token[0] in "$£€" or low in _NUMBERS:
        return Role.NUMBER
    if low in _PREPS and not token.isupper():
        return Role.PREP
    if low in _ADVERBS or (low.endswith("ly") and len(low) > 4 and low not in _NO_ADVERBS):
        return Role.ADVERB
    if token[0].isupper() and (
        (before and last is not Role.MARK) or low in CALENDAR or tokens[min(at + 1, len(tokens) - 1)][:1].isupper()
    ):
        return Role.NAME
    if _looks_like_verb(low, last, tokens, at, before, following):
        return Role.VERB
    return Role.NAME if token[0].isupper() and before else Role.NOUN


def _looks_like_verb(
    low: str, last: Role, tokens: Sequence[str], at: int, before: Sequence[Role], following: str
) -> bool:
    if "-" in low and not low.startswith(("re-", "co-")):
        return False  # "short-sighted"
    if low == "according" or (low.endswith("ed") and len(low) > 3 and low not in _NOT_ED):
        return True
    if low in _PAST_ONLY:
        return True
    if low in _AMBIGUOUS:
        return last not in (Role.DET, Role.PREP, Role.NUMBER)
    if low.endswith("ing") and len(low) > 4 and low not in _NOT_ING:
        return last not in (Role.DET,) and not (last is Role.NOUN and following == "of")
    nearest = next((role for role in reversed(before) if role not in (Role.ADVERB, Role.NOT)), Role.MARK)
    helper = next((one for one in reversed(tokens[:at]) if one.lower() not in _ADVERBS | NEGATIONS), "").lower()
    if nearest is Role.AUX and helper in MODALS | DO:
        return True  # after "will" comes nothing else
    if nearest is Role.TO and (following in _DETS or following in _PRONOUNS):
        return True
    if nearest in (Role.TO, Role.AUX) and (low in _BASES or low.endswith(("ise", "ize", "ify"))):
        return True
    if not _bases(low) & _BASES or last in (Role.DET, Role.PREP, Role.NUMBER, Role.AND):
        return False
    if last is Role.PRONOUN and tokens[at - 1].lower() in _SUBJECTS:
        return True  # "when they fly"
    if last is not Role.PRONOUN and _has_verb(tokens, before):
        return False  # "will play a few tracks at the festival": a clause has one verb that stands by itself
    goes_on = (
        following in _DETS
        or following in _PREPS
        or following in ("to", "that", '"', "“", "not")
        or following in _PRONOUNS
        or following in _WHEN
        or following in BE
        or following[:1].isdigit()
        or following in _NUMBERS
        or tokens[min(at + 1, len(tokens) - 1)][:1].isupper()
        or following.endswith("ly")
        or low in ("says", "say")
    )
    if low.endswith("s"):
        return last in (Role.NOUN, Role.NAME, Role.PRONOUN, Role.WHO, Role.THAT, Role.MARK, Role.ADVERB) and goes_on
    closes = last is Role.MARK and tokens[at - 1] in _ASIDES and tokens[at - 1] in tokens[: at - 1]
    if closes and following not in _ASIDES:
        return True  # "two airports -- Torley and Dunmore -- conduct full checks"
    plural = at > 0 and (tokens[at - 1].lower().endswith("s") or tokens[at - 1].lower() in ("people", "police", "they"))
    return goes_on and (plural or last is Role.WHO)


def _has_verb(tokens: Sequence[str], before: Sequence[Role]) -> bool:
    """Has the clause that is being read a verb already, other than one that tells what others say or think?"""
    for at in range(len(before) - 1, -1, -1):
        if before[at] in (Role.MARK, Role.WHEN, Role.WHO, Role.THAT, Role.AND):
            return False
        if before[at] is Role.VERB:
            return _key(tokens[at], Role.VERB, spoken=True) not in _OPENERS
    return False


def _is_attribute(tokens: Sequence[str], roles: Sequence[Role], at: int) -> bool:
    low = tokens[at].lower()
    if not low.endswith(("ed", "ing")) and low not in BASE_OF:
        return False
    if at + 1 >= len(tokens) or roles[at + 1] not in (Role.NOUN, Role.NAME):
        return False
    before = at - 1
    while before >= 0 and roles[before] is Role.ADVERB:
        before -= 1
    return before >= 0 and (
        roles[before] is Role.DET
        or (roles[before] in (Role.PREP, Role.NUMBER) and low.endswith("ed"))
        or (roles[before] is Role.VERB and tokens[before].endswith("ing"))
        or (roles[before] is Role.PREP and tokens[before] == "'s")
    )


def _key(token: str, role: Role, *, spoken: bool) -> str:
    low = token.lower()
    if role is Role.VERB:
        base = BASE_OF.get(low, low)
        told = key_of(low)
        return "say" if spoken and (base in SAY or told in _SAY_KEYS) else told
    if role in (Role.NOUN, Role.NAME):
        if low in CALENDAR:
            return f"{low}."  # no stem: May is no mayor
        if token in _SHORT:
            return _SHORT[token]
        if low in STOP or len(low) < 2:
            return ""
        named = role is Role.NAME or token[0].isupper()
        return key_of(low[:-1] if named and low.endswith(("ian", "ican", "ean")) else low)  # India, Indian
    return ""


_SHORT = {"US": "states", "U.S.": "states", "USA": "states", "States": "states", "UK": "kingdom", "U.K.": "kingdom"}
_SHORT |= {"Kingdom": "kingdom", "United": ""}  # of States, Kingdom, Nations: those tell
