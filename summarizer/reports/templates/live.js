// The page works without this script. It checks while one types, lights both ends of a tie, and streams a summary.
"use strict";

const QUICK = 40; // milliseconds between a keystroke and its check, if checks are quick
const SLOW = 1000; // at most, if they are slow
const PATIENCE = 700; // a check of an outdated text that has taken this long is given up
const SIGN = 150; // a check that takes longer says that it is at work
const LONG_TEXT = 60000; // characters; the marks of a longer text are hidden while it is edited

const element = (id) => document.getElementById(id);
const form = element("desk");
const published = element("published");
const sheet = element("sheet");
const summaryBox = element("summary-box");
const status = element("status");

document.documentElement.classList.add("js");
if (element("whole-texts")) element("whole-texts").remove(); // the marks are in the text itself

// ---- the text and its marks ----------------------------------------------------------------------------------------

// A textarea with a copy of its text behind it, which carries the marks. Offsets count UTF-16 code units, as the
// server does. `places` maps an anchor ("c12") to its range, `ties` the id of a finding or tick ("f1") to its ranges.
class Editor {
  constructor(area) {
    this.area = area;
    this.backdrop = area.previousElementSibling;
    this.forget();
    area.addEventListener("scroll", () => this.follow());
    new ResizeObserver(() => this.follow()).observe(area);
  }

  forget() {
    this.show(this.area.value, { marks: [], ties: {}, places: {} });
  }

  // The marks of `text`, which may have been edited since it was sent.
  show(text, view) {
    this.text = text;
    this.marks = view.marks;
    this.ties = view.ties;
    this.places = view.places;
    if (!this.edited()) this.draw();
  }

  // Move the marks with the text that was edited, and drop those that the edit touches.
  edited() {
    const old = this.text;
    const text = this.area.value;
    if (old === text) return false;
    const most = Math.min(old.length, text.length);
    let before = 0;
    while (before < most && old[before] === text[before]) before++;
    let after = 0;
    while (after < most - before && old[old.length - 1 - after] === text[text.length - 1 - after]) after++;
    const moved = ([start, end, ...rest]) => {
      if (end <= before) return [start, end, ...rest];
      const shift = text.length - old.length;
      return start >= old.length - after ? [start + shift, end + shift, ...rest] : null;
    };
    const mapped = (ranges) => ranges.map(moved).filter(Boolean);
    this.text = text;
    this.marks = mapped(this.marks);
    for (const [id, ranges] of Object.entries(this.ties)) this.ties[id] = mapped(ranges);
    for (const [anchor, range] of Object.entries(this.places)) {
      const place = moved(range);
      if (place) this.places[anchor] = place;
      else delete this.places[anchor];
    }
    this.draw(text.length > LONG_TEXT);
    return true;
  }

  draw(hidden = false) {
    const drawn = document.createDocumentFragment();
    let position = 0;
    for (const [start, end, style] of hidden ? [] : this.marks) {
      drawn.append(this.text.slice(position, start));
      const mark = document.createElement("span");
      mark.className = `k ${style}`;
      mark.textContent = this.text.slice(start, end);
      mark.range = [start, end];
      drawn.append(mark);
      position = end;
    }
    if (!hidden) drawn.append(this.text.slice(position), "\n");
    this.backdrop.replaceChildren(drawn);
    this.follow();
  }

  follow() {
    this.backdrop.scrollTop = this.area.scrollTop;
  }

  // The ids of the findings and ticks whose figures are at this range.
  idsAt(start, end) {
    const touches = ([from, to]) => from < end && to > start;
    return Object.keys(this.ties).filter((id) => this.ties[id].some(touches));
  }

  markAt(x, y) {
    return document.elementsFromPoint(x, y).find((found) => found.range && this.backdrop.contains(found));
  }

