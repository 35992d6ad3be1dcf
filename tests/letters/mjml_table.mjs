// What npm mjml knows of its tags, as JSON: the source of letters/mjml-tags.toml.
import { createRequire } from "node:module";

const require = createRequire(process.cwd() + "/package.json");
require("mjml");
const { components } = require("mjml-core");
const { dependencies } = require("mjml-preset-core");
const colours = require("mjml-core/lib/types/helpers/colors");

const parts = { mjml: { attributes: { lang: "string", dir: "string", owa: "string" } } };
for (const name of ["mj-all", "mj-class", "mj-selector", "mj-html-attribute"]) {
  parts[name] = { attributes: {} };
}
for (const [name, component] of Object.entries(components)) {
  parts[name] = { ending: Boolean(component.endingTag), attributes: component.allowedAttributes ?? {} };
}
for (const [name, inside] of Object.entries(dependencies)) {
  parts[name].children = inside.filter((child) => typeof child === "string");
}
console.log(JSON.stringify({ parts, colours: colours.default ?? colours }));
