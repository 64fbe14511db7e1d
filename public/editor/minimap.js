// A small picture of a large map, with what is in sight; it comes beyond sixty steps.
// It is a shortcut for the eye: everything it does, scrolling does too.
import { Paper } from "editor/paper.js";
import { View } from "editor/view.js";

/** From this many steps on. */
const MANY = 60;
/** Its width in pixels. */
const WIDTH = 180;

export class Minimap {
  /** @param {HTMLElement} root @param {View} view @param {Paper} paper */
  constructor(root, view, paper) {
    this.root = root;
    this.view = view;
    this.paper = paper;
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("aria-hidden", "true");
    this.sight = document.createElement("div");
    this.sight.className = "picture-sight";
    root.append(this.canvas, this.sight);
    view.addEventListener("moved", () => this.look());
    root.addEventListener("pointerdown", (event) => this.go(event));
    root.addEventListener("pointermove", (event) => event.buttons && this.go(event));
  }

  /** @param {import("editor/server.js").Step[]} steps @param {{ w: number, h: number }} size */
  draw(steps, { w, h }) {
    this.root.hidden = steps.length <= MANY;
    if (this.root.hidden) return;
    this.scale = WIDTH / w;
    const { canvas } = this;
    [canvas.width, canvas.height] = [WIDTH * 2, Math.ceil(h * this.scale * 2)];
    canvas.style.inlineSize = `${WIDTH}px`;
    canvas.style.blockSize = `${canvas.height / 2}px`;
    const pen = canvas.getContext("2d");
    if (!pen) return;
    pen.fillStyle = getComputedStyle(this.root).color;
    for (const { at } of steps) {
      const [x, y, width, height] = at.map((it) => it * this.scale * 2);
      pen.fillRect(x, y, Math.max(2, width), Math.max(2, height));
    }
    this.look();
  }

  look() {
    if (this.root.hidden) return;
    const { frame } = this.view;
    const by = (this.scale ?? 1) / this.paper.scale;
    const { style } = this.sight;
    style.insetInlineStart = `${frame.scrollLeft * by}px`;
    style.insetBlockStart = `${frame.scrollTop * by}px`;
    style.inlineSize = `${Math.min(WIDTH, frame.clientWidth * by)}px`;
    style.blockSize = `${Math.min(this.canvas.height / 2, frame.clientHeight * by)}px`;
  }

  /** @param {PointerEvent} event */
  go({ clientX, clientY }) {
    const { frame } = this.view;
    const box = this.canvas.getBoundingClientRect();
    const by = this.paper.scale / (this.scale ?? 1);
    frame.scrollLeft = (clientX - box.left) * by - frame.clientWidth / 2;
    frame.scrollTop = (clientY - box.top) * by - frame.clientHeight / 2;
  }
}
