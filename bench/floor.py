"""Compares the scores on the evaluation data with the quality floor: pinned scores that no change may lower unnoticed.

    COPYDESK_BENCH_DATA=.../bench/data python bench/floor.py            # measure and compare
    COPYDESK_BENCH_DATA=.../bench/data python bench/floor.py --pin      # pin what is measured; refuses to lower a score
    COPYDESK_BENCH_DATA=.../bench/data python bench/floor.py --pin --allow-lower

The scorers are in the folder above the data. `floor.json` holds the pinned scores and a digest of the data, since a
score means nothing on other data. With other data nothing is measured until `--pin` says that the floor is to be pinned
on it; that too lowers no score without `--allow-lower`. Times are not pinned: they depend on the machine.

Prints the scores below the floor. Exits with 1 if there are any, and with 2 where nothing can be compared: without
data, or with data that the floor was not pinned on.
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
OTHER_DATA = """The floor was not pinned on the data in {data}: nothing is compared.
Set COPYDESK_BENCH_DATA to the data that it was pinned on. Where these are to take their place, pin their scores with
--pin, and with --allow-lower if some of them are lower."""


def data_folder() -> Path | None:
    """The folder of the evaluation data, as the environment names it."""
    named = os.environ.get("COPYDESK_BENCH_DATA")
    return Path(named).resolve() if named else None


def required_data_folder() -> Path:
    """As `data_folder`; exits with 2 and says what is missing where there are no data or no scorers."""
    data = data_folder()
    if data is None:
        missing = "Set COPYDESK_BENCH_DATA to the folder of the evaluation data."
    elif not any(data.glob("*.jsonl.gz")):
        missing = f"COPYDESK_BENCH_DATA names a folder without evaluation data (*.jsonl.gz): {data}"
    elif not (data.parent / "scoreboard.py").is_file():
        missing = f"The scorers are missing beside the evaluation data: no such file: {data.parent / 'scoreboard.py'}"
    else:
        return data
    print(missing, file=sys.stderr)
    sys.exit(2)


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
    options.add_argument("--allow-lower", action="store_true", help="with --pin: allow scores to fall")
    args = options.parse_args()
    data = required_data_folder()
    pinned, now = read_pinned(), digest(data)
    if pinned["data"] != now and not args.pin:
        print(OTHER_DATA.format(data=data), file=sys.stderr)
        return 2
    measured = measure(data)
    worse = fallen(pinned["figures"], measured)
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
