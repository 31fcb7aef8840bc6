"""Fuzzes the checks and the readers of files: odd inputs, and properties that must hold for each of them.

    python bench/fuzz.py --count 25000 --seed 1
    python bench/fuzz.py --seed 1 --only 4711      # one of these inputs again

Inputs are texts, small files with damaged bytes, and fractions. Texts are made from our own sentences (samples, the
rules' examples, templates) with other figures in them, from random words and characters, from tables and from endless
lines. An input depends on nothing but the seed and its number.

The properties: `checks.read`, `checks.check_article` and `checks.compare` raise nothing on a text, and readers of
files nothing but `Unreadable`; no rule fails or exceeds its budget; every span lies inside the text and is not empty; a
figure's words are those of its span; the same input gives the same sheet. An input may take `--deadline` seconds of
processor time; one that takes longer is considered endless.

For the first input of each kind of fault it prints the seed, the number and the smallest part of the input that still
shows the fault; at the end, how many inputs had each fault. Exits with 1 if there was any. 1,000 inputs take some 15
seconds.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import signal
import sys
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from html import escape
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parents[1]))

import checks
from checks.compare import MODES
from checks.figures import units
from checks.model import Article, NotChecked, Sheet, Span
from checks.number_format import number
from checks.precision import last_nonzero_place, printed_step
from checks.registry import catalogue
from summarizer.inputs import Unreadable, read_bytes

ROOT = Path(__file__).parents[1]
Data = TypeVar("Data", str, bytes)
FIGURE_SPELLINGS = """
    0 1 2 3 5 7 10 12 18 40 60 99 100 144 500 1,200 21,000 1,778,548 0.0 0.5 2.5 0.75 -5 −5 -0 minus£5 £0 £3bn $1.2m €5
    £2.50 50p 9p 0p 0% 5% 2.5% 100% 120% 33⅓% 66⅔% -3% 2⅓ ½ ⅛ ⅞ 1/2 2/3 0/5 5/0 1/3 22/7 3-2 0-0 2-2 10-15 1:0 3:1 6-4
    10^30 1e9 1.2.3 135,00 12,34,567 9999999999999999999999 ０ ３ ٣ ४ ² 10² Ⅳ ① 1st 0th 3rd 30 31 1999 2024 0000 007
    3/5/2024 10am 25:00 9:30 56m² 1,250m² 5km² 12m³ 0km 5km 3.1miles 0kg 12st 5ft11in 20C -5C 0F 32F