  light(ids) {
    const ranges = ids.flatMap((id) => this.ties[id] || []);
    for (const mark of this.backdrop.children) {
      const [start, end] = mark.range;
      mark.classList.toggle("lit", ranges.some(([from, to]) => from < end && to > start));
    }
  }

  // Scroll to a range without taking the focus.
  reveal([start]) {
    const marks = [...this.backdrop.children];
    const mark = marks.find((found) => found.range[1] > start);
    if (mark) this.area.scrollTop = mark.offsetTop - this.area.clientHeight / 3;
  }

  select(range) {
    this.area.focus();
    this.area.setSelectionRange(range[0], range[1]);
    this.reveal(range);
  }
}

const article = new Editor(element("text"));
const source = new Editor(element("source"));
const editors = [article, source];

// ---- lighting both ends of a tie -----------------------------------------------------------------------------------

let pointed = []; // the ids under the pointer
let focused = []; // the ids of what has the focus

function light() {
  const ids = pointed.length ? pointed : focused;
  for (const editor of editors) editor.light(ids);
  for (const item of sheet.querySelectorAll(".card, .ticks li")) item.classList.toggle("lit", ids.includes(item.id));
}

function idsIn(target) {
  const item = target.closest(".card, .ticks li");
  return item ? [item.id] : [];
}

function idsAtCaret(editor) {
  const { selectionStart, selectionEnd } = editor.area;
  return editor.idsAt(selectionStart - 1, selectionEnd + 1);
}

sheet.addEventListener("pointerover", (event) => { pointed = idsIn(event.target); light(); });
sheet.addEventListener("pointerleave", () => { pointed = []; light(); });
sheet.addEventListener("focusin", (event) => {
  focused = idsIn(event.target);
  light();
  if (!event.target.matches(".card")) return;
  for (const editor of editors) {
    const ranges = editor.ties[event.target.id] || [];
    if (ranges.length) editor.reveal(ranges[0]);
  }
});

for (const editor of editors) {
  let underPointer = null;
  editor.area.addEventListener("pointermove", (event) => {
    const mark = editor.markAt(event.clientX, event.clientY) || null;
    if (mark === underPointer) return;
    underPointer = mark;
    pointed = mark ? editor.idsAt(...mark.range) : [];
    light();
  });
  editor.area.addEventListener("pointerleave", () => { underPointer = null; pointed = []; light(); });
  for (const name of ["keyup", "click", "focus"]) {
    editor.area.addEventListener(name, () => { focused = idsAtCaret(editor); light(); });
  }
  editor.area.addEventListener("click", () => {
    const card = idsAtCaret(editor).map(element).find((found) => found && found.matches(".card"));
    if (card) card.scrollIntoView({ block: "nearest" });
  });
}

// ---- checking while one types --------------------------------------------------------------------------------------

const hasLog = Boolean(element("log-box"));
let stood = reasonsGiven(); // fingerprints of the findings that stand, and why
let timer = 0;
let checking = null; // the check that runs: its AbortController, and when it began
let changedMeanwhile = false;
let lastMilliseconds = 0; // that a check took
let lastLength = 0; // characters of its texts
let shown = ""; // the results as the server sent them

function reasonsGiven() {
  const inputs = sheet.querySelectorAll(hasLog ? ".stood input" : "input[name^=why-]"); // a log takes what a button says
  const given = [...inputs].map((input) => [input.name.slice(4), input.value.trim()]);
  return Object.fromEntries(given.filter(([, why]) => why));
}

function request() {
  return {
    text: article.area.value,
    source: source.area.value,
    against: form.elements.against.value,
    published: published.value || null,
    stood,
    ...(hasLog ? { story: element("story").value.trim(), who: element("who").value.trim() } : {}),
  };
}

// `isShown` says that the page shows these words elsewhere: only screen readers need them.
function say(words, { busy = false, isShown = false } = {}) {
  if (status.textContent !== words) status.textContent = words;
  status.classList.toggle("busy", busy);
  status.classList.toggle("said", isShown);
}

