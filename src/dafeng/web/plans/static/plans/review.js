"use strict";
// Review: click an object to see it in the text, a mark to see its object; keys decide.
(() => {
  const page = document.querySelector("[data-review]");
  if (!page) return;
  const list = page.querySelector(".review-list");
  const text = page.querySelector(".review-text");
  const objects = () => [...list.querySelectorAll("[data-object]")];
  const current = () => list.querySelector(".is-selected");
  const show = (pane, element) => {
    if (!pane || !element) return;
    const [outer, inner] = [pane.getBoundingClientRect(), element.getBoundingClientRect()];
    if (pane.scrollHeight > pane.clientHeight + 1) pane.scrollTop += inner.top - outer.top - pane.clientHeight / 3;
    else element.scrollIntoView({ block: "center" });
  };
  const marksOf = (name) => text ? [...text.querySelectorAll(`[data-marks~="${CSS.escape(name)}"]`)] : [];
  const highlight = (name) => {
    text?.querySelectorAll(".is-selected").forEach((mark) => mark.classList.remove("is-selected"));
    const marks = marksOf(name);
    marks.forEach((mark) => mark.classList.add("is-selected"));
    return marks[0];
  };
  const select = (name, from) => {
    const object = document.getElementById(name);
    objects().forEach((one) => { one.classList.remove("is-selected"); one.removeAttribute("aria-current"); });
    object?.classList.add("is-selected");
    object?.setAttribute("aria-current", "true");
    const mark = highlight(name);
    if (from !== text) show(text, mark);
    if (from !== list) show(list, object);
    history.replaceState(history.state, "", `?${new URLSearchParams({ ...Object.fromEntries(new URLSearchParams(location.search)), object: name })}`);
  };
  const step = (by) => {
    const all = objects();
    const at = all.indexOf(current());
    const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
    if (next) select(next.dataset.object);
  };
  page.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-marks]");
    const link = event.target.closest("[data-select]");
    if (mark) {
      const names = mark.dataset.marks.split(" ").filter((name) => document.getElementById(name));
      if (!names.length) return;
      event.preventDefault();
      const innermost = new URL(mark.href).searchParams.get("object");
      const at = names.indexOf(current()?.dataset.object);
      select(mark.classList.contains("is-selected") && names.length > 1 ? names[(at + 1) % names.length] : innermost, text);
    } else if (link) {
      event.preventDefault();
      select(link.closest("[data-object]").dataset.object, list);
    } else if (!event.target.closest("a, button")) {
      const object = event.target.closest("[data-object]");
      if (object) select(object.dataset.object, list);
    }
  });
  const act = (name) => current()?.querySelector(`[data-act="${name}"]`)?.click();
  const keys = {
    j: () => step(1), k: () => step(-1), c: () => act("confirm"), e: () => act("edit"), x: () => act("reject"),
    u: () => document.querySelector("#undo button:not([disabled])")?.click(),
  };
  document.addEventListener("keydown", (event) => {
    const busy = event.target.closest("input, select, textarea, [contenteditable]") || document.querySelector("#drawer > *");
    if (busy || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const object = event.detail.elt.closest?.("[data-object]");
    if (!object) return;
    document.querySelector("#undo button")?.removeAttribute("disabled");
    select(object.dataset.object, list);
  });
  const scrolls = (pane) => pane && pane.scrollHeight > pane.clientHeight + 1;
  if (current()) {
    const mark = highlight(current().dataset.object);
    if (scrolls(text)) show(text, mark);
    if (scrolls(list)) show(list, current());
  }
})();
