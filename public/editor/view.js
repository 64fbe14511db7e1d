// What of the picture is in sight: panning, zooming, fitting; the selected step never leaves it.
// The browser scrolls; this only decides where to.
import { Paper } from "editor/paper.js";

/** @type {[number, number]} */
const SCALES = [0.15, 3];

export class View extends EventTarget {
  /** @param {HTMLElement} frame @param {Paper} paper */
  constructor(frame, paper) {
    super();
    this.frame = frame;
    this.paper = paper;
    frame.addEventListener("scroll", () => this.moved(), { passive: true });
    frame.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        this.zoom(Math.exp(-event.deltaY / 300), event);
      },
      { passive: false },
    );
    this.drag();
  }

  moved() {
    this.dispatchEvent(new Event("moved"));
  }

  /** The paper is dragged by its empty places. */
  drag() {
    const { frame } = this;
    frame.addEventListener("pointerdown", (start) => {
      if (start.button !== 0 || start.pointerType === "touch" || /** @type {Element} */ (start.target).closest("[data-step], input")) return;
      const [left, top] = [frame.scrollLeft, frame.scrollTop];
      const move = (/** @type {PointerEvent} */ event) => {
        frame.setPointerCapture(start.pointerId);
        frame.dataset.dragged = "";
        frame.scrollLeft = left - event.clientX + start.clientX;
        frame.scrollTop = top - event.clientY + start.clientY;
      };
      frame.addEventListener("pointermove", move);
      const stop = () => {
        frame.removeEventListener("pointermove", move);
        delete frame.dataset.dragged;
      };
      frame.addEventListener("pointerup", stop, { once: true });
      frame.addEventListener("pointercancel", stop, { once: true });
    });
  }

  /** @param {number} by @param {{ clientX: number, clientY: number }} [around] */
  zoom(by, around) {
    const { frame, paper } = this;
    const scale = Math.min(SCALES[1], Math.max(SCALES[0], paper.scale * by));
    const box = frame.getBoundingClientRect();
    const x = around ? around.clientX - box.left : frame.clientWidth / 2;
    const y = around ? around.clientY - box.top : frame.clientHeight / 2;
    const [atX, atY] = [(frame.scrollLeft + x) / paper.scale, (frame.scrollTop + y) / paper.scale];
    paper.size(scale);
    frame.scrollLeft = atX * scale - x;
    frame.scrollTop = atY * scale - y;
    this.moved();
  }

  fit() {
    const { frame, paper } = this;
    const scale = Math.min(frame.clientWidth / paper.w, frame.clientHeight / paper.h, 1);
    paper.size(Math.max(SCALES[0], scale));
    frame.scrollTo(0, 0);
    this.moved();
  }

  /** Brings a box into sight, with room around it. @param {[number, number, number, number]} box */
  show([x, y, w, h]) {
    const { frame, paper } = this;
    const room = 48;
    const near = (/** @type {number} */ from, /** @type {number} */ to, /** @type {number} */ at, /** @type {number} */ size) => {
      if (from - room < at) return Math.max(0, from - room);
      if (to + room > at + size) return Math.max(0, to + room - size);
      return at;
    };
    const left = near(x * paper.scale, (x + w) * paper.scale, frame.scrollLeft, frame.clientWidth);
    const top = near(y * paper.scale, (y + h) * paper.scale, frame.scrollTop, frame.clientHeight);
    if (left === frame.scrollLeft && top === frame.scrollTop) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    frame.scrollTo({ left, top, behavior: still ? "instant" : "smooth" });
  }

  /** Puts a field over a box of the drawing. @param {HTMLElement} field @param {[number, number, number, number]} box */
  put(field, [x, y, w, h]) {
    const { frame, paper } = this;
    field.style.insetInlineStart = `${x * paper.scale}px`;
    field.style.insetBlockStart = `${y * paper.scale}px`;
    field.style.inlineSize = `${Math.max(180, w * paper.scale)}px`;
    field.style.minBlockSize = `${Math.max(32, h * paper.scale)}px`;
    frame.append(field);
    this.show([x, y, Math.max(w, 180 / paper.scale), h]);
  }
}
