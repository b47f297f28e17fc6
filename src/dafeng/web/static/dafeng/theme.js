"use strict";
// Follows the system's light or dark, unless the reader chose one (then the server wrote it);
// paper is always light.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const chosen = root.dataset.bsTheme;
  const show = () => {
    root.dataset.bsTheme = chosen || (dark.matches ? "dark" : "light");
    document.dispatchEvent(new Event("dafeng:theme"));
  };
  dark.addEventListener("change", show);
  addEventListener("beforeprint", () => { root.dataset.bsTheme = "light"; });
  addEventListener("afterprint", show);
  show();
})();
