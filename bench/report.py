"""docs/accuracy.md's tables, from the scoreboard's own output, so that no figure there is typed by hand.

python .../scoreboard.py --adapter bench/adapters.py --json board.json
python bench/report.py board.json docs/accuracy.md     # replaces what stands between the two marks
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

BEGIN, END = "<!-- tables: bench/report.py -->", "<!-- end of tables -->"
TITLES = {"figures": "Reading figures", "article": "An article against itself", "summary": "A text against its source"}
COUNTS = (
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
    if value is None:
        return "-"
    if any(mark in path for mark in COUNTS) or "over_lead3" in path:
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return f"{100 * value:.1f}%"


def tables(board: list[dict]) -> Iterator[str]:
    for part in dict.fromkeys(row["path"].partition("/")[0] for row in board):
        yield f"### {TITLES.get(part, part.replace('_', ' ').capitalize())}\n"
        yield "| measure | Copydesk | best peer | peer |\n|---|---|---|---|"
        for row in board:
            if row["path"].startswith(f"{part}/"):
                peer = shown(row["path"], row["peer"])
                yield f"| {row['measure']} | {shown(row['path'], row['measured'])} | {peer} | {row['peer_name']} |"
        yield ""


def kinds(results: dict) -> Iterator[str]:
    """Each kind of tie: how many broken ones were found, how many true ones ticked."""
    yield "### Ties by kind\n"
    yield "Cases are broken copies of true ties, one figure changed. Under ten of a kind, read the share as a hint.\n"
    yield "| kind | cases | found | true ones ticked | true ones questioned |\n|---|---|---|---|---|"
    for kind, row in results["article"]["kinds"].items():
        cells = (shown(kind, row[key]) for key in ("net", "verified", "alarm"))
        yield f"| {kind.replace('_', ' ')} | {row.get('twin_n', 0)} | {' | '.join(cells)} |"
    yield ""


def main() -> int:
    board, page = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), Path(sys.argv[2])
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    lines = "\n".join([*tables(board["board"]), *kinds(board["results"])])
    page.write_text(f"{before}{BEGIN}\n\n{lines}\n{END}{after}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
