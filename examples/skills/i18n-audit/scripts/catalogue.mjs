#!/usr/bin/env node
// Audit the message catalogues of a web project: JSON files, one a locale. Node 18.11+, no packages.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { parseArgs } from "node:util";

const USAGE = `usage: catalogue.mjs <command> [options]

commands:
  check    missing, superfluous and empty messages; placeholders that differ from the base locale
  unused   messages of the base locale that no source file names
  fill     add missing messages, with the base locale's text marked as untranslated

options:
  --dir DIR        folder with the catalogues (required)
  --base LOCALE    the locale that is complete (default: en)
  --locale LOCALE  only this locale; may be given several times
  --src DIR        folder with the source files (required for unused)
  --format KIND    text or json (default: text)
  --write          fill: change the files (otherwise it only says what it would do)
  --help`;

const OPTIONS = {
  dir: { type: "string" },
  base: { type: "string", default: "en" },
  locale: { type: "string", multiple: true, default: [] },
  src: { type: "string" },
  format: { type: "string", default: "text" },
  write: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
};
const SOURCES = new Set([".js", ".jsx", ".ts", ".tsx", ".mjs", ".vue", ".svelte", ".html"]);
const SKIPPED = new Set(["node_modules", ".git", "dist", "build", "coverage"]);
const UNTRANSLATED = "[untranslated] ";

class Refused extends Error {}

/** Message texts by dotted key; arrays count as objects with numbers as keys. */
function flatten(node, prefix = "", into = new Map()) {
  for (const [name, value] of Object.entries(node)) {
    const key = prefix ? `${prefix}.${name}` : name;
    if (value !== null && typeof value === "object") flatten(value, key, into);
    else into.set(key, value);
  }
  return into;
}

/** Put a text at a dotted key, making the objects on the way. */
function assign(tree, key, text) {
  const path = key.split(".");
  const last = path.pop();
  let node = tree;
  for (const part of path) {
    if (!Object.hasOwn(node, part) || typeof node[part] !== "object") {
      Object.defineProperty(node, part, { value: {}, enumerable: true, writable: true, configurable: true });
    }
    node = node[part];
  }
  Object.defineProperty(node, last, { value: text, enumerable: true, writable: true, configurable: true });
}

/**
 * The arguments of a message, sorted. Braces alternate: one opens an argument, the next inside it opens a text for
 * one case, so "{n, plural, one {# day for {who}}}" has n and who. "{{name}}" counts as one argument.
 */
function placeholders(text) {
  const names = new Set();
  let depth = 0;
  for (let at = 0; at < text.length && depth >= 0; at += 1) {
    if (text[at] === "{") {
      const name = depth % 2 === 0 && /^\{\{?\s*([\w.]+)\s*[},]/.exec(text.slice(at, at + 80));
      if (name) names.add(name[1]);
      depth += 1;
    } else if (text[at] === "}") depth -= 1;
  }
  return { names: [...names].sort(), balanced: depth === 0 };
}

function readCatalogue(dir, locale) {
  const path = join(dir, `${locale}.json`);
  try {
    const tree = JSON.parse(readFileSync(path, "utf8").replace(/^\uFEFF/, ""));
    return { locale, path, tree, messages: flatten(tree) };
  } catch (problem) {
    throw new Refused(`${path}: ${problem.message}`);
  }
}

function readAll({ dir, base, locale }) {
  if (!dir) throw new Refused("--dir is required");
  const names = readdirSync(dir).filter((name) => extname(name) === ".json").map((name) => basename(name, ".json"));
  if (!names.includes(base)) throw new Refused(`${dir} has no ${base}.json; it has ${names.join(", ") || "no JSON file"}`);
  const wanted = locale.length ? locale : names.filter((name) => name !== base).sort();
  return { base: readCatalogue(dir, base), others: wanted.map((name) => readCatalogue(dir, name)) };
}

/** The findings of one catalogue against the base. */
function compare(base, other) {
  const findings = [];
  const add = (kind, key, detail = "") => findings.push({ locale: other.locale, kind, key, detail });
  for (const [key, text] of base.messages) {
    if (!other.messages.has(key)) {
      add("missing", key);
      continue;
    }
    const translated = other.messages.get(key);
    if (typeof translated !== "string" || typeof text !== "string") continue;
    if (translated.trim() === "" && text.trim() !== "") add("empty", key);
    else if (translated.startsWith(UNTRANSLATED)) add("untranslated", key);
    const [here, there] = [placeholders(translated), placeholders(text)];
    if (!here.balanced) add("unbalanced", key, translated);
    else if (here.names.join() !== there.names.join()) {
      add("placeholders", key, `has {${here.names.join("} {")}}, base has {${there.names.join("} {")}}`);
    }
  }
  for (const key of other.messages.keys()) if (!base.messages.has(key)) add("superfluous", key);
  return findings;
}

function* walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) yield* walk(path);
    else if (entry.isFile() && SOURCES.has(extname(entry.name))) yield path;
  }
}

