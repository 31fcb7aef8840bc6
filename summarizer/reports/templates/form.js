// The page works without this script. It adds Ctrl+Enter to check a text, and a note while a request runs.
"use strict";

for (const form of document.querySelectorAll("form.paste")) {
  const working = form.querySelector(".working");

  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.tagName === "TEXTAREA") {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button[value=check]"));
    }
  });

  form.addEventListener("submit", (event) => {
    const summary = event.submitter && event.submitter.value === "summarize";
    working.textContent = summary
      ? "The summary is being written: seconds for a short article, minutes for a long one."
      : "Checking.";
    working.classList.add("busy");
  });

  window.addEventListener("pageshow", () => {  // the user went back to this page
    working.textContent = "";
    working.classList.remove("busy");
  });
}