""".split()
FIGURE_PHRASES = re.split(
    r",\s+",
    """
    none, nought, zero, one, two, three, no, twice, tenfold, doubled, halved, a dozen, dozens, half, one third, two
    thirds, a third, a quarter, three quarters, one in five, one in 0, 0 in 5, 0 in 0, -5 in 0, three out of 0, 12
    out of 0, 0 times, minus five, two and a half, 0 million, 1.2 million, half a million, 2⅓ hours, 0 hours, 20
    minutes, 0 per cent, 0 points, 12 per cent, five percentage points, -2 points, 0 basis points, about 0, nearly
    0, more than 0, at least 0, up to 0, about a third, nearly 40, from 10 to 0, from 0 to 10, from -5 to 5, between
    0 and 0, from one third to two thirds, from 33⅓% to 50%, from 0% to 5%, 0 miles (0km), 10 miles (0km), 0F
    (-18C), £0 ($0), £5m ($0), 3 May, 30 February, 0 May, Tuesday 3 May, aged 0, aged -5, a 0-year-old, aged 144, 0
    years ago, every 0 days, in 0 games, 0 of the 0, 0 people, none of the 0, last week, next year, yesterday, in
    the 0000s, 3 May 0000, 3 May 9999, the 1990s, last night, this month, 0 men, 5 women, the other 0, the remaining
    0
    """.strip(),
)
ODD_NUMBERS = ("0", "0", "-5", "1", "2", "100", "0.0", "33⅓", "½", "135,00", "1.2.3", "9999", "00")
DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
UNIT_SUFFIXES = (
    "",
    "",
    " people",
    "%",
    " years",
    " hours",
    "km",
    " miles",
    "m",
    "bn",
    " points",
    "C",
    "-year-old",
    "th",
)
TEMPLATES = """
    Prices rose by {} from {} to {}.
    Prices fell {} to {} from {}.
    The share rose from {} to {}, a rise of {}.
    It was {}, up {} on the {} of last year.
    It was {}, {} more than the {} of May.
    Sales were {} times the {} of 2019, at {}.
    A total of {} was made of {}, {} and {}.
    Of the {} people, {} were men and {} were women.
    Police held {} people: {} in Hull, {} in York and the remaining {} in Leeds.
    Some {} were against and {} in favour of the plan.
    {} of the {} homes, or {}, had solar panels.
    {} ({}) were paid.
    They walked {} ({}) in {}, an average of {} a day.
    She scored {} goals in {} games, {} a game.
    United won {} and lead by {} points with {} games left.
    He was born in {} and died in {}, aged {}.
    The fair ran from {} to {}, {} days.
    Every {} days, about {} a year.
    {} people paid {} each, {} in total.
    The vote was {} to {}, a majority of {}.
    Exports of {} and imports of {} left a deficit of {}.
    Temperatures of {} in {} towns.
    They made {} and spent {}, which left {}.
    The rate went from {} to {}, {} percentage points.
    She had {} votes, {} more than the {} of her rival.
    There are {} reasons: heat, rain and {}.
    At {} a week that makes {} a year.
    It cost {} a month, {} a year for {} families.
    He has {} gold, {} silver and {} bronze medals, {} in all.
    That is {} per {} people, or {} in a town of {}.
    Half of the {} cases, {}, were closed.
    Among them were {} children and {} others.
    The latest case brings the number to {}.
    It is {} years since {}.
    That means {} of {}, {}, will go.
