// The first page: how the engine is, the clones, the disks, the snapshots by day.
import { h } from '../dom/tree.js';
import { icon } from '../dom/icons.js';
import { live, changed } from '../state/live.js';
import { cloneList } from '../components/clones.js';
import { poolCard } from '../components/pools.js';
import { calendar, calendarState, byDay } from '../components/calendar.js';
import { alerts, instanceLine, retrievalSummary } from '../components/retrieval.js';
import { card, empty, pageHead, skeleton } from '../components/marks.js';
import { snapshotLine } from '../components/snapshots.js';

const month = calendarState();

export function overview() {
  return { title: 'Overview', render };
}

function render() {
  if (!live.status) return [pageHead('Overview'), skeleton(6)];
  return [
    pageHead('Overview', { lead: instanceLine(live.status), actions: h('a.button.primary', { href: '#/clones/new', id: 'create-clone' }, icon('plus'), 'Create clone') }),
    h('div.alerts', alerts(live.status.retrieving)),
    h('div.columns.roomy',
      h('div.column-main', card('Clones', { id: 'clones', note: expected() }, cloneList())),
      h('div.column-side',
        card('Data', { id: 'data', actions: h('a.more', { href: '#/refreshes' }, 'Refreshes') }, retrievalSummary()),
        card(live.status.pools.length > 1 ? 'Disks' : 'Disk', { id: 'disks' }, live.status.pools.map(poolCard)),
        card('Snapshots', { id: 'days', actions: h('a.more', { href: '#/snapshots' }, 'All') }, days()))),
  ];
}

function expected() {
  const seconds = live.status.cloning.expectedCloningTime;
  return seconds > 0 ? `ready in about ${seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`}` : null;
}

function days() {
  if (!live.snapshots) return skeleton(4);
  if (live.snapshots.length === 0) return empty('No snapshots yet', 'The first refresh takes one.');
  const chosen = month.chosen ? byDay(live.snapshots).get(month.chosen) ?? [] : [];
  return [calendar(month, live.snapshots, changed),
    h('ul.snapshot-lines', { 'aria-live': 'polite' }, month.chosen
      ? chosen.map(snapshotLine)
      : h('li.faint', { key: 'hint' }, 'Choose a marked day to see its snapshots.'))];
}
