// Shows what a text gives while it is typed: the server draws it, a moment after the last key.
// Without this the page is a form like any other, and the drawing comes with saving.
const place = document.querySelector("[data-preview]");
const field = document.getElementById(place.dataset.of);
let waiting;
let asked = 0;

async function draw() {
  const mine = ++asked;
  try {
    const answer = await fetch(place.dataset.preview, { method: "POST", body: new URLSearchParams({ text: field.value }) });
    if (answer.ok && mine === asked) place.innerHTML = await answer.text();
  } catch {
    // Offline: the drawing waits for the next key.
  }
}

field.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(draw, 250);
});
