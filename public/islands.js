// Starts the islands of a page: loads the wasm once the page is quiet, then hands each island its own element.
// A page without islands never loads this file, and every page works without it.
const self = document.getElementById("islands");

async function start() {
  const app = await import(self.dataset.app);
  await app.default({ module_or_path: self.dataset.wasm });
  app.hydrate();
  for (const island of document.querySelectorAll("leptos-island")) {
    await app[island.dataset.component]?.(island);
  }
}

if ("requestIdleCallback" in window) requestIdleCallback(start, { timeout: 2000 });
else start();