function post(path, body, signal = null) {
  const headers = { "content-type": "application/json" };
  return fetch(path, { method: "POST", headers, body: JSON.stringify(body), signal });
}

async function detailOf(response) {
  const answer = await response.json().catch(() => ({}));
  return answer.detail || `Something went wrong (${response.status}).`;
}

const UNREACHABLE = "Copydesk does not answer: is it still running?";

// Milliseconds that a check of the present texts will take, judged by the last one.
function expectedMilliseconds() {
  const length = article.area.value.length + source.area.value.length;
  return lastMilliseconds * Math.min(1, length / Math.max(1, lastLength));
}

function scheduleCheck(delay) {
  clearTimeout(timer);
  timer = setTimeout(check, delay);
}

// Show that the text is being checked, and that the results are those of an earlier one.
function sayChecking(length) {
  const size = length > LONG_TEXT ? ` ${length.toLocaleString("en")} characters` : "";
  sheet.classList.add("stale");
  say(`Checking${size} …`, { busy: true });
}

// Say why the text was not checked, and whose findings are still shown.
function sayNotChecked(why) {
  sheet.classList.add("stale");
  say(shown ? `${why} What is shown is of an earlier text.` : why);
}

// Check the texts. One check runs at a time; one whose text has changed is given up if it takes long.
async function check() {
  clearTimeout(timer);
  if (checking) {
    changedMeanwhile = true;
    const left = article.area.value.trim() ? checking.began + PATIENCE - performance.now() : 0;
    if (left > 0) timer = setTimeout(check, left);
    else checking.controller.abort();
    return;
  }
  const sent = request();
  document.body.classList.toggle("has-text", Boolean(sent.text));
  if (!sent.text.trim()) {
    if (hasLog && shown) element("story").value = ""; // the text that was checked is gone; a name may be written first
    showResults("");
    for (const editor of editors) editor.forget();
    say("");
    return;
  }
  const length = sent.text.length + sent.source.length;
  const began = performance.now();
  const controller = new AbortController();
  checking = { controller, began };
  changedMeanwhile = false;
  const sign = setTimeout(sayChecking, length > LONG_TEXT ? 0 : SIGN, length);
  try {
    const response = await post("/live/check", sent, controller.signal);
    const view = response.ok ? await response.json() : null;
    clearTimeout(sign);
    if (view) {
      showResults(view.results);
      article.show(sent.text, view.article);
      source.show(sent.source, view.source || { marks: [], ties: {}, places: {} });
      light();
      if (!changedMeanwhile) say(view.said, { isShown: true });
    } else {
      sayNotChecked(await detailOf(response));
    }
  } catch (error) {
    if (error.name !== "AbortError") {
      if (!(error instanceof TypeError)) throw error;
      sayNotChecked(UNREACHABLE);
    }
  } finally {
    clearTimeout(sign);
    checking = null;
    if (!controller.signal.aborted) {
      lastMilliseconds = performance.now() - began;
      lastLength = length;
      form.dataset.checked = Number(form.dataset.checked || 0) + 1;
      form.dataset.milliseconds = Math.round(lastMilliseconds);
    }
  }
  if (changedMeanwhile) scheduleCheck(controller.signal.aborted ? 0 : Math.min(expectedMilliseconds(), SLOW));
}

