// The drawing itself: pieces from the server, of which only the changed ones are replaced.
// What moved glides to its new place, unless somebody asked for less motion; nothing else moves.

const svgNamespace = "http://www.w3.org/2000/svg";
/** In milliseconds. */
const GLIDE = 140;

export class Paper {
  /** @param {HTMLElement} frame */
  constructor(frame) {
    this.frame = frame;
    /** @type {SVGSVGElement | undefined} */
    this.svg = undefined;
    /** @type {Map<string, { markup: string, element: Element }>} */
    this.pieces = new Map();
    /** @type {Map<string, [number, number, number, number]>} */
    this.places = new Map();
    this.w = 1;
    this.h = 1;
    this.scale = 1;
  }

  /** @param {{ w: number, h: number, pieces: [string, string][] }} drawing @param {import("editor/server.js").Step[]} steps */
  draw({ w, h, pieces }, steps) {
    const svg = this.begin();
    [this.w, this.h] = [w, h];
    this.size(this.scale);
    const parsed = parse(pieces.filter(([name, markup]) => this.pieces.get(name)?.markup !== markup));
    const fresh = [];
    /** @type {typeof this.pieces} */
    const next = new Map();
    let before = svg.firstElementChild;
    for (const [name, markup] of pieces) {
      const old = this.pieces.get(name);
      const element = old?.markup === markup ? old.element : parsed.get(name);
      if (!element) continue;
      if (element !== before) svg.insertBefore(element, before);
      else before = before.nextElementSibling;
      next.set(name, { markup, element });
      if (old?.markup !== markup) fresh.push({ name, element, known: Boolean(old) });
    }
    while (before) {
      const gone = before;
      before = before.nextElementSibling;
      gone.remove();
    }
    this.pieces = next;
    for (const step of steps) this.prepare(step);
    this.glide(fresh, steps);
    this.places = new Map(steps.map((step) => [step.id, step.at]));
  }

  begin() {
    if (this.svg) return this.svg;
    const svg = document.createElementNS(svgNamespace, "svg");
    svg.setAttribute("font-family", "'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', Arial, sans-serif");
    svg.setAttribute("font-size", "11");
    svg.setAttribute("role", "none");
    this.frame.replaceChildren(svg);
    this.svg = svg;
    return svg;
  }

  /** @param {number} scale */
  size(scale) {
    this.scale = scale;
    this.svg?.setAttribute("viewBox", `0 0 ${this.w} ${this.h}`);
    this.svg?.setAttribute("width", String(Math.round(this.w * scale)));
    this.svg?.setAttribute("height", String(Math.round(this.h * scale)));
  }

  /** A step is an entry of the list. @param {import("editor/server.js").Step} step */
  prepare(step) {
    const element = this.pieces.get(`step ${step.id}`)?.element;
    if (!element || element.id) return;
    element.id = `picture-${step.id}`;
    element.setAttribute("role", "option");
    element.setAttribute("aria-selected", "false");
    element.setAttribute("aria-label", step.says);
  }

  /** @param {{ name: string, element: Element, known: boolean }[]} fresh @param {import("editor/server.js").Step[]} steps */
  glide(fresh, steps) {
    if (!this.places.size || matchMedia("(prefers-reduced-motion: reduce)").matches || fresh.length > 300) return;
    const places = new Map(steps.map((step) => [`step ${step.id}`, step.at]));
    for (const { name, element, known } of fresh) {
      const to = places.get(name);
      const from = this.places.get(name.slice(5));
      if (to && from && known) {
        const [dx, dy] = [from[0] - to[0], from[1] - to[1]];
        if (dx || dy) element.animate([{ transform: `translate(${dx}px, ${dy}px)` }, { transform: "none" }], { duration: GLIDE, easing: "ease-out" });
      } else if (!name.startsWith("lane") && name !== "rules") {
        element.animate([{ opacity: 0 }, { opacity: 1 }], { duration: GLIDE, easing: "ease-out" });
      }
    }
  }

  /** @param {number} selected @param {number} from the step that a connection begins at */
  mark(selected, from) {
    const ids = [...this.places.keys()];
    for (const [at, id] of ids.entries()) {
      const element = this.pieces.get(`step ${id}`)?.element;
      element?.setAttribute("aria-selected", String(at === selected));
      element?.toggleAttribute("data-from", at === from);
    }
  }
}

/** The elements of pieces by their names. @param {[string, string][]} pieces @returns {Map<string, Element>} */
function parse(pieces) {
  const whole = pieces.map(([, markup]) => `<g>${markup}</g>`).join("");
  const parsed = new DOMParser().parseFromString(`<svg xmlns="${svgNamespace}">${whole}</svg>`, "image/svg+xml");
  const found = new Map();
  [...parsed.documentElement.children].forEach((group, at) => {
    const element = group.firstElementChild;
    if (element) found.set(pieces[at][0], document.adoptNode(element));
  });
  return found;
}
