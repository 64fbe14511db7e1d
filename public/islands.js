// Takes up the islands of a page: each is written by the server and given its state here, the outer ones first.
// Who works without scripts has the same page without it.
const program = /** @type {HTMLLinkElement} */ (document.getElementById("islands"));
let left = false;
addEventListener("pagehide", () => (left = true));
try {
  // Both are on their way before either is needed.
  const [islands, wasm] = await Promise.all([import(program.href), fetch(program.dataset.wasm ?? "")]);
  await islands.default({ module_or_path: wasm });
  islands.hydrate();
  for (const island of document.querySelectorAll("leptos-island")) {
    // What is inside another island begins with what that one provides.
    const around = /** @type {{ $$on_hydrate?: () => void } | null | undefined} */ (island.parentElement?.closest("leptos-children"));
    around?.$$on_hydrate?.();
    islands[island.getAttribute("data-component") ?? ""](island);
  }
} catch (error) {
  // A page that was left before the program was there needs none.
  if (!left) throw error;
}