// Show results; what is open, written or focused in the earlier ones stays so.
function showResults(results) {
  sheet.classList.remove("stale");
  document.body.classList.toggle("checked", Boolean(results));
  if (results === shown) return;
  if (!shown && results) element("file").closest("details").open = false;
  shown = results;
  const keyed = (item) => [item.dataset.key, item.open];
  const states = new Map([...sheet.querySelectorAll("details[data-key]")].map(keyed));
  const fields = ".card .why-row input";
  const written = new Map([...sheet.querySelectorAll(fields)].map((item) => [item.name, item.value]));
  const active = sheet.contains(document.activeElement) ? document.activeElement : null;
  const card = active && active.closest(".card");
  const fingerprint = card && card.querySelector(".stand").dataset.fingerprint;
  sheet.innerHTML = results; // the server escapes whatever comes from a text
  for (const item of sheet.querySelectorAll("details[data-key]")) {
    if (states.has(item.dataset.key)) item.open = states.get(item.dataset.key);
  }
  for (const item of sheet.querySelectorAll(".card")) item.tabIndex = -1;
  for (const item of sheet.querySelectorAll(fields)) item.value = written.get(item.name) || "";
  if (!active) return;
  const stand = fingerprint && sheet.querySelector(`.stand[data-fingerprint="${fingerprint}"]`);
  const field = stand && active.name && stand.querySelector(`[name="${active.name}"]`);
  if (stand) (field || stand.closest(".card")).focus();
  else if (sheet.querySelector(".card")) sheet.querySelector(".card").focus();
}

form.addEventListener("input", (event) => {
  const editor = editors.find((found) => found.area === event.target);
  if (editor) {
    editor.edited();
    if (editor === article) markSummaryOld();
  }
  const isSetting = event.target === published || event.target.name === "against";
  if (editor || isSetting) scheduleCheck(editor ? Math.min(Math.max(QUICK, expectedMilliseconds()), SLOW) : 0);
});

form.addEventListener("submit", (event) => {
  const button = event.submitter;
  const wanted = button ? button.value : "check";
  if (wanted === "example") return; // as without the script
  event.preventDefault();
  if (wanted === "today") {
    const now = new Date();
    now.setMinutes(now.getMinutes() - now.getTimezoneOffset());
    published.value = now.toISOString().slice(0, 10);
  }
  if (hasLog && button && button.dataset.decision) {
    const card = button.closest(".card");
    const value = (prefix) => card.querySelector(`input[name^=${prefix}-]`).value.trim();
    decide(card.querySelector(".stand").dataset.fingerprint, button.dataset.decision, value("why"), value("change"));
    return;
  }
  if (hasLog) logReasons();
  stood = reasonsGiven();
  check();
  if (wanted === "summarize") summarise();
});

// ---- decisions -----------------------------------------------------------------------------------------------------

// Write a decision on a finding to the log, and check again; what was written is said.
async function decide(fingerprint, decision, why = "", change = "") {
  try {
    const response = await post("/live/decision", { ...request(), fingerprint, decision, why, change });
    if (!response.ok) {
      say(await detailOf(response));
      return;
    }
    const { said } = await response.json();
    for (const input of sheet.querySelectorAll(`.card [data-fingerprint="${fingerprint}"] input`)) input.value = "";
    if (decision === "let stand") stood[fingerprint] = why;
    else delete stood[fingerprint];
    await check();
    say(said);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    say(UNREACHABLE);
  }
}

// The reasons of findings that stand, where they were edited.
function logReasons() {
  for (const input of sheet.querySelectorAll(".stood input")) {
    const why = input.value.trim();
    if (why === input.dataset.logged) continue;
    decide(input.name.slice(4), why ? "let stand" : "raised again", why);
  }
}

sheet.addEventListener("keydown", (event) => {
  const stand = event.target.closest(".card .stand");
  if (!hasLog || event.key !== "Enter" || event.ctrlKey || event.metaKey || !event.target.name || !stand) return;
  event.preventDefault(); // or the form's first button would be pressed
  const row = event.target.closest(".why-row");
  form.requestSubmit(row.querySelector("[data-decision]"));
});

// ---- findings ------------------------------------------------------------------------------------------------------

const cards = () => [...sheet.querySelectorAll(".card")];
const currentCard = () => document.activeElement.closest("#sheet .card");

function walk(step) {
  const all = cards();
  if (!all.length) return;
  const current = all.indexOf(currentCard());
  const next = current < 0 ? (step > 0 ? 0 : all.length - 1) : (current + step + all.length) % all.length;
  goTo(all[next]);
}

