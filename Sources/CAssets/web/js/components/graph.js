// The graph of branches and snapshots: which lane each stands in, and the lines between them.
import { h } from '../dom/tree.js';

const LANE = 26;
const COLORS = 6;
const narrow = matchMedia('(max-width: 640px)');

/** The height of a row, the same as in the list beside the drawing. */
const height = () => (narrow.matches ? 118 : 72);

/** Nodes `{id, parent, ...}` with the newest first: gives each its row and its lane, the lines and the number of lanes. */
export function layOut(nodes, lines) {
  const rows = new Map(nodes.map((node, index) => [node.id, index]));
  const lanes = new Map();
  let count = 0;
  for (const line of lines) {
    const fresh = line.filter((id) => rows.has(id) && !lanes.has(id));
    if (fresh.length === 0) continue;
    for (const id of fresh) lanes.set(id, count);
    count += 1;
  }
  for (const node of nodes) if (!lanes.has(node.id)) lanes.set(node.id, count++);
  const placed = nodes.map((node, row) => ({ ...node, row, lane: lanes.get(node.id) }));
  const links = placed.filter((node) => rows.has(node.parent)).map((node) => ({ id: node.id, from: placed[rows.get(node.parent)], to: node }));
  return { placed, links, lanes: Math.max(1, count) };
}

const x = (node) => 16 + node.lane * LANE;
const y = (node) => (node.row + 0.5) * height();

/** The drawing beside the list; `chosen` is the node that is looked at. */
export function drawing({ placed, links, lanes }, chosen, onChoose) {
  const width = 32 + (lanes - 1) * LANE;
  return h('svg.graph', { viewBox: `0 0 ${width} ${placed.length * height()}`, width, height: placed.length * height(), role: 'img', 'aria-label': `A graph of ${placed.length} snapshots in ${lanes} lines; the list beside it says the same in words.` },
    links.map(({ id, from, to }) => h('path', { key: `l${id}`, class: `lane-${to.lane % COLORS}`, d: path(from, to) })),
    placed.map((node) => h('circle', { key: node.id, class: `lane-${node.lane % COLORS} ${node.heads?.length ? 'head' : ''} ${chosen === node.id ? 'chosen' : ''}`, cx: x(node), cy: y(node), r: node.heads?.length ? 7 : 5, onclick: () => onChoose(node.id) }, h('title', node.title))));
}

/** Straight in a lane; into another by a curve just above where it leaves. */
function path(from, to) {
  const [x1, y1, x2, y2] = [x(from), y(from), x(to), y(to)];
  if (x1 === x2) return `M${x1} ${y1}V${y2}`;
  const bend = y1 - Math.min(height() * 0.8, y1 - y2);
  const middle = (y1 + bend) / 2;
  return `M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${bend}V${y2}`;
}
