//: head
#!/usr/bin/env node
// @summary@
// From @places@. `--help` lists the options.

//: import-esm
import { existsSync as @opt@Exists } from "node:fs";
import { parseArgs } from "node:util";
//: import-cjs
const { existsSync: @opt@Exists } = require("node:fs");
const { parseArgs } = require("node:util");
//: fail
const @opt@Fail = (message, status = 2) => {
  console.error(`${process.argv[1].split(/[\\/]/).pop()}: ${String(message).split("\n")[0]}`);
  process.exit(status);
};
for (const event of ["uncaughtException", "unhandledRejection"]) {
  process.on(event, (error) => @opt@Fail(error?.message ?? error, 1));
}
// A value may begin with a hyphen: it is joined to its option before the words are read.
for (let at = 2; at < process.argv.length - 1; at += 1) {
  if (@names@.includes(process.argv[at])) {
    process.argv.splice(at, 2, `${process.argv[at]}=${process.argv[at + 1]}`);
  }
}
//: parse
let @opt@;
try {
  @opt@ = parseArgs({
    options: {
      help: { type: "boolean", short: "h" },
//: option
      "@option@": { type: "string" },
//: option-default
      "@option@": { type: "string", default: @default@ },
//: option-list
      "@option@": { type: "string", multiple: true },
//: parse-end
    },
  }).values;
} catch (error) {
  @opt@Fail(`${error.message.split(". ")[0]} (see --help)`);
}
if (@opt@.help) {
  console.log(@usage@);
  process.exit(0);
}
//: required
if (@opt@["@option@"] === undefined) @opt@Fail("--@option@ is missing (see --help)");
//: secret
if (!process.env.@name@) @opt@Fail("set the environment variable @name@");
//: file
for (const place of [@opt@["@option@"]].flat()) {
  if (!@opt@Exists(place)) @opt@Fail(`no such file: ${place}`);
}
//: number
if (@opt@["@option@"].trim() === "" || Number.isNaN(Number(@opt@["@option@"]))) {
  @opt@Fail(`--@option@ wants a number, not: ${@opt@["@option@"]}`);
}
@opt@["@option@"] = Number(@opt@["@option@"]);
//: load-esm
// A package is looked for beside this program, then where the user stands. What an old package gives is named, too.
const @opt@Named = (found) => ({ ...found.default, ...found });
const @opt@Load = async (name) => {
  try {
    return @opt@Named(await import(name));
  } catch (error) {
    if (error?.code !== "ERR_MODULE_NOT_FOUND") throw error;
  }
  const { createRequire } = await import("node:module");
  const { pathToFileURL } = await import("node:url");
  let place;
  try {
    place = createRequire(`${process.cwd()}/x.js`).resolve(name);
  } catch {
    @opt@Fail(`the package ${name} is not installed`, 127);
  }
  return @opt@Named(await import(pathToFileURL(place).href));
};
//: require-esm
const { createRequire: @opt@Require } = await import("node:module");
const require = (name) => {
  for (const place of [import.meta.url, `${process.cwd()}/x.js`]) {
    try {
      return @opt@Require(place)(name);
    } catch (error) {
      if (error?.code !== "MODULE_NOT_FOUND") throw error;
    }
  }
  return @opt@Fail(`the package ${name} is not installed`, 127);
};
//: require-cjs
// A package is looked for beside this program, then where the user stands.
const @opt@Require = require;
require = (name) => {
  for (const find of [@opt@Require, @opt@Require("node:module").createRequire(`${process.cwd()}/x.js`)]) {
    try {
      return find(name);
    } catch (error) {
      if (error?.code !== "MODULE_NOT_FOUND") throw error;
    }
  }
  return @opt@Fail(`the package ${name} is not installed`, 127);
};
//: builtin-esm
const @name@ = await import("node:@name@");
//: builtin-cjs
const @name@ = require("node:@name@");
//: show
try {
  console.log(typeof @name@ === "string" ? @name@ : JSON.stringify(@name@, null, 2));
} catch {
  console.log(@name@);
}
