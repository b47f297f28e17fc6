"use strict";
// The figure beside each slider follows the hand; the server answers the form itself.
document.querySelectorAll(".lever input[type=range]").forEach((slider) => {
  const shown = slider.closest(".lever").querySelector("output");
  const scale = Number(slider.dataset.scale);
  const digits = Number(slider.dataset.digits);
  slider.addEventListener("input", () => {
    shown.textContent = `${(slider.value * scale).toFixed(digits)}${slider.dataset.unit}`;
  });
});
