"""An age that does not follow from the years of birth and of death, or of the event.

Ties "born in 1921 ... died in 1998 aged 76", "aged 19 in 1940, born in 1921" and "dead at 88 a day before her 89th
birthday". Where both days are stated, exactly one age fits. Where only the years are, the birthday may or may not have
come that year, so two ages fit. A birth year and a present age are compared with the publication date, and are listed
as not checked without it: in "Ann Lowe, 45, moved in 1999" the age is that of today, not that of 1999.

Silent where the article states more than one birth, because the age may be another person's, and where a year is
missing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from checks.model import Article, Figure, Finding, Kind, Moment, NotChecked, Outcome, Severity, Span, Tick, Zone
from checks.number_format import number
from checks.pattern import pattern
from checks.questions import mid_sentence, which_is_right
from checks.rule import Example, Rule
from checks.rules._ages import AGE_AT_EVENT, EVENT_REACH, NAME_BEFORE_AGE, SUBJECT_DIED, is_age_in_year
from checks.rules._text import figures_between, plain_words, text_before
from checks.rules.calendar._years import MAX_PER_SENTENCE, Year, years, years_by_sentence
from checks.word_set import word_set

TITLED_NAME = pattern(r"\b([A-Z][\w’'-]+)\.? (?=([A-Z][\w’'-]+)\b)")
TITLES = word_set("Mr Mrs Ms Miss Dr Sir Dame Lord Lady Prof Professor The")
BORN = word_set("born birth")
DIED = word_set("died dies dead death killed murdered drowned deceased perished")
RELATIVE_NOUNS = word_set("son daughter child children baby twins brother sister father mother husband wife")
"""Words before "born" for somebody else: "his son was born"."""
BEFORE_BIRTHDAY = word_set("eve before short shy ahead days weeks months")
BIRTH_REACH = 90  # characters before a year in which "born" is looked for
MAX_SENTENCES_APART = 3  # sentences between an age and the birth
MAX_LIFESPAN = 115  # years; "1802-2021" is not a life
NAME_BEFORE_LIFE = pattern(r"([A-Z][\w’'-]+)(?: \(|,\s+)(?:born )?$")
NAME = pattern(r"\b[A-Z][a-z][\w’'-]*")
KIN = pattern(
    r"(?:His|Her|Their|Its|The [a-z]+[’']s) (?:[a-z-]+ ){0,3}?(?:child|son|daughter|brother|sister|father|mother|parent"
    r"|wife|husband|partner|widow|widower|twin|uncle|aunt|teacher|rival|colleague|friend|predecessor|successor)\b"
)
RELATIVES = pattern(
    r"\b(?:his|her|their|whose) (?:[a-z-]+ ){0,2}?"
    r"(?:child|son|daughter|brother|sister|father|mother|wife|husband|partner|twin)\b"
)
UNNAMED_PERSON = pattern(
    r"\b(?:an?|another|two|three) (?:[a-z]+ )?(?:m[ae]n|wom[ae]n|boys?|girls?|child(?:ren)?|person) (?:of|aged) $"
)
PRONOUN_WAS = pattern(r"(?:He|She) was $")
BIRTH_BEFORE = pattern(r"\b(?:born|birth)\b[^.;\d]{0,80}$", re.IGNORECASE)
BORN_OR_BIRTH = pattern(
    r"(?:^|,? )(?:who (?:was|is) |whose |with |which |that |was |is )*(?:[a-z]+ )?(?:born|date of birth|birth)\b",
    re.IGNORECASE,
)
AGE_CUE_BEFORE = pattern(r"\b(?:was|aged|at|age) $")
NAMED_AGED = pattern(r"(?:The [a-z-]+|(?:[A-Z][\w’'.-]+ ){0,4}[A-Z][\w’'-]+), aged $")
DEATH_BEFORE = pattern(r"\b(?:died|death|killed|passed away)\b[^.;\d]{0,20}$", re.IGNORECASE)
PRONOUN_BORN = pattern(r"Born\b|(?:He|She|They) (?:was|were) born\b")
AT_DEATH = pattern(
    r"\b(?:dies|died|dead|has died)\b[^.;]{0,60}?\b(?:at|aged|at the age of) $|\b(?:dies|dead) at $", re.IGNORECASE
)
SINCE = pattern(r"\bsince (?:at least |about |around )?$", re.IGNORECASE)
DETERMINER_BEFORE, NOUN_TAIL = pattern(r"\b(?:the|an?|his|her|their|its) $", re.IGNORECASE), pattern(r" [a-z]{3,}")
"""Text around a year that is an attribute: "the 2018 storm"."""
THE_BEFORE = pattern(r"[\"“]?The ")
DEAD, NOW = "dead", "now"  # whether an age is the one at death or the present one
WITHIN_A_YEAR = 366  # days around the report's date, in which another date may be the "today" that an age is of
LAST_DATED_SENTENCE = 2  # index of the last sentence in which the date of the report is looked for
DIES = pattern(r"\b(?:dies|died|dead)\b", re.IGNORECASE)
MAX_ERROR = 12  # years; an age that is off by more is somebody else's
EVENTS = (
    ("first world war", 1914, 1918),
    ("world war one", 1914, 1918),
    ("world war i ", 1914, 1918),
    ("second world war", 1939, 1945),
    ("world war two", 1939, 1945),
    ("world war ii", 1939, 1945),
)
"""Wars whose outbreak and end date an age: name in lower case, first year, last year."""


def first_names(article: Article) -> dict[str, set[str]]:
    """The first names, or other capitalised words but titles, before each surname."""
    found: dict[str, set[str]] = defaultdict(set)
    for pair in TITLED_NAME.finditer(article.text):
        if pair[1] not in TITLES:
            found[pair[2]].add(pair[1])
    return found


def check(article: Article) -> Iterator[Outcome]:
    ages = [
        figure
        for figure in article.figures
        if figure.kind is Kind.AGE and figure.unit == "year" and figure.value and not figure.is_range
    ]
    ages_per_sentence = Counter(age.sentence for age in ages)
    ages = [age for age in ages if ages_per_sentence[age.sentence] <= MAX_PER_SENTENCE]
    exact_outcomes = list(_exact_age_outcomes(article, [*_headline_ages(article), *ages]))
    if not ages and not exact_outcomes:
        return
    yield from _headline_mismatch(article, ages)
    yield from _birthday_outcomes(article, ages)
    if exact_outcomes:
        yield from exact_outcomes
        return
    stated_years = years(article)
    life = _stated_life(article)
    if life is not None:
        yield from _obituary_outcomes(article, ages, *life)
        return
    births = [year for year in stated_years if _is_birth(article, year)]
    if len({birth.year for birth in births}) != 1:
        return
    birth = births[0]
    by_sentence = years_by_sentence([year for year in stated_years if not _is_birth(article, year)])
    years_of = ((age, _year_of(article, age, birth, by_sentence)) for age in ages)
    dated = [(age, when) for age, when in years_of if when is not None]
    born = _surname_before_birth(article, birth.span.start)
    deaths = [(age, when) for age, when in dated if when[2] and not _is_of_other_person(article, age, born)]
    if not dated:
        undated = [age for age in ages if _is_death(article, age) or _is_age_after_death(article, age)]
        if len({age.value for age in undated}) == 1:
            yield from _death_in_another_sentence(article, undated[0], birth, stated_years)
            if any(year.year > birth.year and _is_death_year(article, year) for year in stated_years):
                return
        if undated:
            yield from _death_just_reported(article, [*_headline_ages(article), *undated], birth)
            return
    nearby = [(age, when) for age, when in dated if abs(age.sentence - birth.sentence) <= MAX_SENTENCES_APART]
    nearby = [(age, when) for age, when in nearby if not _is_of_other_person(article, age, born)]
    for age, (year, span, _) in deaths if len({age.value for age, _ in deaths}) == 1 else nearby[:1]:
        yield from _outcomes(age, birth, year, span)
        return
    for age in ages:
        if age.sentence == birth.sentence and not dated and _is_of_today(article, age):
            yield from _present_age_outcomes(article, age, birth, born)
            return


def _headline_ages(article: Article) -> Iterator[Figure]:
    """Yields the bare numbers that a headline gives as an age at death: "Bandleader dies at 85"."""
    for figure in article.figures:
        bare = figure.kind in (Kind.NUMBER, Kind.COUNT) and figure.noun is None and figure.value and not figure.is_range
        if bare and figure.zone is Zone.HEADLINE and AT_DEATH.search(text_before(article, figure, 90)):
            yield figure


def _headline_mismatch(article: Article, ages: list[Figure]) -> Iterator[Outcome]:
    """Yields a finding if the headline and the story each give one age at death, and they differ."""
    above = [
        *_headline_ages(article),
        *(age for age in ages if age.zone is Zone.HEADLINE and _is_at_death(article, age)),
    ]
    in_story = [age for age in ages if age.zone is not Zone.HEADLINE and _is_at_death(article, age)]
    if len({age.value for age in above}) != 1 or len({age.value for age in in_story}) != 1:
        return
    first, second = above[0], in_story[0]
    if first.value != second.value and not RELATIVES.search(text_before(article, second, 200)):
        yield Finding(
            Severity.WARNING,
            f"The headline gives {first.words} as the age at death, and the story {second.words}.",
            (first.span, second.span),
            f"{first.words} is not {second.words}",
            (f"{first.words} -> {number(second.value or 0)}", f"{second.words} -> {number(first.value or 0)}"),
            which_is_right(first.words, second.words),
        )


def _is_at_death(article: Article, age: Figure) -> bool:
    """Whether the words before an age make it one at death: "died ... aged 76"."""
    return AT_DEATH.search(text_before(article, age, 90)) is not None


def _exact_age_outcomes(article: Article, ages: list[Figure]) -> Iterator[Outcome]:
    """Yields outcomes for ages if the days of birth and of death (or of the report) are stated: exactly one age fits.

    As in "Born on 14 October 1931 ... died on 3 June 2025 at the age of 94".
    """
    days = [
        (moment, day) for moment in article.moments if (day := _calendar_day(moment)) is not None and not moment.until
    ]
    births = [(moment, day) for moment, day in days if BIRTH_BEFORE.search(text_before(article, moment, 90))]
    for birth, born in births:
        yield from _same_sentence_outcomes(article, ages, birth, born, days)
    if len({day for _, day in births}) != 1:
        return
    birth, born = births[0]
    surname = _surname_of_birth(article, birth) or _surname_in_previous(article, ages, birth.sentence)
    others = [(moment, day) for moment, day in days if day > born and moment.span != birth.span]
    matching = [
        (age, status)
        for age in ages
        if age.sentence != birth.sentence and (status := _status_of(article, age, surname))
    ]
    if not surname or len({age.value for age, _ in matching}) != 1 or len(first_names(article).get(surname, ())) > 1:
        return  # no surname, or two people with one surname
    for age, status in matching:
        in_sentence = [entry for entry in others if status == DEAD and entry[0].sentence == age.sentence]
        today = in_sentence if len(in_sentence) == 1 else [entry for entry in others if entry[0].weekday is not None]
        if today:
            moment, day = max(today, key=lambda entry: entry[1])
            close = {_age_on(born, other) for _, other in others if abs((day - other).days) <= WITHIN_A_YEAR}
            if age.value == _age_on(born, day) or age.value not in close:
                yield from _compare_with_exact_age(age, birth, moment, _age_on(born, day))


def _compare_with_exact_age(age: Figure, birth: Moment, moment: Moment, exact: int) -> Iterator[Outcome]:
    """Yields the tick or finding for an age whose only right value is `exact`."""
    spans = tuple(sorted({age.span, birth.span, moment.span}))
    if age.value == exact:
        yield Tick(f"Born on {birth.words}, {age.words} on {moment.words}.", spans, f"{exact} full years")
    elif abs(int(age.value or 0) - exact) <= MAX_ERROR:
        yield Finding(
            Severity.WARNING,
            f"Somebody born on {birth.words} is {exact} on {moment.words}, and the text says {age.words}.",
            spans,
            f"{exact} full years, not {age.value}",
            (f"{age.words} -> {exact}",),
            f"Is this one person? If so, is the age ({mid_sentence(age.words)}), the birth ({birth.words}) or the date "
            f"({moment.words}) wrong?",
        )


def _same_sentence_outcomes(
    article: Article, ages: list[Figure], birth: Moment, born: date, days: list[tuple[Moment, date]]
) -> Iterator[Outcome]:
    """Yields the outcome for an age in a sentence with both days.

    As in "Born on 30 May 2000, he was 19 when he died on 8 June 2019".
    """
    dead = [
        (moment, day)
        for moment, day in days
        if moment.sentence == birth.sentence and day > born and DEATH_BEFORE.search(text_before(article, moment, 40))
    ]
    sentence = article.sentences[birth.sentence].span
    candidates = [
        figure
        for figure in figures_between(article, birth.span.end, sentence.end)
        if figure in ages
        or (figure.kind in (Kind.NUMBER, Kind.COUNT) and AGE_CUE_BEFORE.search(text_before(article, figure, 12)))
    ]
    if len(dead) == len(candidates) == 1:
        yield from _compare_with_exact_age(candidates[0], birth, dead[0][0], _age_on(born, dead[0][1]))


def _surname_in_previous(article: Article, ages: list[Figure], sentence: int) -> str:
    """The surname that "He was born" refers to: the only person whose age the previous sentence gives; "" for none."""
    start = article.sentences[sentence].span.start
    if not PRONOUN_BORN.match(article.text, start):
        return ""
    names = {
        named[1]
        for age in ages
        if age.sentence == sentence - 1 and (named := NAME_BEFORE_AGE.search(text_before(article, age, 40)))
    }
    return names.pop() if len(names) == 1 else ""


def _calendar_day(moment: Moment) -> date | None:
    """The calendar day of a moment; None where it is not stated in full."""
    if moment.year is None or moment.month is None or moment.day is None or moment.impossible:
        return None
    try:
        return date(moment.year, moment.month, moment.day)
    except ValueError:
        return None


def _age_on(born: date, day: date) -> int:
    """The age in full years on a day."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _surname_of_birth(article: Article, birth: Moment) -> str:
    """The surname that a day of birth belongs to: the last name before "born" or "date of birth"; "" for none."""
    names = NAME.findall(BORN_OR_BIRTH.split(text_before(article, birth, 400))[0])
    return names[-1] if names else ""


