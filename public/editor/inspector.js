// What is known of the selected step, to be changed beside the picture.
// A flow that crosses from one system to another offers the integrations it could use, or a new one.
import { Model } from "editor/model.js";

export class Inspector {
  /** @param {Model} model @param {HTMLElement} form */
  constructor(model, form) {
    this.model = model;
    this.form = form;
    this.crossings = /** @type {HTMLElement} */ (form.querySelector("[data-crossings]"));
    form.addEventListener("change", ({ target }) => this.written(/** @type {HTMLInputElement} */ (target)));
    form.addEventListener("keydown", (event) => {
      const field = /** @type {HTMLElement} */ (event.target);
      if (event.key === "Enter" && field instanceof HTMLInputElement) {
        event.preventDefault();
        field.blur();
        field.focus();
      }
    });
  }

  show() {
    const { desk, selected } = this.model;
    const step = desk.steps[selected];
    this.form.hidden = !step;
    if (!step) return;
    for (const field of this.form.querySelectorAll("[data-of]")) {
      if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement)) continue;
      const known = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (step))[field.dataset.of ?? ""];
      // What is being written there is left alone.
      const writing = field === document.activeElement && field instanceof HTMLInputElement && field.value !== field.defaultValue;
      if (writing) continue;
      field.value = String(known ?? "");
      if (field instanceof HTMLInputElement) field.defaultValue = field.value;
    }
    this.cross();
  }

  /** @param {HTMLInputElement} field */
  written(field) {
    const step = this.model.selected;
    const of = field.dataset.of ?? "";
    if (field.dataset.flow) {
      this.model.edit({ edit: "via", flow: Number(field.dataset.flow), integration: field.value });
      return;
    }
    if (field instanceof HTMLInputElement) field.defaultValue = field.value;
    const edit = of === "name" ? { edit: "rename", step, name: field.value } : { edit: of, step, [of]: field.value };
    this.model.edit(edit).then((made) => made || this.show());
  }

  cross() {
    const { flows, steps } = this.model.desk;
    const rows = flows.flatMap((flow, at) => {
      if (flow.from !== this.model.selected || !flow.crosses) return [];
      const { from, to, candidates, add } = flow.crosses;
      const label = document.createElement("label");
      label.htmlFor = `flow-${at}`;
      label.textContent = `To “${steps[flow.to].name}” it crosses from ${from} to ${to} by`;
      const select = document.createElement("select");
      select.id = `flow-${at}`;
      select.dataset.flow = String(at);
      const names = [...new Set(["", flow.via, ...candidates])];
      select.append(...names.map((name) => new Option(name || "We don’t know yet", name, name === flow.via, name === flow.via)));
      const link = document.createElement("a");
      link.href = add;
      link.target = "_blank";
      link.textContent = "Add an integration";
      const row = document.createElement("div");
      row.className = "field";
      row.append(label, select, " ", link);
      return [row];
    });
    this.crossings.replaceChildren(...rows);
  }
}
