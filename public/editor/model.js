// The one text that text, table and picture show, with its past: every way to edit goes through here.
// What was typed is never lost: others' changes are brought in beside it, and undo takes back only one's own.
import { Server } from "editor/server.js";

/** How long typing may pause and still be one step of undo. */
const BREATH = 900;

/**
 * Events: `text` (it changed), `drawn` (a new desk), `selected`, `refused` (a sentence).
 * @typedef {import("editor/server.js").Desk} Desk
 * @typedef {{ text: string, caret: number, epoch: number }} Moment
 */
export class Model extends EventTarget {
  /** @param {Server} server @param {string} text */
  constructor(server, text) {
    super();
    this.server = server;
    this.text = text;
    /** @type {Desk} */
    this.desk = { errors: [], remarks: [], steps: [], flows: [], lanes: [] };
    /** Whether the desk shows the text as it is. */
    this.fresh = false;
    /** The place of the selected step; -1 without one. */
    this.selected = -1;
    this.caret = 0;
    /** Whether somebody looks at the rows. */
    this.rows = false;
    /** @type {Moment[]} */
    this.past = [];
    /** @type {Moment[]} */
    this.future = [];
    /** What others changed: the text before and after, in order. @type {{ before: string, after: string }[]} */
    this.foreign = [];
    this.typedAt = 0;
    this.ended = false;
    /** @type {Promise<unknown>} */
    this.queue = Promise.resolve();
    this.asking = false;
    this.again = false;
  }

  /** @param {string} name @param {unknown} [detail] */
  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  moment() {
    return { text: this.text, caret: this.caret, epoch: this.foreign.length };
  }

  /** Typing: runs of it are one step of undo. @param {string} text @param {number} caret where it was before */
  type(text, caret) {
    if (text === this.text) return;
    const now = performance.now();
    const line = text.split("\n").length !== this.text.split("\n").length;
    if (now - this.typedAt > BREATH || this.ended || !this.past.length) this.remember(caret);
    // A line break belongs to the line that it ends.
    this.ended = line;
    this.typedAt = now;
    this.set(text);
  }

  /** @param {number} [caret] */
  remember(caret = this.caret) {
    this.past.push({ ...this.moment(), caret });
    this.future = [];
    this.typedAt = 0;
  }

  /** @param {string} text */
  set(text) {
    this.text = text;
    this.fresh = false;
    this.tell("text");
    this.draw();
  }

  /** Draws what there is; one request at a time, and the newest text wins. */
  async draw() {
    if (this.asking) return void (this.again = true);
    this.asking = true;
    do {
      this.again = false;
      const text = this.text;
      try {
        const desk = await this.server.draw(text, this.rows);
        if (text === this.text) this.show(desk);
      } catch {
        // Offline: the drawing waits for the next key.
      }
    } while (this.again);
    this.asking = false;
  }

  /** @param {Desk} desk */
  show(desk) {
    // What cannot be understood yet leaves the last drawing where it is.
    this.desk = desk.drawing ? desk : { ...this.desk, errors: desk.errors, remarks: [] };
    this.fresh = Boolean(desk.drawing);
    if (this.selected >= this.desk.steps.length) this.selected = this.desk.steps.length - 1;
    this.tell("drawn");
  }

  /** An edit of table or picture; edits are made one after the other. @param {object} edit @returns {Promise<boolean>} */
  edit(edit) {
    const made = this.queue.then(async () => {
      const text = this.text;
      const desk = await this.server.edit(text, edit, this.rows);
      if (desk.refused || desk.text === undefined) {
        this.tell("refused", desk.refused ?? "Put the text right first: a line of it cannot be understood.");
        return false;
      }
      // Somebody typed meanwhile: both stay.
      const after = text === this.text ? desk.text : await this.server.merged(text, this.text, desk.text);
      this.remember();
      if (desk.step !== undefined) this.selected = desk.step;
      this.text = after;
      this.tell("text");
      if (after === desk.text) this.show(desk);
      else this.draw();
      this.tell("selected");
      return true;
    });
    this.queue = made.catch(() => this.tell("refused", "The server cannot be reached. Try again."));
    return made.catch(() => false);
  }

  /** @param {number} step */
  select(step) {
    this.selected = Math.min(step, this.desk.steps.length - 1);
    this.tell("selected");
  }

  /** Others' changes, brought in. @param {string} text */
  bring(text) {
    if (text === this.text) return;
    this.foreign.push({ before: this.text, after: text });
    this.typedAt = 0;
    this.set(text);
  }

  undo() {
    return this.travel(this.past, this.future);
  }

  redo() {
    return this.travel(this.future, this.past);
  }

  /** @param {Moment[]} from @param {Moment[]} to */
  async travel(from, to) {
    await this.queue;
    const moment = from.pop();
    if (!moment) return;
    to.push(this.moment());
    this.typedAt = 0;
    let { text } = moment;
    // What others changed since then stays changed.
    for (const { before, after } of this.foreign.slice(moment.epoch)) text = await this.server.merged(before, text, after);
    this.caret = Math.min(moment.caret, text.length);
    this.set(text);
    this.tell("travelled");
  }
}
