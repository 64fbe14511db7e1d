// The map as a picture: a list of steps to walk through by arrow keys, each changed in place.
// Steps are never placed by hand: every change is an edit of the one text, and the server lays it out again.
import { Inspector } from "editor/inspector.js";
import { Minimap } from "editor/minimap.js";
import { Model } from "editor/model.js";
import { Paper } from "editor/paper.js";
import { View } from "editor/view.js";

export class Picture {
  /** @param {Model} model @param {HTMLElement} root */
  constructor(model, root) {
    this.model = model;
    this.pane = /** @type {HTMLElement} */ (root.querySelector('[data-pane="picture"]'));
    this.frame = /** @type {HTMLElement} */ (this.pane.querySelector("[data-picture]"));
    this.paper = new Paper(this.frame);
    this.view = new View(this.frame, this.paper);
    this.minimap = new Minimap(/** @type {HTMLElement} */ (this.pane.querySelector("[data-minimap]")), this.view, this.paper);
    this.inspector = new Inspector(model, /** @type {HTMLElement} */ (this.pane.querySelector("[data-inspector]")));
    this.find = /** @type {HTMLInputElement} */ (this.pane.querySelector("[data-find]"));
    /** The step that a connection begins at; -1 without one. */
    this.from = -1;
    this.frame.tabIndex = 0;
    this.frame.setAttribute("role", "listbox");
    this.frame.setAttribute("aria-label", "Steps of the picture");
    this.listen();
  }

  listen() {
    const { frame, model } = this;
    model.addEventListener("drawn", () => this.drawn());
    model.addEventListener("selected", () => this.selected());
    frame.addEventListener("keydown", (event) => event.target === frame && this.key(event));
    frame.addEventListener("click", (event) => this.picked(this.stepAt(event.target)));
    frame.addEventListener("dblclick", (event) => this.stepAt(event.target) >= 0 && this.act("rename"));
    this.find.addEventListener("input", () => this.search());
    this.find.addEventListener("keydown", (event) => {
      if (event.key === "Enter") {
        event.preventDefault();
        this.search(1);
      } else if (event.key === "Escape") this.frame.focus();
    });
  }

  /** @param {EventTarget | null} target */
  stepAt(target) {
    const id = target instanceof Element ? target.closest("[data-step]")?.getAttribute("data-step") : undefined;
    return this.model.desk.steps.findIndex((step) => step.id === id);
  }

  drawn() {
    const { drawing, steps } = this.model.desk;
    if (!drawing || !this.model.fresh) return;
    this.paper.draw(drawing, steps);
    this.minimap.draw(steps, drawing);
    this.selected();
  }

  selected() {
    const { selected, desk } = this.model;
    this.paper.mark(selected, this.from);
    const step = desk.steps[selected];
    if (step) {
      this.frame.setAttribute("aria-activedescendant", `picture-${step.id}`);
      this.view.show(step.at);
    } else this.frame.removeAttribute("aria-activedescendant");
    this.inspector.show();
  }

  /** @param {number} step */
  picked(step) {
    if (step < 0) return;
    if (this.from >= 0) return this.connectTo(step);
    this.model.select(step);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const acts = { Enter: "add", F2: "rename", c: "connect", l: "lane", Delete: "remove", Backspace: "remove", "+": "larger", "=": "larger", "-": "smaller", 0: "fit", Escape: "stop", "/": "find" };
    const act = /** @type {Record<string, string>} */ (acts)[event.key];
    if (event.key === "Enter" && this.from >= 0) this.connectTo(this.model.selected);
    else if (act) this.act(act);
    else if (!this.walk(event.key)) return;
    event.preventDefault();
  }

  /** Arrows go to the nearest step that way; Home and End to the first and last told. @param {string} key */
  walk(key) {
    const { steps } = this.model.desk;
    const { selected } = this.model;
    if (!steps.length) return false;
    if (key === "Home" || key === "End") this.model.select(key === "Home" ? 0 : steps.length - 1);
    else if (!/^Arrow/.test(key)) return false;
    else if (selected < 0) this.model.select(0);
    else this.model.select(nearest(steps, selected, key));
    return true;
  }

