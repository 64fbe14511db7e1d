// Processes as people draw them: pools, lanes and message flows; splits that join again or end by themselves, loops,
// boundary events, second starts. The same for the same seed; most have 10 to 30 steps, some 5, some 60.

/** Numbers that look like chance (mulberry32). */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const SIZES = { event: [36, 36], gateway: [50, 50], task: [100, 60] };

class Process {
  constructor(seed, name) {
    this.next = random(seed);
    Object.assign(this, { name, nodes: [], edges: [], known: new Set(), pool: 0, lanes: 1, lane: 0, banded: true });
  }

  below(bound) {
    return Math.floor(this.next() * bound);
  }

  chance(share) {
    return this.next() < share;
  }

  edge(from, to) {
    const key = `${from}>${to}`;
    if (from === to || this.known.has(key)) return;
    this.known.add(key);
    this.edges.push([from, to]);
  }

  /** A node; work passes from hand to hand now and then. */
  node(kind, stays = false) {
    if (!stays && this.lanes > 1 && this.chance(kind === "gateway" ? 0.15 : 0.35)) this.lane = this.below(this.lanes);
    const [w, h] = SIZES[kind];
    const node = { id: `n${this.nodes.length}`, w, h, kind, pool: this.pool };
    if (this.banded) node.lane = `${this.pool}.${this.lane}`;
    this.nodes.push(node);
    return node.id;
  }

  step() {
    const id = this.node(this.chance(0.12) ? "event" : "task");
    return [id, id];
  }

  chain(length) {
    const [first] = this.step();
    let last = first;
    for (let at = 1; at < length; at++) {
      const [id] = this.step();
      this.edge(last, id);
      last = id;
    }
    return [first, last];
  }

  /** About so many nodes: the first and the last of them; no last where all ways end. */
  block(size, depth) {
    if (size <= 1) return this.step();
    const what = this.next();
    if (size <= 2 || depth > 4 || what < 0.4) return this.followed(this.chain(Math.min(size - 1, 1 + this.below(3))), size, depth);
    if (what < 0.78) return this.split(size, depth);
    return what < 0.9 ? this.loop(size, depth) : this.interrupted(size, depth);
  }

  followed([first, last], size, depth) {
    const rest = size - 3;
    if (rest <= 0) return [first, last];
    const [next, end] = this.block(rest, depth + 1);
    this.edge(last, next);
    return [first, end];
  }

  split(size, depth) {
    const together = this.chance(0.35);
    const split = this.node("gateway");
    const branches = 2 + (this.chance(0.22) ? 1 : 0) + (this.chance(0.06) ? 1 : 0);
    const { lane } = this;
    const exits = [];
    let inner = Math.max(1, Math.floor((size - 2) * (0.4 + 0.5 * this.next())));
    for (let branch = 0; branch < branches; branch++) {
      this.lane = this.chance(0.5) ? lane : this.below(this.lanes);
      const own = branch === branches - 1 ? inner : Math.floor((inner / (branches - branch)) * (0.4 + 1.2 * this.next()));
      inner -= own;
      const exit = this.branch(split, own, depth, !together && exits.length + branches - 1 - branch > 0);
      if (exit) exits.push(exit);
    }
    if (exits.length === 0) return [split, null];
    if (this.chance(0.7)) this.lane = lane;
    const join = this.node(!together && this.chance(0.35) ? "task" : "gateway");
    for (const exit of exits) this.edge(exit, join);
    return this.chance(0.8) ? [split, this.followed([join, join], Math.floor(size * 0.4), depth)[1]] : [split, join];
  }

  branch(split, size, depth, mayEnd) {
    if (size <= 0) return split;
    const [first, last] = this.block(size, depth + 1);
    this.edge(split, first);
    if (last && mayEnd && this.chance(0.22)) {
      this.edge(last, this.node("event", this.chance(0.7)));
      return null;
    }
    return last;
  }

  loop(size, depth) {
    const head = this.chance(0.5) ? this.node("gateway") : null;
    const [first, last] = this.block(Math.max(1, size - 2), depth + 1);
    if (head) this.edge(head, first);
    if (!last) return [head ?? first, null];
    const decision = this.node("gateway");
    this.edge(last, decision);
    const back = this.chance(0.3) ? this.node("task") : decision;
    this.edge(decision, back);
    this.edge(back, head ?? first);
    return [head ?? first, decision];
  }

  interrupted(size, depth) {
    const [first, last] = this.step();
    const handler = [this.node("event", true), this.node("task", this.chance(0.5))];
    this.edge(...handler);
    const [next, end] = this.block(Math.max(1, size - 3), depth + 1);
    this.edge(last, next);
    if (this.chance(0.5)) this.edge(handler[1], this.node("event", true));
    else this.edge(handler[1], this.chance(0.5) && end ? end : next);
    return [first, end];
  }

  /** The process of one pool. */
  tell(size, lanes) {
    this.lanes = lanes;
    this.lane = this.below(lanes);
    const from = this.nodes.length;
    const start = this.node("event");
    const [first, last] = this.block(size - 2, 0);
    this.edge(start, first);
    if (last) this.edge(last, this.node("event", this.chance(0.7)));
    const own = this.nodes.slice(from);
    const some = (most) => own[Math.min(own.length - 1, 1 + this.below(most))].id;
    if (this.chance(0.15)) this.edge(this.node("event", true), some(4));
    for (let more = this.chance(0.25) ? 1 + this.below(2) : 0; more > 0; more--) {
      const at = this.below(own.length - 1);
      this.edge(own[at].id, own[Math.min(own.length - 1, at + 1 + this.below(6))].id);
    }
    this.pool += 1;
    return this.nodes.slice(from);
  }

  /** Messages between two pools, roughly in the order in which both go on. */
  talk(ours, theirs) {
    const times = Array.from({ length: 1 + this.below(5) }, () => this.next()).sort((a, b) => a - b);
    for (const time of times) {
      const a = ours[Math.floor(time * ours.length)];
      const there = Math.floor((time + (this.next() - 0.5) * 0.35) * theirs.length);
      const b = theirs[Math.max(0, Math.min(theirs.length - 1, there))];
      if (a.kind === "gateway" || b.kind === "gateway") continue;
      if (this.chance(0.5)) this.edge(a.id, b.id);
      else this.edge(b.id, a.id);
    }
  }

  whole() {
    const style = this.next();
    this.banded = style >= 0.15;
    const pools = style < 0.55 ? 1 : 2 + this.below(2) + (this.chance(0.15) ? 1 : 0);
    const size = this.chance(0.1) ? 5 + this.below(6) : this.chance(0.12) ? 30 + this.below(31) : 14 + this.below(24);
    const lanes = () => (!this.banded ? 1 : pools === 1 ? 2 + this.below(3) : this.chance(0.3) ? 2 + this.below(2) : 1);
    const told = Array.from({ length: pools }, () =>
      this.tell(Math.max(4, Math.round((size / pools) * (0.6 + 0.8 * this.next()))), lanes()),
    );
    const seq = this.edges.length;
    for (let a = 0; a < pools; a++) {
      for (let b = a + 1; b < pools; b++) if (b - a === 1 || this.chance(0.55)) this.talk(told[a], told[b]);
    }
    const used = new Set(this.edges.flat());
    const nodes = this.nodes.filter((node) => used.has(node.id));
    return { name: this.name, nodes, edges: this.edges, seq };
  }
}

/** So many processes; the first `seq` edges of each are sequence flows, the others message flows. */
export function processes(seed, count) {
  return Array.from({ length: count }, (_, at) => new Process(seed * 100003 + at, `process-${seed}-${at}`).whole());
}
