// The PIN that opens the lists without signal: chosen with signal, tried five times, forgotten with what it opens.
import { about, device, drop, expired, greet, heard, holder, persons, pinned, take } from "./key.js";
import { unwrap, wrap } from "./seal.js";
import { alter, write } from "./store.js";

const TRIES = 5;

// Whether it opens what is another person's here.
async function taken(pin, mine) {
  const theirs = (await persons()).filter((kept) => kept.wrapped && kept.author !== mine.author);
  const opens = ({ wrapped, author: name }) => unwrap(wrapped, pin, about({ ...mine, author: name }, "pin")).then(() => true, () => false);
  for (const kept of theirs) if (await opens(kept)) return true;
  return false;
}

// The first PIN, or a new one; needs signal, because only the server hands the key out. "kept", "taken" or "none".
export async function choosePin(pin) {
  const answer = await greet();
  if (!answer?.key || heard.state !== "ok") return "none";
  const who = { device: await device(), author: answer.author };
  if (await taken(pin, who)) return "taken";
  const { expires_at, lock_minutes: minutes } = answer;
  const wrapped = await wrap({ key: answer.key }, pin, about(who, "pin"));
  const kept = { name: `person:${who.author}`, author: who.author, wrapped, expires_at, minutes, wrong: 0, seen: Date.now() };
  await write([["meta", "put", kept]]);
  return "kept";
}

// Each try is counted on the disk before it is made, so that switching the phone off wins nothing.
const count = (kept) => alter("meta", kept.name, (now) => ({ ...now, wrong: now.wrong + 1 }));

// {open: true}, or {left} tries, or {dropped: "wrong" | "expired"}.
export async function unlock(pin) {
  const tried = [];
  let dropped;
  for (const kept of await pinned()) {
    if (expired(kept)) {
      await drop(kept.author);
      dropped = "expired";
      continue;
    }
    await count(kept);
    tried.push(kept);
    try {
      const who = { device: await device(), author: kept.author };
      const { key: secret } = await unwrap(kept.wrapped, pin, about(who, "pin"));
      await Promise.all(tried.map((one) => alter("meta", one.name, (now) => ({ ...now, wrong: one === kept ? 0 : one.wrong }))));
      take(await holder(kept.author, secret));
      return { open: true };
    } catch (error) {
      if (error.name !== "OperationError") throw error;
    }
  }
  const gone = tried.filter((kept) => kept.wrong + 1 >= TRIES);
  for (const kept of gone) await drop(kept.author);
  if (gone.length) return { dropped: "wrong" };
  return tried.length ? { left: TRIES - 1 - Math.max(...tried.map((kept) => kept.wrong)) } : { dropped };
}
