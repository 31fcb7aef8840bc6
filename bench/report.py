"""Writes the tables of docs/accuracy.md from the scoreboard's output, so that no figure there is typed by hand.

    python .../scoreboard.py --adapter bench/adapters.py --json board.json
    python bench/report.py board.json docs/accuracy.md

Replaces what is between the two marks (BEGIN and END) in the page; prints nothing. Takes less than a second.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from summarizer.training.arguments import existing_file

BEGIN, END = "<!-- tables: bench/report.py -->", "<!-- end of tables -->"
TITLES = {"figures": "Reading figures", "article": "An article against itself", "summary": "A text against its source"}
NOT_PERCENTAGES = (
    "idioms",
    "open_error",
    "as_error",
    "per_1000",
    "ms_per_pair",
    "texts_per_s",
    "load_s",
    "words",
    "s_per",
    "mb",
)


def shown(path: str, value: float | None) -> str:
    """A score as printed in the tables: a percentage, or a number where its path says that it is none."""
    if value is None:
        return "-"
    if any(mark in path for mark in NOT_PERCENTAGES) or "over_lead3" in path:
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return f"{100 * value:.1f}%"


def tables(board: list[dict]) -> Iterator[str]:
    """The lines of a table per part of the scoreboard."""
    for part in dict.fromkeys(row["path"].partition("/")[0] for row in board):
        yield f"### {TITLES.get(part, part.replace('_', ' ').capitalize())}\n"
        yield "| measure | Copydesk | best peer | peer |\n|---|---|---|---|"
        for row in board:
            if row["path"].startswith(f"{part}/"):
                peer = shown(row["path"], row["peer"])
                yield f"| {row['measure']} | {shown(row['path'], row['measured'])} | {peer} | {row['peer_name']} |"
        yield ""


def kinds_table(results: dict) -> Iterator[str]:
    """The lines of the table by kind of tie: broken ones found, true ones ticked and questioned."""
    yield "### Ties by kind\n"
    yield "Cases are broken copies of true ties, one figure changed. Under ten of a kind, read the share as a hint.\n"
    yield "| kind | cases | found | true ones ticked | true ones questioned |\n|---|---|---|---|---|"
    for kind, row in results["article"]["kinds"].items():
        cells = (shown(kind, row[key]) for key in ("net", "verified", "alarm"))
        yield f"| {kind.replace('_', ' ')} | {row.get('twin_n', 0)} | {' | '.join(cells)} |"
    yield ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("board", type=existing_file, help="what the scoreboard wrote with --json")
    parser.add_argument("page", type=existing_file, help="the page whose tables are replaced")
    arguments = parser.parse_args()
    board, page = json.loads(arguments.board.read_text(encoding="utf-8")), arguments.page
    head, _, tail = page.read_text(encoding="utf-8").partition(BEGIN)
    foot = tail.partition(END)[2]
    lines = "\n".join([*tables(board["board"]), *kinds_table(board["results"])])
    page.write_text(f"{head}{BEGIN}\n\n{lines}\n{END}{foot}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
