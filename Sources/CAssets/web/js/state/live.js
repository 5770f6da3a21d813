// What the page knows of the engine: read once, then kept true by its events.
import { get } from './api.js';

/** The state that pages show. `connection`: starting, live, away. */
export const live = {
  access: 'unknown', name: '', role: '', connection: 'starting', status: null, clones: new Map(), snapshots: null, branches: null,
  events: [], passwords: new Map(), tick: 0, since: 0,
};
const watchers = new Set();
const listeners = new Set();
const pending = new Map();
let frame = 0;

/** Calls `render` at most once a frame after changes. */
export function onChange(render) {
  watchers.add(render);
}
export function changed() {
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    for (const render of watchers) render();
  });
}

/** Calls `hear` for each event until the function returned is called. */
export function onEvent(hear) {
  listeners.add(hear);
  return () => listeners.delete(hear);
}

/** Reads all that the pages need. */
export async function readAll() {
  await Promise.all([readStatus(), readSnapshots()]);
}

async function readStatus() {
  const status = await get('/status');
  live.status = status;
  live.clones = new Map(status.cloning.clones.map((clone) => [clone.id, same(live.clones.get(clone.id), clone)]));
  changed();
}

async function readSnapshots() {
  [live.snapshots, live.branches] = await Promise.all([get('/snapshots'), get('/branches')]);
  changed();
}

/** Asks by the list, since the clone may be gone by now, which is no error. */
async function readClone(id) {
  const [clone] = await get(`/clones?id=${encodeURIComponent(id)}`);
  if (!clone) live.clones.delete(id);
  else if (live.clones.has(id)) live.clones.set(id, same(live.clones.get(id), clone));
  else live.clones = new Map([[id, clone], ...live.clones]);
  live.clones = new Map(live.clones);
  changed();
}

/** The known object where nothing changed, so that its row need not be drawn again. */
const same = (known, fresh) => (known && JSON.stringify(known) === JSON.stringify(fresh) ? known : fresh);

/** Takes an event of the engine: tells who listens, and reads again what it changes. */
export function take(event) {
  live.events = [event, ...live.events].slice(0, 200);
  for (const hear of listeners) hear(event);
  const [kind, ...rest] = event.subject.split(':');
  if (kind === 'clone') soon(event.subject, () => readClone(rest.join(':')));
  if (event.kind === 'refresh.progress' && live.status) {
    live.status.retrieving = { ...live.status.retrieving, status: 'refreshing', progress: { ...live.status.retrieving.progress, ...event.payload } };
  } else if (kind !== 'clone' || /delet/.test(event.kind)) soon('status', readStatus);
  else soon('status', readStatus, 1500);
  if (kind === 'snapshot' || kind === 'branch' || /committed|deleted|ready/.test(event.kind)) soon('snapshots', readSnapshots);
  changed();
}

/** Does it once, a moment after the last of many wishes within that moment. */
function soon(name, act, delay = 100) {
  if (pending.has(name)) return;
  pending.set(name, setTimeout(() => {
    pending.delete(name);
    act().catch(() => {});
  }, delay));
}

/** Reads sizes again, which change without events, while somebody looks. */
export function keepFresh() {
  setInterval(() => {
    if (document.hidden || live.connection !== 'live') return;
    live.tick += 1;
    soon('status', readStatus);
    changed();
  }, 30_000);
}

export const refreshClone = (id) => readClone(id);
