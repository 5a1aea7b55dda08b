// Parse errors of pages of HTML, as the WHATWG standard names them. Standard input: {"path": "html", …} in JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { parse } = createRequire(new URL("../../frontend/package.json", import.meta.url))("parse5");
for (const [path, html] of Object.entries(JSON.parse(readFileSync(0, "utf8")))) {
  parse(html, {
    sourceCodeLocationInfo: true,
    onParseError: ({ code, startOffset }) => console.log(`${path}: ${code}: ${html.slice(startOffset - 40, startOffset + 40)}`),
  });
}
