"use strict";
// A report's form keeps itself: as a draft here, and in the browser when the session is over.
(() => {
  const form = document.querySelector("form[data-report]");
  if (!form) return;
  const line = form.querySelector("[data-save-state]");
  const version = form.elements.namedItem("version");
  const key = `dafeng-report-${form.dataset.report}`;
  const WAIT = 20000;
  let timer = null;
  const values = () => Object.fromEntries(
    [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "version")
  );
  const say = (words) => { line.textContent = words; };
  const keep = () => sessionStorage.setItem(key, JSON.stringify({ version: version.value, values: values() }));
  const restore = () => {
    const kept = JSON.parse(sessionStorage.getItem(key) || "null");
    sessionStorage.removeItem(key);
    if (!kept || kept.version !== version.value) return;
    const now = values();
    const other = Object.entries(kept.values).filter(([name, value]) => now[name] !== value);
    other.forEach(([name, value]) => {
      const field = form.elements.namedItem(name);
      if (field) field.value = value;
    });
    if (other.length) { say(line.dataset.restored); later(); }
  };
  const save = async () => {
    timer = null;
    const sent = new FormData(form);
    sent.set("act", "save");
    let answer;
    try {
      answer = await fetch(form.action, {
        method: "POST", body: sent, redirect: "manual", headers: { "X-Autosave": "1" },
      });
    } catch {
      keep();
      say(line.dataset.offline);
      return;
    }
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      keep();
      say(line.dataset.expired);
      return;
    }
    const told = await answer.json();
    if (answer.ok) {
      version.value = told.version;
      sessionStorage.removeItem(key);
      say(`${line.dataset.saved} ${told.saved}`);
    } else {
      say(told.errors.join(" "));
    }
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  };
  form.addEventListener("input", later);
  form.addEventListener("submit", () => { clearTimeout(timer); keep(); });
  restore();
})();
