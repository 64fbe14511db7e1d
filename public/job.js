// Shows how far a job is without loading the page again; when it is done, goes on to what came of it.
// Without this the page loads itself every two seconds.
const place = document.querySelector("[data-progress]");

async function look() {
  try {
    const answer = await fetch(place.dataset.progress);
    if (answer.redirected || answer.status === 404) return location.reload();
    if (answer.ok) show(await answer.text());
  } catch {
    // Offline: the next look may succeed.
  }
  setTimeout(look, 700);
}

// The button keeps its focus and is not taken away under the pointer: only what changed is replaced.
function show(html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const next = fresh.content.querySelector("[data-next]");
  if (next) return location.replace(next.href);
  const bar = place.querySelector("progress");
  const changed = fresh.content.querySelector("progress");
  if (!bar || !changed || !fresh.content.querySelector("form") !== !place.querySelector("form")) return place.replaceChildren(fresh.content);
  if (changed.hasAttribute("value")) bar.setAttribute("value", changed.getAttribute("value"));
  bar.max = changed.max;
  for (const part of ["[role=status]", ".job-note"]) {
    const [old, now] = [place.querySelector(part), fresh.content.querySelector(part)];
    if (old && now && old.textContent !== now.textContent) old.textContent = now.textContent;
  }
}

if (place) setTimeout(look, 500);
