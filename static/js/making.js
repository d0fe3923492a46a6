// Documents being made: asks every two seconds how far they are. Without this file a link does the same.
const SECONDS = 2;
const box = document.getElementById("making");
const said = document.getElementById("making-said");

async function look() {
  const answer = await fetch(window.location.href, { signal: AbortSignal.timeout(10_000) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("making");
  if (!fresh) return window.location.reload();
  const heading = fresh.querySelector("h1").textContent;
  if (heading !== box.querySelector("h1").textContent) said.textContent = heading; // read aloud once
  if (fresh.innerHTML !== box.innerHTML) box.innerHTML = fresh.innerHTML;
  if (fresh.dataset.busy !== "0") setTimeout(again, SECONDS * 1000);
}

// A lost connection is no reason to stop looking.
const again = () => look().catch(() => setTimeout(again, SECONDS * 1000));

setTimeout(again, SECONDS * 1000);
