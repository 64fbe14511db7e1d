// Saves by itself, a moment after the last change, and hears when somebody else saved.
// Nothing is overwritten: what others wrote is brought together with it, and a contradiction is shown, not decided.
import { Model } from "editor/model.js";

/** How long after the last change, in milliseconds. */
const MOMENT = 600;

export class Saving {
  /** @param {Model} model @param {number} version @param {HTMLElement} root */
  constructor(model, version, root) {
    this.model = model;
    this.version = version;
    this.root = root;
    /** The text that is stored under the version, as it was written here. */
    this.base = model.text;
    this.state = /** @type {HTMLElement} */ (root.querySelector("[data-state]"));
    this.notice = /** @type {HTMLElement} */ (root.querySelector("[data-notice]"));
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    this.waiting = undefined;
    /** @type {Promise<boolean> | undefined} */
    this.running = undefined;
    this.clashing = false;
    model.addEventListener("text", () => this.soon());
    addEventListener("beforeunload", (event) => this.dirty() && !this.leaving && event.preventDefault());
    addEventListener("online", () => this.save());
    this.say(version ? "Saved" : "");
  }

  dirty() {
    return this.model.text !== this.base;
  }

  /** @param {string} words */
  say(words) {
    if (this.state.textContent !== words) this.state.textContent = words;
  }

  soon() {
    if (this.clashing) return;
    if (this.dirty()) this.say("Not saved yet");
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.save(), MOMENT);
  }

  /** Saves what there is; true when all of it is stored. @returns {Promise<boolean>} */
  async save() {
    clearTimeout(this.waiting);
    if (this.running) await this.running;
    if (this.clashing) return false;
    if (!this.dirty()) return true;
    this.running = this.once(this.model.text);
    const done = await this.running;
    this.running = undefined;
    return done && (this.dirty() ? this.save() : true);
  }

  /** @param {string} text */
  async once(text) {
    this.say("Saving");
    try {
      return await this.settle(await this.model.server.save(text, this.base, this.version), text);
    } catch (error) {
      const gone = /^(403|404|303|200)$/.test(error instanceof Error ? error.message : "");
      this.say(gone ? "Not saved: you may not change this map any more" : "Not saved: the server cannot be reached");
      if (!gone) this.waiting = setTimeout(() => this.save(), 3000);
      return false;
    }
  }

  /** @param {import("editor/server.js").Kept} kept @param {string} sent */
  async settle(kept, sent) {
    if (kept.outcome === "clash") return this.clash(kept);
    if (kept.outcome === "refused") {
      this.say(`Not saved: ${kept.problems.join(" ")}`);
      return false;
    }
    if (kept.text !== undefined) await this.bring(sent, kept.text);
    this.version = kept.version;
    for (const field of this.root.querySelectorAll('input[name="version"]')) field.value = String(kept.version);
    if (kept.outcome === "unread") {
      this.base = kept.base ?? this.base;
      this.say("Not saved: a line cannot be understood yet");
      return false;
    }
    this.base = kept.text ?? sent;
    this.say(kept.redacted ? "Saved; something that looked like a secret was taken out" : "Saved");
    return true;
  }

  /** Takes a text in that has others' lines; what was typed since it was sent stays. @param {string} sent @param {string} text */
  async bring(sent, text) {
    const { model } = this;
    while (model.text !== sent) {
      const mine = model.text;
      const merged = await model.server.merged(sent, mine, text);
      if (model.text === mine) return model.bring(merged);
    }
    model.bring(text);
  }

  /** Shows both sides; nothing is stored until one has chosen. @param {Extract<import("editor/server.js").Kept, { outcome: "clash" }>} kept */
  clash({ version, text, theirs, clashes }) {
    this.clashing = true;
    this.say("Not saved: somebody else changed the same line");
    const list = clashes.map(([stored, own]) => {
      const row = document.createElement("li");
      const side = (/** @type {string} */ who, /** @type {string[]} */ lines) => {
        const part = document.createElement("div");
        const name = document.createElement("strong");
        name.textContent = who;
        const code = document.createElement("pre");
        code.textContent = lines.join("\n") || "(taken away)";
        part.append(name, code);
        return part;
      };
      row.append(side("Stored now", stored), side("Yours", own));
      return row;
    });
    const title = document.createElement("p");
    title.textContent = "Somebody else changed the same line. Nothing of theirs or yours is lost:";
    const sides = document.createElement("ul");
    sides.append(...list);
    const mine = this.model.text;
    const choice = (/** @type {string} */ words, /** @type {string} */ chosen) => {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "button";
      button.textContent = words;
      button.onclick = () => {
        this.clashing = false;
        this.notice.replaceChildren();
        this.version = version;
        this.base = theirs;
        this.model.remember();
        this.model.set(chosen);
        this.save();
      };
      return button;
    };
    this.notice.replaceChildren(title, sides, choice("Keep both", text), choice("Keep mine", mine), choice("Take theirs", theirs));
    return false;
  }

  /** Hears what others save. @param {string} address */
  listen(address) {
    const source = new EventSource(`${address}/live`);
    source.addEventListener("version", ({ data }) => {
      if (Number(data) > this.version) this.catchUp(Number(data));
    });
    addEventListener("pagehide", () => source.close());
  }

  /** Brings the stored version in; one's own save may have made it. @param {number} version */
  async catchUp(version) {
    if (this.running) await this.running;
    if (version <= this.version || this.clashing) return;
    this.running = this.once(this.model.text);
    await this.running;
    this.running = undefined;
    if (this.dirty()) this.soon();
  }
}
