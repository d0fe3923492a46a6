// Documents being made: asks every two seconds how far they are. Without this file a link does the same.
const SECONDS = 2;
const box = document.getElementById("making");

async function look() {
  const answer = await fetch(window.location.href, { signal: AbortSignal.timeout(10_000) });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("making");
  if (!fresh) return window.location.reload();
  if (fresh.innerHTML !== box.innerHTML) box.innerHTML = fresh.innerHTML;
  if (fresh.dataset.busy !== "0") setTimeout(again, SECONDS * 1000);
}

// A lost connection is no reason to stop looking.
const again = () => look().catch(() => setTimeout(again, SECONDS * 1000));

setTimeout(again, SECONDS * 1000);