""".strip().split("\n    ")
REPEATED_SENTENCES = (
    "The flat with {} of floor was sold on Monday, the agent said.",
    "Police held {} people at the mill on Monday.",
    "The mill, which cost {}, opened in May.",
    "Ann Lee, {}, won the race.",
    "The mayor said that {} of the homes were empty.",
    "The race was won in {} by Ann Lee.",
)
QUOTATION_MARKS = (
    ('"', '"'),
    ("“", "”"),
    ("‘", "’"),
    ("'", "'"),
    ("«", "»"),
    ("„", "“"),
    ("”", "“"),
    ("“", ""),
    ("", '"'),
)
MARKS = (
    *". , ; : ? ! ( ) [ ] - – — ... … / % £ $ € \" “ ” ' ‘ ’ „ « » `` '' * • | é é ﬁ İ ß 中 ا ़ ′ ″ ⁄ ℅ ‰ ＂ 𝟗".split(),
    *"\t \n \n\n \r\n \xa0 \u202f \u200b \u200d \xad \u202e \ufeff \0 \x1b \x85 \u2028 \ud800 \U0001f600".split(" "),
)
NOT_IN_XML = re.compile("[^\t -\ud7ff\ue000-\ufffd]")
PDF_ESCAPES = {ord(mark): f"\\{mark}" for mark in "()\\"}
PUBLICATION_DATES = (None, "2024-05-31", "2024-02-29", "0001-01-01", "9999-12-31")
DEADLINE = 10.0  # seconds of processor time
ENDLESS = "endless"
MAX_PRINTED = 1000  # characters of an input


@dataclass(frozen=True, slots=True)
class Case:
    """An input: `data` is a text, the bytes of a file called `name`, or a fraction."""

    data: str | bytes | Fraction
    name: str = ""
    published: str | None = None
    source: str | None = None  # the article, if `data` is compared with one as its summary or update


# ---- inputs ----------------------------------------------------------------------------------------------------------
def case_of(seed: int, index: int) -> Case:
    """The input with this number; it depends on nothing else."""
    rng = random.Random(f"{seed} {index}")
    draw = rng.random()
    if draw < 0.04:
        return Case(_fraction(rng))
    if draw < 0.14:
        name, make = rng.choice(sorted(FILES.items()))
        data = make(_text(rng))
        return Case(_damaged(rng, data, bytes(rng.randrange(256) for _ in range(8))), name)
    source = _text(rng) if draw > 0.85 else None
    return Case(_text(rng), published=rng.choice(PUBLICATION_DATES), source=source)


def _text(rng: random.Random) -> str:
    make = rng.choices((_story, _edited, _repeated, _words, _table, _line, _characters), (6, 6, 2, 2, 2, 1, 1))[0]
    text = make(rng)
    return _damaged(rng, text, rng.choice(MARKS)) if rng.random() < 0.2 else text


def _figure(rng: random.Random) -> str:
    draw = rng.random()
    if draw < 0.4:
        return rng.choice(FIGURE_SPELLINGS)
    if draw < 0.8:
        return rng.choice(FIGURE_PHRASES)
    value = rng.randint(-9, 10 ** rng.randint(1, 7))
    unit = rng.choice((rng.choice(UNIT_SUFFIXES), rng.choice(_unit_spellings())))
    return f"{value:{rng.choice(('', ','))}}{rng.choice(('', ' '))}{unit}"


@cache
def _unit_spellings() -> tuple[str, ...]:
    """All known spellings of units and currencies that may follow a number."""
    return tuple(sorted({*units.ATTACHED_UNITS, *units.SPELLED_UNITS, *units.CURRENCY_SIGNS, *units.CURRENCY_NAMES}))


def _story(rng: random.Random) -> str:
    """Sentences of the templates with any figures in them."""
    sentences = []
    for template in rng.choices(TEMPLATES, k=rng.randint(1, 4)):
        sentences.append(template.format(*(_figure(rng) for _ in range(template.count("{}")))))
    return _quoted(rng, rng.choice((" ", " ", "\n", "\n\n")).join(sentences))


def _repeated(rng: random.Random) -> str:
    """A statement made twice with similar figures, as by a headline and its story, or by two sentences."""
    figure = _figure(rng)
    other = "".join(rng.sample(figure, len(figure))) if rng.random() < 0.3 else figure
    other = DIGITS.sub(lambda found: found.group()[::-1], other) if rng.random() < 0.7 else _figure(rng)
    sentence = rng.choice(REPEATED_SENTENCES)
    return sentence.format(figure) + rng.choice((" ", "\n\n")) + sentence.format(other)


def _edited(rng: random.Random) -> str:
    """One of our own texts with some of its figures replaced."""
    text, figures = rng.choice(_own_texts())
    for start, end in sorted(rng.sample(figures, min(len(figures), rng.randint(1, 3))), reverse=True):
        words = text[start:end]
        other = DIGITS.sub(lambda _: rng.choice(ODD_NUMBERS), words) if rng.random() < 0.7 else _figure(rng)
        text = text[:start] + other + text[end:]
    return _quoted(rng, text)


def _quoted(rng: random.Random, text: str) -> str:
    """The text, now and then with quotation marks at random places."""
    if rng.random() < 0.8:
        return text
    opening, closing = rng.choice(QUOTATION_MARKS)
    start, end = sorted(rng.choices(range(len(text) + 1), k=2))
    return text[:start] + opening + rng.choice((text[start:end], "")) + closing + text[end:]


def _words(rng: random.Random) -> str:
    """Words, figures and marks in any order."""
    words = [rng.choice((rng.choice(_own_words()), _figure(rng), rng.choice(MARKS))) for _ in range(30)]
    return rng.choice((" ", " ", "")).join(words)


def _table(rng: random.Random) -> str:
    """Rows and columns with a separator that tables have; some cells are empty."""
    separator = rng.choice(("\t", " | ", ", ", "; ", "  ", ","))
    rows = [rng.choices(_own_words(), k=rng.randint(1, 4))]
    for _ in range(rng.randint(1, 8)):
        row = [rng.choice(_own_words()), *(_figure(rng) for _ in rows[0][1:])]
        row[rng.randrange(len(row))] = rng.choice(("", row[-1]))
        rows.append(row)
    return rng.choice(("\n", "\n\n", " ")).join(separator.join(row) for row in rows)


def _line(rng: random.Random) -> str:
    """A short piece repeated without the end of a sentence, now and then to many thousand characters."""
    piece = f"{_figure(rng)} {rng.choice(_own_words())} {_figure(rng)}"
    piece += rng.choice((" and ", ", ", " of ", "; ", "-", " (", '"', ""))
    return piece * (rng.choice((*(200, 500, 1000) * 10, 12_000)) // len(piece))


def _characters(rng: random.Random) -> str:
    """Characters of any script, digits among them."""
    return "".join(
        rng.choice((rng.choice(MARKS), chr(rng.randrange(0x110000)), chr(rng.randrange(32, 0x250)), "5"))
        for _ in range(rng.randint(0, 60))
    )


def _fraction(rng: random.Random) -> Fraction:
    """A fraction, small or huge, of a denominator that is often a power of ten."""
    size = 10 ** rng.choice((1, 2, 6, 30))
    denominator = rng.choice((rng.randint(1, size), 10 ** rng.randint(0, 20)))
    return Fraction(rng.randint(-size, size) * 10 ** rng.choice((0, 0, 3, 20)), denominator)


def _damaged(rng: random.Random, data: Data, other: Data) -> Data:
    """The data with up to three short pieces left out, doubled, or replaced by `other`."""
    for _ in range(rng.randint(0, 3)):
        start = rng.randrange(len(data) + 1)
        end = start + rng.choice((1, 1, 4, 40))
        data = data[:start] + rng.choice((data[:0], data[start:end] * 2, other)) + data[end:]
    return data


@cache
def _own_texts() -> tuple[tuple[str, list[Span]], ...]:
    """Our own texts (samples and rules' examples), each with the spans of its figures."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "samples").rglob("*.txt"))]
    for rule in catalogue().rules:
        texts += [text for example in rule.examples for text in (example.text, example.source) if text]
    return tuple((text, [figure.span for figure in checks.read(text).figures]) for text in texts)


@cache
def _own_words() -> tuple[str, ...]:
    return tuple(sorted({word for text, _ in _own_texts() for word in text.split()}))


# ---- files -----------------------------------------------------------------------------------------------------------
def _html(text: str) -> str:
    blocks = "".join(f"<p>{escape(block)}</p>" for block in text.split("\n\n"))
    return f"<html><head><title>A</title></head><body><article><h1>Town news</h1>{blocks}</article></body></html>"


def _pdf(text: str) -> bytes:
    lines = (line.encode("cp1252", "replace") for line in text.translate(PDF_ESCAPES).split("\n"))
    content = b"BT /F1 11 Tf 14 TL 60 780 Td " + b"".join(b"(%s) Tj T* " % line for line in lines) + b"ET"
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Page /Parent 2 0 R /Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 9 9] /Contents 4 0 R >>",
    )
    out, table = b"%PDF-1.4\n", b"0000000000 65535 f \n"
    for name, body in enumerate(objects, 1):
        table += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (name, body)
    return out + b"xref\n0 6\n%strailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (table, len(out))


