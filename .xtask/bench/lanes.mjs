// `lanes.mjs FOLDER PROGRAM` prints crossings with lanes: ours beside dagre's drawing, whose lanes are stacked afterwards.
// JavaScript, because dagre is.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
import { spawnSync } from "node:child_process";

const wide = (text, width) => String(text).padStart(width);

// Runs of three steps share one of four lanes, as work passes from hand to hand.
const laneOf = (at) => (Math.imul(Math.floor(at / 3) + 1, 2654435761) >>> 16) % 4;

function dagre(graph) {
  const require = createRequire(`${process.env.BENCH_DIR}/js/`);
  const library = require("@dagrejs/dagre");
  const lib = library.default ?? library;
  const drawing = new lib.graphlib.Graph({ multigraph: true });
  drawing.setGraph({ rankdir: "LR", nodesep: 20, ranksep: 50 });
  drawing.setDefaultEdgeLabel(() => ({}));
  for (const node of graph.nodes) drawing.setNode(node.id, { width: node.w, height: node.h });
  graph.edges.forEach(([a, b], at) => drawing.setEdge(a, b, {}, `e${at}`));
  lib.layout(drawing);
  return drawing;
}

// Each lane keeps dagre's places and becomes a band of its own; points between the ends of an edge move in proportion.
function stacked(graph) {
  const drawing = dagre(graph);
  const shift = new Map();
  let top = 0;
  for (const lane of [...new Set(graph.nodes.map((node) => node.lane))]) {
    const own = graph.nodes.filter((node) => node.lane === lane).map((node) => drawing.node(node.id));
    const from = Math.min(...own.map((node) => node.y - node.height / 2));
    shift.set(lane, top - from);
    top += Math.max(...own.map((node) => node.y + node.height / 2)) - from + 48;
  }
  const laneAt = new Map(graph.nodes.map((node) => [node.id, node.lane]));
  const nodes = {};
  for (const { id, w, h } of graph.nodes) {
    const { x, y } = drawing.node(id);
    nodes[id] = { x: x - w / 2, y: y - h / 2 + shift.get(laneAt.get(id)), w, h };
  }
  const edges = graph.edges.map(([s, t], at) => {
    const points = drawing.edge({ v: s, w: t, name: `e${at}` }).points;
    const [from, to] = [shift.get(laneAt.get(s)), shift.get(laneAt.get(t))];
    const pts = points.map(({ x, y }, place) => [x, y + from + ((to - from) * place) / (points.length - 1)]);
    return { s, t, pts };
  });
  return { nodes, edges };
}

async function lanes(folder, program) {
  const { metrics } = await import(process.env.BENCH_METRICS);
  const sums = {};
  for (const file of fs.readdirSync(folder).filter((name) => /^(workflow|layered)-(50|200)-/.test(name))) {
    const graph = JSON.parse(fs.readFileSync(path.join(folder, file), "utf8"));
    graph.nodes.forEach((node, at) => (node.lane = `lane ${laneOf(at)}`));
    const run = spawnSync(program, ["layout"], { input: JSON.stringify(graph), maxBuffer: 1 << 30 });
    const ours = metrics(JSON.parse(run.stdout));
    const theirs = metrics(stacked(graph));
    const sum = (sums[file.replace(/-s\d+\.json$/, "")] ??= { graphs: 0, ours: 0, theirs: 0, through: 0, overlaps: 0 });
    sum.graphs += 1;
    sum.ours += ours.crossings;
    sum.theirs += theirs.crossings;
    sum.through += ours.nodeHits;
    sum.overlaps += ours.overlaps;
  }
  console.log("with four lanes   faultline  dagre, stacked  ours in theirs  through steps  overlaps");
  for (const [family, { graphs, ours, theirs, through, overlaps }] of Object.entries(sums)) {
    console.log(
      `${family.padEnd(16)} ${wide((ours / graphs).toFixed(1), 10)} ${wide((theirs / graphs).toFixed(1), 15)} ` +
        `${wide((ours / theirs).toFixed(2), 15)} ${wide(through, 14)} ${wide(overlaps, 9)}`,
    );
  }
}

const [folder, program] = process.argv.slice(2);
await lanes(folder, program);
