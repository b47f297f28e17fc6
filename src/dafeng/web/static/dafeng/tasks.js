"use strict";
// Arrow keys move between the cards of the board: up and down in a column, left and right across.
(() => {
  const board = document.querySelector("[data-board]");
  if (!board) return;
  const columns = [...board.querySelectorAll(".board-column")]
    .map((column) => [...column.querySelectorAll(".board-card")])
    .filter((cards) => cards.length);
  if (!columns.length) return;
  const place = (card) => {
    const x = columns.findIndex((cards) => cards.includes(card));
    return [x, columns[x]?.indexOf(card) ?? -1];
  };
  const steps = { ArrowDown: [0, 1], ArrowUp: [0, -1], ArrowRight: [1, 0], ArrowLeft: [-1, 0] };
  board.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (!step || event.target.closest("input, select, textarea")) return;
    const card = event.target.closest(".board-card");
    if (!card && event.target !== board) return;
    const [x, y] = card ? place(card) : [0, -1];
    const cards = columns[Math.min(Math.max(x + step[0], 0), columns.length - 1)];
    const row = card ? y + step[1] : 0;
    cards[Math.min(Math.max(row, 0), cards.length - 1)].focus();
    event.preventDefault();
  });
})();