def _status_of(article: Article, age: Figure, surname: str) -> str:
    """DEAD or NOW for an age at death or today of the person with this surname; "" for neither."""
    sentence = article.sentences[age.sentence].span
    front = article.text[sentence.start : age.span.start]
    if AT_DEATH.search(front):
        return DEAD if surname in article.text_of(sentence) or age.zone is Zone.HEADLINE else ""
    named = NAME_BEFORE_AGE.search(front[-40:])
    if named and named[1] == surname and article.text[age.span.end : age.span.end + 1] in ",.)":
        return NOW
    return NOW if THE_BEFORE.fullmatch(front) and age.words.lower().endswith("year-old") else ""


def _surname_before_birth(article: Article, position: int) -> str:
    """The last name of the sentence before the word "born" or before `position`; "" for none."""
    start = max((sentence.span.start for sentence in article.sentences if sentence.span.start <= position), default=0)
    names = NAME.findall(article.text[start:position].partition(" born")[0])
    return names[-1] if names else ""


def _is_of_other_person(article: Article, age: Figure, surname: str) -> bool:
    """Whether the age is another person's: that of "Arsenault, 57," where the birth is Comeau's."""
    sentence = article.sentences[age.sentence].span
    if KIN.match(article.text[sentence.start : sentence.start + 60]):
        return True  # "Her eldest child, Alan, died in 2011, aged 53"
    if UNNAMED_PERSON.search(article.text[max(0, age.span.start - 20) : age.span.start]):
        return True  # "passed to a man of 31"
    named = NAME_BEFORE_AGE.search(article.text[max(0, age.span.start - 40) : age.span.start])
    return bool(named and surname and named[1] != surname)


