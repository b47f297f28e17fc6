"use strict";
// Renews the board from the stream of its page.  The server ends a stream after seconds
// and the browser comes again by itself; where it will not, the page is loaded anew.
const board = document.getElementById("board");
const RELOAD = 60000;
const again = () => setTimeout(() => location.reload(), RELOAD);
if ("EventSource" in window) {
  const source = new EventSource(board.dataset.stream);
  source.addEventListener("board", (event) => {
    if (event.lastEventId === board.dataset.mark) return;
    const open = board.querySelector("details")?.open;
    board.innerHTML = event.data;
    board.dataset.mark = event.lastEventId;
    if (open) board.querySelector("details").open = true;
  });
  source.addEventListener("error", () => { if (source.readyState === EventSource.CLOSED) again(); });
} else again();
