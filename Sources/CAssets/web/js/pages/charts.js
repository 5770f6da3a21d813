// Charts: clones over time, the room of each pool over time, how long creations took.
import { h } from '../dom/tree.js';
import { get } from '../state/api.js';
import { live, changed, onEvent } from '../state/live.js';
import { bytes, duration, moment, plural } from '../words/format.js';
import { areas, distribution } from '../components/chart.js';
import { card, empty, pageHead, skeleton } from '../components/marks.js';

const LIMITS = [0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 10, 30, 60];

export function charts() {
  const state = { history: null, tick: live.tick };
  const read = async () => {
    state.history = await get('/instance/history').catch(() => state.history ?? {});
    changed();
  };
  read();
  const leave = onEvent((event) => /clone\.(ready|deleted|requested)/.test(event.kind) && read());
  return {
    title: 'Charts', leave,
    render: () => {
      if (state.tick !== live.tick) {
        state.tick = live.tick;
        read();
      }
      return render(state);
    },
  };
}

function render({ history }) {
  const head = pageHead('Charts', { lead: 'For those who would rather look than read.' });
  if (!history) return [head, skeleton(10)];
  return [head, h('div.charts', card('Clones', { id: 'clones', note: plural(live.clones.size, 'clone now', 'clones now') }, clones(history)),
    card('How long creations took', { id: 'times', note: median(history) }, times(history)),
    (live.status?.pools ?? []).map((pool) => card(`Room of ${pool.name}`, { id: `room-${pool.name}`, note: `${bytes(pool.fileSystem.free)} free of ${bytes(pool.fileSystem.size)}` }, room(history, pool))))];
}

function clones({ clones: points = [] }) {
  if (points.length === 0) return empty('No clone yet', 'As soon as there is one, it is counted here.');
  const all = points.map(({ at, count }) => ({ at: moment(at).getTime(), values: [count] }));
  const present = [...all, { at: Date.now(), values: [live.clones.size] }];
  return areas(`Number of clones over time, at most ${Math.max(...present.map(({ values }) => values[0]))}`, [{ name: 'Clones', className: 'part-clones' }], present, (value) => String(value), { stepped: true });
}

function seconds({ creations = [] }) {
  return creations.map((creation) => creation.seconds).sort((a, b) => a - b);
}

function median(history) {
  const all = seconds(history);
  return all.length ? `median ${duration(all[Math.floor(all.length / 2)])}` : null;
}

function times(history) {
  const all = seconds(history);
  if (all.length === 0) return empty('No creation yet', 'The time of each clone’s creation is counted here.');
  const bars = LIMITS.map((limit, i) => ({ name: `≤ ${duration(limit).replace(/\.0 /, ' ')}`, count: all.filter((value) => value <= limit && value > (LIMITS[i - 1] ?? -1)).length }));
  bars.push({ name: 'more', count: all.filter((value) => value > LIMITS.at(-1)).length });
  const first = bars.findIndex(({ count }) => count > 0);
  const last = bars.findLastIndex(({ count }) => count > 0);
  return distribution(`How long ${plural(all.length, 'creation')} took`, bars.slice(Math.max(0, Math.min(first, last - 2) - 1), Math.max(last + 2, first + 3)));
}

function room({ pools = [] }, { name, fileSystem }) {
  const present = { at: new Date().toISOString(), ...fileSystem };
  const points = [...pools.filter((sample) => sample.pool === name), present].map((sample) => {
    const used = sample.size - sample.free;
    const ofClones = Math.min(sample.usedByClones, used);
    const ofSnapshots = Math.min(sample.usedBySnapshots, used - ofClones);
    return { at: moment(sample.at).getTime(), values: [used - ofClones - ofSnapshots, ofSnapshots, ofClones] };
  });
  if (points.length < 2) return empty('Not measured yet', 'Room is measured every minute while the engine runs.');
  const series = [['Data', 'part-data'], ['Snapshots', 'part-snapshots'], ['Clones', 'part-clones']].map(([label, className]) => ({ name: label, className }));
  return areas(`Used room of pool ${name} over time, now ${bytes(fileSystem.used)} of ${bytes(fileSystem.size)}`, series, points, bytes, { base: 1024, ceiling: fileSystem.size });
}
