"""The quality floor: what was reached on the evaluation data, pinned, so that no change lowers it unseen.

    COPYDESK_BENCH_DATA=.../bench/data python bench/floor.py            # measure and compare
    COPYDESK_BENCH_DATA=.../bench/data python bench/floor.py --pin      # pin what is measured now; refuses to go lower
    COPYDESK_BENCH_DATA=.../bench/data python bench/floor.py --pin --allow-lower

The scorers stand in the folder above the data. `floor.json` holds the pinned figures and a digest of the data, since a
figure means nothing on other data. Times are not pinned: they belong to a machine, not to a change.
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
TIMED = ("texts_per_s", "load_s", "ms_per_pair", "words_per_s", "peak_mb", "s_per_article")
SLACK = 1e-9


def data_folder() -> Path | None:
    named = os.environ.get("COPYDESK_BENCH_DATA")
    return Path(named).resolve() if named else None


def digest(data: Path) -> str:
    """SHA-256 over the names and bytes of all data files."""
    total = hashlib.sha256()
    for path in sorted(data.glob("*.jsonl.gz")):
        total.update(path.name.encode() + b"\0" + path.read_bytes())
    return total.hexdigest()


def measure(data: Path) -> dict[str, dict]:
    """{path of a figure: its row of the scoreboard}, times left out."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "board.json"
        command = [sys.executable, str(data.parent / "scoreboard.py"), "--adapter", str(ROOT / "bench/adapters.py")]
        subprocess.run([*command, "--data", str(data), "--json", str(out)], check=True, cwd=ROOT, stdout=sys.stderr)
        board = json.loads(out.read_text(encoding="utf-8"))["board"]
    return {row["path"]: row for row in board if not row["path"].endswith(TIMED) and row["measured"] is not None}


def fallen(pinned: dict[str, float], measured: dict[str, dict]) -> list[str]:
    """Measures that are worse than pinned, in words."""
    worse = []
    for path, floor in pinned.items():
        row = measured.get(path)
        if row is None:
            worse.append(f"{path}: pinned at {floor:.4f}, not measured now")
            continue
        loss = floor - row["measured"] if row["sense"] == ">=" else row["measured"] - floor
        if loss > SLACK:
            worse.append(f"{row['measure']}: pinned at {floor:.4f}, now {row['measured']:.4f}")
    return worse


def read_pinned() -> dict:
    return json.loads(PINNED.read_text(encoding="utf-8")) if PINNED.exists() else {"data": "", "figures": {}}


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--pin", action="store_true", help="write what is measured now to floor.json")
    options.add_argument("--allow-lower", action="store_true", help="with --pin: let figures fall")
    args = options.parse_args()
    data = data_folder()
    if data is None:
        print("Set COPYDESK_BENCH_DATA to the folder of the evaluation data.", file=sys.stderr)
        return 2
    pinned, now = read_pinned(), digest(data)
    measured = measure(data)
    worse = fallen(pinned["figures"], measured) if pinned["data"] == now else []
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
