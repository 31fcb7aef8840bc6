"""English word lists that several modules share: closed classes, numbers, dates, verbs of speaking and verb forms.

All words are in lower case; contractions keep a straight apostrophe, as the tagger splits them ("'s", "n't"). A list
that only one module needs, or that differs from these by design, stays in that module.
"""

from __future__ import annotations

# Auxiliaries

BE_FORMS = frozenset("am is are was were be been being 's 're".split())
HAVE_FORMS = frozenset("has have had having 've".split())
DO_FORMS = frozenset("do does did".split())
MODALS = frozenset(
    "may might could would should will shall must can cannot ca wo 'll 'd won't can't couldn't wouldn't".split()
)
AUXILIARIES = BE_FORMS | HAVE_FORMS | DO_FORMS | MODALS

# Other closed classes

ARTICLES = frozenset("a an the".split())
DETERMINERS = ARTICLES | frozenset(
    "this these those some any no all many several few other more most each every both his her its their our my your "
    "another such same own".split()
)
PREPOSITIONS = frozenset(
    "of in on at by for with from into about between among against over under through during without within near "
    "across along around behind beyond despite toward towards upon via per like than inside outside off onto above "
    "below amid beside besides including involving following concerning regarding up down out".split()
)
SUBORDINATORS = frozenset(
    "after before because since when while although though if unless until whereas as once so whether where how why "
    "what but".split()
)
"""Words that open a clause with a subject of its own, "but" and "so" among them."""
RELATIVIZERS = frozenset("who which whom whose".split())
PRONOUNS = frozenset("he she it they him them we i you us me himself herself itself themselves there".split())
"""Personal and reflexive pronouns, and expletive "there"."""
SUBJECT_PRONOUNS = frozenset("he she it they we i you".split())
ADVERBS = frozenset(
    "also still already now then ever just only even yet soon later earlier again too almost nearly about today "
    "yesterday tomorrow tonight here however meanwhile ago once often never always further reportedly allegedly".split()
)
"""Adverbs that do not end in -ly, and hedges that do."""
MEDIAL_MODIFIERS = frozenset("first last both all each".split())
"""Words that may stand between an auxiliary and its verb ("was first reported") or a relativizer and its verb."""
NEGATIONS = frozenset("not never no cannot without neither nor none nobody nothing".split())

# Numbers and dates

_UNITS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty".split()
)
DIGITS_OF = {word: str(number) for number, word in enumerate(_UNITS, 1) if number > 1}
""""two" to "twenty" in digits. "One" is left out: it is a pronoun as often as a number."""
SCALE_WORDS = frozenset("hundred thousand million billion dozen".split())
NUMBER_WORDS = frozenset(_UNITS) | frozenset("thirty forty fifty sixty seventy eighty ninety".split()) | SCALE_WORDS
CALENDAR_NAMES = frozenset(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday".split()
)
"""Months and days of the week."""

# Adjectives

SUPERLATIVES = frozenset(
    "biggest largest smallest highest lowest longest shortest oldest youngest newest latest earliest greatest richest "
    "poorest strongest weakest fastest slowest deadliest busiest tallest hottest coldest wettest driest "
    "heaviest".split()
)

# Verbs of speaking

SPEECH_VERBS = frozenset(
    "say tell add state note explain report announce declare tweet argue insist claim remark reply write "
    "according post stress".split()
)
"""Base forms of verbs that may stand for each other where somebody speaks: the tagger gives them one lemma, "say"."""
SPEAKER_VERB_FORMS = (
    "said says told tells added adds asked wrote writes admitted insisted explained testified tweeted".split()
)
"""Forms of verbs whose subject, or the name behind them, is a person in nearly every case."""

# Verb forms

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
"""Irregular verbs with their forms, the base form first."""


def _base_forms() -> dict[str, str]:
    forms: dict[str, str] = {}
    for verb in _IRREGULAR.replace("\n", " ").split("|"):
        base, *others = verb.split()
        for form in (base, *others):
            forms.setdefault(form, base)
    for form, base in [*forms.items()]:  # rebuilt, overthrew, withheld
        for prefix in ("re", "over", "under", "out", "mis", "with", "up"):
            forms.setdefault(prefix + form, prefix + base)
    return forms


BASE_FORMS: dict[str, str] = _base_forms()
"""Every form of an irregular verb, the base form included, with its base form."""
_NOUN_OR_VERB_FORMS = frozenset("lay left led found saw bore rose felt bound lit fed shot".split())
PAST_FORMS = frozenset(form for form, base in BASE_FORMS.items() if form != base) - _NOUN_OR_VERB_FORMS
"""Irregular past tenses and participles that are nothing but verbs."""
AMBIGUOUS_FORMS = _NOUN_OR_VERB_FORMS | frozenset(
    "bet bid broadcast burst cost cut hit hurt let put quit read set shut split spread".split()
)
"""Irregular forms that are another word too ("left", "rose"), and verbs whose past tense is their base form."""

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
VERB_BASES = frozenset(_REGULAR.split()) | frozenset(BASE_FORMS.values())
"""Base forms of the verbs that news uses most, regular and irregular."""
