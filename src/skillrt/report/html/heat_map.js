"use strict";
(() => {
  const tools = document.querySelector(".tools");
  const body = document.querySelector(".map tbody");
  const rows = [...body.rows];
  const find = tools.querySelector('[name="find"]');
  const only = tools.querySelector('[name="only"]');
  const said = tools.querySelector("output");
  const names = new Map(rows.map((row) => [row, row.cells[0].textContent.toLowerCase()]));

  function choose() {
    const wanted = find.value.trim().toLowerCase();
    let shown = 0;
    for (const row of rows) {
      row.hidden = !names.get(row).includes(wanted) || (only.checked && row.dataset.depth === "0");
      shown += row.hidden ? 0 : 1;
    }
    said.textContent = `${shown} of ${rows.length} skills`;
  }

  // The page is complete and ordered without this script; headings become buttons only where they do something.
  const heads = [...document.querySelectorAll("th[data-sort]")];
  const table = body.closest("table");
  for (const [at, head] of heads.filter((item) => table.contains(item)).entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(at, head));
  }

  function sort(at, head) {
    const down = head.getAttribute("aria-sort") ? head.getAttribute("aria-sort") !== "descending" : at > 0;
    for (const other of heads) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const key = (row) => Number(row.cells[at]?.dataset.order ?? -1);
    const order = at
      ? (one, two) => key(one) - key(two)
      : (one, two) => names.get(one).localeCompare(names.get(two));
    body.append(...[...rows].sort((one, two) => (down ? order(two, one) : order(one, two))));
  }

  tools.querySelector('[data-act="open"]').addEventListener("click", (event) => {
    const open = event.target.getAttribute("aria-pressed") !== "true";
    event.target.setAttribute("aria-pressed", String(open));
    for (const cell of body.querySelectorAll("details")) cell.open = open;
  });
  find.addEventListener("input", choose);
  only.addEventListener("change", choose);
  choose();
  tools.hidden = false;
})();
