// The editor of a map: puts the model, the three ways to edit it, saving and hearing together.
// Without it the page is two forms and a drawing, which save all the same.
import { Model } from "editor/model.js";
import { Picture } from "editor/picture.js";
import { Saving } from "editor/saving.js";
import { Server } from "editor/server.js";
import { Table } from "editor/table.js";
import { Text } from "editor/text.js";

const root = /** @type {HTMLElement} */ (document.getElementById("editor"));
const { address = "", version, words = "{}", pane = "text" } = root.dataset;
const area = /** @type {HTMLTextAreaElement} */ (root.querySelector("textarea"));

// A form that came back, with faults or with both sides of a conflict, is put right as it stands.
if (!document.querySelector(".error-summary, .conflict")) start();

function start() {
  const model = new Model(new Server(address), area.value);
  const saving = new Saving(model, Number(version), root);
  for (const hidden of root.querySelectorAll("[data-scripted]")) hidden.removeAttribute("hidden");
  root.classList.add("scripted");
  new Text(model, area, root, JSON.parse(words));
  const table = new Table(model, root);
  const picture = new Picture(model, root);

  /** @param {string} name */
  const open = (name) => {
    for (const part of root.querySelectorAll("[data-pane]")) {
      if (part instanceof HTMLElement && part.dataset.pane !== "picture") part.hidden = part.dataset.pane !== name;
    }
    for (const link of root.querySelectorAll("a[data-open]")) {
      if (link.getAttribute("data-open") === name) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
    model.rows = name === "table";
    model.draw();
  };
  root.addEventListener("click", (event) => {
    const target = /** @type {Element} */ (event.target);
    const tab = target.closest("a[data-open]");
    if (tab && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      open(tab.getAttribute("data-open") ?? "text");
      return;
    }
    const button = target.closest("button[data-do]");
    const act = button?.getAttribute("data-do") ?? "";
    if (act === "undo") model.undo();
    else if (act === "redo") model.redo();
    else if (act === "row") table.add();
    else if (act) picture.act(act);
  });
  root.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "z" || key === "y") {
      event.preventDefault();
      if (key === "y" || event.shiftKey) model.redo();
      else model.undo();
    } else if (key === "s") {
      event.preventDefault();
      saving.save();
    }
  });
  // Saving by hand leads to the page of the map, once all is stored; what cannot be saved so goes as a form.
  root.addEventListener("submit", async (event) => {
    const form = /** @type {HTMLFormElement} */ (event.target);
    event.preventDefault();
    if (form.method !== "post") return;
    await table.settled();
    if (await saving.save()) location.assign(address);
    else {
      saving.leaving = true;
      area.form?.submit();
    }
  });
  model.addEventListener("refused", ({ detail }) => {
    const said = document.createElement("p");
    said.className = "error";
    said.textContent = detail;
    saving.notice.replaceChildren(said);
  });
  model.addEventListener("text", () => {
    const buttons = { undo: model.past.length, redo: model.future.length };
    for (const [act, count] of Object.entries(buttons)) {
      const button = /** @type {HTMLButtonElement} */ (root.querySelector(`[data-do="${act}"]`));
      button.disabled = count === 0;
    }
    if (!saving.clashing) saving.notice.replaceChildren();
  });
  model.tell("text");
  open(pane);
  saving.listen(address);
}
