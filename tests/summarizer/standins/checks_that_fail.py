"""Checks of articles that hang, die or break at a word of theirs. In a module of its own: other processes import it."""

from __future__ import annotations

import os
import re
import signal
import time
from pathlib import Path

from checks.model import Article, Sheet
from summarizer.desk.checking import Terms, check_read

HANGS, HANGS_IN_C, DIES, BREAKS = "Sisyphus", "Tantalus", "Icarus", "Pandora"
BEGUN = ".begun"  # ending of the file that says, beside the article's, that its check hangs
NEVER = 3600


def check(article: Article, terms: Terms, name: str) -> Sheet:
    if BREAKS in article.text:
        raise ZeroDivisionError("oh")
    if DIES in article.text:
        os.kill(os.getpid(), signal.SIGTERM)
    if os.path.isabs(name) and any(word in article.text for word in (HANGS, HANGS_IN_C)):
        Path(name + BEGUN).touch()
    if HANGS in article.text:
        time.sleep(NEVER)
    if HANGS_IN_C in article.text:
        re.match("(a+)+$", "a" * 60 + "b")  # never lets another thread of its process have its turn
    return check_read(article, terms, name)
