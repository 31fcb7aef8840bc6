"""Compares the scores on the evaluation data with the quality floor: pinned scores that no change may lower unnoticed.

    COPYDESK_BENCH_DATA=.../bench/data python bench/floor.py            # measure and compare
    COPYDESK_BENCH_DATA=.../bench/data python bench/floor.py --pin      # pin what is measured; refuses to lower a score
    COPYDESK_BENCH_DATA=.../bench/data python bench/floor.py --pin --allow-lower

The scorers are in the folder above the data. `floor.json` holds the pinned scores and a digest of the data, since a
score means nothing on other data. Times are not pinned: they depend on the machine. Prints the scores below the floor,
and exits with 1 if there are any; with 2 without data, or with other data than the floor's, where nothing is measured.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
PINNED = Path(__file__).with_name("floor.json")
TIMED_SCORES = ("texts_per_s", "load_s", "ms_per_pair", "words_per_s", "peak_mb", "s_per_article")
TOLERANCE = 1e-9  # of rounding


def data_folder() -> Path | None:
    """The folder of the evaluation data, as the environment names it."""
    named = os.environ.get("COPYDESK_BENCH_DATA")
    return Path(named).resolve() if named else None


def digest(data: Path) -> str:
    """SHA-256 over the names and bytes of all data files."""
    checksum = hashlib.sha256()
    for path in sorted(data.glob("*.jsonl.gz")):
        checksum.update(path.name.encode() + b"\0" + path.read_bytes())
    return checksum.hexdigest()


def measure(data: Path) -> dict[str, dict]:
    """The rows of the scoreboard by the paths of their scores, without times."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "board.json"
        command = [sys.executable, str(data.parent / "scoreboard.py"), "--adapter", str(ROOT / "bench/adapters.py")]
        subprocess.run([*command, "--data", str(data), "--json", str(out)], check=True, cwd=ROOT, stdout=sys.stderr)
        board = json.loads(out.read_text(encoding="utf-8"))["board"]
    return {row["path"]: row for row in board if not row["path"].endswith(TIMED_SCORES) and row["measured"] is not None}


def fallen(pinned: dict[str, float], measured: dict[str, dict]) -> list[str]:
    """The scores that are worse than pinned, in words; also those that are no longer measured."""
    worse = []
    for path, floor in pinned.items():
        row = measured.get(path)
        if row is None:
            worse.append(f"{path}: pinned at {floor:.4f}, not measured now")
            continue
        loss = floor - row["measured"] if row["sense"] == ">=" else row["measured"] - floor
        if loss > TOLERANCE:
            worse.append(f"{row['measure']}: pinned at {floor:.4f}, now {row['measured']:.4f}")
    return worse


def read_pinned() -> dict:
    """The contents of floor.json; with no data and no figures where there is no such file."""
    return json.loads(PINNED.read_text(encoding="utf-8")) if PINNED.exists() else {"data": "", "figures": {}}


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pin", action="store_true", help="write what is measured now to floor.json")
    options.add_argument("--allow-lower", action="store_true", help="with --pin: allow scores to fall, and other data")
    args = options.parse_args()
    data = data_folder()
    if data is None:
        print("Set COPYDESK_BENCH_DATA to the folder of the evaluation data.", file=sys.stderr)
        return 2
    pinned, now = read_pinned(), digest(data)
    is_comparable = not pinned["figures"] or pinned["data"] == now
    if not is_comparable and not (args.pin and args.allow_lower):
        print(
            f"The floor was pinned on other data than those of {data}. Name the folder of those, or begin a new floor "
            "with --pin --allow-lower.",
            file=sys.stderr,
        )
        return 2
    measured = measure(data)
    worse = fallen(pinned["figures"], measured) if is_comparable else []
    if worse:
        print("Below the floor:", *worse, sep="\n  ", file=sys.stderr)
    if not args.pin:
        return 1 if worse else 0
    if worse and not args.allow_lower:
        print("Not pinned. If the fall is meant, say so with --allow-lower and say why in the commit.", file=sys.stderr)
        return 1
    figures = {path: row["measured"] for path, row in sorted(measured.items())}
    PINNED.write_text(json.dumps({"data": now, "figures": figures}, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
