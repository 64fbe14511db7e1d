// The map as text: completions, errors at their lines, pasted tables, and the caret in step with the picture.
// It never takes a key that somebody needs to write: Enter is a line break unless an offer was chosen.
import { Completions } from "editor/completions.js";
import { Model } from "editor/model.js";

/** How long typing must pause before a line that is being written counts as wrong. */
const PAUSE = 700;

export class Text {
  /** @param {Model} model @param {HTMLTextAreaElement} area @param {HTMLElement} root @param {object} words */
  constructor(model, area, root, words) {
    this.model = model;
    this.area = area;
    this.errors = /** @type {HTMLElement} */ (root.querySelector("[data-errors]"));
    this.frame = document.createElement("div");
    this.frame.className = "code";
    this.numbers = document.createElement("div");
    this.numbers.className = "code-numbers";
    this.numbers.setAttribute("aria-hidden", "true");
    this.marks = document.createElement("div");
    this.marks.className = "code-marks";
    this.marks.setAttribute("aria-hidden", "true");
    area.wrap = "off";
    area.before(this.frame);
    this.frame.append(this.numbers, area, this.marks);
    this.errors.id = "text-errors";
    area.setAttribute("aria-describedby", "text-errors");
    this.completions = new Completions(area, this.frame, () => ({ ...words, desk: model.desk }), (text, caret) => this.put(text, caret));
    this.before = 0;
    this.typedAt = 0;
    this.lines = -1;
    this.listen();
  }

  listen() {
    const { area, model } = this;
    area.addEventListener("beforeinput", (event) => {
      this.before = area.selectionStart;
      // The browser's own undo knows nothing of table, picture and other people.
      if (event.inputType === "historyUndo" || event.inputType === "historyRedo") {
        event.preventDefault();
        if (event.inputType === "historyUndo") model.undo();
        else model.redo();
      }
    });
    area.addEventListener("input", () => {
      this.typedAt = performance.now();
      model.type(area.value, this.before);
      this.completions.offer();
      this.judgeSoon();
    });
    area.addEventListener("keydown", (event) => this.completions.key(event) && event.preventDefault());
    area.addEventListener("paste", (event) => this.paste(event));
    area.addEventListener("scroll", () => this.scrolled());
    document.addEventListener("selectionchange", () => document.activeElement === area && this.caretMoved());
    model.addEventListener("text", () => this.shown());
    model.addEventListener("drawn", () => {
      // A lane that was just named is offered as soon as it is known.
      if (performance.now() - this.typedAt < 1000) this.completions.renew();
      this.judgeSoon();
      this.caretMoved();
    });
    model.addEventListener("travelled", () => this.toCaret());
    model.addEventListener("selected", () => this.follow());
    this.shown();
  }

  /** Shows the model's text; what changed elsewhere leaves the caret where one was writing. */
  shown() {
    const { area, model } = this;
    if (area.value !== model.text) {
      const [start, end] = [area.selectionStart, area.selectionEnd];
      const moved = shift(area.value, model.text);
      const top = area.scrollTop;
      area.value = model.text;
      area.setSelectionRange(moved(start), moved(end));
      area.scrollTop = top;
      this.completions.close();
    }
    const lines = area.value.split("\n").length;
    if (lines !== this.lines) {
      this.lines = lines;
      this.numbers.textContent = Array.from({ length: lines }, (_, at) => at + 1).join("\n");
    }
  }

  toCaret() {
    if (this.area.closest("[hidden]")) return;
    this.area.setSelectionRange(this.model.caret, this.model.caret);
  }

  scrolled() {
    const { scrollTop, scrollLeft } = this.area;
    this.numbers.style.translate = `0 ${-scrollTop}px`;
    this.marks.style.translate = `${-scrollLeft}px ${-scrollTop}px`;
    this.completions.close();
  }

  /** @param {string} text @param {number} caret */
  put(text, caret) {
    this.model.remember(this.area.selectionStart);
    this.area.value = text;
    this.area.setSelectionRange(caret, caret);
    this.model.set(text);
  }

