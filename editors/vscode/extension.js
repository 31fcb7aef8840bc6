// Starts `copydesk lsp`, copies questions to the clipboard, and asks for the reasons of decisions.
"use strict";

const vscode = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

const REASONS = {
  "copydesk.letStand": "Why may it stand? For whoever reads it next.",
  "copydesk.accept": "What happens now? For the log; it may be empty.",
  "copydesk.corrected": "Anything to add for the log? It may be empty.",
};
const COPY_QUESTION = "copydesk.copyQuestion";

let client;

async function executeCommand(name, parameters, next) {
  if (name === COPY_QUESTION) {
    await vscode.env.clipboard.writeText(parameters[0]);
    vscode.window.setStatusBarMessage("Copydesk: the question was copied", 3000);
    return parameters[0];
  }
  if (name in REASONS) {
    const why = await vscode.window.showInputBox({ prompt: REASONS[name] });
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
