// Parse errors of the HTML on standard input, one a line, as the WHATWG standard names them.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { parse } = createRequire(new URL("../../frontend/package.json", import.meta.url))("parse5");
const html = readFileSync(0, "utf8");
parse(html, {
  sourceCodeLocationInfo: true,
  onParseError: ({ code, startLine, startOffset }) => console.log(`${startLine}: ${code}: ${html.slice(startOffset - 40, startOffset + 40)}`),
});