  /** @param {ClipboardEvent} event */
  async paste(event) {
    const pasted = event.clipboardData?.getData("text/plain") ?? "";
    if (!/\n.*\S|\t/.test(pasted)) return;
    event.preventDefault();
    const { selectionStart, selectionEnd, value } = this.area;
    const lines = await this.model.server.pasted(pasted).catch(() => undefined);
    const fresh = value === this.area.value;
    const [from, to] = fresh ? [selectionStart, selectionEnd] : [this.area.selectionStart, this.area.selectionEnd];
    const [head, tail] = [this.area.value.slice(0, from), this.area.value.slice(to)];
    const text = (lines ?? pasted).replaceAll("\r\n", "\n");
    const start = lines && head && !head.endsWith("\n") ? "\n" : "";
    this.put(head + start + text + tail, head.length + start.length + text.length);
  }

  judgeSoon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.judge(), Math.max(0, PAUSE - (performance.now() - this.typedAt)));
  }

  /** Says what is wrong, at its line and in a list that leads there. */
  judge() {
    const { errors, remarks } = this.model.desk;
    const lines = this.area.value.split("\n");
    const said = [
      ...errors.map((it) => ({ ...it, words: `${it.message} ${it.help}`, tone: "fault" })),
      ...remarks.map((it) => ({ ...it, column: 1, words: it.message, tone: "doubt" })),
    ];
    this.area.setAttribute("aria-invalid", String(errors.length > 0));
    this.marks.replaceChildren(
      ...errors.filter((it, at) => errors.findIndex((other) => other.line === it.line) === at).map((it) => {
        const mark = document.createElement("span");
        const words = document.createElement("small");
        words.textContent = `${it.message} ${it.help}`;
        mark.append(words);
        mark.style.setProperty("--line", String(it.line - 1));
        mark.style.setProperty("--column", String((lines[it.line - 1] ?? "").length));
        return mark;
      }),
    );
    this.errors.replaceChildren(
      ...said.slice(0, 12).map((it) => {
        const item = document.createElement("li");
        item.dataset.tone = it.tone;
        const where = document.createElement("button");
        where.type = "button";
        where.className = "link";
        where.textContent = it.tone === "fault" ? `Line ${it.line}, column ${it.column}` : `Line ${it.line}`;
        where.onclick = () => this.goTo(it.line, it.column);
        item.append(where, ` ${it.words}`);
        return item;
      }),
    );
  }

  /** @param {number} line @param {number} column */
  goTo(line, column) {
    const start = this.area.value.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
    this.area.focus();
    this.area.setSelectionRange(start + column - 1, start + column - 1);
  }

  /** The step of the caret's line is the selected one. */
  caretMoved() {
    this.model.caret = this.area.selectionStart;
    if (!this.model.fresh || document.activeElement !== this.area) return;
    const line = this.area.value.slice(0, this.area.selectionStart).split("\n").length;
    const step = this.model.desk.steps.findLastIndex((step) => step.line <= line);
    if (step >= 0 && step !== this.model.selected) this.model.select(step);
  }

  /** The line of the selected step is in sight. */
  follow() {
    const step = this.model.desk.steps[this.model.selected];
    if (!step || document.activeElement === this.area || this.area.closest("[hidden]")) return;
    const height = parseFloat(getComputedStyle(this.area).lineHeight);
    const top = (step.line - 1) * height;
    if (top < this.area.scrollTop || top + height > this.area.scrollTop + this.area.clientHeight) this.area.scrollTop = top - height * 3;
  }
}

/** Where a place in one text is in another that differs in one stretch. @param {string} from @param {string} to */
function shift(from, to) {
  let head = 0;
  const shorter = Math.min(from.length, to.length);
  while (head < shorter && from[head] === to[head]) head++;
  let tail = 0;
  while (tail < shorter - head && from[from.length - 1 - tail] === to[to.length - 1 - tail]) tail++;
  return (/** @type {number} */ at) => {
    if (at <= head) return at;
    if (at >= from.length - tail) return at + to.length - from.length;
    return Math.min(at, to.length - tail);
  };
}
