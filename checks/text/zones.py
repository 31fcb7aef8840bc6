"""Classifies paragraphs into zones by their own words and by their position."""

from __future__ import annotations

import re

from checks.model import Span, Zone
from checks.pattern import pattern
from checks.text.datelines import DATELINE
from checks.text.paragraphs import BULLET

_PROMO_START = pattern(  # matched at the start of a line
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
_PROMO_LINE = pattern(  # matched against the whole line
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
_RELATED_LABEL = pattern(  # a label before the titles of other stories
    r"(?:related|recommended|most (?:read|popular|viewed|shared)|trending|more (?:stories|from|on this)|top stories"
    r"|latest|also read|read more|read next|you may also)\b",
    re.IGNORECASE,
)
_SOCIAL_NETWORKS = (
    r"(?:facebook|twitter|telegram|linkedin|instagram|youtube|whatsapp|pinterest|reddit|tumblr|tiktok|threads|bluesky"
    r"|mastodon|snapchat|messenger|flipboard|e?mail|rss|print|copy link|link|x)"
)
_NETWORK_ROW = pattern(rf"(?:{_SOCIAL_NETWORKS}(?:\s|,|&|\||/|·|•|and\s)*)+$", re.IGNORECASE)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_BYLINE = pattern(
    rf"""(?:
    (?:words\ |story\ |text\ |report\ )?by(?-i:\ [A-Z\u0080-\uffff])[^!?]{{1,90}}(?<!\.)$
    |\(?(?:reporting|additional\ reporting|editing|writing|compiled)\ by\b
    |(?:first\ |last\ |date\ )?(?:published|updated|posted|modified|created)(?:[:\ ][^!?]{{0,60}})?(?<!\.)$
    |on$|by$|\d+\ min(?:ute)?s?\ read$|reading\ time\b.{{0,30}}$|just\ now$
    |\d+\ (?:minute|hour|day|week|month|year)s?\ ago$
    |(?:(?:mon|tue|wednes|thurs|fri|satur|sun)[a-z]*,?\ )?
        (?:\d{{1,2}}(?:st|nd|rd|th)?\ {_MONTH}|{_MONTH}\ \d{{1,2}}(?:st|nd|rd|th)?)
        ,?(?:\ \d{{4}})?(?:[\ ,|·•–-]+(?:at\ )?[\d:.]{{1,8}}\s?(?:[ap]\.?m\.?)?(?:\s?[a-z]{{2,4}})?)?$
    |\d{{4}}-\d\d-\d\d(?:[T\ ][\d:.Z+-]+)?$
    |[^.!?,;:]{{3,60}}[,|]\ (?:[a-z]+\ ){{0,3}}(?:editor|correspondent|reporter|writer|staff)(?:\ in\ [a-z\ ]{{2,25}})?$
    |(?:cnn|reuters|ap|afp|pti|ians|ani|bbc(?:\ news)?|pa(?:\ media)?)\s*(?:[–—-]+)?$
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_EXPLICIT_BYLINE = pattern(r"\(?\w+ by\b|by\b|(?:first |last )?(?:published|updated|posted|modified)", re.IGNORECASE)
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
    r"|/ ?(?:getty|ap|afp|reuters)(?: images| photo)?|getty images"
    r"|\b(?:reuters|ap photo|afp photo)/ ?[^.()]{2,60}|\((?:ap photo|reuters|[^()/]{2,40})/ ?[^()/]{2,40}\)"
    r"|\([^()]{0,40}\bvia (?:ap|afp|getty images|reuters)\))$",
    re.IGNORECASE,
)
_CREDIT_HINTS = ("photo", "image", "picture", "credit", "getty", "/")  # every match of _CREDIT contains one of these
_CLOSING_MARKS = "\"'”’)]"
_MAX_LINE_OUTSIDE_STORY = 400  # characters; longer lines are story, whatever their first words
_MAX_PROMO_LINE = 130  # characters, exclusive; so are those of the next
_MAX_RELATED_LABEL = 60
_MAX_HEADLINE = 200  # characters
_MAX_HEADLINE_WORDS = 26  # longer lines are truncated sentences
_MAX_SUBHEAD_WORDS = 8
_MAX_LABEL_WORDS = 3


def classify_paragraphs(text: str, spans: list[Span]) -> list[Zone]:
    """Returns the zone of each paragraph; `spans` are the paragraphs in text order."""
    lines = [text[span.start : span.end].replace("\xa0", " ") for span in spans]
    zones = [_zone_by_words(line) for line in lines]
    titles = [zone is None and _looks_like_title(line) for line, zone in zip(lines, zones, strict=True)]
    for index, line in enumerate(lines[1:]):
        if line[0].islower() and zones[index + 1] is None:
            titles[index] = False  # it continues the sentence of the line before
    story_start = next((i for i, zone in enumerate(zones) if zone is None and not titles[i]), None)
    if story_start is None:  # without a story there is no headline
        return [Zone.PROMO if zone is Zone.PROMO and len(lines) > 1 else Zone.BODY for zone in zones]
    headline = _find_headline(lines[:story_start], titles)
    after_related = False
    for index, line in enumerate(lines):
        if (
            index > story_start
            and zones[index] is Zone.BYLINE
            and line[0].isupper()
            and not _EXPLICIT_BYLINE.match(line)
        ):
            zones[index] = Zone.BODY  # a date inside the story, as in a timetable
        elif zones[index] is not None:
            after_related = (
                zones[index] is Zone.PROMO and bool(_RELATED_LABEL.match(line)) and len(line) < _MAX_RELATED_LABEL
            )
        elif index == headline:
            zones[index] = Zone.HEADLINE
        elif not titles[index]:
            zones[index] = Zone.BODY
            after_related = False
        elif index < story_start and index and zones[index - 1] is Zone.BYLINE and lines[index - 1].lower() == "by":
            zones[index] = Zone.BYLINE
        elif index < story_start and headline is not None and index > headline:
            zones[index] = Zone.PROMO if _is_label(line) else Zone.STANDFIRST
        elif index < story_start or after_related:
            zones[index] = Zone.PROMO
        elif _is_subhead(line):
            follows_list = zones[index - 1] is Zone.LIST or lines[index - 1].endswith(":")
            zones[index] = Zone.LIST if follows_list and _is_in_unmarked_list(titles, index) else Zone.PROMO
        else:
            zones[index] = Zone.BODY
    if headline is not None:
        _mark_standfirst(lines, zones, headline)
    return [zone or Zone.BODY for zone in zones]


def _zone_by_words(line: str) -> Zone | None:
    """Returns the zone that a line's own words show; None if they show none."""
    if len(line) > _MAX_LINE_OUTSIDE_STORY:
        return None
    if _PROMO_START.match(line) or (len(line) < _MAX_PROMO_LINE and _PROMO_LINE.match(line)):
        return Zone.PROMO
    if _BYLINE.match(line):
        return Zone.BYLINE
    if _CAPTION.match(line) or (_may_have_credit(line) and _CREDIT.search(line)):
        return Zone.CAPTION
    if _NETWORK_ROW.match(line):
        return Zone.PROMO
    if BULLET.match(line):
        return Zone.LIST
    return None


def _looks_like_title(line: str) -> bool:
    """Whether a line has the length, capital and ending of a title."""
    if line.count("“") > line.count("”") or line.count('"') % 2:
        return False  # an unclosed quotation
    if len(line) > _MAX_HEADLINE or line[-1] in ".:,;…" or (_ends_like_sentence(line) and line[-1] not in "?!'’\"”"):
        return False
    if _ends_like_sentence(line) and (line[-2:-1] == "." or line.count(" ") >= 15 or ". " in line):
        return False
    return line.count(" ") < _MAX_HEADLINE_WORDS and not line[0].islower() and any(c.isalpha() for c in line)


def _may_have_credit(line: str) -> bool:
    """Whether the line may contain a credit; much cheaper than searching for one."""
    lower = line.lower()
    return any(source in lower for source in _CREDIT_HINTS)


def _ends_like_sentence(line: str) -> bool:
    """Whether the last mark, closing quotes and brackets aside, is one that ends a sentence."""
    return line.rstrip(_CLOSING_MARKS)[-1:] in tuple(".!?…")


def _is_label(line: str) -> bool:
    """Whether a line is short enough for a section label and has no digit."""
    return line.count(" ") < _MAX_LABEL_WORDS and not any(c.isdigit() for c in line)


def _is_subhead(line: str) -> bool:
    """Whether a line is short enough for a subhead and has no digit."""
    return line.count(" ") < _MAX_SUBHEAD_WORDS and not any(c.isdigit() for c in line)


def _is_in_unmarked_list(titles: list[bool], index: int) -> bool:
    """Whether a short line is next to another, as in a list that lost its bullets."""
    return titles[index - 1] or (index + 1 < len(titles) and titles[index + 1])


def _find_headline(lines: list[str], titles: list[bool]) -> int | None:
    """Returns the index of the headline among the title-like `lines` before the story.

    That is the first one too long for a section label, else the longest; None if there is no title-like line.
    """
    candidates = [index for index in range(len(lines)) if titles[index]]
    for index in candidates:
        if lines[index].count(" ") >= _MAX_LABEL_WORDS:
            return index
    return max(candidates, key=lambda index: len(lines[index]), default=None)


def _mark_standfirst(lines: list[str], zones: list[Zone | None], headline: int) -> None:
    """Marks a sentence or two between the headline and the byline, or above the dateline, as standfirst."""
    body = [index for index in range(headline + 1, min(headline + 4, len(zones))) if zones[index] is Zone.BODY]
    if not body or body[0] != headline + 1:
        return
    for index in range(headline + 2, min(headline + 4, len(zones))):
        is_name_byline = zones[index] is Zone.BYLINE and lines[index][:2].lower() == "by"
        if is_name_byline or (zones[index] is Zone.BODY and DATELINE.match(lines[index])):
            for earlier in range(headline + 1, index):
                if zones[earlier] is Zone.BODY:
                    zones[earlier] = Zone.STANDFIRST
            return
        if zones[index] is not Zone.BODY:
            return
