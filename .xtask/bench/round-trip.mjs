// Takes BPMN files through the product and back out, opens what comes out in bpmn-js, counts what is drawn of each kind
// before and after, and what drawing linters warn of, beside the drawings that people made of the same files.
// `round-trip.mjs PROGRAM FOLDER…`; BENCH_JS is the folder in which bpmn-js and jsdom are installed.
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { pictured } from "./bpmn.mjs";

const [program, ...folders] = process.argv.slice(2);
const here = path.dirname(fileURLToPath(import.meta.url));
const out = fs.mkdtempSync(path.join(os.tmpdir(), "round-trip-"));

/** Kinds that are counted before and after; a sub-process with steps of its own is flattened, and so are its ends. */
const KINDS = [
  "userTask", "serviceTask", "manualTask", "scriptTask", "businessRuleTask", "sendTask", "receiveTask", "task",
  "parallelGateway", "inclusiveGateway", "eventBasedGateway", "boundaryEvent", "messageFlow", "textAnnotation",
  "dataObjectReference", "dataStoreReference",
];

/** How many elements of a kind are in a file; what a vendor adds to an element goes by such names too. */
function count(xml, kind) {
  const own = xml.replaceAll(/<((?:[\w-]+:)?extensionElements)>[^]*?<\/\1>/g, "");
  return [...own.matchAll(new RegExp(`<(?:[\\w-]+:)?${kind}[\\s/>]`, "g"))].length;
}

/** Two runs of flows that cross: one level, one upright, or both slanted. */
function cross([a, b], [c, d]) {
  const side = ([px, py], [qx, qy], [rx, ry]) => Math.sign((qx - px) * (ry - py) - (qy - py) * (rx - px));
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

const meet = (a, b) => a.x < b.x + b.w - 1 && b.x < a.x + a.w - 1 && a.y < b.y + b.h - 1 && b.y < a.y + a.h - 1;
const inside = (inner, outer) =>
  inner.x >= outer.x - 1 && inner.y >= outer.y - 1 && inner.x + inner.w <= outer.x + outer.w + 1 && inner.y + inner.h <= outer.y + outer.h + 1;
const runs = (points) => points.slice(1).map((point, at) => [points[at], point]);

/** Whether a run passes through a box, some way from its border. */
function through([a, b], box) {
  const less = { x: box.x + 3, y: box.y + 3, w: box.w - 6, h: box.h - 6 };
  for (let share = 0; share <= 1; share += 0.02) {
    const [x, y] = [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
    if (x > less.x && x < less.x + less.w && y > less.y && y < less.y + less.h) return true;
  }
  return false;
}

/** What linters warn of in a drawing. */
function warned({ shapes, flows, ties }) {
  const found = { crossings: 0, through: 0, overlaps: 0, slanted: 0, detached: 0 };
  flows.forEach((flow, at) => {
    for (const other of flows.slice(0, at)) {
      found.crossings += runs(flow.points).some((run) => runs(other.points).some((it) => cross(run, it))) ? 1 : 0;
    }
    const ends = shapes.filter(({ id }) => id === flow.from || id === flow.to);
    // What a flow leaves or reaches, and the sub-process around that, is no obstacle to it.
    const hit = (shape) => !ends.some((end) => inside(end, shape)) && runs(flow.points).some((run) => through(run, shape));
    found.through += shapes.filter(hit).length;
    found.slanted += runs(flow.points).some(([a, b]) => Math.abs(a[0] - b[0]) > 1 && Math.abs(a[1] - b[1]) > 1) ? 1 : 0;
    const near = (id, [x, y]) => {
      const shape = shapes.find((it) => it.id === id);
      return !shape || inside({ x, y, w: 0, h: 0 }, { x: shape.x - 4, y: shape.y - 4, w: shape.w + 8, h: shape.h + 8 });
    };
    found.detached += near(flow.from, flow.points[0]) && near(flow.to, flow.points.at(-1)) ? 0 : 1;
  });
  shapes.forEach((shape, at) => {
    const apart = (other) => shape.host !== other.id && other.host !== shape.id && !inside(shape, other) && !inside(other, shape);
    found.overlaps += shapes.slice(0, at).filter((other) => apart(other) && meet(shape, other)).length;
  });
  return { ...found, ties: ties.length };
}

/** A file taken in and out again; nothing when it holds no map. */
function again(file, at) {
  const run = spawnSync(program, ["convert", "bpmn", "bpmn", file], { maxBuffer: 1 << 28 });
  if (run.status !== 0) return undefined;
  const written = path.join(out, `${at}-${path.basename(file)}`);
  fs.writeFileSync(written, run.stdout);
  return { file, written, before: fs.readFileSync(file, "utf8"), after: String(run.stdout) };
}

function opened(files) {
  const told = spawnSync("node", [path.join(here, "opened.cjs"), ...files], { maxBuffer: 1 << 28, env: process.env });
  if (told.status !== 0) throw new Error(String(told.stderr));
  return String(told.stdout).trim().split("\n").filter(Boolean).map((line) => JSON.parse(line));
}

const sum = (all) => all.reduce((total, one) => Object.fromEntries(Object.entries(one).map(([key, n]) => [key, (total[key] ?? 0) + n])), {});

for (const folder of folders) {
  const files = fs.readdirSync(folder, { recursive: true }).filter((file) => file.endsWith(".bpmn")).sort();
  const taken = files.map((file, at) => again(path.join(folder, file), at)).filter(Boolean);
  console.log(`${folder}: ${taken.length} of ${files.length} files hold a map`);
  const warnings = opened(taken.map(({ written }) => written)).filter(({ told }) => told.length > 0);
  console.log(`  bpmn-js warns of ${warnings.length} of them`);
  for (const { file, told } of warnings.slice(0, 5)) console.log(`    ${path.basename(file)}: ${told[0]}`);
  for (const kind of KINDS) {
    const [before, after] = ["before", "after"].map((when) => taken.reduce((n, one) => n + count(one[when], kind), 0));
    if (before + after > 0) console.log(`  ${kind.padEnd(20)} ${String(before).padStart(6)} in ${String(after).padStart(6)} out`);
  }
  const drawn = taken.filter(({ before }) => pictured(before).flows.length > 0);
  for (const [whose, when] of [["people", "before"], ["ours", "after"]]) {
    const found = sum(drawn.map((one) => warned(pictured(one[when]))));
    console.log(`  ${whose.padEnd(7)} ${drawn.length} drawings: ${JSON.stringify(found)}`);
  }
}
fs.rmSync(out, { recursive: true });