  /** @param {string} act */
  act(act) {
    const { model } = this;
    const step = model.selected;
    if (act === "larger" || act === "smaller") return this.view.zoom(act === "larger" ? 1.25 : 0.8);
    if (act === "fit") return this.view.fit();
    if (act === "find") return this.find.focus();
    if (act === "stop") return this.stop();
    if (act === "add") return this.ask("", (text) => this.add(text));
    if (step < 0) return model.tell("refused", "Choose a step first: click it, or walk there with the arrow keys.");
    const { name, lane } = model.desk.steps[step];
    if (act === "rename") this.ask(name, (name) => model.edit({ edit: "rename", step, name }));
    else if (act === "lane") this.ask(lane, (lane) => model.edit({ edit: "lane", step, lane }), "outline-lanes");
    else if (act === "remove") model.edit({ edit: "remove", step }).then(() => this.frame.focus());
    else if (act === "connect") {
      this.from = step;
      this.pane.dataset.connecting = "";
      this.paper.mark(step, step);
      this.frame.focus();
    }
  }

  stop() {
    this.from = -1;
    delete this.pane.dataset.connecting;
    this.paper.mark(this.model.selected, -1);
  }

  /** @param {number} to */
  connectTo(to) {
    const { from } = this;
    this.stop();
    if (to !== from) this.model.edit({ edit: "connect", from, to });
  }

  /** “ERP: Create order” names the lane too. @param {string} text */
  add(text) {
    const [, lane = "", name = text] = /^([^:"]+):\s+(\S.*)$/.exec(text) ?? [];
    const after = this.model.selected;
    return this.model.edit({ edit: "add", after: after < 0 ? null : after, name, lane });
  }

  /** A field in place, on the selected step. @param {string} value @param {(text: string) => unknown} done @param {string} [list] */
  ask(value, done, list) {
    const field = document.createElement("input");
    field.className = "picture-field";
    field.value = value;
    field.setAttribute("aria-label", value ? "New words" : "What happens next, or “Lane: what happens”");
    field.placeholder = value ? "" : "What happens next";
    if (list) field.setAttribute("list", list);
    field.autocomplete = "off";
    const [x, y, w, h] = this.model.desk.steps[this.model.selected]?.at ?? [16, 16, 160, 44];
    this.view.put(field, value ? [x, y, w, h] : [x + 20, y + h + 6, w, 36]);
    let over = false;
    const end = async (/** @type {boolean} */ take) => {
      if (over) return;
      over = true;
      const text = field.value.trim();
      field.remove();
      this.frame.focus({ preventScroll: true });
      if (take && text && text !== value) await done(text);
    };
    field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter") end(true);
      else if (event.key === "Escape") end(false);
    });
    field.addEventListener("blur", () => end(true));
    field.focus();
    field.select();
  }

  /** Goes to the next step whose name has the words. @param {number} [further] */
  search(further = 0) {
    const words = this.find.value.toLowerCase().trim();
    if (!words) return;
    const { steps } = this.model.desk;
    const start = Math.max(0, this.model.selected) + further;
    for (let n = 0; n < steps.length; n++) {
      const at = (start + n) % steps.length;
      if (`${steps[at].lane}: ${steps[at].name}`.toLowerCase().includes(words)) return this.model.select(at);
    }
  }
}

/** @param {import("editor/server.js").Step[]} steps @param {number} from @param {string} key */
function nearest(steps, from, key) {
  const middle = (/** @type {number} */ at) => {
    const [x, y, w, h] = steps[at].at;
    return { x: x + w / 2, y: y + h / 2 };
  };
  const here = middle(from);
  const across = key === "ArrowLeft" || key === "ArrowRight";
  const sign = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
  let best = from;
  let least = Infinity;
  for (let at = 0; at < steps.length; at++) {
    const there = middle(at);
    const along = (across ? there.x - here.x : there.y - here.y) * sign;
    const aside = Math.abs(across ? there.y - here.y : there.x - here.x);
    if (at === from || along <= 1) continue;
    const far = along + aside * 3;
    if (far < least) [best, least] = [at, far];
  }
  return best;
}
