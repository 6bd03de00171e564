// Lets `import` find the packages of the bound environment, as `require` does through NODE_PATH: where a bare name is
// found nowhere else, it is looked up from there. Nothing changes where Node has no hooks (before 20.6).
"use strict";
const { delimiter, join } = require("node:path");
const { pathToFileURL } = require("node:url");
const { register, registerHooks } = require("node:module");

const folder = (process.env.NODE_PATH || "").split(delimiter)[0];
const parentURL = folder ? pathToFileURL(join(folder, "..", "package.json")).href : "";

if (parentURL && registerHooks) {
  registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context);
      } catch (error) {
        if (error.code !== "ERR_MODULE_NOT_FOUND" || !/^[@\w]/.test(specifier)) throw error;
        return next(specifier, { ...context, parentURL });
      }
    },
  });
} else if (parentURL && register) {
  const hook = `export async function resolve(specifier, context, next) {
    try {
      return await next(specifier, context);
    } catch (error) {
      if (error.code !== "ERR_MODULE_NOT_FOUND" || !/^[@\\w]/.test(specifier)) throw error;
      return next(specifier, { ...context, parentURL: ${JSON.stringify(parentURL)} });
    }
  }`;
  register(`data:text/javascript,${encodeURIComponent(hook)}`);
}