def _stated_life(article: Article) -> tuple[Year, Year, str] | None:
    """The birth, the death and the surname, if exactly one life is given: "Arthur Lowe (1938-2021)"; else None."""
    lives = []
    for moment in article.moments:
        end = moment.until
        if end is None or moment.year is None or end.year is None or not 5 <= end.year - moment.year <= MAX_LIFESPAN:
            continue
        named = NAME_BEFORE_LIFE.search(article.text[max(0, moment.span.start - 30) : moment.span.start])
        tail = article.text[moment.span.end : moment.span.end + 2].strip()
        if named and tail[:1] in (")", ":", ""):
            birth, death = (
                Year(endpoint.year or 0, moment.span, moment.sentence, endpoint) for endpoint in (moment, end)
            )
            lives.append((birth, death, named[1]))
    return lives[0] if len({(born.year, died.year) for born, died, _ in lives}) == 1 else None


def _obituary_outcomes(
    article: Article, ages: list[Figure], birth: Year, death: Year, surname: str
) -> Iterator[Outcome]:
    """Yields outcomes for the ages of the person whose life is given: at death, and of "he" or "she" in a year."""
    stated = years_by_sentence([year for year in years(article) if year.span != birth.span])
    for age in ages:
        start = article.sentences[age.sentence].span.start
        if plain_words(article.text[start : start + 20])[:1] in (["he"], ["she"]):
            when = _year_of(article, age, birth, stated)
            if when is not None and birth.year < when[0] <= death.year:
                yield from _outcomes(age, birth, when[0], when[1])
    dead = [
        age
        for age in ages
        if _is_death(article, age) and surname in article.text_of(article.sentences[age.sentence].span)
    ]
    if len({age.value for age in dead}) == 1:
        yield from _outcomes(dead[0], birth, death.year, death.span)