function goTo(card) {
  card.focus();
  card.scrollIntoView({ block: "nearest" });
}

function placeOf(link) {
  const anchor = link.getAttribute("href").slice(1);
  const editor = editors.find((found) => found.places[anchor]);
  return editor && [editor, editor.places[anchor]];
}

async function copy(button) {
  try {
    await navigator.clipboard.writeText(button.dataset.copy);
    say("The question is copied.");
  } catch {
    const question = button.closest(".card").querySelector(".ask");
    getSelection().selectAllChildren(question);
    say("The question is selected: copy it.");
  }
}

element("results").addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  const copied = event.target.closest(".copy");
  const raised = event.target.closest(".raise");
  if (copied) copy(copied);
  if (raised) {
    const input = raised.closest(".why-row").querySelector("input");
    input.value = "";
    stood = reasonsGiven();
    if (hasLog) decide(input.name.slice(4), "raised again");
    else check();
  }
  if (!link) return;
  const place = placeOf(link);
  const target = element(link.getAttribute("href").slice(1));
  if (place) {
    event.preventDefault();
    place[0].select(place[1]);
  } else if (target && target.matches(".card")) {
    event.preventDefault();
    goTo(target);
  } else if (target && target.closest("details")) {
    target.closest("details").open = true;
  }
});

// ---- keys ----------------------------------------------------------------------------------------------------------

const keys = element("keys");
const letters = element("letters");

function openKeys() {
  if (!keys.open) keys.showModal();
}

element("keys-button").addEventListener("click", openKeys);

function escape() {
  const stand = document.activeElement.closest(".stand[open]");
  const card = currentCard();
  if (stand) {
    stand.open = false;
    stand.closest(".card").focus();
  } else if (card) {
    article.area.focus();
  } else if (document.activeElement.matches("textarea")) {
    const card = idsAtCaret(article).map(element).find((found) => found && found.matches(".card")) || cards()[0];
    if (card) goTo(card);
    else document.activeElement.blur();
  }
}

const LETTERS = {
  n: () => walk(1),
  p: () => walk(-1),
  "?": openKeys,
  c: (card) => card && card.querySelector(".copy") && copy(card.querySelector(".copy")),
  s: (card) => {
    if (!card) return;
    card.querySelector(".stand").open = true;
    card.querySelector(".stand input").focus();
  },
};

document.addEventListener("keydown", (event) => {
  if (keys.open || event.isComposing) return;
  const target = event.target;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    check();
  } else if (event.key === "Escape") {
    escape();
  } else if (event.key === "Enter" && target.matches(".card")) {
    const link = target.querySelector("a.m[href^='#c']") || target.querySelector("a.m");
    if (link) link.click();
    event.preventDefault();
  } else if (!event.ctrlKey && !event.metaKey && !event.altKey && letters.checked) {
    if (target.matches("textarea, input:not([type=radio], [type=checkbox]), select")) return;
    const action = LETTERS[event.key];
    if (!action) return;
    event.preventDefault();
    action(currentCard());
  }
});

// ---- the summary, sentence by sentence -----------------------------------------------------------------------------

const summarizeButton = element("summarize");
let writing = null; // the AbortController of the summary that is being written

function made(name, className, words = "") {
  const item = document.createElement(name);
  item.className = className;
  item.textContent = words;
  return item;
}

function markSummaryOld() {
  if (summaryBox.querySelector(".summary") && !summaryBox.querySelector(".old")) {
    summaryBox.append(made("p", "old", "The article has changed since this summary was written."));
  }
}

// What the checks say of a sentence of a draft: how it looks, its sign, and the words beside it. Only what they let
// through is ticked; which sentences are printed is settled when the whole summary is checked.
const VERDICTS = {
  pending: ["pending", "…", "draft, being checked"],
  passed: ["held", "✓", "draft; passes the checks"],
  unsure: ["unsure", "–", "draft; not sure enough to be printed"],
  rejected: ["rejected", "✗", "rejected"],
};

