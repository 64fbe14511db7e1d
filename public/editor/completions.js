// Offers names while one writes: lanes and systems, kinds, integrations, marks, steps to lead to.
// The list is a listbox of the text field: arrows choose, Tab or Enter takes what was chosen, Escape closes it.

/**
 * @typedef {{ systems: string[], integrations: string[], data: string[], kinds: string[], marks: string[],
 *   desk: import("editor/server.js").Desk }} Words
 * @typedef {{ from: number, typed: string, offers: string[], after: string }} Place
 */

/** The most offers shown. */
const MOST = 8;

export class Completions {
  /**
   * @param {HTMLTextAreaElement} area @param {HTMLElement} frame @param {() => Words} words
   * @param {(text: string, caret: number) => void} put
   */
  constructor(area, frame, words, put) {
    this.area = area;
    this.words = words;
    this.put = put;
    this.list = document.createElement("ul");
    this.list.className = "code-offers";
    this.list.id = "text-offers";
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Offers");
    this.list.hidden = true;
    frame.append(this.list);
    area.setAttribute("aria-autocomplete", "list");
    area.setAttribute("aria-haspopup", "listbox");
    area.setAttribute("aria-controls", this.list.id);
    /** @type {Place | undefined} */
    this.place = undefined;
    this.chosen = -1;
    this.closed = false;
    area.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const at = [...this.list.children].indexOf(/** @type {Element} */ (event.target));
      if (at >= 0) this.take(at);
    });
  }

  /** @param {boolean} [asked] whether somebody asked for all of them */
  offer(asked = false) {
    this.closed = false;
    const place = this.find();
    const typed = place?.typed.toLowerCase() ?? "";
    const starts = (/** @type {string} */ word) => word.toLowerCase().startsWith(typed);
    const has = (/** @type {string} */ word) => word.toLowerCase().includes(typed);
    const same = (/** @type {string} */ word) => word.toLowerCase() === typed;
    const fits = place && (typed || asked || place.after !== ": ")
      ? [...new Set([...place.offers.filter(starts), ...place.offers.filter(has)])].filter((word) => !same(word)).slice(0, MOST)
      : [];
    if (!place || !fits.length) return this.close();
    this.place = { ...place, offers: fits };
    this.chosen = -1;
    this.list.replaceChildren(
      ...fits.map((word, at) => {
        const option = document.createElement("li");
        option.id = `text-offer-${at}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.textContent = word;
        return option;
      }),
    );
    this.list.hidden = false;
    this.stand();
  }

  /** Offers again with what is known now, unless somebody chose or closed the list. */
  renew() {
    if (document.activeElement === this.area && this.chosen < 0 && !this.closed) this.offer();
  }

  close() {
    this.list.hidden = true;
    this.list.replaceChildren();
    this.area.removeAttribute("aria-activedescendant");
    this.place = undefined;
  }

  /** @param {KeyboardEvent} event @returns {boolean} whether the key was meant for the list */
  key({ key, ctrlKey, altKey, metaKey, shiftKey }) {
    if (key === " " && ctrlKey) {
      this.offer(true);
      return true;
    }
    if (this.list.hidden || ctrlKey || altKey || metaKey || shiftKey) return false;
    const count = this.list.children.length;
    if (key === "ArrowDown") this.choose((this.chosen + 1) % count);
    else if (key === "ArrowUp" && this.chosen >= 0) this.choose((this.chosen + count - 1) % count);
    else if (key === "Escape") {
      this.close();
      this.closed = true;
    }
    else if (key === "Tab") this.take(Math.max(0, this.chosen));
    else if (key === "Enter" && this.chosen >= 0) this.take(this.chosen);
    else return false;
    return true;
  }

  /** @param {number} at */
  choose(at) {
    this.chosen = at;
    [...this.list.children].forEach((option, number) => option.setAttribute("aria-selected", String(number === at)));
    this.area.setAttribute("aria-activedescendant", `text-offer-${at}`);
  }

  /** @param {number} at */
  take(at) {
    const { place, area } = this;
    if (!place) return;
    this.chosen = -1;
    const word = place.offers[at] + place.after;
    const rest = area.value.slice(area.selectionEnd);
    const text = area.value.slice(0, place.from) + word + (rest.startsWith(place.after.trim()) && place.after.trim() ? rest.slice(place.after.trim().length) : rest);
    this.close();
    this.put(text, place.from + word.length);
  }

  /** What can stand at the caret. @returns {Place | undefined} */
  find() {
    const caret = this.area.selectionStart;
    if (caret !== this.area.selectionEnd) return undefined;
    const start = this.area.value.lastIndexOf("\n", caret - 1) + 1;
    const line = this.area.value.slice(start, caret);
    const { systems, integrations, data, kinds, marks, desk } = this.words();
    const place = (/** @type {RegExp} */ pattern, /** @type {string[]} */ offers, after = "") => {
      const typed = pattern.exec(line)?.[1];
      return typed === undefined ? undefined : { from: caret - typed.length, typed, offers, after };
    };
    return (
      place(/\[([^\]]*)$/, kinds, "]") ??
      place(/ via ([^()[\]]*)$/i, integrations) ??
      place(/[( ,](?:creates|updates) ([^,)]*)$/i, data) ??
      place(/(?:^|\s)(![a-z]*)$/i, marks) ??
      place(/(?:->|=>|→)\s*(?:[^:]*:\s)?([^:]*)$/, desk.steps.map((step) => step.name)) ??
      place(/^\s*([^\s?#\->"][^:?#>"([]*)$/, [...desk.lanes, ...systems], ": ")
    );
  }

  /** Stands below the caret: the letters are all equally wide and no line is wrapped. */
  stand() {
    const { area, list, place } = this;
    if (!place) return;
    const style = getComputedStyle(area);
    const before = area.value.slice(0, place.from).split("\n");
    const line = parseFloat(style.lineHeight);
    const top = parseFloat(style.paddingTop) + before.length * line - area.scrollTop;
    list.style.setProperty("--column", String(before.at(-1)?.length ?? 0));
    list.style.insetBlockStart = `${area.offsetTop + top}px`;
  }
}