def _is_birth(article: Article, year: Year) -> bool:
    """Whether the year is one of birth: "born ... in 1921", "(b. 1921)", with no other year between."""
    start = max(article.sentences[year.sentence].span.start, year.span.start - BIRTH_REACH)
    before = article.text[start : year.span.start]
    words = plain_words(before)
    cue_index = next((index for index in range(len(words) - 1, -1, -1) if words[index] in BORN), None)
    if cue_index is None or any(char.isdigit() for char in before[before.lower().rfind(words[cue_index]) :]):
        return before.rstrip().endswith(("(b.", "(b", "(born"))
    return DIED.isdisjoint(words[cue_index:]) and RELATIVE_NOUNS.isdisjoint(words[max(0, cue_index - 4) : cue_index])


def _year_of(
    article: Article, age: Figure, birth: Year, stated: dict[int, list[Year]]
) -> tuple[int, Span, bool] | None:
    """The year that an age belongs to, its span, and whether it is the year of death; None where that is not clear."""
    candidates = [year for year in stated.get(age.sentence, []) if not _is_of_other_event(article, year, age)]
    bounds = article.sentences[age.sentence].span
    if not candidates and PRONOUN_WAS.fullmatch(article.text[bounds.start : age.span.start]) and age.sentence:
        dead = [year for year in stated.get(age.sentence - 1, []) if _is_death_year(article, year)]
        return (dead[0].year, dead[0].span, True) if len(dead) == 1 else None
    words = plain_words(article.text[bounds.start : bounds.end])
    died = not DIED.isdisjoint(words)
    close = [year for year in candidates if _distance(year.span, age.span) <= EVENT_REACH]
    close.sort(key=lambda year: _distance(year.span, age.span))
    if close and (len(close) == 1 or _distance(close[1].span, age.span) > 2 * _distance(close[0].span, age.span)):
        is_tied = _fits(age, birth, close[0].year) or is_age_in_year(article, age, close[0].span)
        return (close[0].year, close[0].span, died) if is_tied else None
    if candidates:
        return None
    text = article.text[bounds.start : bounds.end].lower()
    for name, start, end in EVENTS:
        position = text.find(name)
        if position >= 0:
            before = plain_words(text[max(0, position - 30) : position])[-4:]
            span = Span(bounds.start + position, bounds.start + position + len(name))
            if {"outbreak", "start", "beginning", "eve"} & set(before):
                return start, span, False
            if "end" in before:
                return end, span, False
    return None


