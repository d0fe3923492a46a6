// The last resort: the outbox as a file. It is copied as it lies, sealed, so that also another person's can be carried.
import { toBase64 } from "./seal.js";

// One person's entries of this phone.
export function fileOf(own) {
  const [{ device, author }] = own;
  const entries = own.map(({ id, iv, sealed }) => ({ id, iv: toBase64(iv), sealed: toBase64(sealed) }));
  const content = { gvp_outbox: 1, device, author, made_at: new Date().toISOString(), entries };
  return new Blob([JSON.stringify(content)], { type: "application/json" });
}

export const perPerson = (entries) =>
  [...new Set(entries.map(({ author }) => author))].map((name) => entries.filter(({ author }) => author === name));

// Saves a file per person; nothing is taken out of the outbox by it.
export function saveFiles(entries) {
  const day = new Date().toISOString().slice(0, 10);
  perPerson(entries).forEach((own, n) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(fileOf(own));
    link.download = `sin-enviar-${day}${n ? `-${n + 1}` : ""}.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  });
}
