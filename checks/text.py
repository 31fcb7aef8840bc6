"""Splits a text into paragraphs with their zones, sentences, quotations and datelines, and guesses its language.

A paragraph is a line, since that is what pasted copy has; lines that were wrapped at a fixed width are joined. What a
paragraph is (its zone) is told by its own words and by its place:

* promo, byline and caption lines give themselves away by their first words ("ALSO READ:", "By Ann Lee", "Photo:");
* the headline is the first line before the story that reads like a title: no full stop, and a story follows. A short
  line before it ("Crime & Courts") is a section label, which is promo; lines between it and the story are standfirst;
* a short line without a full stop inside the story is a subhead. Subheads are section labels too, hence promo, unless
  they hold a digit ("Rovers 3-2 Town"), when they may be part of the story. Several of them after a colon are a list.

Text without a title, a single paragraph above all, is all body: a first sentence is never taken for a headline.
Everything runs in linear time, and nothing is normalised, so that offsets never move.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from checks.model import Paragraph, Sentence, Span, Zone
from checks.pattern import pattern

KnownZones = Mapping[tuple[int, int], Zone] | Iterable[tuple[int, int, Zone]]


class Layout(NamedTuple):
    """How a text is laid out. All spans are offsets into the text given to `split`."""

    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]  # a dateline is a sentence of its own, in the zone DATELINE
    quotations: tuple[Span, ...]  # between the marks, the marks left out; in text order, never nested
    datelines: tuple[Span, ...]  # "LYON, France –", dash included
    language: str  # "en", another ISO 639-1 code, or "und" when it is neither English nor known
    locale: str  # "en-GB" or "en-US"


def split(text: str, zones: KnownZones | None = None) -> Layout:
    """The layout of `text`; `zones` are known beforehand for parts of it, and the rest is told by its words.

    >>> [paragraph.zone.value for paragraph in split("Two held\\n\\nPolice held two men on Monday.").paragraphs]
    ['headline', 'body']
    """
    spans = list(_paragraph_spans(text))
    kinds = _zones(text, spans)
    starts = [span.start for span in spans]
    for start, end, zone in _known(zones):
        for index in range(bisect_left(starts, start), bisect_left(starts, end)):
            kinds[index] = zone
    number = 0
    paragraphs = []
    for span, zone in zip(spans, kinds, strict=True):
        number += zone is Zone.BODY
        paragraphs.append(Paragraph(span, zone, number if zone is Zone.BODY else None))
    datelines = tuple(_datelines(text, paragraphs))
    return Layout(
        tuple(paragraphs),
        tuple(_sentences(text, paragraphs, datelines)),
        tuple(_quotations(text, paragraphs)),
        datelines,
        *_language_and_locale(text),
    )


def _words(spaced: str) -> frozenset[str]:
    return frozenset(spaced.split())


def _known(zones: KnownZones | None) -> Iterator[tuple[int, int, Zone]]:
    if isinstance(zones, Mapping):
        for (start, end), zone in zones.items():
            yield start, end, zone
    elif zones is not None:
        yield from zones


# ---- paragraphs ------------------------------------------------------------------------------------------------------

LINE_BREAK = pattern(r"[\n\r\v\f\x85\u2028\u2029]")
_LINE = pattern(r"[^\n\r\v\f\x85\u2028\u2029]+")
_BULLET = pattern(r"(?:[-–—*•·‣▪◦●■]|\d{1,2}[.)])[ \t\xa0]+(?=\S)")
_WRAPPED_WIDTHS = range(50, 101)  # of lines that a mail program or a terminal wrapped
_WIDTHS = range(40, 133)  # of the longest line, where all of a text looks wrapped
_BREAKS = 3  # inside its blocks, or it is not told
_NEARLY = 0.85  # of the longest: a line of letters of different widths has about as many
_MOST = 0.8  # of the breaks
_ENDS = ".!?:\"”'’"
_SPACE = pattern(r"\s")
_COLUMNS = pattern(r"\t|\S {3,}\S")
_MAY_GO_ON = "-–—0123456789"  # "on November / 4. Prices fell", " – who had left / – said"
_INVISIBLE = "\ufeff\u200b\u200e\u200f\u2060"


def _paragraph_spans(text: str) -> Iterator[Span]:
    """Lines with something on them, trimmed; lines wrapped at a fixed width are joined up to the next blank line."""
    blocks: list[list[Span]] = [[]]
    last_end = 0
    for found in _LINE.finditer(text):
        raw = found.group()
        words = raw.strip().strip(_INVISIBLE).strip()
        if not words:
            continue
        start = found.start() + raw.index(words)
        if blocks[-1] and text.count("\n", last_end, start) > 1:
            blocks.append([])
        blocks[-1].append(Span(start, start + len(words)))
        last_end = start + len(words)
    full = _full_from(text, [part for block in blocks for part in _items(text, block, None)])
    for block in blocks:
        for part in _items(text, block, full):
            yield from _unwrapped(text, part, full)


def _items(text: str, block: list[Span], full: int | None) -> Iterator[list[Span]]:
    """The lines of a block, apart where one begins with a bullet that does not go on with the line before it."""
    part: list[Span] = []
    for line in block:
        if part and _BULLET.match(text, line.start, line.end):
            last = part[-1]
            goes_on = full is not None and _is_full(text, last, line, full) and text[last.end - 1] not in _ENDS
            if not (goes_on and text[line.start] in _MAY_GO_ON and not _BULLET.match(text, part[0].start, part[0].end)):
                yield part
                part = []
        part.append(line)
    yield part


def _full_from(text: str, blocks: list[list[Span]]) -> int | None:
    """The length from which on a line was broken because the next word did not fit; None where none was.

    The text was wrapped if its lines, all but the last of each block, are about as long as the longest, and seldom end
    where a sentence does, as paragraphs do.
    """
    longest = max((line.end - line.start for block in blocks for line in block), default=0)
    broken = [pair for block in blocks for pair in pairwise(block)]
    if longest not in _WIDTHS or len(broken) < _BREAKS:
        return None
    full = math.ceil(_NEARLY * longest)
    ends = sum(text[line.end - 1] in _ENDS for line, _ in broken)
    filled = sum(_is_full(text, line, following, full) for line, following in broken)
    in_columns = _is_in_columns(text, [line for line, _ in broken])
    return full if filled >= _MOST * len(broken) and 3 * ends <= len(broken) and not in_columns else None


def _is_in_columns(text: str, lines: list[Span]) -> bool:
    return 4 * sum(_COLUMNS.search(text, line.start, line.end) is not None for line in lines) > len(lines)


def _is_full(text: str, line: Span, following: Span, full: int) -> bool:
    space = _SPACE.search(text, following.start, min(following.end, following.start + full))
    return line.end - line.start + 1 + (space.start() if space else following.end) - following.start > full


def _unwrapped(text: str, lines: list[Span], full: int | None) -> Iterator[Span]:
    """The lines of a block as one paragraph if they were wrapped at a width, else each as its own."""
    all_but_last = lines[:-1]
    widths = all(line.end - line.start in _WRAPPED_WIDTHS for line in all_but_last)
    ends = sum(text[line.end - 1] in _ENDS for line in all_but_last)
    if len(all_but_last) > 1 and widths and 2 * ends < len(all_but_last) and not _is_in_columns(text, lines):
        yield Span(lines[0].start, lines[-1].end)
        return
    start = 0
    for at, (last, line) in enumerate(pairwise(lines), 1):
        so_far = Span(lines[start].start, last.end)
        if not ((full is not None and _is_full(text, last, line, full)) or _runs_on(text, so_far, line)):
            yield so_far
            start = at
    if lines:
        yield Span(lines[start].start, lines[-1].end)


def _runs_on(text: str, line: Span, following: Span) -> bool:
    """Was one sentence broken between two lines? Not told of text that is written without capitals."""
    return (
        line.end - line.start > 30
        and text[following.start].islower()
        and text[line.end - 1] not in ".!?:;"
        and not text[line.start].islower()
    )


# ---- zones -----------------------------------------------------------------------------------------------------------

_PROMO = pattern(  # whatever follows
    r"""(?:also\ read|read\ also|read\ more|read\ next|see\ also|more\ on\ this|more|read|watch|listen|related)\s?:
    |also\ read\b|(?:connect|keep\ in\ touch)\ with\ us|(?:follow|find|like|join)\ us\ on\b|continue\ reading
        |keep\ reading
    |(?:story|article)\ continues\ below|click\ here|tap\ here|swipe\ (?:left|right)
    |(?:subscribe|sign\ up|register)\ (?:now|here|today|to\ (?:our|the|read|continue)|for\ (?:our|the|free))\b
    |download\ (?:our|the)\ .{0,40}\bapp\b|get\ the\ app|editor['’]s\ note:\ sign\ up|support\ our\ journalism
    |get\ (?:our|the)\ .{0,60}\b(?:newsletter|inbox)|share\ (?:this|on|via)\b|skip\ to\ (?:main\ )?content
    |(?:we|this\ (?:web)?site)\ uses?\ cookies|(?:accept|reject|manage)\ (?:all|cookies)|cookie\ (?:policy|notice
        |settings)
    |by\ (?:clicking|continuing|signing\ up|subscribing|using\ this\ site)\b.{0,40}\byou\b
    |media\ playback\ is|(?:your\ browser|this\ video)\ (?:does\ not|cannot|can\ not)|please\ (?:enable
        |turn\ on)\ javascript
    |©|\(c\)\ \d{4}|copyright\ (?:©|\(c\)|\d{4})|all\ rights\ reserved|(?:tags|topics|filed\ under|categories
        |keywords)\s?:
    |for\ (?:more|all\ the\ latest)\ .{0,60}\b(?:click|visit|follow|sign\ up)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_LABEL = pattern(  # the whole line
    r"""(?:follow\ .{1,60}\ on\b.{0,60}|(?:subscribe|sign\ (?:up|in)|log\ in|register|advertisement|advertising
        |sponsored)\b.{0,40}
    |(?:sponsored|paid|promoted|partner)\ (?:content|stories|post)|donate\ now|save\ (?:this\ )?(?:article|story
        |for\ later)
    |(?:email|print|copy|report)\ (?:this|link|article|page)\b.{0,20}|privacy\ policy|terms\ (?:of|and)\ .{0,30}
    |(?:skip|jump|go|back)\ to\ .{0,30}|leave\ a\ (?:comment|reply)|(?:view|show|read)\ (?:all\ )?comments
        |\d+\ comments?
    |watch\ (?:live|now|the\ video|more)|(?:top|breaking|trending|latest|most\ (?:read|popular|viewed|shared)
        |recommended|related
    |popular|more|other|you\ may\ also\ like)(?:\ (?:news|stories|articles|posts|topics|videos|reading|now|for\ you
        |headlines
    |on\ this\ story|from\ .{0,30}))?|menu|search|home|close|share|comments?|print|loading|news|world|business
        |politics|sports?
    |opinion|video|live|next|previous|topics|tags)\s?[:»>.…]{0,3}$""",
    re.IGNORECASE | re.VERBOSE,
)
_RELATED = pattern(  # a label after which titles of other stories follow
    r"(?:related|recommended|most (?:read|popular|viewed|shared)|trending|more (?:stories|from|on this)|top stories"
    r"|latest|also read|read more|read next|you may also)\b",
    re.IGNORECASE,
)
_NETWORKS = (
    r"(?:facebook|twitter|telegram|linkedin|instagram|youtube|whatsapp|pinterest|reddit|tumblr|tiktok|threads|bluesky"
    r"|mastodon|snapchat|messenger|flipboard|e?mail|rss|print|copy link|link|x)"
)
_NETWORK_ROW = pattern(rf"(?:{_NETWORKS}(?:\s|,|&|\||/|·|•|and\s)*)+$", re.IGNORECASE)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_BYLINE = pattern(
    rf"""(?:
    (?:words\ |story\ |text\ |report\ )?by(?-i:\ [A-Z\u0080-\uffff])[^!?]{{1,90}}(?<!\.)$
    |\(?(?:reporting|additional\ reporting|editing|writing|compiled)\ by\b
    |(?:first\ |last\ |date\ )?(?:published|updated|posted|modified|created)(?:[:\ ][^!?]{{0,60}})?(?<!\.)$
    |on$|by$|\d+\ min(?:ute)?s?\ read$|reading\ time\b.{{0,30}}$|\d+\ (?:minute|hour|day|week)s?\ ago$|just\ now$
    |(?:(?:mon|tue|wednes|thurs|fri|satur|sun)[a-z]*,?\ )?
        (?:\d{{1,2}}(?:st|nd|rd|th)?\ {_MONTH}|{_MONTH}\ \d{{1,2}}(?:st|nd|rd|th)?)
        ,?(?:\ \d{{4}})?(?:[\ ,|·•–-]+(?:at\ )?[\d:.]{{1,8}}\s?(?:[ap]\.?m\.?)?(?:\s?[a-z]{{2,4}})?)?$
    |\d{{4}}-\d\d-\d\d(?:[T\ ][\d:.Z+-]+)?$
    |[^.!?,;:]{{3,60}}[,|]\ (?:[a-z]+\ ){{0,3}}(?:editor|correspondent|reporter|writer|staff)(?:\ in\ [a-z\ ]{{2,25}})?$
    |(?:cnn|reuters|ap|afp|pti|ians|ani|bbc(?:\ news)?|pa(?:\ media)?)\s*(?:[–—-]+)?$
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_SAYS_BYLINE = pattern(r"\(?\w+ by\b|by\b|(?:first |last )?(?:published|updated|posted|modified)", re.IGNORECASE)
_CAPTION = pattern(
    r"""(?:
    (?:file\ )?(?:photo(?:graph)?|picture|image|video|graphic|caption|illustration|photos|images)s?\s*(?::|\bby\b|/
        |\bcredit\b|\bsource\b|\bcaption\b|©)
    |pictured\s*:|pictured\ (?:above|below|left|right|here)\b|(?:above|below|left|right|top|inset
        |main\ image)\s*:\ |getty\ images
    |image\ source|photo\ illustration
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_CREDIT = pattern(
    r"(?:\((?:photo|image|picture|file photo|credit)s?\b[^()]{0,80}\)|\b(?:photograph|photo|credit|image):? [^.]{2,60}"
    r"|/ ?(?:getty|ap|afp|reuters)(?: images| photo)?|getty images)$",
    re.IGNORECASE,
)
_SOURCES = ("photo", "image", "picture", "credit", "getty", "/")  # every credit has one of these
_CLOSING_MARKS = "\"'”’)]"
_HEADLINE_WORDS = 26  # titles longer than that are cut-off sentences
_SUBHEAD_WORDS = 8
_LABEL_WORDS = 3


def _zones(text: str, spans: list[Span]) -> list[Zone]:
    lines = [text[span.start : span.end].replace("\xa0", " ") for span in spans]
    zones = [_by_words(line) for line in lines]
    titles = [zone is None and _reads_like_title(line) for line, zone in zip(lines, zones, strict=True)]
    for index, line in enumerate(lines[1:]):
        if line[0].islower() and zones[index + 1] is None:
            titles[index] = False  # the sentence goes on
    first = next((i for i, zone in enumerate(zones) if zone is None and not titles[i]), None)
    if first is None:  # no story: nothing can be its headline
        return [Zone.PROMO if zone is Zone.PROMO and len(lines) > 1 else Zone.BODY for zone in zones]
    headline = _headline(lines[:first], titles)
    after_related = False
    for index, line in enumerate(lines):
        if index > first and zones[index] is Zone.BYLINE and line[0].isupper() and not _SAYS_BYLINE.match(line):
            zones[index] = Zone.BODY  # a date inside the story: a timetable, say
        elif zones[index] is not None:
            after_related = zones[index] is Zone.PROMO and bool(_RELATED.match(line)) and len(line) < 60
        elif index == headline:
            zones[index] = Zone.HEADLINE
        elif not titles[index]:
            zones[index] = Zone.BODY
            after_related = False
        elif index < first and index and zones[index - 1] is Zone.BYLINE and lines[index - 1].lower() == "by":
            zones[index] = Zone.BYLINE
        elif index < first and headline is not None and index > headline:
            zones[index] = Zone.PROMO if _is_label(line) else Zone.STANDFIRST
        elif index < first or after_related:
            zones[index] = Zone.PROMO
        elif _is_subhead(line):
            listed = zones[index - 1] is Zone.LIST or lines[index - 1].endswith(":")
            zones[index] = Zone.LIST if listed and _is_listed(titles, index) else Zone.PROMO
        else:
            zones[index] = Zone.BODY
    if headline is not None:
        _standfirst(lines, zones, headline)
    return [zone or Zone.BODY for zone in zones]


def _by_words(line: str) -> Zone | None:
    """The zone that a line's own words give away, if any."""
    if len(line) > 400:
        return None
    if _PROMO.match(line) or (len(line) < 130 and _LABEL.match(line)):
        return Zone.PROMO
    if _BYLINE.match(line):
        return Zone.BYLINE
    if _CAPTION.match(line) or (_names_a_source(line) and _CREDIT.search(line)):
        return Zone.CAPTION
    if _NETWORK_ROW.match(line):
        return Zone.PROMO
    if _BULLET.match(line):
        return Zone.LIST
    return None


def _reads_like_title(line: str) -> bool:
    if line.count("“") > line.count("”") or line.count('"') % 2:
        return False  # a quotation that goes on
    if len(line) > 200 or line[-1] in ".:,;…" or (_ends_as_story(line) and line[-1] not in "?!'’\"”"):
        return False
    if _ends_as_story(line) and (line[-2:-1] == "." or line.count(" ") >= 15 or ". " in line):
        return False
    return line.count(" ") < _HEADLINE_WORDS and not line[0].islower() and any(c.isalpha() for c in line)


def _names_a_source(line: str) -> bool:
    """May a credit stand in it? Told much sooner than by reading the line for one."""
    lower = line.lower()
    return any(source in lower for source in _SOURCES)


def _ends_as_story(line: str) -> bool:
    """Is its last mark, but for closing ones, one that ends a sentence?"""
    return line.rstrip(_CLOSING_MARKS)[-1:] in tuple(".!?…")


def _is_label(line: str) -> bool:
    return line.count(" ") < _LABEL_WORDS and not any(c.isdigit() for c in line)


def _is_subhead(line: str) -> bool:
    return line.count(" ") < _SUBHEAD_WORDS and not any(c.isdigit() for c in line)


def _is_listed(titles: list[bool], index: int) -> bool:
    """Is the short line one of several, a list whose bullets were lost?"""
    return titles[index - 1] or (index + 1 < len(titles) and titles[index + 1])


def _headline(lines: list[str], titles: list[bool]) -> int | None:
    """Of the title-like lines before the story: the first that is no label, else the longest."""
    before = [index for index in range(len(lines)) if titles[index]]
    for index in before:
        if lines[index].count(" ") >= _LABEL_WORDS:
            return index
    return max(before, key=lambda index: len(lines[index]), default=None)


def _standfirst(lines: list[str], zones: list[Zone | None], headline: int) -> None:
    """A sentence or two between the headline and the byline, or above the dateline, are the standfirst."""
    body = [index for index in range(headline + 1, min(headline + 4, len(zones))) if zones[index] is Zone.BODY]
    if not body or body[0] != headline + 1:
        return
    for index in range(headline + 2, min(headline + 4, len(zones))):
        by_name = zones[index] is Zone.BYLINE and lines[index][:2].lower() == "by"
        if by_name or (zones[index] is Zone.BODY and _DATELINE.match(lines[index])):
            for earlier in range(headline + 1, index):
                if zones[earlier] is Zone.BODY:
                    zones[earlier] = Zone.STANDFIRST
            return
        if zones[index] is not Zone.BODY:
            return


# ---- datelines -------------------------------------------------------------------------------------------------------

_AGENCY = (
    r"\(\ ?(?:CNN|Reuters|AP|AFP|PTI|IANS|ANI|UNI|UPI|DPA|dpa|EFE|TASS|Xinhua|Bloomberg|BBC(?: News)?|PA(?: Media)?"
    r"|CBC|NPR|ABC|NBC|CBS|KUNA|WAM|AAP|cnn|reuters|ap|afp)\ ?\)"
)
_DATED = (
    r"(?:,? \d{1,2})?(?:,? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?)?(?: \d{1,2})?(?:,? \d{4})?"
)
_PLACE_PARTICLES = _words("of de del la le el al upon on the sur am")
_JOINED = pattern(r"-[a-z]+-")  # Aix-en-Provence, Stoke-by-Nayland
_DATELINE = pattern(
    # (CNN)The / (CNN) --
    rf"{_AGENCY} ?(?:--|[–—-])? ?"
    # New Delhi, Jun 28 (PTI) / hong kong ( cnn ) / LONDON (Reuters) -
    rf"|[A-Za-z][\w.,'’ -]{{1,40}}?{_DATED}:? ?{_AGENCY} ?(?:--|[–—-])? ?"
    # LYON, France – / NEW YORK, May 3 —
    rf"|[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+)*(?:, [A-Z][\w.'’ ]{{1,25}}?)?{_DATED} ?(?:--|[–—]| - ) ?(?=[A-Z\"“‘'])"
    # Genoa (GNS) -
    rf"|[A-Z][\w.,'’ -]{{1,40}}?{_DATED} \([A-Z]{{2,10}}\) ?(?:--|[–—-]) ?"
    # Moscow -- Russia's
    rf"|[A-Z][\w.'’]+(?:,? [A-Z][\w.'’]+){{0,3}} (?:--|—|–) (?=[A-Z\"“‘'])"
)


_ENDS_DATELINE = pattern(r"[(–—-]")  # none goes without a bracket or a dash
_LONGEST_DATELINE = 80


def _datelines(text: str, paragraphs: list[Paragraph]) -> Iterator[Span]:
    """The words before the first sentence of the story that say where, when and by which agency it was filed."""
    for paragraph in paragraphs:
        if paragraph.number == 1:
            start, end = paragraph.span
            if not _ENDS_DATELINE.search(text, start, min(end, start + _LONGEST_DATELINE)):
                return
            found = _DATELINE.match(text, start, end)
            if found and found.end() - found.start() <= _LONGEST_DATELINE and _names_a_place(found.group()):
                yield Span(found.start(), found.start() + len(found.group().rstrip()))
            return


def _names_a_place(words: str) -> bool:
    """Is all of it written with capitals, as places are, or nothing?"""
    told = _WORD.findall(_JOINED.sub("-", words.partition("(")[0]))
    small = [word for word in told if word.islower() and word not in _PLACE_PARTICLES]
    return not small or len(small) == len(told)


# ---- sentences -------------------------------------------------------------------------------------------------------

_STOP = pattern(r"[.!?…。！？]+[\"'”’»)\]]*")
_SPACE_AFTER = pattern(r"\s+")
_GLUED = pattern(r"[A-Z](?:[a-z]|['’][a-z]|\s|[A-Z]{2})")
# Abbreviations that something always follows, those before a number, and those that seldom end a sentence.
_NEVER_LAST = _words("""
    mr mrs ms mx messrs dr prof st mt ft rev fr sr sen sens rep reps gov gen lt lieut col maj capt cpl sgt cmdr
    adm hon pres amb supt det insp dep asst assoc vs v cf ca approx est e.g i.e eg ie viz op nos vol vols pp fig
    figs art arts al tel ext
    """)
_BEFORE_NUMBER = _words("no p c jan feb mar apr jun jul aug sept sep oct nov dec rs ph sec")
_RARELY_LAST = _words(
    """
        inc ltd co corp plc bros jr ave blvd rd dept univ u.s u.k u.n e.u u.s.a d.c n.y l.a ph.d
        """
)
_AFTER_HOUR = pattern(
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z]{2,4}\b|(?:Eastern|Pacific|Central|Mountain|Greenwich)\b)"
)
_STARTERS = _words("""
    the a an he she it they we i you this that these those there here his her its their our in on at for from
    with after before but and or as when while if since during by to of not no so now then what who how why
    where both all some many most police officials meanwhile however although though also according another one
    two
    """)
_NEXT_WORD = pattern(r"[\"'“‘(\[]*([A-Za-z]+)")


def _sentences(text: str, paragraphs: list[Paragraph], datelines: tuple[Span, ...]) -> Iterator[Sentence]:
    for index, paragraph in enumerate(paragraphs):
        start, end = paragraph.span
        for dateline in datelines:
            if dateline.start == start:
                yield Sentence(dateline, index, Zone.DATELINE)
                start = dateline.end
        if bullet := _BULLET.match(text, start, end):
            start = bullet.end()  # "1." ends no sentence
        zone = paragraph.zone
        for stop in _STOP.finditer(text, start, end):
            if stop.start() >= start and stop.end() < end and _ends_sentence(text, start, stop, end):
                yield from _trimmed(text, start, stop.end(), index, zone)
                start = stop.end()
        yield from _trimmed(text, start, end, index, zone)


def _trimmed(text: str, start: int, end: int, paragraph: int, zone: Zone) -> Iterator[Sentence]:
    while start < end and text[start].isspace():
        start += 1
    if start < end:
        yield Sentence(Span(start, end), paragraph, zone)


def _ends_sentence(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    after = stop.end()
    marks = stop.group()
    space = _SPACE_AFTER.match(text, after, end)
    if space is None:
        return _is_glued(text, start, stop, end)
    following = text[space.end() : space.end() + 1]
    before = text[stop.start() - 1 : stop.start()]
    if marks == "." and before.isspace():  # "media . the plant": text that was split into tokens
        return True
    if following.islower():
        return False
    if marks[0] != ".":
        return True
    if len(marks.rstrip("\"'”’»)]")) > 1 and marks.startswith(".."):
        return following.isupper() or following in "\"“‘'"
    if len(marks) > 1 and marks[1] in "\"”’'":
        return True
    token = text[max(start, stop.start() - 24) : stop.start()].split()[-1:] or [""]
    word = token[0].lstrip("\"'“‘([").lower()
    if word in _NEVER_LAST:
        return False
    if word in _BEFORE_NUMBER and not (len(word) == 1 and before.isupper()):  # the "P." of "J. P. Marsh" is a name
        return not following.isdigit()
    if word in ("a.m", "p.m", "etc"):
        return not _AFTER_HOUR.match(text, space.end(), end)
    initial = len(word) == 1 and word.isalpha()
    if initial or word in _RARELY_LAST or re.fullmatch(r"(?:[a-z]\.)+[a-z]", word):
        found = _NEXT_WORD.match(text, space.end(), end)
        return bool(found) and found[1].lower() in _STARTERS if found else True
    return True


def _is_glued(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    """ "in 2017.It": a full stop whose space was lost."""
    if not _GLUED.match(text, stop.end(), end):
        return False
    before = text[max(start, stop.start() - 40) : stop.start()].split()[-1:] or [""]
    if not stop.group().startswith("."):
        return True
    word = before[0]
    if any(mark in word for mark in "./@_") and not word[-1:].isdigit():
        return False
    return len(word.strip("\"'“‘()")) > 1 and (word[-1].islower() or word[-1].isdigit() or word[-1] in ')"”%')


# ---- quotations ------------------------------------------------------------------------------------------------------

_MARK = pattern(r"[\"“”„«»]|``|''|[‘’'](?![’'])")
_OPENING_BEFORE = frozenset("([{—–-/:")
_LOST_MARK = 400  # characters after which an opening mark without its partner is taken for a slip
_SINGLE_REACH = 300


def _quotations(text: str, paragraphs: list[Paragraph]) -> Iterator[Span]:
    """What stands in quotation marks, if anything. One that runs over paragraphs yields a span a paragraph."""
    for index, paragraph in enumerate(paragraphs):
        start, end = paragraph.span
        opened = single = -1
        inside = False  # of a double quotation
        for found in _MARK.finditer(text, start, end):
            at, mark = found.start(), found.group()
            if mark in "‘’'":
                if inside:
                    continue
                if single < 0 or at - single > _SINGLE_REACH:
                    single = found.end() if _opens_single(text, at, start, end) else -1
                elif _closes_single(text, at, end, single):
                    if single < at:
                        yield Span(single, at)
                    single = -1
                continue
            opens = mark in "“„«``" or (mark == '"' and _opens(text, at, start, end, inside))
            if mark == "“" and text[opened - 1 : opened] == "„":
                opens = False
            if opens:
                opened, inside, single = found.end(), True, -1
            elif inside:
                if opened < at:
                    yield Span(opened, at)
                inside = False
        if inside and opened < end and (_continues(text, paragraphs, index) or end - opened <= _LOST_MARK):
            yield Span(opened, end)


def _opens(text: str, at: int, start: int, end: int, inside: bool) -> bool:
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    if before.isspace() and after.isspace():
        return not inside
    if after.isspace():
        return False
    return before.isspace() or before in _OPENING_BEFORE or (not inside and before in ".,;!?)")


def _opens_single(text: str, at: int, start: int, end: int) -> bool:
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    decade = text[at + 1 : at + 3].isdigit() and text[at + 3 : at + 4] == "s"
    return text[at] != "’" and (before.isspace() or before in "([—–") and not after.isspace() and not decade


def _closes_single(text: str, at: int, end: int, opened: int) -> bool:
    after = text[at + 1] if at + 1 < end else " "
    if text[at] == "‘" or after.isalnum() or text[at - 1].isspace():
        return False
    if text[at - 1] in "sS" and after == " ":  # "the workers' pay": a plural's apostrophe if another mark closes
        for later in range(at + 1, min(end, opened + _SINGLE_REACH)):
            if text[later] == text[at]:
                following = text[later + 1 : later + 2]
                if not following.isalnum() and not text[later - 1].isspace():
                    return False
                if text[later - 1].isspace():
                    return True
    return True


def _continues(text: str, paragraphs: list[Paragraph], index: int) -> bool:
    """Does the next paragraph begin with a mark again, as the rest of a long quotation does?"""
    return index + 1 < len(paragraphs) and text[paragraphs[index + 1].span.start] in '"“'


# ---- language and locale ---------------------------------------------------------------------------------------------

_WORD = pattern(r"[^\W\d_]+")
_SAMPLE = 6000  # characters that suffice for a guess
_ENGLISH = _words("""
    the of and to in a is was that for on with as by at from his her he she it its they were are be been has
    have had not but or an who said which this their after will would more than about into up out when there we
    you i
    """)
_FUNCTION_WORDS = {
    "de": _words(
        """
        der die das und ist nicht ein eine mit von zu den dem des auf für im sich als auch wurde haben hat
        es
        """
    ),
    "fr": _words(
        """
        le la les des et est une dans que qui pour pas sur au par avec du ce sont il elle ont été aux plus
        """
    ),
    "es": _words(
        """
        el la los las de y que en un una por con para no se su del al es como más fue han ha sus
        """
    ),
    "it": _words(
        """
        il lo la gli di e che in un una per con non si del della dei è sono come più ha nel alla
        """
    ),
    "pt": _words("o a os as de e que em um uma por com para não se do da dos das é no na foi mais ao"),
    "nl": _words(
        """
        de het een en van in is dat op te met voor niet zijn aan er door was worden naar heeft ook bij
        """
    ),
}
_BRITISH = _words("""
    colour colours favour favourite labour honour honours neighbour neighbours behaviour harbour humour rumours
    centre centres theatre theatres metre metres kilometre kilometres litre litres programme programmes defence
    licence offence travelled travelling cancelled cancelling fuelled modelling labelled organise organised
    organisation organisations organisers realise realised recognise recognised emphasise emphasised apologise
    apologised criticised criticise analysed tyre tyres kerb aluminium cheque cheques grey storey pounds whilst
    towards councillor councillors councils favourites mum jewellery ageing fulfil enrol sceptical cosy
    moustache plough manoeuvre maths
    """)
_AMERICAN = _words("""
    color colors favor favorite labor honor honors neighbor neighbors behavior harbor humor rumors center
    centers theater theaters meter meters kilometer kilometers liter liters program programs defense license
    offense traveled traveling canceled canceling fueled modeling labeled organize organized organization
    organizations organizers realize realized recognize recognized emphasize emphasized apologize apologized
    criticized criticize analyzed tire tires curb aluminum gray percent favorites mom jewelry aging fulfill
    enroll skeptical cozy mustache plow maneuver math gotten
    """)
_BRITISH_SIGNS = ("£", "per cent", "Mr ", "Mrs ", "Ms ", "Dr ")
_AMERICAN_SIGNS = ("Mr. ", "Mrs. ", "Ms. ", "Dr. ", "Sen. ", "Gov. ", "Rep. ", "U.S.", "a.m.", "p.m.")
_SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH_NAMES = f"(?:{'|'.join(_SHORT_MONTHS)})"
_DAY_FIRST = pattern(rf"\d(?:st|nd|rd|th)? {_MONTH_NAMES}")
_NUMERALS = pattern(
    r"(?<![\d/.-])(\d{1,2})(?:(?<=day \d)[.-]\d{1,2}|/\d{1,2}(?:/(?:\d{4}|\d\d))?|([.-])\d{1,2}\2\d{4})(?!\d|[.,]\d|%)"
)
_DOTTED = pattern(r"[.-]\d")  # what "3.5.2024" has and most texts lack
_MONTH_FIRST = pattern(rf"{_MONTH_NAMES}[a-z]{{0,6}}\.? \d{{1,2}}(?!\d)")


def _language_and_locale(text: str) -> tuple[str, str]:
    sample = text[:_SAMPLE]
    words = [word.lower() for word in _WORD.findall(sample)]
    return _language(words), _locale(sample, words)


def _language(words: list[str]) -> str:
    """English unless the words say otherwise: a short text gets the benefit of the doubt."""
    total = len(words)
    english = sum(word in _ENGLISH for word in words)
    if english * 5 >= total:
        return "en"
    counts = {code: sum(word in common for word in words) for code, common in _FUNCTION_WORDS.items()}
    best = max(counts, key=lambda code: counts[code])
    if total >= 4 and counts[best] > 2 * english and counts[best] * 10 >= total:
        return best
    foreign = sum(not word.isascii() for word in words)
    return "und" if (total >= 30 and english * 25 < total) or 2 * foreign > total else "en"


def _locale(sample: str, words: list[str]) -> str:
    british = _count(_BRITISH, words) + sum(map(sample.count, _BRITISH_SIGNS))
    american = _count(_AMERICAN, words) + sum(map(sample.count, _AMERICAN_SIGNS))
    if any(month in sample for month in _SHORT_MONTHS):
        british += len(_DAY_FIRST.findall(sample))
        american += len(_MONTH_FIRST.findall(sample))
    if american == british:  # a date in numerals decides where nothing else does; slashes are an American habit
        dated = "/" in sample or _DOTTED.search(sample)
        firsts = [int(day) for day, _ in _NUMERALS.findall(sample)] if dated else []
        return "en-US" if firsts and max(firsts) <= 12 else "en-GB"
    return "en-US" if american > british else "en-GB"


def _count(spellings: frozenset[str], words: list[str]) -> int:
    return 0 if spellings.isdisjoint(words) else sum(word in spellings for word in words)