/** Keys that stand in no source file, neither whole nor as a prefix that a template literal goes on from. */
function findUnused(base, src) {
  if (!src) throw new Refused("unused needs --src");
  const strings = new Set();
  const prefixes = new Set();
  for (const path of walk(src)) {
    const text = readFileSync(path, "utf8");
    for (const match of text.matchAll(/["'`]([\w-]+(?:\.[\w-]+)*)["'`]/g)) strings.add(match[1]);
    for (const match of text.matchAll(/["'`]([\w-]+(?:\.[\w-]+)*\.)(?:\$\{|["']\s*\+)/g)) prefixes.add(match[1]);
  }
  const computed = [...prefixes];
  return [...base.messages.keys()]
    .filter((key) => !strings.has(key) && !computed.some((prefix) => key.startsWith(prefix)))
    .map((key) => ({ locale: base.locale, kind: "unused", key, detail: "" }));
}

function fill({ base, others }, write) {
  const findings = [];
  for (const other of others) {
    const missing = [...base.messages.keys()].filter((key) => !other.messages.has(key));
    for (const key of missing) {
      assign(other.tree, key, `${UNTRANSLATED}${base.messages.get(key)}`);
      findings.push({ locale: other.locale, kind: write ? "filled" : "to fill", key, detail: "" });
    }
    if (write && missing.length) writeFileSync(other.path, `${JSON.stringify(other.tree, null, 2)}\n`);
  }
  return findings;
}

function print(findings, format) {
  if (format === "json") return console.log(JSON.stringify(findings, null, 2));
  for (const { locale, kind, key, detail } of findings) console.log([locale, kind, key, detail].join("\t").trimEnd());
  if (!findings.length) console.log("nothing found");
}

function run(argv) {
  const { values, positionals } = parseArgs({ args: argv, options: OPTIONS, allowPositionals: true });
  if (values.help) return console.log(USAGE) ?? 0;
  const [command, ...rest] = positionals;
  if (!["check", "unused", "fill"].includes(command) || rest.length) throw new Refused(`name one command\n\n${USAGE}`);
  if (!["text", "json"].includes(values.format)) throw new Refused(`--format is text or json, not ${values.format}`);
  const catalogues = readAll(values);
  let findings;
  if (command === "check") findings = catalogues.others.flatMap((other) => compare(catalogues.base, other));
  else if (command === "unused") findings = findUnused(catalogues.base, values.src);
  else findings = fill(catalogues, values.write);
  print(findings, values.format);
  return command !== "fill" && findings.length ? 1 : 0;
}

try {
  process.exitCode = run(process.argv.slice(2));
} catch (problem) {
  if (!(problem instanceof Refused) && !problem.code) throw problem;
  console.error(`catalogue: ${problem.message}`);
  process.exitCode = 2;
}
