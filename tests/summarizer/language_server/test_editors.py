"""Real editors with the settings of docs/clients.md: each opens a story, shows its finding and lets it stand."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import termios
import tomllib
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from summarizer.desk.decision_log import read_log
from summarizer.desk.settings import LOG_FILE

pytest.importorskip("pygls", reason="pygls is not installed")
pyte = pytest.importorskip("pyte", reason="pyte is not installed")

ROOT = Path(__file__).parents[3]
STORY = "Police arrested 12 people on Tuesday: 7 men and 6 women.\n"
ARITHMETIC = "7 + 6 = 13, and the text says 12."
ROWS, COLUMNS = 40, 160
PATIENCE = 90  # seconds in which an editor shows nothing, after which a test fails

NEOVIM = """
vim.g.clipboard = {
  name = "test",
  copy = { ["+"] = function(lines) COPIED = lines[1] end, ["*"] = function() end },
  paste = { ["+"] = function() return { COPIED } end, ["*"] = function() end },
}
local function shown() return vim.diagnostic.get(0) end
local function act(title)
  vim.lsp.buf.code_action({ apply = true, filter = function(action) return action.title:find(title, 1, true) end })
end
vim.wait(PATIENCE, function() return #shown() > 0 end, 50)
local first = shown()[1]
vim.api.nvim_win_set_cursor(0, { 1, first.col })
local place = vim.lsp.util.make_position_params(0, "utf-16")
local hover = vim.lsp.buf_request_sync(0, "textDocument/hover", place, PATIENCE)
act("copy the question")
vim.wait(PATIENCE, function() return COPIED ~= nil end, 50)
act("let it stand")
vim.wait(PATIENCE, function() return #shown() == 0 end, 50)
local _, answer = next(hover)
local file = io.open("seen.json", "w")
file:write(vim.json.encode({
  message = first.message, column = first.col, hover = answer.result.contents.value, copied = COPIED, left = #shown(),
}))
file:close()
vim.cmd("qa!")
"""

EMACS = """
(require 'json)
(defun shown () (with-current-buffer "story.txt" (flymake-diagnostics)))
(defun act ()
  (when-let ((first (car (sort (shown) (lambda (one other) (< (flymake-diagnostic-beg one)
                                                              (flymake-diagnostic-beg other)))))))
    (cancel-timer waiting)
    (with-current-buffer "story.txt"
      (let ((actions (eglot-code-actions (flymake-diagnostic-beg first) (flymake-diagnostic-end first))))
        (eglot-execute (eglot-current-server)
                       (seq-find (lambda (action) (string-search "let it stand" (plist-get action :title))) actions))
        (setq seen (list :message (flymake-diagnostic-text first) :column (1- (flymake-diagnostic-beg first)))
              waiting (run-with-timer 0.1 0.1 #'end))))))
(defun end ()
  (unless (shown)
    (cancel-timer waiting)
    (with-temp-file "seen.json" (insert (json-encode seen)))))
(setq waiting (run-with-timer 0.1 0.1 #'act))
"""


def settings(editor: str, language: str) -> str:
    """The settings that docs/clients.md gives for an editor: the first block in that language after its name."""
    page = (ROOT / "docs" / "clients.md").read_text(encoding="utf-8")
    block = re.search(rf"^\*\*{editor}\*\*.*?^```{language}\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    assert block
    return block[1]


def installed(program: str) -> str:
    path = shutil.which(program)
    if path is None:
        pytest.skip(f"no editor {program} on this machine")
    return path


class Terminal:
    """A program in a terminal of its own."""

    def __init__(self, arguments: list[str], folder: Path) -> None:
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self.screen)
        self._process, self._file = pty.fork()
        if self._process == 0:
            os.chdir(folder)
            os.execv(arguments[0], arguments)
        fcntl.ioctl(self._file, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))

    def press(self, keys: str) -> None:
        os.write(self._file, keys.encode())

    def wait_for(self, condition: Callable[[], bool]) -> None:
        """Draws what the program writes until the condition holds."""
        silences = 0
        while not condition():
            if select.select([self._file], [], [], 0.1)[0]:
                self._stream.feed(os.read(self._file, 65536))
                continue
            silences += 1
            assert silences < 10 * PATIENCE, "\n".join(self.screen.display)

    def wait_for_text(self, text: str) -> None:
        self.wait_for(lambda: any(text in line for line in self.screen.display))

    def wait_for_file(self, file: Path) -> None:
        self.wait_for(lambda: file.exists() and file.stat().st_size > 0)

    def close(self) -> None:
        os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        os.close(self._file)


def let_stand(folder: Path) -> dict[str, Any]:
    """The one dismissal of the folder."""
    (record,) = tomllib.loads((folder / "copydesk-dismissed.toml").read_text(encoding="utf-8"))["dismissed"]
    return dict(record)


def test_neovim_shows_explains_copies_and_lets_stand(folder: Path) -> None:
    neovim = installed("nvim")
    (folder / "init.lua").write_text(settings("Neovim", "lua"))
    (folder / "drive.lua").write_text(NEOVIM.replace("PATIENCE", str(PATIENCE * 1000)))
    subprocess.run(
        [neovim, "--headless", "-u", "init.lua", "story.txt", "-c", "luafile drive.lua", "-c", "cquit"],
        cwd=folder,
        timeout=4 * PATIENCE,
        check=True,
    )
    seen = json.loads((folder / "seen.json").read_text())
    assert seen["message"].startswith(ARITHMETIC)
    assert (seen["column"], seen["left"]) == (STORY.index("12"), 0)
    assert "7 + 6 = 13, not 12" in seen["hover"]
    assert seen["copied"].startswith("The figures 12, 7 and 6 do not fit together.")
    assert let_stand(folder)["article"] == "story.txt"


@pytest.mark.parametrize(("presses", "decision"), [("\r", "let stand"), ("\t\r", "accepted")])
def test_helix_shows_and_decides(folder: Path, presses: str, decision: str) -> None:
    helix = installed("hx")
    configuration = Path(os.environ["XDG_CONFIG_HOME"]) / "helix"
    configuration.mkdir(parents=True)
    (configuration / "languages.toml").write_text(settings("Helix", "toml"))
    with closing(Terminal([helix, "story.txt"], folder)) as terminal:
        terminal.wait_for_text("● 1")  # in the status line: a warning was found
        terminal.press(f"gg{STORY.index('12')}l")
        terminal.wait_for_text(ARITHMETIC)
        terminal.press(" a")
        terminal.wait_for_text("copy the question")
        terminal.press(presses)
        terminal.wait_for_file(folder / LOG_FILE)
        (entry,) = read_log(folder / LOG_FILE).entries
        assert (entry.decision, entry.via) == (decision, "editor")
        if decision == "let stand":
            terminal.wait_for_file(folder / "copydesk-dismissed.toml")
            assert let_stand(folder)["rule"] == "equation"


def test_emacs_shows_and_lets_stand(folder: Path) -> None:
    emacs = installed("emacs")
    (folder / "init.el").write_text(settings("Emacs", "elisp"))
    (folder / "drive.el").write_text(EMACS.replace("PATIENCE", str(PATIENCE)))
    arguments = [emacs, "-nw", "-Q", "-l", "init.el", "-l", "drive.el", "story.txt"]
    with closing(Terminal(arguments, folder)) as terminal:
        terminal.wait_for_text(STORY.strip())
        terminal.press("\x06")  # Eglot connects after the first command
        terminal.wait_for_file(folder / "seen.json")
    seen = json.loads((folder / "seen.json").read_text())
    assert ARITHMETIC in seen["message"]
    assert seen["column"] == STORY.index("12")
    assert let_stand(folder)["article"] == "story.txt"
