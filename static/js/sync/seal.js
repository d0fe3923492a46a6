// AES-GCM around JSON. `about` says what the sealed thing is, so that none can be passed off as another.
const ROUNDS = 600_000; // of PBKDF2-SHA-256 between a PIN and the key
const text = new TextEncoder();

export const toBase64 = (bytes) => {
  let binary = "";
  for (const byte of new Uint8Array(bytes)) binary += String.fromCharCode(byte);
  return btoa(binary);
};
export const fromBase64 = (written) => Uint8Array.from(atob(written), (letter) => letter.charCodeAt(0));
const random = (length) => crypto.getRandomValues(new Uint8Array(length));
const aes = (iv, about) => ({ name: "AES-GCM", iv, additionalData: text.encode(about) });

export const toKey = (bytes) => crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);

export async function seal(key, value, about) {
  const iv = random(12);
  return { iv, sealed: new Uint8Array(await crypto.subtle.encrypt(aes(iv, about), key, text.encode(JSON.stringify(value)))) };
}

export async function unseal(key, { iv, sealed }, about) {
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(aes(iv, about), key, sealed)));
}

async function fromPin(pin, salt) {
  const word = await crypto.subtle.importKey("raw", text.encode(pin), "PBKDF2", false, ["deriveKey"]);
  const how = { name: "PBKDF2", hash: "SHA-256", iterations: ROUNDS, salt };
  return crypto.subtle.deriveKey(how, word, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

// The key as base64, under a PIN. A wrong PIN rejects when it is opened.
export async function wrap(secret, pin, about) {
  const salt = random(16);
  return { salt, ...(await seal(await fromPin(pin, salt), secret, about)) };
}

export const unwrap = async (wrapped, pin, about) => unseal(await fromPin(pin, wrapped.salt), wrapped, about);
