// Opens BPMN files in bpmn-js without a browser, and says what it warns of: `opened.cjs FILE…`, one line of JSON for each.
// BENCH_JS is the folder in which bpmn-js and jsdom are installed. Nothing is painted: what a browser would measure or
// transform is answered with anything, because only what the importer says of a file is wanted.
const fs = require("node:fs");
const { createRequire } = require("node:module");
const path = require("node:path");

const installed = createRequire(path.join(path.resolve(process.env.BENCH_JS), "index.js"));
const { JSDOM } = installed("jsdom");

function viewer() {
  const { window } = new JSDOM('<div id="canvas"></div>', { pretendToBeVisual: true, runScripts: "outside-only" });
  const matrix = () => ({ a: 1, b: 0, c: 0, d: 1, e: 0, f: 0, inverse: matrix, multiply: matrix });
  const transform = () => new Proxy({ matrix: matrix() }, { get: (known, name) => known[name] ?? (() => {}) });
  const list = () => ({
    numberOfItems: 0,
    clear() {},
    appendItem() {},
    consolidate: transform,
    initialize() {},
    getItem: transform,
    createSVGTransformFromMatrix: transform,
  });
  Object.assign(window.SVGElement.prototype, {
    getBBox: () => ({ x: 0, y: 0, width: 10, height: 10 }),
    getScreenCTM: matrix,
    getCTM: matrix,
    createSVGMatrix: matrix,
    createSVGPoint: () => ({ x: 0, y: 0, matrixTransform: () => ({ x: 0, y: 0 }) }),
    createSVGTransform: transform,
    createSVGTransformFromMatrix: transform,
  });
  Object.defineProperty(window.SVGElement.prototype, "transform", { get: () => ({ baseVal: list() }) });
  window.HTMLCanvasElement.prototype.getContext = () => ({ measureText: (text) => ({ width: 6 * text.length }) });
  window.SVGMatrix = class {};
  window.CSS = { escape: String };
  window.structuredClone = (value) => JSON.parse(JSON.stringify(value));
  const built = path.join(path.dirname(installed.resolve("bpmn-js/package.json")), "dist/bpmn-viewer.development.js");
  window.eval(fs.readFileSync(built, "utf8"));
  return () => new window.BpmnJS({ container: window.document.getElementById("canvas") });
}

async function main() {
  const open = viewer();
  for (const file of process.argv.slice(2)) {
    const shown = open();
    let told;
    try {
      const { warnings } = await shown.importXML(fs.readFileSync(file, "utf8"));
      told = warnings.map((warning) => warning.message ?? String(warning));
    } catch (error) {
      told = [error.message];
    }
    shown.destroy();
    process.stdout.write(`${JSON.stringify({ file, told })}\n`);
  }
  process.exit(0);
}

main();
