// Searches, filters, sorts and pages the rows of a batch's overview, all of which are in the page. No request is made.
"use strict";
(() => {
  const ROWS_PER_PAGE = 50;
  const byId = (id) => document.getElementById(id);
  const table = document.querySelector("table.overview");
  const kinds = [...document.querySelectorAll("input[name=only]")];
  const search = byId("search"), sort = byId("sort"), fold = byId("fold"), pageChoice = byId("page");
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();

  const rows = [...table.querySelectorAll("tr[data-is]")].map((element) => ({
    element,
    kinds: element.dataset.is.split(" "),
    rules: element.dataset.rules.split(" "),
    group: element.dataset.group || "",
    text: "", // filled at the first search
  }));
  const opened = new Set(); // groups whose copies are shown
  const state = { query: "", kind: "all", rule: "", order: "worst", page: 1 };

  const compareText = (field) => (first, second) =>
    first.element.dataset[field].localeCompare(second.element.dataset[field], "en", { numeric: true });
  const compareNumber = (field) => (first, second) => second.element.dataset[field] - first.element.dataset[field];
  const ORDERS = {
    worst: (first, second) => first.element.dataset.rank - second.element.dataset.rank,
    question: compareNumber("question"),
    figures: compareNumber("figures"),
    title: compareText("title"),
    name: compareText("name"),
  };

  const body = document.createElement("tbody");
  for (const section of [...table.tBodies]) section.remove();
  table.append(body);
  document.documentElement.classList.add("scripted");
  const caption = table.caption.textContent;

  // A button at each article of a group: it shows the others, in place of the line that counts them.
  for (const row of rows) {
    if (!row.group) continue;
    let line = row.element.querySelector(".alike");
    if (!line) {
      line = document.createElement("p");
      row.element.querySelector(".story").append(line);
    }
    row.toggle = document.createElement("button");
    row.toggle.type = "button";
    row.toggle.className = "quiet";
    row.toggle.addEventListener("click", () => {
      if (!opened.delete(row.group)) opened.add(row.group);
      render();
      row.toggle.focus();
    });
    line.replaceChildren(row.toggle);
  }

  // The rules of the chart become buttons.
  const ruleButtons = [...document.querySelectorAll("tr[data-rule]")].map((line) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet rule";
    button.textContent = line.dataset.rule;
    button.addEventListener("click", () => {
      change({ rule: state.rule === line.dataset.rule ? "" : line.dataset.rule });
      byId("status").scrollIntoView({ block: "nearest" });
    });
    line.querySelector(".rule").replaceWith(button);
    return button;
  });

  function matches(row, words) {
    if (state.kind !== "all" && !row.kinds.includes(state.kind)) return false;
    if (state.rule && !row.rules.includes(state.rule)) return false;
    if (!words.length) return true;
    row.text ||= folded(`${row.element.textContent} ${row.element.dataset.rules}`);
    return words.every((word) => row.text.includes(word));
  }

  // The rows that match, in order; those of a group follow its first one as its copies, if copies are folded.
  function entries() {
    const words = folded(state.query).split(/\s+/).filter(Boolean);
    const found = rows.filter((row) => matches(row, words));
    found.sort(ORDERS[state.order]);
    const heads = new Map(), list = [];
    for (const row of found) {
      const head = fold?.checked && row.group ? heads.get(row.group) : undefined;
      if (head) {
        head.copies.push(row);
        continue;
      }
      const entry = { row, copies: [] };
      if (row.group) heads.set(row.group, entry);
      list.push(entry);
    }
    return { found: found.length, list };
  }

  function shown(list) {
    return list.flatMap(({ row, copies }) => {
      const open = opened.has(row.group);
      if (row.toggle) {
        row.toggle.hidden = !copies.length;
        row.toggle.setAttribute("aria-expanded", String(open));
        row.toggle.textContent = `${open ? "Hide" : "Show"} ${copies.length} near-identical`;
        for (const copy of copies) copy.toggle.hidden = true;
      }
      return [row, ...(open ? copies : [])].map((one) => one.element);
    });
  }

  function render() {
    const { found, list } = entries();
    const pages = Math.max(1, Math.ceil(list.length / ROWS_PER_PAGE));
    state.page = Math.min(Math.max(1, state.page), pages);
    const first = (state.page - 1) * ROWS_PER_PAGE;
    const page = list.slice(first, first + ROWS_PER_PAGE);
    body.replaceChildren(...shown(page));
    const said = (count) => count.toLocaleString("en"); // "1,200", as in the rest of the report
    const all = said(list.length);
    const range = pages > 1 ? `${said(first + 1)} to ${said(first + page.length)} of ${all}` : all;
    const more = found > list.length ? `, with ${said(found - list.length)} more folded` : "";
    const which = [state.rule && `rule ${state.rule}`, state.query.trim() && `“${state.query.trim()}”`].filter(Boolean);
    byId("status").textContent = list.length
      ? `${range} ${list.length === 1 ? "article" : "articles"}${more}${which.length ? `: ${which.join(", ")}` : ""}.`
      : `No article${which.length ? ` for ${which.join(", ")}` : ""}.`;
    if (state.rule) {
      const clear = document.createElement("button");
      clear.type = "button";
      clear.className = "quiet";
      clear.textContent = "All rules";
      clear.addEventListener("click", () => change({ rule: "" }));
      byId("status").append(" ", clear);
    }
    table.caption.textContent = state.order === "worst" ? caption : `Sorted by ${sort.selectedOptions[0].text}`;
    for (const button of ruleButtons) button.setAttribute("aria-pressed", String(button.textContent === state.rule));
    byId("pager").hidden = pages === 1;
    byId("previous").disabled = state.page === 1;
    byId("next").disabled = state.page === pages;
    if (pageChoice.options.length !== pages)
      pageChoice.replaceChildren(...Array.from({ length: pages }, (_, index) => new Option(`${index + 1} of ${pages}`)));
    pageChoice.selectedIndex = state.page - 1;
  }

  // Take over what has changed, show it, and keep it in the address: the way back from an article leads here.
  function change(values) {
    Object.assign(state, { page: 1 }, values);
    render();
    const said = new URLSearchParams();
    if (state.query) said.set("search", state.query);
    if (state.kind !== "all") said.set("show", state.kind);
    if (state.rule) said.set("rule", state.rule);
    if (state.order !== "worst") said.set("sort", state.order);
    if (state.page > 1) said.set("page", state.page);
    history.replaceState(null, "", `#${said}` === "#" ? location.pathname + location.search : `#${said}`);
  }

  function turn(page) {
    change({ page });
    byId("articles").scrollIntoView();
    byId("status").focus({ preventScroll: true });
  }

  function readAddress() {
    const plainPage = /^#page-(\d+)$/.exec(location.hash);
    if (location.hash && !plainPage && !location.hash.includes("=")) return render(); // a link to a part of this page
    const said = new URLSearchParams(plainPage ? "" : location.hash.slice(1));
    state.query = said.get("search") ?? "";
    state.kind = kinds.some((choice) => choice.value === said.get("show")) ? said.get("show") : "all";
    state.rule = said.get("rule") ?? "";
    state.order = said.get("sort") in ORDERS ? said.get("sort") : "worst";
    state.page = Number(plainPage?.[1] ?? said.get("page")) || 1;
    search.value = state.query;
    sort.value = state.order;
    for (const choice of kinds) choice.checked = choice.value === state.kind;
    render();
  }

  byId("status").tabIndex = -1;
  search.addEventListener("input", () => change({ query: search.value }));
  sort.addEventListener("change", () => change({ order: sort.value }));
  for (const choice of kinds) choice.addEventListener("change", () => change({ kind: choice.value }));
  fold?.addEventListener("change", () => change({}));
  pageChoice.addEventListener("change", () => turn(pageChoice.selectedIndex + 1));
  byId("previous").addEventListener("click", () => turn(state.page - 1));
  byId("next").addEventListener("click", () => turn(state.page + 1));
  addEventListener("hashchange", readAddress);
  addEventListener("beforeprint", () => {
    body.replaceChildren(...shown(entries().list));
    for (const row of rows) if (row.toggle) row.toggle.textContent = row.toggle.textContent.replace("Show", "And");
    for (const part of document.querySelectorAll(".aside details")) part.open = true;
  });
  addEventListener("afterprint", render);
  readAddress();
})();
