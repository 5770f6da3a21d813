// All snapshots: by day, by branch, by what their messages say.
import { h } from '../dom/tree.js';
import { filter, search } from '../dom/form.js';
import { icon } from '../dom/icons.js';
import { live, changed } from '../state/live.js';
import { bytes, plural, said, shortID, when } from '../words/format.js';
import { byDay, calendar, calendarState } from '../components/calendar.js';
import { copyButton } from '../dom/copy.js';
import { card, empty, expiry, pageHead, shield, skeleton } from '../components/marks.js';
import { askBranch, askDeletion, askSnapshotLifetime, branchNames, createFrom } from '../components/snapshots.js';

/** The page; `?search=` in its address is what to look for. */
export function snapshots(query) {
  const wish = { text: query.get('search') ?? '', branch: '', calendar: calendarState() };
  return { title: 'Snapshots', render: () => render(wish) };
}

function render(wish) {
  const head = pageHead('Snapshots', { lead: 'States of the database that clones are made of.' });
  if (!live.snapshots) return [head, skeleton(8)];
  if (live.snapshots.length === 0) return [head, empty('No snapshots yet', 'A refresh copies the source and takes the first one.', h('a.button.primary', { href: '#/refreshes' }, 'To the refreshes'))];
  const words = wish.text.trim().toLowerCase();
  const found = live.snapshots.filter((snapshot) => (!wish.branch || snapshot.branch === wish.branch) && (!words || `${snapshot.id} ${said(snapshot)} ${snapshot.branch}`.toLowerCase().includes(words)));
  const shown = wish.calendar.chosen ? byDay(found).get(wish.calendar.chosen) ?? [] : found;
  return [head, h('div.columns.side-first',
    h('div.column-main', card('Snapshots', { id: 'all', note: shown.length === live.snapshots.length ? plural(shown.length, 'snapshot') : `${shown.length} of ${live.snapshots.length}` },
      filters(wish), shown.length === 0
        ? empty('No snapshot is like that', 'None matches what you search for.', h('button', { onclick: () => clear(wish) }, 'Show all'))
        : table(shown))),
    h('div.column-side', card('By day', { id: 'days', actions: wish.calendar.chosen && h('button.small', { onclick: () => clear(wish) }, 'All days') }, calendar(wish.calendar, found, changed))))];
}

function clear(wish) {
  Object.assign(wish, { text: '', branch: '' });
  wish.calendar.chosen = '';
  changed();
}

function filters(wish) {
  return h('div.filters', { role: 'search' },
    search(wish, 'text', changed, 'Search messages and ids'),
    branchNames().length > 1 && filter(wish, 'branch', changed, 'Branch', [['', 'Any branch'], ...branchNames().map((name) => [name, name])]));
}

function table(snapshots) {
  return h('div.table-wrap', h('table.table.cards',
    h('thead', h('tr', ['Snapshot', 'Data of', 'Clones', 'Size'].map((name) => h('th', { key: name, scope: 'col', class: ['Clones', 'Size'].includes(name) ? 'number' : '' }, name)), h('th', { scope: 'col' }, h('span.unseen', 'Acts')))),
    h('tbody', snapshots.map(row))));
}

function row(snapshot) {
  return h('tr', { key: snapshot.id },
    h('th', { scope: 'row', class: 'main-cell' }, h('span', said(snapshot) || 'Taken by a refresh'), h('span.faint.id', { title: snapshot.id }, `${snapshot.branch || 'no branch'} · `, h('span.mono', shortID(snapshot.id))), shield(snapshot), expiry(snapshot)),
    h('td', { 'data-label': 'Data of' }, when(snapshot.dataStateAt, '–', true)),
    h('td.number', { 'data-label': 'Clones', title: (snapshot.clones ?? []).join(', ') }, String(snapshot.numClones)),
    h('td.number', { 'data-label': 'Size' }, bytes(snapshot.logicalSize), h('span.faint', { title: 'What it holds alone' }, `own ${bytes(snapshot.physicalSize)}`)),
    h('td.end', snapshotActs(snapshot, false)));
}

/** What can be done with a snapshot, as a row of buttons. */
export function snapshotActs(snapshot, isCopied = true) {
  const name = shortID(snapshot.id);
  return h('div.acts',
    h('a.button.small', { href: createFrom(snapshot), 'aria-label': `Clone ${name}` }, 'Clone'),
    h('button.quiet.square', { onclick: () => askBranch(snapshot), 'aria-label': `Branch at ${name}`, title: 'Branch here' }, icon('branches', 16)),
    h('button.quiet.square', { onclick: () => askSnapshotLifetime(snapshot), 'aria-label': `Protect ${name}`, title: 'Protect' }, icon('shield', 16)),
    h('button.quiet.square', { onclick: () => askDeletion(snapshot), 'aria-label': `Delete ${name}`, title: 'Delete' }, icon('trash', 16)),
    isCopied && copyButton(snapshot.id, `id of ${name}`));
}
