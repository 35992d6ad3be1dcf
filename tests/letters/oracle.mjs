// Compiles each MJML of a JSON list with npm mjml, strictly: HTML and what it says.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const require = createRequire(process.cwd() + "/package.json");
const mjml = require("mjml");

const answers = [];
for (const source of JSON.parse(readFileSync(0, "utf8"))) {
  try {
    const { html, errors } = await mjml(source, { validationLevel: "strict", fonts: {} });
    answers.push({ html, errors: errors.map((error) => error.message) });
  } catch (error) {
    answers.push({ html: "", errors: [String(error.message)] });
  }
}
console.log(JSON.stringify(answers));
