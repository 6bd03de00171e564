"use strict";
(() => {
  const bar = document.querySelector(".keys");
  const said = bar.querySelector("output");
  const changes = [...document.querySelectorAll(".change")];
  const folded = [];
  let here = -1;

  // Unchanged stretches fold away only where this script runs: without it the page shows every line.
  for (const body of document.querySelectorAll(".same")) {
    const rows = [...body.rows];
    const [head, tail] = body.dataset.fold.split(" ").map(Number);
    const hidden = rows.slice(head, rows.length - tail);
    if (hidden.length < 3) continue;
    const row = document.createElement("tr");
    const cell = document.createElement("td");
    const button = document.createElement("button");
    row.className = "fold";
    cell.colSpan = 4;
    button.type = "button";
    button.textContent = `⋯ ${hidden.length} unchanged lines`;
    button.addEventListener("click", () => fold(item, false));
    cell.append(button);
    row.append(cell);
    hidden[0].before(row);
    const item = { row, hidden };
    folded.push(item);
    fold(item, true);
  }

  function fold(item, away) {
    item.row.hidden = !away;
    for (const row of item.hidden) row.hidden = away;
  }

  function go(step) {
    if (!changes.length) return;
    changes[here]?.classList.remove("here");
    here = (here + step + changes.length) % changes.length;
    changes[here].classList.add("here");
    changes[here].focus({ preventScroll: true });
    changes[here].scrollIntoView({ block: "center" });
    said.textContent = `change ${here + 1} of ${changes.length}`;
  }

  const acts = {
    next: () => go(1),
    previous: () => go(here < 0 ? 0 : -1),
    fold: () => {
      const button = bar.querySelector('[data-act="fold"]');
      const open = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(open));
      folded.forEach((item) => fold(item, !open));
    },
  };
  const keys = { n: "next", j: "next", p: "previous", k: "previous", u: "fold" };

  bar.addEventListener("click", (event) => acts[event.target.closest("button")?.dataset.act]?.());
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    acts[keys[event.key]]?.();
  });
  said.textContent = changes.length === 1 ? "1 change" : `${changes.length} changes`;
  bar.hidden = false;
})();
