// The last page to fail: opens whatever version of the storage lies there, reads the sealed entries, and saves them.
import { saveFiles } from "./carry.js";

const place = document.getElementById("rescue");
const button = document.getElementById("save-file");
const say = (text) => { place.querySelector("p").textContent = text; };

const entries = () => new Promise((resolve, reject) => {
  const request = indexedDB.open("gvp"); // without a version: as it is
  request.onupgradeneeded = () => request.transaction.abort(); // there is none: none is made
  request.onerror = () => (request.error.name === "AbortError" ? resolve([]) : reject(request.error));
  request.onsuccess = () => {
    const all = request.result.transaction("entries").objectStore("entries").getAll();
    all.onsuccess = () => resolve(all.result);
    all.onerror = () => reject(all.error);
  };
});

say(place.dataset.looking);
try {
  const found = await entries();
  const { none, one, many } = place.dataset;
  say(found.length > 1 ? many.replace("{n}", found.length) : found.length ? one : none);
  button.disabled = !found.length;
  button.addEventListener("click", () => saveFiles(found));
} catch (error) {
  say(place.dataset.failed.replace("{s}", error.name));
}
