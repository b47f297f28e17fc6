"use strict";
// Says beside a value that somebody types what is hardly possible; the server asks again.
(() => {
  const form = document.querySelector("form[data-hand]");
  if (!form) return;
  const words = form.querySelector("[data-words]").dataset;
  const HOUR = 3600000;
  const MONTH = 31 * 24;
  const moment = () => {
    const month = form.elements.namedItem("month").value;
    if (/^\d{4}-\d{2}$/.test(month)) {
      const [year, number] = month.split("-").map(Number);
      return new Date(year, number, 1);
    }
    return new Date(form.elements.namedItem("at").value);
  };
  const doubt = (field) => {
    const value = Number(field.value);
    if (field.value.trim() === "" || Number.isNaN(value)) return "";
    if (value < 0) return words.negative;
    const { kind, last, at, most } = field.dataset;
    let [passed, hours] = [value, MONTH];
    if (kind === "register") {
      if (last === undefined) return "";
      [passed, hours] = [value - Number(last), (moment() - new Date(at)) / HOUR];
      if (hours > 0 && passed < 0) return words.below;
    }
    return most !== undefined && hours > 0 && passed > Number(most) * hours ? words.above : "";
  };
  const look = () => form.querySelectorAll("[data-kind]").forEach((field) => {
    field.closest("td").querySelector("[data-doubt]").textContent = doubt(field);
  });
  form.addEventListener("input", look);
})();
