{% comment %}The service worker: answers without signal with the shell, which names nobody. Written by gvp/sync/views/worker.py.{% endcomment %}"use strict";

const VERSION = "{{ version }}";
const {files, shells, reading} = {{ lists }};
const [SHELL] = shells;
const [help] = reading;
const PATIENCE = 8000; // ms until the first sign of the server
const DOWN = new Set([502, 503, 504]);
const CACHE = `gvp-${VERSION}`;

// A page of an older version asks for its own files: the newer ones of the same name take their place.
const plain = (path) => path.replace(/\.[0-9a-f]{12}(\.\w+)$/, "$1");

// No cookie travels, so that no name can come back. What changes its name when it changes is not asked for twice.
const fetched = async (cache, path) => {
  const answer = await fetch(path, { cache: path === plain(path) ? "no-cache" : "default", credentials: "omit" });
  if (!answer.ok || answer.redirected) throw new Error(path);
  await cache.put(path, answer);
};

// Spanish is kept for everybody. Whoever reads another language has the nameless pages kept in that one as well.
const LANGUAGE = "/language";
const inThat = (path, language) => `${path}?lang=${language}`;
const speak = async (language) => {
  const cache = await caches.open(CACHE);
  if (language !== "es") await Promise.all([...shells, help].map((path) => fetched(cache, inThat(path, language))));
  await cache.put(LANGUAGE, new Response(language));
};
const spoken = async () => (await caches.match(LANGUAGE))?.text();
const kept = async (path) => (await caches.match(inThat(path, await spoken()))) ?? caches.match(path);

const unsent = () => new Promise((resolve) => {
  const request = indexedDB.open("gvp");
  // Nothing was ever written here: opening it must not make a database of another shape.
  request.onerror = () => resolve(request.error.name === "AbortError" ? 0 : 1);
  request.onupgradeneeded = () => request.transaction.abort();
  request.onsuccess = () => {
    const database = request.result;
    const done = (n) => {
      database.close();
      resolve(n);
    };
    const count = database.transaction("entries").objectStore("entries").count();
    count.onsuccess = () => done(count.result);
    count.onerror = () => done(1);
  };
});

// The oldest cache is the version in use; it goes, and the newer one takes its place, only when nothing is unsent.
const tidy = async () => {
  if (await unsent()) return;
  for (const name of await caches.keys()) if (name.startsWith("gvp-") && name !== CACHE) await caches.delete(name);
};

addEventListener("install", (event) => {
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    const language = await spoken();
    const prepared = await caches.match(help);
    await Promise.all([...files, ...shells, ...(prepared ? reading : [])].map((path) => fetched(cache, path)));
    if (language) await speak(language);
    if (!registration.active) await skipWaiting();
  })());
});

addEventListener("activate", (event) => event.waitUntil(tidy()));

// "newer": nothing is unsent, as far as a page can tell. "reading": help card and manual, at the first preparation.
addEventListener("message", (event) => {
  if (event.data === "newer") event.waitUntil(unsent().then((n) => n || skipWaiting()).then(tidy));
  if (event.data === "reading") {
    event.waitUntil(caches.open(CACHE).then((cache) => Promise.all(reading.map((path) => fetched(cache, path)))));
  }
  if (event.data.language) event.waitUntil(speak(event.data.language));
});

async function file(request) {
  const kept = await caches.match(request, { ignoreSearch: true });
  if (kept) return kept;
  try {
    return await fetch(request);
  } catch (error) {
    const { pathname } = new URL(request.url);
    const same = files.find((path) => plain(path) === plain(pathname));
    const instead = same && (await caches.match(same));
    if (!instead) throw error;
    return instead;
  }
}

// Only the beginning has to come in time: on a narrow road the rest takes as long as it takes.
async function begun(request) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE);
  try {
    return await fetch(request, { signal: patience.signal });
  } finally {
    clearTimeout(timer);
  }
}

async function page(request) {
  const { pathname } = new URL(request.url);
  try {
    const answer = await begun(request);
    if (!DOWN.has(answer.status)) return answer;
  } catch {
    // No signal, or too little of it.
  }
  return (await kept(pathname)) ?? (await kept(SHELL)) ?? Response.error();
}

addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (pathname.startsWith("{{ static }}")) event.respondWith(file(request));
});
