"use strict";
// Says beside a value that somebody types what is hardly possible; the server asks again.
(() => {
  const form = document.querySelector("form[data-hand]");
  if (!form) return;
  const words = form.querySelector("[data-words]").dataset;
  const HOUR = 3600000;
  const month = form.elements.namedItem("month");
  const at = form.elements.namedItem("at");
  const ends = () => {
    const [year, number] = month.value.split("-").map(Number);
    return [new Date(year, number - 1, 1), new Date(year, number, 1)];
  };
  const moment = () => (month.value ? ends()[1] : new Date(at.value));
  const doubt = (field) => {
    const value = Number(field.value);
    if (field.value.trim() === "" || Number.isNaN(value)) return "";
    if (value < 0) return words.negative;
    const { kind, last, at: lastAt, most, step } = field.dataset;
    let [passed, hours] = [value, Number(step) / 3600];
    if (kind === "register") {
      if (last === undefined) return "";
      [passed, hours] = [value - Number(last), (moment() - new Date(lastAt)) / HOUR];
      if (hours > 0 && passed < 0) return words.below;
    } else if (month.value) {
      hours = (ends()[1] - ends()[0]) / HOUR;
    }
    return most !== undefined && hours > 0 && passed > Number(most) * hours ? words.above : "";
  };
  const look = () => {
    at.closest(".field").hidden = Boolean(month.value);
    form.querySelectorAll("[data-kind]").forEach((field) => {
      field.closest("[data-row]").querySelector("[data-doubt]").textContent = doubt(field);
    });
  };
  form.addEventListener("input", look);
  at.closest(".field").hidden = Boolean(month.value);
})();