def _fits(age: Figure, birth: Year, year: int) -> bool:
    """Whether the age is possible in a year, before or after the birthday."""
    return age.value in (year - birth.year, year - birth.year - 1)


def _is_of_other_event(article: Article, year: Year, age: Figure) -> bool:
    """Whether a year is of another event: "the 2018 storm", "since 1970", or a quoted year next to an unquoted age."""
    if year.moment.quoted and not age.quoted:
        return True
    if SINCE.search(article.text[max(0, year.span.start - 16) : year.span.start]):
        return True  # "Ann Lee, 81, who was born in 1944 and has lived here since 1970": what began then goes on
    before = article.text[max(0, year.span.start - 8) : year.span.start]
    return bool(DETERMINER_BEFORE.search(before)) and bool(NOUN_TAIL.match(article.text, year.span.end))


def _distance(first: Span, second: Span) -> int:
    """The characters between two spans; 0 where they overlap."""
    return max(first.start - second.end, second.start - first.end, 0)


def _outcomes(age: Figure, birth: Year, year: int, where: Span) -> Iterator[Outcome]:
    """Yields the tick or finding for an age in a year, which is the years since the birth year or one less."""
    assert age.value is not None
    oldest = year - birth.year
    spans = tuple(sorted({age.span, birth.span, where}))
    arithmetic = f"{year} - {birth.year} = {oldest}, or {oldest - 1} before the birthday"
    if _fits(age, birth, year):
        yield Tick(f"Born in {birth.year}, {age.words} in {year}.", spans, arithmetic)
        return
    off = min(abs(age.value - oldest), abs(age.value - oldest + 1))
    yield Finding(
        Severity.ERROR if off > 1 and oldest > 0 else Severity.WARNING,
        f"Somebody born in {birth.year} was {oldest - 1} or {oldest} in {year}, and the text says {age.words}.",
        spans,
        f"{arithmetic}, not {age.value}",
        (f"{age.words} -> {oldest}", f"{birth.year} -> {year - int(age.value)}"),
        f"Is this one person? If so, is the age ({mid_sentence(age.words)}), the year of birth ({birth.year}) or the "
        f"other year ({year}) wrong?",
    )


def _death_in_another_sentence(article: Article, age: Figure, birth: Year, stated: list[Year]) -> Iterator[Outcome]:
    """Yields the outcome for an age at death whose year is in another sentence.

    As in "has died at the age of 76 ... he died on 3 May 1998". Silent where that may be the death of somebody else.
    """
    dead = [year for year in stated if year.year > birth.year and _is_death_year(article, year)]
    if not dead:
        return
    fitting = [year for year in dead if age.value in (year.year - birth.year, year.year - birth.year - 1)]
    latest = max(stated, key=lambda year: year.year)
    own = [year for year in dead if year.year == latest.year and _is_of_the_subject(article, year)]
    if not fitting and not own:
        return  # somebody else's death
    year = fitting[0] if fitting else own[0]
    yield from _outcomes(age, birth, year.year, year.span)


