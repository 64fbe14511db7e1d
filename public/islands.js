// Takes up the islands of a page: each is written by the server and given its state here, the outer ones first.
// Who works without scripts has the same page without it.

/** @typedef {(island: Element) => void} Island */

const program = /** @type {HTMLLinkElement} */ (document.getElementById("islands"));
// Both are on their way before either is needed.
const wasm = fetch(program.dataset.wasm ?? "");
const islands = await import(program.href);
await islands.default({ module_or_path: wasm });
islands.hydrate();
for (const island of document.querySelectorAll("leptos-island")) {
  // What is inside another island begins with what that one provides.
  /** @type {{ $$on_hydrate?: () => void } | null | undefined} */ (island.parentElement?.closest("leptos-children"))?.$$on_hydrate?.();
  /** @type {Record<string, Island>} */ (islands)[island.getAttribute("data-component") ?? ""](island);
}