def _word(text: str) -> bytes:
    lines = escape(NOT_IN_XML.sub("", text)).split("\n")
    blocks = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
    office = "http://schemas.openxmlformats.org"
    kind = "application/vnd.openxmlformats"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{office}/package/2006/content-types"><Default Extension="rels" '
        f'ContentType="{kind}-package.relationships+xml"/><Override PartName="/d.xml" ContentType='
        f'"{kind}-officedocument.wordprocessingml.document.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{office}/package/2006/relationships"><Relationship Id="a" Type='
        f'"{office}/officeDocument/2006/relationships/officeDocument" Target="d.xml"/></Relationships>',
        "d.xml": f'<w:document xmlns:w="{office}/wordprocessingml/2006/main"><w:body>{blocks}</w:body></w:document>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        for name, content in parts.items():
            file.writestr(zipfile.ZipInfo(name), content)  # of 1980, so that the bytes are the same every time
    return out.getvalue()


FILES: dict[str, Callable[[str], bytes]] = {
    "a.txt": lambda text: text.encode("utf-8", "replace"),
    "utf16.txt": lambda text: text.encode("utf-16", "replace"),
    "windows.txt": lambda text: text.encode("cp1252", "replace"),
    "a.md": lambda text: f"# News\n\n{text}\n\n- *5* men\n\n| a | 5 |\n|---|---|\n".encode("utf-8", "replace"),
    "a.html": lambda text: _html(text).encode("utf-8", "replace"),
    "a.docx": _word,
    "a.pdf": _pdf,
}


