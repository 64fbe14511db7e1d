// The map as a table: each cell is saved as it is left; keys add, move, indent and take away rows.
// The rows come from the server, the same that the form shows without scripts.
import { Model } from "editor/model.js";

export class Table {
  /** @param {Model} model @param {HTMLElement} root */
  constructor(model, root) {
    this.model = model;
    this.pane = /** @type {HTMLElement} */ (root.querySelector('[data-pane="table"]'));
    this.body = /** @type {HTMLElement} */ (this.pane.querySelector("tbody"));
    this.lanes = /** @type {HTMLElement} */ (this.pane.querySelector("datalist"));
    /** @type {Promise<unknown>} */
    this.writing = Promise.resolve();
    /** The cell that gets the focus once the rows are there. @type {{ row: number, cell: string } | undefined} */
    this.next = undefined;
    model.addEventListener("drawn", () => this.shown());
    this.pane.addEventListener("change", ({ target }) => this.written(/** @type {HTMLInputElement} */ (target)));
    this.pane.addEventListener("keydown", (event) => this.key(event));
    this.pane.addEventListener("focusin", ({ target }) => {
      const row = this.rowOf(/** @type {Element} */ (target));
      if (row >= 0 && row < model.desk.steps.length && row !== model.selected) model.select(row);
    });
  }

  /** When everything that was written is part of the text. */
  async settled() {
    const { activeElement } = document;
    if (activeElement instanceof HTMLElement && this.pane.contains(activeElement)) activeElement.blur();
    await this.writing;
  }

  /** @param {Element} element */
  rowOf(element) {
    return Number(element.closest("tr[data-row]")?.getAttribute("data-row") ?? -1);
  }

  shown() {
    const { rows, lanes } = this.model.desk;
    const known = new Set([...this.lanes.querySelectorAll("option")].map((option) => option.value));
    for (const lane of lanes) {
      if (known.has(lane)) continue;
      const option = document.createElement("option");
      option.value = lane;
      this.lanes.append(option);
    }
    if (rows === undefined) return;
    const at = this.focused();
    // A cell that is being written is not taken away from under the hands.
    if (at?.dirty) return;
    this.body.innerHTML = rows;
    const wanted = this.next ?? at;
    this.next = undefined;
    if (wanted && wanted.row >= this.model.desk.steps.length) this.blank();
    if (wanted) this.focus(wanted.row, wanted.cell);
    if (!this.body.children.length) this.blank();
  }

  focused() {
    const cell = document.activeElement;
    if (!(cell instanceof HTMLInputElement || cell instanceof HTMLSelectElement) || !this.body.contains(cell)) return undefined;
    const dirty = cell instanceof HTMLInputElement && cell.value !== cell.defaultValue;
    return { row: this.rowOf(cell), cell: cell.dataset.cell ?? "name", dirty };
  }

  /** @param {number} row @param {string} cell */
  focus(row, cell) {
    const field = this.body.querySelector(`tr[data-row="${row}"] [data-cell="${cell}"]`);
    if (!(field instanceof HTMLElement)) return;
    field.focus();
    if (field instanceof HTMLInputElement) field.select();
  }

  /** A row for a step that has no name yet. */
  blank() {
    const at = this.model.desk.steps.length;
    if (this.body.querySelector("[data-blank]")) return;
    const row = document.createElement("tr");
    row.dataset.row = String(at);
    row.dataset.blank = "";
    const cell = (/** @type {string} */ name, /** @type {string} */ label) => {
      const td = document.createElement("td");
      if (name) {
        const input = document.createElement("input");
        input.dataset.cell = name;
        input.setAttribute("aria-label", `${label}, new row`);
        input.autocomplete = "off";
        if (name === "lane") {
          input.setAttribute("list", this.lanes.id);
          input.placeholder = this.model.desk.steps.at(-1)?.lane ?? "";
        }
        td.append(input);
      }
      return td;
    };
    row.append(cell("", ""), cell("lane", "Lane"), cell("name", "Step"), cell("", ""), cell("", ""), cell("", ""));
    this.body.append(row);
  }

  add() {
    this.blank();
    this.focus(this.model.desk.steps.length, "name");
  }

