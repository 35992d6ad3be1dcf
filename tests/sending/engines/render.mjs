// Renders each template of a JSON list with Handlebars and Mustache.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(process.cwd() + "/package.json");
const handlebars = require("handlebars");
const mustache = require("mustache");

const answers = [];
for (const { how, template, data } of JSON.parse(readFileSync(0, "utf8"))) {
  if (how === "mustache") {
    answers.push(mustache.render(template, data));
  } else {
    // SES escapes nothing, and does not send what lacks a value.
    answers.push(handlebars.compile(template, { noEscape: how === "ses", strict: true })(data));
  }
}
console.log(JSON.stringify(answers));
