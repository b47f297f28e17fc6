"use strict";
// Focus for the error summary, the drawer and tables that scroll; Escape closes; the rooms
// fold on a phone; "/" begins a search; long texts are counted.
(() => {
  const drawer = document.getElementById("drawer");
  let opener = null;
  const close = () => { history.back(); };
  const reachable = (root) => root.querySelectorAll(".sheet").forEach((sheet) => {
    if (sheet.scrollWidth > sheet.clientWidth) sheet.tabIndex = 0;
  });
  // How much of a long text is written: the server says what is too long, nothing is cut.
  const counted = (root) => root.querySelectorAll("textarea[data-most]").forEach((area) => {
    if (area.nextElementSibling?.matches("[data-count]")) return;
    const count = document.createElement("div");
    count.className = "form-hint number";
    count.toggleAttribute("data-count", true);
    const tell = () => { count.textContent = `${[...area.value].length} / ${area.dataset.most}`; };
    area.after(count);
    area.addEventListener("input", tell);
    tell();
  });
  reachable(document);
  counted(document);
  document.querySelector("[data-error-summary]")?.focus();
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target === drawer) opener = event.detail.elt;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target === drawer) drawer.querySelector(".drawer-panel")?.focus();
    event.detail.target.querySelector?.("[data-error-summary]")?.focus();
    reachable(document);
    counted(document);
  });
  document.addEventListener("click", (event) => {
    const menu = document.querySelector("details.menu[open]");
    if (menu && !menu.contains(event.target)) menu.open = false;
    if (opener && (event.target === drawer || event.target.closest("[data-drawer-close]"))) {
      event.preventDefault();
      close();
    }
  });
  const fold = document.querySelector("[data-fold]");
  const rooms = fold && document.getElementById(fold.getAttribute("aria-controls"));
  const unfold = (open) => {
    fold.setAttribute("aria-expanded", String(open));
    rooms.toggleAttribute("data-folded", !open);
  };
  if (fold) {
    fold.hidden = false;
    unfold(false);
    fold.addEventListener("click", () => unfold(fold.getAttribute("aria-expanded") !== "true"));
  }
  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest?.("input, textarea, select, [contenteditable]");
    const search = document.querySelector("[data-search]");
    if (event.key === "/" && search && !writing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      if (search.offsetParent) search.focus();
      else location.assign(search.form.action);
      return;
    }
    if (event.key !== "Escape") return;
    if (fold?.getAttribute("aria-expanded") === "true" && rooms.contains(document.activeElement)) {
      unfold(false);
      fold.focus();
      return;
    }
    const menu = document.querySelector("details.menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
    else if (opener && drawer.firstElementChild) close();
  });
})();
