"""Programs in JavaScript that node runs on hidden input: plain syntax, node's own modules, asynchronous code."""

import hashlib
import json
from collections.abc import Sequence
from random import Random
from typing import Final

from skillrt.primitives.gen_code_javascript.asynchronous import memo, pool
from skillrt.primitives.probing import Instance, Probe
from skillrt.primitives.probing_parts.coding import Work, coded, judge, shown
from skillrt.primitives.probing_parts.drawing import COLOURS, PLACES, WARES, one_of
from skillrt.primitives.probing_parts.running import Trial

_ID: Final = "gen.code.javascript"


def _work(trials: Sequence[Trial]) -> Work:
    return Work(("javascript", "js", "mjs", "node"), "solution.mjs", ("node", "solution.mjs"), tuple(trials))


_COLUMNS: Final = """
import fs from "node:fs";

const lines = fs.readFileSync("{file}", "utf8").split("\\n").filter((line) => line !== "");
const rows = lines.map((line) => line.split("{cut}"));
const names = rows[0];
const column = names.indexOf("{name}");
const kept = rows.slice(1).filter((row) => Number(row[column]) {sign} {bound});
kept.sort((one, other) => Number({ascending}[column]) - Number({descending}[column]));
const out = [names.slice().reverse(), ...kept.map((row) => row.slice().reverse())];
fs.writeFileSync("{out}", out.map((row) => row.join("{cut}") + "\\n").join(""));
console.log(kept.length);
"""


def _columns(random: Random) -> Instance:
    file, out, cut = f"{random.choice(WARES)}.txt", f"kept-{random.randint(10, 99)}.txt", random.choice(";|:")
    names = random.sample(COLOURS, 4)
    name, bound, rising = names[random.randint(0, 3)], random.randint(20, 80), random.random() < 0.5
    above = random.random() < 0.5
    texts: list[str] = []
    told: list[str] = []
    for size in (6, 9, 14):
        rows = [[random.choice(WARES), *(str(random.randint(5, 120)) for _ in range(3))] for _ in range(size)]
        at = names.index(name)
        for row in rows:
            row[at] = str(random.choice((bound, 9, 100, random.randint(5, 120))))
        rows[0][at], rows[1][at], rows[2][at] = ("100", "100", "99") if above else ("9", "9", "10")
        texts.append("".join(cut.join(row) + "\n" for row in [names, *rows]))
        kept = [row for row in rows if (int(row[at]) >= bound if above else int(row[at]) <= bound)]
        way = 1 if rising else -1
        kept.sort(key=lambda row, at=at, way=way: way * int(row[at]))
        told.append("".join(cut.join(reversed(row)) + "\n" for row in [names, *kept]))
    task = (
        f"Write an ES module for node (no packages) that reads `{file}` in the current folder. Its first line has "
        f"the names of four columns, the others their cells, cut by `{cut}`; there are no empty cells. Keep the "
        f"rows whose cell in the column `{name}`, a whole number, is {'at least' if above else 'at most'} {bound}. "
        f"Sort them by the value of that number, {'smallest' if rising else 'largest'} first, rows with equal "
        f"numbers in the order of the file. Write `{out}`: first the line with the names, then the rows, with the "
        f"order of the columns reversed everywhere (the last column first), cut by `{cut}` again. Print the number "
        "of rows kept and nothing else."
    )
    example = shown({file: texts[0]}, f"{told[0].count(chr(10)) - 1}")
    task = f"{task}\n\n{example}\nand writes to `{out}`\n" + "\n".join(f"    {line}" for line in told[0].splitlines())
    trials = [
        Trial(f"input {at}", {file: text}, f"{one.count(chr(10)) - 1}\n", {out: one})
        for at, (text, one) in enumerate(zip(texts, told, strict=True), 1)
    ]
    sign = ">=" if above else "<="
    values = {"file": file, "out": out, "cut": cut, "name": name, "bound": bound, "sign": sign}
    order = {"ascending": "one" if rising else "other", "descending": "other" if rising else "one"}
    source = _COLUMNS.format(**values, **order)
    slips = [
        ("the bound itself is left out", f"{sign} {bound}", f"{sign[0]} {bound}"),
        ("sorted as text", "kept.sort(", "kept.sort(); false && kept.sort("),
        ("the names keep their order", "names.slice().reverse()", "names"),
    ]
    return coded(task, _work(trials), source, slips)


