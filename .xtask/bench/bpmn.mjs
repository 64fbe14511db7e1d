// Reads a BPMN file as a graph with lanes and, where it is drawn, as the drawing that its author made.
// Sub-processes are nodes; what is inside them are further nodes.
import fs from "node:fs";
import path from "node:path";

const KINDS =
  "startEvent|endEvent|task|userTask|serviceTask|sendTask|receiveTask|manualTask|businessRuleTask|scriptTask|" +
  "callActivity|subProcess|transaction|adHocSubProcess|exclusiveGateway|parallelGateway|inclusiveGateway|" +
  "eventBasedGateway|complexGateway|intermediateCatchEvent|intermediateThrowEvent|boundaryEvent|participant";

const of = (attributes, name) => new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1];
const size = (kind) => (/Event/.test(kind) ? [36, 36] : /Gateway/.test(kind) ? [50, 50] : [100, 60]);

/** The elements of some kinds, with their attributes and where they begin. */
function* elements(xml, kinds) {
  for (const match of xml.matchAll(new RegExp(`<(?:[\\w-]+:)?(${kinds})\\b([^>]*)>`, "g"))) {
    yield { kind: match[1], attributes: match[2], id: of(match[2], "id"), at: match.index };
  }
}

/** What stands between the tags of elements of a kind. */
function* contents(xml, kind) {
  for (const match of xml.matchAll(new RegExp(`<(?:[\\w-]+:)?${kind}\\b([^>]*[^/])?>([^]*?)</(?:[\\w-]+:)?${kind}>`, "g"))) {
    yield { attributes: match[1] ?? "", id: of(match[1] ?? "", "id"), inner: match[2] };
  }
}

/** The lane of each node: its lane, or else its pool. */
function lanes(xml, nodes) {
  const pools = new Map();
  for (const { id, attributes } of elements(xml, "participant")) pools.set(of(attributes, "processRef"), id);
  const lane = new Map();
  for (const { id, inner } of contents(xml, "process")) {
    for (const node of elements(inner, KINDS)) lane.set(node.id, pools.get(id) ?? id);
  }
  for (const { id, inner } of contents(xml, "lane")) {
    for (const match of inner.matchAll(/flowNodeRef>\s*([^<\s]+)\s*</g)) lane.set(match[1], id);
  }
  for (const { id, kind } of nodes) if (kind === "participant") lane.set(id, id);
  return lane;
}

/** The boxes and ways of the drawing in the file. */
function drawn(xml) {
  const boxes = new Map();
  const ways = new Map();
  const number = (attributes, name) => Number(of(attributes, name));
  for (const { attributes, inner } of contents(xml, "BPMNShape")) {
    const bounds = /<(?:[\w-]+:)?Bounds\b([^>]*)>/.exec(inner)?.[1];
    if (!bounds) continue;
    const [x, y, w, h] = ["x", "y", "width", "height"].map((name) => number(bounds, name));
    boxes.set(of(attributes, "bpmnElement"), { x, y, w, h });
  }
  for (const { attributes, inner } of contents(xml, "BPMNEdge")) {
    const points = [...inner.matchAll(/<(?:[\w-]+:)?waypoint\b([^>]*)>/g)];
    ways.set(of(attributes, "bpmnElement"), points.map(([, point]) => [number(point, "x"), number(point, "y")]));
  }
  return { boxes, ways };
}

/** A file as `{name, nodes, edges, seq, drawing?}`; the first `seq` edges are sequence flows, the others message flows. */
export function read(name, xml) {
  const all = [...elements(xml, KINDS)].filter((node) => node.id);
  const byId = new Map(all.map((node) => [node.id, node]));
  const { boxes, ways } = drawn(xml);
  const flows = [];
  for (const kind of ["sequenceFlow", "messageFlow"]) {
    for (const { id, attributes } of elements(xml, kind)) {
      const [from, to] = [of(attributes, "sourceRef"), of(attributes, "targetRef")];
      const twice = flows.some((flow) => flow.from === from && flow.to === to);
      if (byId.has(from) && byId.has(to) && from !== to && !twice) flows.push({ id, kind, from, to });
    }
  }
  const used = new Set(flows.flatMap(({ from, to }) => [from, to]));
  const lane = lanes(xml, all);
  const several = new Set([...used].map((id) => lane.get(id))).size > 1;
  const short = new Map([...used].map((id, at) => [id, `n${at}`]));
  const nodes = [...used].map((id) => {
    const [w, h] = size(byId.get(id).kind);
    return { id: short.get(id), w, h, ...(several && { lane: lane.get(id) ?? "" }) };
  });
  const edges = flows.map(({ from, to }) => [short.get(from), short.get(to)]);
  const seq = flows.filter(({ kind }) => kind === "sequenceFlow").length;
  const complete = [...used].every((id) => boxes.has(id)) && flows.every(({ id }) => ways.get(id)?.length > 1);
  const drawing = complete && {
    nodes: Object.fromEntries([...used].map((id) => [short.get(id), boxes.get(id)])),
    edges: flows.map(({ id, from, to }) => ({ s: short.get(from), t: short.get(to), pts: ways.get(id) })),
  };
  return { name, nodes, edges, seq, ...(drawing && { drawing }) };
}

/** The drawing of a file: shapes of steps, data and notes, flows between steps, and the lines to data and notes. */
export function pictured(xml) {
  const { boxes, ways } = drawn(xml);
  const kinds = `${KINDS.replace("|participant", "")}|dataObjectReference|dataStoreReference|textAnnotation`;
  const shapes = [...elements(xml, kinds)].filter(({ id }) => boxes.has(id)).map(({ id, attributes }) => {
    return { id, ...boxes.get(id), host: of(attributes, "attachedToRef") };
  });
  const lines = [...elements(xml, "sequenceFlow|messageFlow|association|dataInputAssociation|dataOutputAssociation")];
  const drawnLines = lines.filter(({ id }) => ways.get(id)?.length > 1).map(({ id, kind, attributes }) => {
    return { kind, from: of(attributes, "sourceRef"), to: of(attributes, "targetRef"), points: ways.get(id) };
  });
  const isFlow = ({ kind }) => kind.endsWith("Flow");
  return { shapes, flows: drawnLines.filter(isFlow), ties: drawnLines.filter((line) => !isFlow(line)) };
}

/** The graphs of at least four nodes in a folder and the folders in it. */
export function folder(root) {
  const files = fs.readdirSync(root, { recursive: true }).filter((file) => file.endsWith(".bpmn")).sort();
  const graphs = files.map((file) => read(file, fs.readFileSync(path.join(root, file), "utf8")));
  return graphs.filter((graph) => graph.nodes.length > 3 && graph.edges.length > 2);
}
