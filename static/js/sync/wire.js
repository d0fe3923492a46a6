// Talking with the server. Only an answer that says it is GVP's counts: a portal of a café answers 200 as well.
const bar = () => document.getElementById("outbox");
const cookie = (name) => document.cookie.split("; ").find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1);

export const address = (name) => bar()?.dataset[name];

async function ask(url, options, seconds) {
  const signal = AbortSignal.timeout(seconds * 1000);
  const answer = await fetch(url, { cache: "no-store", credentials: "same-origin", redirect: "follow", signal, ...options });
  const told = await answer.json().catch(() => ({}));
  signal.throwIfAborted(); // in the middle of the answer
  if (told.gvp !== 1) throw Object.assign(new Error("not GVP"), { status: answer.status });
  return { ...told, status: answer.status };
}

// gzip only where it pays and exists; the server unpacks it.
async function packed(body) {
  if (body.length < 1000 || !globalThis.CompressionStream) return [body, {}];
  const stream = new Blob([body]).stream().pipeThrough(new CompressionStream("gzip"));
  return [await new Response(stream).blob(), { "Content-Encoding": "gzip" }];
}

export const token = () => cookie("csrftoken") ?? "";

// The greeting sets the token's cookie; asked again when the one at hand is refused.
async function guarded(url, options, seconds) {
  const send = () => ask(url, { method: "POST", ...options, headers: { ...options.headers, "X-CSRFToken": token() } }, seconds);
  if (!cookie("csrftoken")) await hello(seconds);
  const told = await send();
  return told.error === "csrf" ? hello(seconds).then(send) : told;
}

export async function post(url, value, seconds = 30) {
  const [body, headers] = await packed(JSON.stringify(value));
  return guarded(url, { body, headers: { "Content-Type": "application/json", ...headers } }, seconds);
}

export const upload = (url, form) => guarded(url, { body: form }, 120);

// Who is logged in, without saying anything of this phone.
export const hello = (seconds = 8) => ask(address("greeting"), {}, seconds);

// Whether the server can be heard at all, logged in or not.
export const reachable = () => hello().then(() => true, () => false);

// Ends the login of this browser; false when the server cannot be heard.
export async function logOut() {
  if (!(await reachable())) return false;
  const headers = { "X-CSRFToken": token() };
  const answer = await fetch(address("logout"), { method: "POST", headers, signal: AbortSignal.timeout(8000) }).catch(() => ({}));
  return Boolean(answer.ok);
}

export const ENDED = "gvp-ended"; // the login has to end, as soon as there is signal

// Whoever guesses PINs must not go on with the login that the browser still has.
export async function endLogin() {
  localStorage.setItem(ENDED, "1");
  if (await logOut()) localStorage.removeItem(ENDED);
}