_LINKS: Final = """
import {{ createHash }} from "node:crypto";
import {{ readFileSync }} from "node:fs";
import path from "node:path";

const seen = new Map();
for (const line of readFileSync("{file}", "utf8").split("\\n")) {{
  let url;
  try {{
    url = new URL(line.trim());
  }} catch (error) {{
    continue;
  }}
  for (const name of [...url.searchParams.keys()]) if (name.startsWith("{drop}")) url.searchParams.delete(name);
  url.searchParams.sort();
  url.hash = "";
  const key = url.href;
  const entry = seen.get(key) ?? {{ id: createHash("{hash}").update(key).digest("hex").slice(0, {length}), n: 0 }};
  entry.n += 1;
  entry.file = path.posix.basename(url.pathname) || "{none}";
  seen.set(key, entry);
}}
for (const key of [...seen.keys()].sort()) {{
  const {{ id, n, file }} = seen.get(key);
  console.log(`${{id}} ${{n}} ${{file}} ${{key}}`);
}}
"""


def _links(random: Random) -> Instance:
    file, drop = f"{random.choice(WARES)}.txt", f"{random.choice(COLOURS)}_"
    none = random.choice(("index", "root", "none"))
    name, length = random.choice(("sha256", "sha1", "md5", "sha512")), random.randint(6, 12)
    texts: list[str] = []
    told: list[str] = []
    for size in (3, 5, 7):
        counts: dict[str, tuple[int, str]] = {}
        lines: list[str] = []
        for _ in range(size):
            host = f"{random.choice(PLACES).lower()}.example"
            folder, leaf = random.choice(WARES), random.choice(("", f"{random.choice(WARES)}.html"))
            pairs = sorted((random.choice("abcdefg") + str(at), str(random.randint(1, 99))) for at in range(2))
            query = "&".join(f"{key}={value}" for key, value in pairs)
            plain = f"https://{host}/{folder}/{leaf}?{query}"
            spellings = [
                plain.replace("https://", "HTTPS://").replace(host, host.upper()),
                f"https://{host}/{folder}/x/../{leaf}?{drop}a=1&{'&'.join(reversed(query.split('&')))}#top",
                f"  https://{host}:443/{folder}/{leaf}?{query}&{drop}b={random.randint(1, 9)}",
            ]
            chosen = random.sample(spellings, random.randint(1, 3))
            lines += chosen
            before = counts.get(plain, (0, ""))[0]
            counts[plain] = (before + len(chosen), leaf or folder)
        lines.insert(1, "")
        lines.insert(2, f"{random.choice(WARES)} is no address")
        bare = f"https://{random.choice(PLACES).lower()}.example"
        lines.append(f"{bare}?{drop}c=2")
        counts[f"{bare}/"] = (1, none)
        texts.append("".join(f"{line}\n" for line in lines))
        told.append(
            "".join(
                f"{hashlib.new(name, key.encode()).hexdigest()[:length]} {counts[key][0]} {counts[key][1]} {key}\n"
                for key in sorted(counts)
            )
        )
    task = (
        f"Write an ES module for node (version 18 or newer, its own modules only) that reads `{file}` in the current "
        "folder, which has one address a line. Blanks around an address count nothing; lines that the class URL "
        "does not take as an absolute address (empty ones too) are skipped. Bring each address to a normal form: "
        f"as the class URL writes it, without query parameters whose name starts with `{drop}`, the other "
        "parameters sorted by name (URLSearchParams.sort), without the part from `#` on, and without a `?` where "
        "no parameter is left. For each normal form, in the order of the characters' codes, print one line: the "
        f"first {length} hex digits (lower case) of the {name} digest of the normal form in UTF-8, a blank, how "
        "many lines of the file have that normal form, a blank, the last part of its path (path.posix.basename, "
        f"which takes `b` out of `/a/b/`; `{none}` where that is empty), a blank, the normal "
        f"form.\n\n{shown({file: texts[0]}, told[0])}"
    )
    trials = [
        Trial(f"input {at}", {file: text}, one) for at, (text, one) in enumerate(zip(texts, told, strict=True), 1)
    ]
    values = {"file": file, "drop": drop, "none": none, "hash": name, "length": length}
    slips = [
        ("parameters are not sorted", "url.searchParams.sort();", ""),
        ("lines that are no address stop it", "    continue;", "    throw error;"),
        ("the digest is cut one digit short", f"slice(0, {length})", f"slice(0, {length - 1})"),
        ("the line is digested in place of the normal form", "update(key)", "update(line)"),
    ]
    return coded(task, _work(trials), _LINKS.format(**values), slips)