function draftItem({ text, verdict, reason }) {
  const [style, sign, words] = VERDICTS[verdict];
  const item = made("li", style);
  item.append(`${sign} `, made("q", "", text), " ", made("span", "said", reason ? `${words}: ${reason}` : words));
  return item;
}

async function* eventsOf(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let pending = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    pending += value;
    const blocks = pending.split("\n\n");
    pending = blocks.pop();
    for (const block of blocks) {
      const found = /^event: (\w+)\ndata: (.*)$/.exec(block);
      if (found) yield [found[1], JSON.parse(found[2])];
    }
  }
}

async function summarise() {
  if (writing) {
    writing.abort();
    return;
  }
  if (!article.area.value.trim()) {
    say("Paste the article first.");
    return;
  }
  writing = new AbortController();
  summarizeButton.textContent = "Stop";
  const title = made("h2", "", "Summary");
  const progress = made("p", "hint", "The model is reading.");
  const list = made("ul", "drafted");
  progress.setAttribute("role", "status");
  summaryBox.replaceChildren(title, progress, list);
  const text = article.area.value;
  try {
    const response = await fetch("/live/summary", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(request()),
      signal: writing.signal,
    });
    if (!response.ok) throw new Error(await detailOf(response));
    let ended = false;
    for await (const [name, data] of eventsOf(response)) {
      if (name === "parts") progress.textContent = `Part ${data.done} of ${data.total} is read.`;
      if (name === "draft") {
        progress.textContent = "A first draft, not the summary: each sentence is held against the article.";
        list.replaceChildren(...data.sentences.map(draftItem));
      }
      if (name === "failed") throw new Error(data.detail);
      if (name === "summary") {
        ended = true;
        summaryBox.innerHTML = data.summary; // the server escapes whatever comes from a text
        Object.assign(article.places, data.places);
        if (article.area.value !== text) markSummaryOld();
      }
    }
    if (!ended) throw new Error(UNREACHABLE);
  } catch (error) {
    const stopped = error.name === "AbortError";
    progress.textContent = stopped ? "Stopped." : error instanceof TypeError ? UNREACHABLE : error.message;
  } finally {
    writing = null;
    summarizeButton.textContent = "Summarise";
  }
}

// ---- files ---------------------------------------------------------------------------------------------------------

async function readFile(file, editor) {
  say(`Reading ${file.name}.`, { busy: true });
  const body = new FormData();
  body.append("file", file);
  try {
    const response = await fetch("/live/file", { method: "POST", body });
    if (!response.ok) {
      say(await detailOf(response));
      return;
    }
    const read = await response.json();
    editor.area.value = read.text;
    if (hasLog && editor === article) element("story").value = read.name;
    if (read.published && editor === article && !published.value) published.value = read.published;
    editor.edited();
    if (editor === article) markSummaryOld();
    await check();
  } catch {
    say(UNREACHABLE);
  }
}

element("file").addEventListener("change", (event) => {
  const [file] = event.target.files;
  if (!file) return;
  readFile(file, article);
  event.target.value = "";
  event.target.closest("details").open = false;
});

document.addEventListener("dragover", (event) => {
  if (![...event.dataTransfer.types].includes("Files")) return;
  event.preventDefault();
  document.body.classList.add("dropping");
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) document.body.classList.remove("dropping");
});
document.addEventListener("drop", (event) => {
  document.body.classList.remove("dropping");
  const [file] = event.dataTransfer.files;
  if (!file) return;
  event.preventDefault();
  readFile(file, event.target.closest(".source-box") ? source : article);
});

// A browser that comes back to the page restores the text, not its marks.
window.addEventListener("pageshow", () => {
  if (article.area.value.trim()) check();
});
