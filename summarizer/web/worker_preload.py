"""Imports what the worker processes need and checks a text. The fork server imports this module once for all of them.

The first check of a process compiles the patterns of the rules, which takes longer than many checks.
"""

import gc

from checks.run import check_article
from summarizer.desk.plugins import prepare_worker
from summarizer.reports.data import sheet_data
from summarizer.reports.live import EXAMPLE, live_view
from summarizer.web import posted_texts as posted_texts

GC_THRESHOLD = 100_000  # new objects between two collections

prepare_worker()
_text = EXAMPLE.read_text(encoding="utf-8")
_sheet = check_article(_text)
live_view(_sheet, "the example", "", _text, "")
sheet_data(_sheet, "the example", posted=_text)

# Workers share the memory of imported objects with the fork server, as long as their garbage collector does not write
# to it.
gc.collect()
gc.freeze()
# A check leaves hardly any reference cycles, and looking for them after every few hundred objects takes a twentieth of
# its time. Workers inherit the threshold.
gc.set_threshold(GC_THRESHOLD)