  /** @param {HTMLInputElement} field */
  written(field) {
    const { cell } = field.dataset;
    const row = this.rowOf(field);
    if (!cell || row < 0) return;
    if (field.closest("[data-blank]")) {
      // The lane alone is no step yet.
      if (cell === "name" && field.value.trim()) this.create(/** @type {HTMLElement} */ (field.closest("tr")), "name");
      return;
    }
    field.defaultValue = field.value;
    /** @type {Record<string, object>} */
    const edits = {
      number: { edit: "move", step: row, to: Math.max(0, (parseInt(field.value, 10) || row + 1) - 1) },
      lane: { edit: "lane", step: row, lane: field.value },
      name: field.value.trim() ? { edit: "rename", step: row, name: field.value } : { edit: "remove", step: row },
      kind: { edit: "kind", step: row, kind: field.value },
      facts: { edit: "facts", step: row, facts: field.value },
      leads: { edit: "leads", step: row, leads: field.value },
    };
    this.writing = this.model.edit(edits[cell]);
  }

  /** @param {HTMLElement} row @param {string} cell */
  create(row, cell) {
    // Taking the row away makes its cells say once more that they were written.
    if ("made" in row.dataset) return this.writing;
    row.dataset.made = "";
    const value = (/** @type {string} */ name) => /** @type {HTMLInputElement} */ (row.querySelector(`[data-cell="${name}"]`)).value;
    const after = this.model.desk.steps.length - 1;
    const edit = { edit: "add", after: after < 0 ? null : after, name: value("name"), lane: value("lane") };
    row.remove();
    this.next = { row: after + 1, cell };
    this.writing = this.model.edit(edit);
    return this.writing;
  }

  /** @param {KeyboardEvent} event */
  async key(event) {
    const field = /** @type {HTMLInputElement} */ (event.target);
    const row = this.rowOf(field);
    if (row < 0) return;
    const cell = field.dataset.cell ?? "name";
    const acts = this.acts(row);
    const act = event.altKey ? acts[event.key] : undefined;
    if (act) {
      event.preventDefault();
      await this.leave(field);
      this.next = { row: act.row, cell };
      this.writing = this.model.edit(act.edit);
    } else if (event.key === "Enter" && field.tagName === "INPUT") {
      event.preventDefault();
      await this.enter(field, row);
    }
  }

  /** @param {number} row @returns {Record<string, { edit: object, row: number }>} */
  acts(row) {
    const last = this.model.desk.steps.length - 1;
    if (row > last) return {};
    const [up, down] = [Math.max(0, row - 1), Math.min(last, row + 1)];
    return {
      ArrowUp: { edit: { edit: "move", step: row, to: up }, row: up },
      ArrowDown: { edit: { edit: "move", step: row, to: down }, row: down },
      ArrowRight: { edit: { edit: "indent", step: row }, row },
      ArrowLeft: { edit: { edit: "outdent", step: row }, row },
      Delete: { edit: { edit: "remove", step: row }, row: up },
    };
  }

  /** What is in the cell counts before anything else happens. @param {HTMLInputElement} field */
  async leave(field) {
    if (field.value !== field.defaultValue && !field.closest("[data-blank]")) this.written(field);
    await this.writing;
  }

  /** Enter leads to a new row: below the last one it is a step at once, elsewhere one is put between. @param {HTMLInputElement} field @param {number} row */
  async enter(field, row) {
    if (field.closest("[data-blank]")) {
      const tr = /** @type {HTMLElement} */ (field.closest("tr"));
      const name = /** @type {HTMLInputElement} */ (tr.querySelector('[data-cell="name"]'));
      if (!name.value.trim()) return name.focus();
      const next = this.model.desk.steps.length + 1;
      const made = this.create(tr, "name");
      this.next = { row: next, cell: "name" };
      return made;
    }
    await this.leave(field);
    if (row === this.model.desk.steps.length - 1) return this.add();
    this.next = { row: row + 1, cell: "name" };
    this.writing = this.model.edit({ edit: "add", after: row, name: "New step", lane: "" });
    return this.writing;
  }
}