# ---- properties ------------------------------------------------------------------------------------------------------
def fault(case: Case) -> str:
    """The first property that an input violates, as "kind: details"; "" where all hold."""
    try:
        return next(_faults(case), "")
    except Exception as error:
        return f"{type(error).__name__} in {_place(error)}: {error}"


def _place(error: BaseException) -> str:
    """The file and name of the innermost function of ours in the traceback."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(ROOT)]
    innermost = next((frame for frame in reversed(ours) if frame.filename != __file__), frames[-1])
    return f"{Path(innermost.filename).name}, {innermost.name}"


def _faults(case: Case) -> Iterator[str]:
    if isinstance(case.data, Fraction):
        for place in (printed_step, last_nonzero_place):
            step = place(case.data)
            if step <= 0 or case.data % step:
                yield f"{place.__name__}: {step}"
        number(case.data)
        return
    text, zones = case.data, None
    if isinstance(text, bytes):
        try:
            file = read_bytes(text, case.name)
        except Unreadable:
            return
        text, zones = file.text, file.zones
    article = checks.read(text, published=case.published, zones=zones)
    yield from _faults_of_article(article, text)
    sheet = checks.check_article(article)
    yield from _faults_of_sheet(sheet)
    if sheet != checks.check_article(checks.read(text, published=case.published, zones=zones)):
        yield "another sheet: the second check of the same text"
    if case.source is not None:
        for mode in MODES:
            yield from _faults_of_sheet(checks.compare(case.source, article, mode=mode))


def _faults_of_article(article: Article, text: str) -> Iterator[str]:
    if len(article.text) != len(text):
        yield "another length: offsets have moved"
    for item in (*article.figures, *article.moments):
        if item.words != article.text_of(item.span):
            yield f"words: {item.words!r} at {item.span}"
    listing_spans = [span for listing in article.listings for span in (listing.span, *listing.items)]
    nouns = [figure.noun.span for figure in article.figures if figure.noun is not None]
    parts = (*article.figures, *article.moments, *article.sentences, *article.paragraphs)
    yield from _bad_spans(article, "figures, moments or layout", (part.span for part in parts))
    yield from _bad_spans(article, "listings or quotations", (*listing_spans, *article.quotations, *article.datelines))
    not_empty = (span for span in (*nouns, *(listing.lead_in for listing in article.listings)) if span.start < span.end)
    yield from _bad_spans(article, "nouns or lead-ins", not_empty)


def _faults_of_sheet(sheet: Sheet) -> Iterator[str]:
    for failure in sheet.failures:
        yield f"failure of {failure.rule}, {failure.error}"
    for outcome in (*sheet.findings, *sheet.ticks, *sheet.not_checked):
        yield from _bad_spans(sheet.article, outcome.rule, outcome.spans)
        if sheet.source is not None and not isinstance(outcome, NotChecked):
            yield from _bad_spans(sheet.source, outcome.rule, outcome.source_spans)


def _bad_spans(article: Article, owner: str, spans: Iterable[Span]) -> Iterator[str]:
    """The faults of spans that are empty or not inside the text; `owner` says what they belong to."""
    for span in spans:
        if not 0 <= span.start < span.end <= len(article.text):
            yield f"span of {owner}: {span} of {len(article.text)}"


# ---- shrinking an input ----------------------------------------------------------------------------------------------
def smallest(case: Case, still_fails: Callable[[Case], bool], tries: int) -> Case:
    """The case with as much cut from its data and its source as still fails, in `tries` tries for each."""
    if case.source is not None:
        case = replace(case, source=_cut(case.source, lambda source: still_fails(replace(case, source=source)), tries))
    if isinstance(case.data, Fraction):
        return case
    return replace(case, data=_cut(case.data, lambda data: still_fails(replace(case, data=data)), tries))


def _cut(whole: Data, still_fails: Callable[[Data], bool], tries: int) -> Data:
    """Delta debugging (Zeller & Hildebrandt 2002): cuts halves, then quarters and so on, while the data still fails."""
    size = max(len(whole) // 2, 1)
    while size and tries > 0:
        start, length_before = 0, len(whole)
        while start < len(whole) and tries > 0:
            shorter = whole[:start] + whole[start + size :]
            tries -= 1
            if still_fails(shorter):
                whole = shorter
            else:
                start += size
        size = size if len(whole) < length_before and size == 1 else size // 2
    return whole


# ---- running ---------------------------------------------------------------------------------------------------------
class Endless(BaseException):
    """An input took longer than the deadline. A BaseException, so that no `except Exception` catches it."""


@contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Raises Endless in a block that takes more processor time; does nothing where the system has no such timer."""
    if not hasattr(signal, "SIGPROF"):
        yield
        return

    def raise_endless(*_: object) -> None:
        raise Endless

    handler = signal.signal(signal.SIGPROF, raise_endless)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, handler)


