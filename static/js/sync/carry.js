// The last resort: the outbox as a file. It is copied as it lies, sealed, so that also another person's can be carried.
import { toBase64 } from "./seal.js";

function contents(device, author, entries) {
  const sealed = entries.map(({ id, iv, sealed: box }) => ({ id, iv: toBase64(iv), sealed: toBase64(box) }));
  return { gvp_outbox: 1, device, author, made_at: new Date().toISOString(), entries: sealed };
}

// Saves a file per person; nothing is taken out of the outbox by it.
export function saveFiles(entries) {
  const day = new Date().toISOString().slice(0, 10);
  const authors = [...new Set(entries.map((entry) => entry.author))];
  authors.forEach((author, n) => {
    const own = entries.filter((entry) => entry.author === author);
    const file = new Blob([JSON.stringify(contents(own[0].device, author, own))], { type: "application/json" });
    const link = document.createElement("a");
    link.href = URL.createObjectURL(file);
    link.download = `sin-enviar-${day}${n ? `-${n + 1}` : ""}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  });
}
