"""Neovim and Emacs, with the settings of docs/clients.md, ask for the reason of a decision and send it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="pygls is not installed")

from summarizer.desk.decision_log import read_log
from summarizer.desk.settings import LOG_FILE

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "clients.md").read_text(encoding="utf-8")
WHY = "the ministry counts so"
TIMEOUT = 120  # seconds

NEOVIM = """
vim.fn.input = function() return "@WHY@" end
vim.lsp.start({ name = "copydesk", cmd = { "copydesk", "lsp" }, root_dir = vim.fn.getcwd() })
vim.wait(60000, function() return #vim.diagnostic.get(0) > 0 end, 50)
vim.api.nvim_win_set_cursor(0, { 1, vim.diagnostic.get(0)[1].col })
vim.lsp.buf.code_action({ apply = true, filter = function(a) return a.title:find("@TITLE@", 1, true) end })
vim.wait(60000, function() return vim.uv.fs_stat("copydesk-log.jsonl") ~= nil end, 50)
vim.cmd("qa!")
"""
EMACS = """
(load-file "init.el")
(require 'eglot)
(defun read-string (&rest _) "@WHY@")
(find-file "story.txt")
(text-mode)
(eglot '(text-mode) (cons 'transient default-directory) 'eglot-lsp-server '("copydesk" "lsp") '("plaintext"))
(let ((tries 600) action)
  (while (and (not action) (> (setq tries (1- tries)) 0))
    (accept-process-output nil 0.1)
    (setq action (seq-find (lambda (each) (string-search "@TITLE@" (plist-get each :title)))
                           (ignore-errors (eglot-code-actions (point-min) (point-max))))))
  (eglot-execute (eglot-current-server) action))
"""


def settings_block(editor: str, language: str) -> str:
    """The settings of the section on reasons for an editor."""
    section = PAGE.partition("### Reasons")[2]
    found = re.search(rf"^In {editor}.*?^```{language}\n(.*?)^```", section, re.DOTALL | re.MULTILINE)
    assert found
    return found[1]


def only_entry(folder: Path) -> tuple[str, str]:
    (entry,) = read_log(folder / LOG_FILE).entries
    return entry.decision, entry.why


@pytest.mark.skipif(shutil.which("nvim") is None, reason="no editor nvim on this machine")
@pytest.mark.parametrize(("title", "decision"), [("let it stand", "let stand"), ("accept", "accepted")])
def test_neovim_asks_and_sends_the_reason(folder: Path, title: str, decision: str) -> None:
    (folder / "init.lua").write_text(settings_block("Neovim", "lua"))
    (folder / "drive.lua").write_text(NEOVIM.replace("@WHY@", WHY).replace("@TITLE@", title))
    subprocess.run(
        ["nvim", "--headless", "-u", "init.lua", "story.txt", "-c", "luafile drive.lua", "-c", "cquit"],
        cwd=folder,
        timeout=TIMEOUT,
        check=True,
    )
    assert only_entry(folder) == (decision, WHY)


@pytest.mark.skipif(shutil.which("emacs") is None, reason="no editor emacs on this machine")
@pytest.mark.parametrize(("title", "decision"), [("let it stand", "let stand"), ("accept", "accepted")])
def test_emacs_asks_and_sends_the_reason(folder: Path, title: str, decision: str) -> None:
    (folder / "init.el").write_text(settings_block("Emacs", "elisp"))
    (folder / "drive.el").write_text(EMACS.replace("@WHY@", WHY).replace("@TITLE@", title))
    done = subprocess.run(
        ["emacs", "-Q", "--batch", "-l", "drive.el"], cwd=folder, timeout=TIMEOUT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert only_entry(folder) == (decision, WHY)
