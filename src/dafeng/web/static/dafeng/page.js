"use strict";
// Focus for the error summary, the drawer and tables that scroll; Escape closes.
(() => {
  const drawer = document.getElementById("drawer");
  let opener = null;
  const close = () => { history.back(); };
  const reachable = (root) => root.querySelectorAll(".sheet").forEach((sheet) => {
    if (sheet.scrollWidth > sheet.clientWidth) sheet.tabIndex = 0;
  });
  reachable(document);
  document.querySelector("[data-error-summary]")?.focus();
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.target === drawer) opener = event.detail.elt;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target === drawer) drawer.querySelector(".drawer-panel")?.focus();
    event.detail.target.querySelector?.("[data-error-summary]")?.focus();
    reachable(document);
  });
  document.addEventListener("click", (event) => {
    const menu = document.querySelector("details.menu[open]");
    if (menu && !menu.contains(event.target)) menu.open = false;
    if (opener && (event.target === drawer || event.target.closest("[data-drawer-close]"))) {
      event.preventDefault();
      close();
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
    else if (opener && drawer.firstElementChild) close();
  });
})();