def fault_in_time(case: Case, seconds: float) -> str:
    """As `fault`; a fault of kind ENDLESS where that takes more processor time."""
    try:
        with deadline(seconds):
            return fault(case)
    except Endless as error:
        return f"{ENDLESS} in {_place(error)}: more than {seconds} s"


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=2000, help="how many inputs (default: 2000)")
    options.add_argument("--seed", type=int, default=1, help="default: 1")
    options.add_argument("--only", type=int, help="the number of the only input to try")
    options.add_argument(
        "--deadline",
        type=float,
        default=DEADLINE,
        help="seconds of processor time that one input may take (default: 10)",
    )
    args = options.parse_args()
    fault_counts = Counter[str]()
    for index in range(args.count) if args.only is None else [args.only]:
        case = case_of(args.seed, index)
        kind = fault_in_time(case, args.deadline).partition(":")[0]
        fault_counts[kind] += 1
        if kind and fault_counts[kind] == 1:  # only the first of each kind is printed
            tries, seconds = (40, min(1.0, args.deadline)) if kind.startswith(ENDLESS) else (400, args.deadline)
            small = smallest(case, lambda part, kind=kind: fault_in_time(part, seconds).startswith(kind), tries)  # noqa: B023
            print(
                f"--seed {args.seed} --only {index}: {fault_in_time(small, seconds)}\n    {str(small)[:MAX_PRINTED]}",
                flush=True,
            )
    for kind, times in fault_counts.most_common():
        print(f"{times:6} {kind or 'as it must be'}")
    return 1 if set(fault_counts) - {""} else 0


if __name__ == "__main__":
    sys.exit(main())
