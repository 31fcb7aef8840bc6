"""A check that hangs, dies or raises at a word of the article. A module, so that workers can import it."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

from checks.model import Article, Sheet
from summarizer.desk.checking import CheckOptions, check_parsed

HANGS, HANGS_IN_C, DIES, RAISES = "Sisyphus", "Tantalus", "Icarus", "Pandora"
BEGUN = ".begun"  # suffix of the file written beside the article when its check begins to hang
FOREVER = 3600  # seconds, longer than any test


def check(article: Article, options: CheckOptions, name: str) -> Sheet:
    """As `check_parsed`, unless the article contains one of the words above."""
    if RAISES in article.text:
        raise ZeroDivisionError("oh")
    if DIES in article.text:
        os.kill(os.getpid(), signal.SIGTERM)
    if os.path.isabs(name) and any(word in article.text for word in (HANGS, HANGS_IN_C)):
        Path(name + BEGUN).touch()
    if HANGS in article.text:
        time.sleep(FOREVER)
    if HANGS_IN_C in article.text:
        re.match("(a+)+$", "a" * 60 + "b")  # catastrophic backtracking that never releases the GIL
    return check_parsed(article, options, name)
