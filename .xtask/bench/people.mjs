// Measures the layout on processes with pools, lanes and message flows: generated ones, and those of BPMN files, where
// the drawings of their authors stand beside ours. `people.mjs PROGRAM ENGINE,… [FOLDER…]`; PROGRAM lays graphs out,
// BENCH_ENGINES_FILE and BENCH_METRICS name the engines of the peers and what is counted.
import { spawnSync } from "node:child_process";
import { folder } from "./bpmn.mjs";
import { processes } from "./processes.mjs";

const [program, peers, ...folders] = process.argv.slice(2);
const { metrics } = await import(process.env.BENCH_METRICS);
const { engines } = await import(process.env.BENCH_ENGINES_FILE);
const wide = (text, width) => String(text).padStart(width);

/** Our drawings of all graphs, with the time that each took. */
function ours(graphs) {
  const input = graphs.map((graph) => JSON.stringify(graph)).join("\n");
  const run = spawnSync(program, ["layout"], { input, maxBuffer: 1 << 30 });
  if (run.status !== 0) throw new Error(String(run.stderr));
  return run.stdout.toString().trim().split("\n").map((line) => JSON.parse(line));
}

async function theirs(engine, graphs) {
  const drawings = [];
  for (const graph of graphs) {
    const { ms, drawing, fail } = await engines[engine](graph, 60);
    if (fail) throw new Error(`${engine} fails on ${graph.name}: ${fail}`);
    drawings.push({ ms, ...drawing });
  }
  return drawings;
}

const withoutLanes = (graph) => ({ ...graph, nodes: graph.nodes.map(({ id, w, h }) => ({ id, w, h })) });
const withoutMessages = (graph) => ({
  ...graph,
  edges: graph.edges.slice(0, graph.seq),
  ...(graph.drawing && { drawing: { ...graph.drawing, edges: graph.drawing.edges.slice(0, graph.seq) } }),
});

/** The share of the sequence flows that do not lead to the left. */
function rightwards(graph, drawing) {
  const centre = ({ x, w }) => x + w / 2;
  const right = graph.edges
    .slice(0, graph.seq)
    .filter(([from, to]) => centre(drawing.nodes[to]) >= centre(drawing.nodes[from]) - 1);
  return right.length;
}

function row(name, graphs, drawings) {
  const sum = { crossings: 0, nodeHits: 0, overlaps: 0, bends: 0, edges: 0, seq: 0, right: 0 };
  const areas = [];
  graphs.forEach((graph, at) => {
    const found = metrics(drawings[at]);
    for (const key of ["crossings", "nodeHits", "overlaps", "bends"]) sum[key] += found[key];
    sum.edges += graph.edges.length;
    sum.seq += graph.seq;
    sum.right += rightwards(graph, drawings[at]);
    areas.push((found.w * found.h) / graph.nodes.length);
  });
  const times = drawings.map(({ ms }) => ms).filter((ms) => ms !== undefined);
  const at = (numbers, share) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length * share)];
  console.log(
    `  ${name.padEnd(14)} ${wide(sum.crossings, 9)} ${wide((sum.bends / sum.edges).toFixed(2), 11)} ` +
      `${wide(`${((100 * sum.right) / sum.seq).toFixed(1)} %`, 12)} ${wide(sum.nodeHits, 14)} ${wide(sum.overlaps, 9)} ` +
      `${wide((at(areas, 0.5) / 1000).toFixed(1), 10)} ${wide(times.length ? at(times, 0.95).toFixed(2) : "", 9)}`,
  );
}

async function table(title, all) {
  for (const [flows, graphs] of [["with message flows", all], ["sequence flows only", all.map(withoutMessages)]]) {
    console.log(`${title}, ${flows}: ${graphs.length} graphs`);
    console.log("  drawn by        crossings bends a flow  rightwards  through steps  overlaps kpx² a step   p95 ms");
    if (graphs.every((graph) => graph.drawing)) row("people", graphs, graphs.map((graph) => graph.drawing));
    row("ours, bands", graphs, ours(graphs));
    const plain = graphs.map(withoutLanes);
    row("ours, no bands", plain, ours(plain));
    for (const engine of peers.split(",")) row(engine, plain, await theirs(engine, plain));
  }
}

await table("processes", processes(2, Number(process.env.BENCH_PROCESSES ?? 1000)));
for (const name of folders) {
  const graphs = folder(name);
  const drawn = graphs.filter((graph) => graph.drawing);
  await table(name, drawn.length > 0 ? drawn : graphs);
}
