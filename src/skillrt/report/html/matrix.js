"use strict";
(() => {
  const found = JSON.parse(document.getElementById("data").textContent);
  const table = document.getElementById("matrix");
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const tools = document.querySelector(".tools");
  const dialog = document.querySelector("dialog");
  const asked = (name) => tools.querySelector(`[name="${name}"]`);
  const names = new Map(rows.map((row) => [row, row.cells[0].textContent.toLowerCase()]));
  const has = (row, key, word) => row.dataset[key].split(" ").includes(word);

  function choose() {
    const wanted = asked("find").value.trim().toLowerCase();
    const state = asked("state").value;
    const kind = asked("evidence").value;
    let shown = 0;
    for (const row of rows) {
      const fine = !["left", "lossy", "fails", "absent"].some((word) => has(row, "states", word));
      const fits = !state || (state === "fine" ? fine : has(row, "states", state));
      row.hidden = !(names.get(row).includes(wanted) && fits && (!kind || has(row, "kinds", kind)));
      shown += row.hidden ? 0 : 1;
    }
    tools.querySelector("output").textContent = `${shown} of ${rows.length} skills`;
  }

  // The page is complete without this script; headings and names become buttons only where they do something.
  function buttonOf(parts) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...parts);
    return button;
  }

  function sort(at, head, heads) {
    const down = head.getAttribute("aria-sort") ? head.getAttribute("aria-sort") !== "descending" : at > 0;
    for (const other of heads) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    const key = (row) => Number(row.cells[at].dataset.order);
    const byName = (one, two) => names.get(one).localeCompare(names.get(two));
    const order = at ? (one, two) => key(one) - key(two) || byName(two, one) : byName;
    body.append(...[...rows].sort((one, two) => (down ? order(two, one) : order(one, two))));
  }

  // Every text is set as text: nothing of a skill is ever read as markup.
  function made(tag, text = "", kind = "") {
    const element = document.createElement(tag);
    element.textContent = text;
    if (kind) element.className = kind;
    return element;
  }

  function list(title, items) {
    if (!items.length) return [];
    const shown = made("ul");
    for (const [text, aside] of items) {
      const item = made("li", text);
      if (aside) item.append(made("small", aside));
      shown.append(item);
    }
    return [made("h4", title), shown];
  }

  function gap(item) {
    const left = item.status === "left" || item.status === "narrowed" ? `, ${item.left} stays` : "";
    const text = `${item.primitive}: asks ${item.required}, held ${item.aim}: ${item.status}${left}`;
    return [text, [item.doubt, item.rules.join(", "), item.why].filter(Boolean).join("; ")];
  }

  function evidence(cell, target) {
    const seen = cell.seen;
    const parts = [`the text of the skill; edits: ${cell.edits}`];
    if (cell.evidence !== "static" || target.sources.length) parts.push(target.sources.join("; ") || "no trial of this model");
    if (seen.proofs) parts.push(`${seen.templates} templates, proven by replay on ${seen.proofs} episodes`);
    if (seen.right + seen.failed + seen.unknown)
      parts.push(`recorded here: ${seen.right} right, ${seen.failed} failed, ${seen.unknown} unknown`);
    return parts.map((text) => [text, ""]);
  }

  function change(before, after) {
    const [first, then] = [before, after].map((number) => number.toLocaleString("en"));
    return before === after ? first : `${first} → ${then}`;
  }

  function section(cell, target, chosen) {
    const part = made("section", "", chosen ? `${cell.state} chosen` : cell.state);
    part.append(made("h3", target.target));
    if (cell.error) {
      part.append(made("p", cell.error));
      return part;
    }
    if (cell.tokens) {
      const words = Object.entries({ "in the list": "listed", "at activation": "activation", "of all that is read": "read" })
        .map(([title, name]) => `${change(...cell.tokens[name])} ${title}`);
      part.append(made("p", `tokens: ${words.join(", ")}`));
    }
    const lacks = (who) => cell.lacks.filter((item) => item.who === who).map((item) => [`${item.kind}: ${item.name}`, item.why]);
    part.append(
      ...list("gaps", cell.gaps.map(gap)),
      ...list("lost", cell.losses.map((item) => [item.message, `${item.code} ${item.at}`])),
      ...list("the host is not known to have", lacks("host")),
      ...list("still to be bound", lacks("bind")),
      ...list("from the user", lacks("user")),
      ...list(`evidence: ${cell.evidence}`, evidence(cell, target)),
    );
    return part;
  }

  function show(row, at) {
    const skill = found.skills[Number(row.dataset.at)];
    dialog.querySelector("h2").textContent = skill.name;
    dialog.querySelector(".where").textContent = skill.where;
    const parts = skill.cells.map((cell, number) => section(cell, found.targets[number], number === at));
    dialog.querySelector(".details").replaceChildren(...parts);
    dialog.showModal();
    dialog.scrollTop = 0;
    if (at >= 0) parts[at].scrollIntoView({ block: "nearest" });
  }

  const heads = [...table.querySelectorAll("th[data-sort]")];
  for (const [at, head] of heads.entries()) {
    const button = buttonOf(head.childNodes);
    head.append(button);
    button.addEventListener("click", () => sort(at, head, heads));
  }
  for (const row of rows) {
    const name = row.querySelector(".name");
    const button = buttonOf([...name.childNodes]);
    button.setAttribute("aria-haspopup", "dialog");
    name.append(button);
  }
  body.classList.add("live");
  body.addEventListener("click", (event) => {
    const cell = event.target.closest("td");
    const named = event.target.closest("th button");
    if (cell) show(cell.parentElement, cell.cellIndex - 1);
    else if (named) show(named.closest("tr"), -1);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  for (const name of ["find", "state", "evidence"]) asked(name).addEventListener("input", choose);

  const theme = document.querySelector('[data-act="theme"]');
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let isDark = dark.matches;
  const paint = () => {
    theme.textContent = isDark ? "light" : "dark";
  };
  theme.addEventListener("click", () => {
    isDark = !isDark;
    document.documentElement.style.colorScheme = isDark ? "dark" : "light";
    paint();
  });
  paint();
  theme.hidden = false;
  choose();
  tools.hidden = false;
})();
