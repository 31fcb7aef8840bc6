"""A batch tells how far it is."""

from __future__ import annotations

from types import SimpleNamespace

from summarizer.desk.batch import FEW, Summaries, batch
from summarizer.desk.checking import Terms
from summarizer.summary import Summary


def told(tmp_path, number, **more):
    folder = tmp_path / "in"
    folder.mkdir()
    for one in range(number):
        (folder / f"{one}.txt").write_text(f"Police arrested {one} people.", encoding="utf-8")
    said = []
    batch(str(folder), tmp_path / "out", Terms(), None, progress=lambda *done: said.append(done), **more)
    return said


def test_every_article_is_counted_whether_in_one_process_or_in_several(tmp_path):
    for number in (3, FEW + 1):
        place = tmp_path / str(number)
        place.mkdir()
        assert told(place, number) == [(done, number) for done in range(number + 1)]


def test_summaries_are_counted_as_each_is_done(tmp_path):
    engine = SimpleNamespace(name="an-engine", revision="", family="", window=1, defaults=None)
    summaries = Summaries(lambda: engine, lambda article, *, model: Summary(article, reason="None."))
    assert told(tmp_path, 3, summaries=summaries) == [(0, 3), (1, 3), (2, 3), (3, 3)]