def _death_just_reported(article: Article, ages: list[Figure], birth: Year) -> Iterator[Outcome]:
    """Yields outcomes for ages at a death in the news, by the date near the start of the report.

    As in "dies aged 95" and "born in 1924".

    Silent where the birth is not that of "he", "she" or somebody whom the headline names.
    """
    dated = next(
        (moment for moment in article.moments if moment.sentence <= LAST_DATED_SENTENCE and _calendar_day(moment)), None
    )
    headline = " ".join(article.text_of(each.span) for each in article.sentences if each.zone is Zone.HEADLINE)
    if dated is None or dated.year is None or not DIES.search(headline):
        return
    names = set(NAME.findall(headline))
    if not (names & set(NAME.findall(article.text_of(article.sentences[birth.sentence].span)))):
        start = article.sentences[birth.sentence].span.start
        if not PRONOUN_BORN.match(article.text, start):
            return
    judged = [outcome for age in ages for outcome in _outcomes(age, birth, dated.year, dated.span)]
    for age, outcome in zip(ages, judged, strict=True):
        off = min(abs(int(age.value or 0) - full) for full in (dated.year - birth.year, dated.year - birth.year - 1))
        if off <= MAX_ERROR:
            yield outcome


def _is_of_the_subject(article: Article, year: Year) -> bool:
    """Whether the sentence of the year opens with "he" or "she", usually the subject of the article."""
    start = article.sentences[year.sentence].span.start
    return plain_words(article.text[start : start + 20])[:1] in (["he"], ["she"])


def _is_death_year(article: Article, year: Year) -> bool:
    """Whether a word for dying comes shortly before the year."""
    start = max(article.sentences[year.sentence].span.start, year.span.start - EVENT_REACH)
    return not DIED.isdisjoint(plain_words(article.text[start : year.span.start]))


def _is_of_today(article: Article, age: Figure) -> bool:
    """Whether an age is the present one: "Ann Lowe, 45," and not "moved to London aged 23"."""
    before = text_before(article, age, EVENT_REACH)
    return not AGE_AT_EVENT.search(before) or NAMED_AGED.fullmatch(before) is not None


def _present_age_outcomes(article: Article, age: Figure, birth: Year, born: str) -> Iterator[Outcome]:
    """Yields the outcome for a present age, by the publication date; not checked without it.

    Silent on a misfit that may be the age of somebody else or of somebody who died.
    """
    if article.published is None:
        yield NotChecked("needs the publication date", (age.span, birth.span))
        return
    year, sentence = article.published.year, article.text_of(article.sentences[age.sentence].span)
    if _fits(age, birth, year) or not (_is_of_other_person(article, age, born) or SUBJECT_DIED.search(sentence)):
        yield from _outcomes(age, birth, year, age.span)


def _birthday_outcomes(article: Article, ages: list[Figure]) -> Iterator[Outcome]:
    """Yields outcomes for ages at death before a birthday: "dead at 88 ... a day before her 89th birthday"."""
    for ordinal in article.figures:
        if ordinal.kind is not Kind.ORDINAL or ordinal.value is None:
            continue
        tail = plain_words(article.text[ordinal.span.end : ordinal.span.end + 16])[:1]
        before = plain_words(article.text[max(0, ordinal.span.start - 40) : ordinal.span.start])[-6:]
        if tail != ["birthday"] or BEFORE_BIRTHDAY.isdisjoint(before) or "after" in before:
            continue
        dead = [
            age
            for age in ages
            if _is_death(article, age) and abs(age.sentence - ordinal.sentence) <= MAX_SENTENCES_APART
        ]
        dead = [age for age in dead if age.sentence <= ordinal.sentence] or dead
        if len({age.value for age in dead}) != 1:
            continue
        age, spans = dead[0], tuple(sorted((dead[0].span, ordinal.span)))
        assert age.value is not None
        if age.value == ordinal.value - 1:
            yield Tick(
                f"{age.words}, before the {ordinal.words} birthday.", spans, f"{ordinal.value} - 1 = {age.value}"
            )
        else:
            yield Finding(
                Severity.ERROR,
                f"Before a {ordinal.words} birthday one is {ordinal.value - 1}, and the text says {age.words}.",
                spans,
                f"{ordinal.value} - 1 = {ordinal.value - 1}, not {age.value}",
                (f"{age.words} -> {ordinal.value - 1}",),
                f"Which is right, the age of {mid_sentence(age.words)} or the {mid_sentence(ordinal.words)} birthday?",
            )


def _is_death(article: Article, age: Figure) -> bool:
    """Whether a word for dying comes shortly before the age."""
    bounds = article.sentences[age.sentence].span
    return not DIED.isdisjoint(plain_words(article.text[max(bounds.start, age.span.start - 60) : age.span.start]))


def _is_age_after_death(article: Article, age: Figure) -> bool:
    """Whether the age is that of somebody whose death the previous sentence reports: "He was 95."."""
    start = article.sentences[age.sentence].span.start
    if not age.sentence or not PRONOUN_WAS.fullmatch(article.text[start : age.span.start]):
        return False
    return not DIED.isdisjoint(plain_words(article.text_of(article.sentences[age.sentence - 1].span)))


