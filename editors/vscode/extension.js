// Starts `copydesk lsp`, copies questions to the clipboard, and asks why a finding may stand.
"use strict";

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

const LET_STAND = "copydesk.letStand";
const COPY_QUESTION = "copydesk.copyQuestion";

let client;

async function executeCommand(name, parameters, next) {
  if (name === COPY_QUESTION) {
    await vscode.env.clipboard.writeText(parameters[0]);
    vscode.window.setStatusBarMessage("Copydesk: the question was copied", 3000);
    return parameters[0];
  }
  if (name === LET_STAND) {
    const why = await vscode.window.showInputBox({ prompt: "Why may it stand? For whoever reads it next." });
    return why === undefined ? undefined : next(name, [...parameters.slice(0, 2), why]);
  }
  return next(name, parameters);
}

async function activate() {
  const command = vscode.workspace.getConfiguration("copydesk").get("command");
  const documentSelector = ["plaintext", "markdown"].flatMap((language) => [
    { language, scheme: "file" },
    { language, scheme: "untitled" },
  ]);
  client = new LanguageClient(
    "copydesk",
    "Copydesk",
    { command, args: ["lsp"] },
    { documentSelector, middleware: { executeCommand } },
  );
  await client.start();
}

function deactivate() {
  return client?.stop();
}

module.exports = { activate, deactivate, executeCommand };