_TREE: Final = """
import fs from "node:fs";

const tree = JSON.parse(fs.readFileSync("{file}", "utf8"));
const sums = {{}};
function visit(node, depth) {{
  if (node.{off} === true) return;
  sums[depth] = (sums[depth] ?? 0) + (node.{count} ?? {default});
  for (const child of node.{below} ?? []) visit(child, depth + 1);
}}
visit(tree, 0);
for (const depth of Object.keys(sums)) console.log(`${{depth}}: ${{sums[depth]}}`);
"""


def _tree(random: Random) -> Instance:
    file, default = f"{random.choice(WARES)}.json", random.randint(2, 9)
    off, count, below = random.choice(("hidden", "closed", "off")), random.choice(("weight", "n", "load")), "parts"
    below = random.choice((below, "children", "items"))
    texts: list[str] = []
    told: list[str] = []
    for size in (7, 12, 18):
        nodes: list[dict[str, object]] = [{"name": random.choice(WARES)}]
        for at in range(1, size):
            node: dict[str, object] = {"name": random.choice(WARES)}
            node |= {count: random.randint(0, 30)} if random.random() < 0.6 else {}
            node |= {off: random.random() < 0.5} if at > 2 and random.random() < 0.5 else {}
            nodes.append(node)
        depths, shut = [0], [False]
        nodes[1], nodes[2] = {"name": "one", count: 0}, {"name": "two"}
        lists: dict[int, list[dict[str, object]]] = {}
        for at in range(1, size):
            parent = at - 1 if at in {1, 2, 4} else random.randint(max(0, at - 5), at - 1)
            lists.setdefault(parent, []).append(nodes[at])
            depths.append(depths[parent] + 1)
            shut.append(shut[parent] or nodes[at].get(off) is True)
        nodes[3][off] = True
        shut[3] = True
        nodes[3][count] = 17
        for at in range(4, size):
            parent = next(one for one, children in lists.items() if any(child is nodes[at] for child in children))
            shut[at] = shut[parent] or nodes[at].get(off) is True
        for parent, children in lists.items():
            nodes[parent][below] = children
        sums: dict[int, int] = {}
        for at, node in enumerate(nodes):
            value = node.get(count, default)
            if not shut[at] and isinstance(value, int):
                sums[depths[at]] = sums.get(depths[at], 0) + value
        texts.append(json.dumps(nodes[0], indent=1) + "\n")
        told.append("".join(f"{depth}: {sums[depth]}\n" for depth in sorted(sums)))
    task = (
        f"Write an ES module for node (no packages) that reads `{file}` in the current folder: a tree in JSON. A "
        f"node is an object with `name`, perhaps `{count}` (a whole number; a node without it counts {default}, "
        f"one with 0 counts 0), perhaps `{off}` (true or false) and perhaps `{below}`, a list of nodes. The root "
        f"is at depth 0, its children at depth 1, and so on. A node whose `{off}` is true is left out with "
        "everything below it. For each depth that has nodes that count print `DEPTH: SUM`, the sum of the numbers "
        f"of its nodes, smallest depth first.\n\n{shown({file: texts[0]}, told[0])}"
    )
    trials = [
        Trial(f"input {at}", {file: text}, one) for at, (text, one) in enumerate(zip(texts, told, strict=True), 1)
    ]
    values = {"file": file, "off": off, "count": count, "below": below, "default": default}
    slips = [
        ("0 is taken as missing", f"{count} ?? {default}", f"{count} || {default}"),
        ("what is left out counts", f"if (node.{off} === true) return;", ""),
        ("the root is at depth 1", "visit(tree, 0)", "visit(tree, 1)"),
    ]
    return coded(task, _work(trials), _TREE.format(**values), slips)


PROBE: Final = Probe(
    _ID,
    "2026-11-28",
    "answer",
    one_of(_ID, {"L1": (_columns, _tree), "L2": (_links,), "L3": (pool, memo)}),
    judge,
)
