// A page's script, run once with the server's page, and in the shell each time that its page is shown.
import { inShell } from "./key.js";

const waiting = [];

// start(root, signal): listeners on window and document take `{ signal }`, which ends when the page is left.
export function page(start) {
  if (inShell()) waiting.push(start);
  else start(document, new AbortController().signal);
}

// For the shell: what the module just imported wants to run.
export const taken = () => waiting.splice(0);
