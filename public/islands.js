// Takes up the islands of a page: each is written by the server and given its state here, the outer ones first.
// Who works without scripts has the same page without it.

/** @typedef {(island: Element) => void} Island */

const program = /** @type {HTMLLinkElement} */ (document.getElementById("islands"));
let left = false;
addEventListener("pagehide", () => {
  left = true;
});

/** The program of the islands; nothing when the page was left before it was there. */
async function load() {
  try {
    // Both are on their way before either is needed.
    const [islands, wasm] = await Promise.all([import(program.href), fetch(program.dataset.wasm ?? "")]);
    await islands.default({ module_or_path: wasm });
    return islands;
  } catch (error) {
    if (!left) throw error;
    return undefined;
  }
}

const islands = await load();
islands?.hydrate();
for (const island of islands ? document.querySelectorAll("leptos-island") : []) {
  // What is inside another island begins with what that one provides.
  /** @type {{ $$on_hydrate?: () => void } | null | undefined} */ (island.parentElement?.closest("leptos-children"))?.$$on_hydrate?.();
  /** @type {Record<string, Island>} */ (islands)[island.getAttribute("data-component") ?? ""](island);
}