EXAMPLES = (
    Example(
        "an age of today and a year of long ago",
        "Jean Threlkeld, 44, was born in Lorne in 1979 and opened her forge in 2005.",
        "silent",
    ),
    Example(
        "an age of today and a year to come",
        "The 27-year-old goalkeeper, who was born in 1996, is bound to Torley until 2028.",
        "silent",
    ),
    Example(
        "an age of today, and another's death",
        "Jean Threlkeld, 44, who was born in 1979, has run the forge since Abel Quill died in 2011.",
        "silent",
    ),
    Example(
        "an age of today, beside another year",
        "Jean Threlkeld, 34, was born in Lorne in 1979 and opened her forge in 2005.",
        "error",
        published="2024-02-09",
    ),
    Example(
        "an age of today, beside another year, right",
        "Jean Threlkeld, 44, was born in Lorne in 1979 and opened her forge in 2005.",
        "tick",
        published="2024-02-09",
    ),
    Example(
        "an age of long ago",
        "Born in 1979, Jean Threlkeld left for Torley aged 22.",
        "silent",
        published="2024-02-09",
    ),
    Example(
        "an age when something happened",
        "Born in 1979, she was 36 when she opened her forge in 2005.",
        "error",
    ),
    Example(
        "an age when something happened, right",
        "Born in 1979, she was 26 when she opened her forge in 2005.",
        "tick",
    ),
    Example("an age beside a death", "Abel Quill, 57, who was born in 1944, died in 2011.", "error"),
    Example("an age beside a death, right", "Abel Quill, 67, who was born in 1944, died in 2011.", "tick"),
    Example(
        "what goes on since a year",
        "Jean Threlkeld, 81, who was born in 1944 and has lived beside the river since 1970, lost her shed.",
        "silent",
    ),
    Example(
        "in headline and story",
        "Bandleader Ida Moor dies at 95\n\nIda Moor, who led the Torley Band, died on Monday at the age of 59.",
        "warning",
    ),
    Example(
        "a wife's age",
        "Lord Ash dies aged 92\n\nLord Ash has died at home, days after his wife Ida died aged 91.",
        "silent",
    ),
    Example(
        "a death in the news",
        "Drummer Abel Quill dies at 80\n\nMonday, October 7, 2019\n\nThe drummer Abel Quill has died. He was 80. "
        "Quill was born in Lorne in 1939.",
        "tick",
    ),
    Example(
        "a death in the news, another year of birth",
        "Drummer Abel Quill dies at 80\n\nMonday, October 7, 2019\n\nThe drummer Abel Quill has died. He was 80. "
        "Quill was born in Lorne in 1929.",
        "error",
    ),
    Example(
        "a death in the news, somebody else's birth",
        "Drummer Abel Quill dies at 80\n\nMonday, October 7, 2019\n\nThe drummer Abel Quill has died. He was 80. "
        "His teacher Cy Orr was born in Lorne in 1929.",
        "silent",
    ),
    Example(
        "born and died in one sentence",
        "Cathal, who was born on 30 January 2002, was 19 when he died on 8 June 2019. He had a brother.",
        "warning",
    ),
    Example(
        "born and died in one sentence, right",
        "Cathal, who was born on 30 January 2000, was 19 when he died on 8 June 2019. He had a brother.",
        "tick",
    ),
    Example(
        "the one told of before",
        "They won on Tuesday, 13 May 2025. Kieran Foulds, 17, scored. Born on 22 August 2009, he is new to the team.",
        "warning",
    ),
    Example(
        "both days are told",
        "Ted Ash, a bandsman, died on 3 June 2025 at the age of 94.\n\nAsh was born in Ripon on 14 October 1931.",
        "warning",
    ),
    Example(
        "both days are told, right",
        "Ted Ash, a bandsman, died on 3 June 2025 at the age of 93.\n\nAsh was born in Ripon on 14 October 1931.",
        "tick",
    ),
    Example(
        "above the story",
        "Lou Dale, bandleader, dies at 85\n\nLou Dale died Tuesday, Feb. 11, 2025. Dale was born on Aug. 3, 1938, in "
        "Lake.",
        "warning",
    ),
    Example(
        "before the court",
        "Elaine Stott, 51, was tried on Friday 11 October 2024.\n\nStott, whose date of birth was given as 14 March "
        "1971, said nothing.",
        "warning",
    ),
    Example(
        "no day of today",
        "Stott, 53, stole for years. Stott, whose date of birth was given as 14 March 1971, began on 3 May 2015.",
        "silent",
    ),
    Example(
        "two of one name",
        "Lee Foulds, 20, scored on Tuesday, 13 May 2025. He was glad. His brother Kieran Foulds was born on 22 August "
        "2007.",
        "silent",
    ),
    Example(
        "an age of another time",
        "Stott was tried on Friday 11 October 2024. Stott, whose date of birth was given as 14 March 1971, joined when "
        "she was 38. Her friend Ann Pike, 51, was there.",
        "silent",
    ),
    Example(
        "a year that says which storm",
        '"It should have been built after the 2018 storm," said Alec Rowe, 61, who was born in 1964 and runs boats.',
        "silent",
    ),
    Example(
        "a year that says which race",
        "Alec Rowe, who was born in 1964, sailed in the 2019 race, and at 61 he runs three boats.",
        "silent",
    ),
    Example(
        "a child's death",
        "Ann Lowe has died aged 93. Born in Bury on 4 May 1931, she wove. Her eldest child died in 2011, aged 53.",
        "silent",
    ),
    Example(
        "somebody else",
        "She stood down in 2005, when her seat passed to a man of 31.\n\nAnn Lowe was born in Bury in 1931.",
        "silent",
    ),
    Example(
        "born, died and aged",
        "The potter died in Leeds in 1998 at the age of 57.\n\nHe was born in Bury in 1921, the son of a baker.",
        "error",
    ),
    Example("an age at an event", "He was born in 1921 in Bury. He joined the navy in 1940 aged 29.", "error"),
    Example(
        "the outbreak of a war",
        "She was born in 1922. She was a clerk, aged 27, at the start of the Second World War.",
        "error",
    ),
    Example(
        "the day before a birthday",
        "Weaver dies aged 88\n\nThe weaver Ann Lowe has died two days before her 90th birthday, her family said.",
        "error",
    ),
    Example(
        "the year of death elsewhere",
        "The potter Tom Hale has died at the age of 61.\n\nHe was born in Bury in 1921. He died at home in May 1998.",
        "error",
    ),
    Example("an age of today", "Ms Lowe, 31, was born in York in 1971.", "error", published="2010-05-01"),
    Example(
        "born, died and aged, right",
        "The potter died in Leeds in 1998 at the age of 76.\n\nHe was born in Bury in 1921, the son of a baker.",
        "tick",
    ),
    Example("an age at an event, right", "He was born in 1921 in Bury. He joined the navy in 1940 aged 19.", "tick"),
    Example(
        "the day before a birthday, right",
        "Weaver dies aged 88\n\nThe weaver Ann Lowe has died two days before her 89th birthday, her family said.",
        "tick",
    ),
    Example("an age of today, right", "Ms Lowe, 38, was born in York in 1971.", "tick", published="2010-05-01"),
    Example(
        "the years of a life",
        "Obituary: Arthur Lowe (1938-2021)\n\nThe potter Arthur Lowe, who has died aged 73, threw 400 mugs a day.",
        "error",
    ),
    Example(
        "the years of a life, right",
        "Obituary: Arthur Lowe (1938-2021)\n\nThe potter Arthur Lowe, who has died aged 83, threw 400 mugs a day.",
        "tick",
    ),
    Example("she was", "Ann Lowe, born in York on 2 March 1931, died on 17 May 2020. She was 84.", "error"),
    Example("she was, right", "Ann Lowe, born in York on 2 March 1931, died on 17 May 2020. She was 89.", "tick"),
    Example(
        "another's death in an obituary",
        "Obituary: Arthur Lowe (1938-2021)\n\nThe potter lost his son early. The boy died aged 12 in a fall.",
        "silent",
    ),
    Example(
        "a year of that life",
        "Ann Byrne, 1938-2026: harpist\n\nThe harpist was loved. She last played in May 2019, at the age of 84.",
        "error",
    ),
    Example(
        "a year of that life, right",
        "Ann Byrne, 1938-2026: harpist\n\nThe harpist was loved. She last played in May 2019, at the age of 80.",
        "tick",
    ),
    Example(
        "ages of two people",
        "Leo Hale, 57, has driven the bus since 2007. Edith Lowe, who was born in 1933, never married.",
        "silent",
    ),
    Example("no publication date", "Ms Lowe, 31, was born in York in 1971.", "silent"),
    Example(
        "two births",
        "He was born in 1921. His widow was born in 1930. She died in 1998 aged 68.",
        "silent",
    ),
    Example(
        "another's death",
        "The weaver Ann Lowe has died aged 89. She was born in 1915. Her teacher died in 1936, she wove on to 1972.",
        "silent",
    ),
    Example("no birth", "The potter died in Leeds in 1998 at the age of 57.", "silent"),
    Example("somebody's child", "His son was born in 1961. He died in 1998 at the age of 77.", "silent"),
)

RULE = Rule(
    code="AG01",
    slug="age-and-years",
    scope="article",
    relation="span",
    check=check,
    examples=EXAMPLES,
    aliases=("age",),
)
