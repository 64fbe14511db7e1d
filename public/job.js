// Shows how far a job is without loading the page again; when it is done, goes on to what came of it.
// Without this the page loads itself every two seconds.
const place = /** @type {HTMLElement | null} */ (document.querySelector("[data-progress]"));

/** @type {(html: string) => void} */
function show(html) {
  const fresh = Object.assign(document.createElement("template"), { innerHTML: html }).content;
  const next = /** @type {HTMLAnchorElement | null} */ (fresh.querySelector("[data-next]"));
  if (next) return location.replace(next.href);
  // The button keeps its focus and is not taken away under the pointer: where the pieces are the same, only words change.
  const [old, now] = [place, fresh].map((root) => [...(root?.querySelectorAll("*") ?? [])]);
  if (old.map((it) => it.tagName).join() !== now.map((it) => it.tagName).join()) return place?.replaceChildren(fresh);
  for (const [at, it] of now.entries()) {
    for (const { name, value } of it.attributes) if (it.tagName === "PROGRESS") old[at].setAttribute(name, value);
    if (!it.children.length && old[at].textContent !== it.textContent) old[at].textContent = it.textContent;
  }
}

async function look() {
  // Offline: the next look may succeed.
  const answer = await fetch(place?.dataset.progress ?? "").catch(() => undefined);
  if (answer?.redirected || answer?.status === 404) return location.reload();
  if (answer?.ok) show(await answer.text());
  setTimeout(look, 700);
}

if (place) setTimeout(look, 500);
