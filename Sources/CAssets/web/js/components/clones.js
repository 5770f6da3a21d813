// The list of clones: searched, filtered, sorted; a row is drawn again only when its clone changed.
import { h } from '../dom/tree.js';
import { icon } from '../dom/icons.js';
import { copyButton, isCopied } from '../dom/copy.js';
import { filter, search } from '../dom/form.js';
import { live, changed } from '../state/live.js';
import { bytes, moment, when, plural } from '../words/format.js';
import { cloneStatus, shield, expiry, empty, statusWord } from './marks.js';

const wish = { text: '', status: '', branch: '', owner: '', sort: 'created', descending: true };
const rows = new Map();
const time = (text) => moment(text)?.getTime() ?? 0;

const COLUMNS = [
  ['status', 'Status', (clone) => clone.status.code],
  ['id', 'Clone', (clone) => clone.id.toLowerCase()],
  ['branch', 'Branch', (clone) => clone.branch],
  ['owner', 'Owner', owner],
  ['data', 'Data of', (clone) => time(clone.snapshot?.dataStateAt)],
  ['diff', 'Changed', (clone) => clone.metadata.cloneDiffSize],
  ['created', 'Age', (clone) => time(clone.createdAt)],
];

function owner(clone) {
  return clone.db.ownerUser || clone.db.username || '';
}

/** The clones with what is needed to find one. */
export function cloneList() {
  const all = [...live.clones.values()];
  if (all.length === 0) return welcome();
  const found = sorted(all.filter(matches));
  return [filters(all, found.length),
    found.length === 0
      ? empty('No clone is like that', 'None matches what you search for.', h('button', { onclick: clear }, 'Show all'))
      : h('div.table-wrap', h('table.table.cards', head(), h('tbody', found.map(row))))];
}

function welcome() {
  const hasData = (live.snapshots?.length ?? 0) > 0;
  return hasData
    ? empty('No clones yet', 'A clone is a full copy of the database of your own. It is there in a moment and takes only the room of what you change.',
      h('a.button.primary', { href: '#/clones/new' }, icon('plus'), 'Create the first clone'))
    : empty('No data yet', 'Clones are made of snapshots, and a refresh takes the first one from the source.', h('a.button', { href: '#/refreshes' }, 'To the refreshes'));
}

function filters(all, count) {
  const values = (of) => [...new Set(all.map(of))].filter(Boolean).sort();
  return h('div.filters', { role: 'search' },
    search(wish, 'text', changed, 'Search clones'),
    select('status', 'Any status', values((clone) => clone.status.code), statusWord),
    select('branch', 'Any branch', values((clone) => clone.branch)),
    select('owner', 'Any owner', values(owner)),
    h('span.faint.count', { role: 'status' }, count === all.length ? plural(count, 'clone') : `${count} of ${plural(all.length, 'clone')}`));
}

function select(name, none, values, words = (value) => value) {
  return (values.length > 1 || wish[name]) && filter(wish, name, changed, none, [['', none], ...values.map((value) => [value, words(value)])]);
}

function clear() {
  Object.assign(wish, { text: '', status: '', branch: '', owner: '' });
  changed();
}

function matches(clone) {
  const text = wish.text.trim().toLowerCase();
  return (!wish.status || clone.status.code === wish.status) && (!wish.branch || clone.branch === wish.branch)
    && (!wish.owner || owner(clone) === wish.owner)
    && (!text || `${clone.id} ${clone.branch} ${owner(clone)} ${clone.db.dbName} ${clone.db.port}`.toLowerCase().includes(text));
}

function sorted(clones) {
  const of = COLUMNS.find(([name]) => name === wish.sort)[2];
  const sign = wish.descending ? -1 : 1;
  const keys = clones.map((clone) => [of(clone), clone]);
  return keys.sort(([a, one], [b, other]) => (a < b ? -sign : a > b ? sign : one.id < other.id ? -1 : 1)).map(([, clone]) => clone);
}

function head() {
  return h('thead', h('tr', COLUMNS.map(([name, words]) => h('th', {
    key: name, scope: 'col', class: name === 'diff' ? 'number' : '', 'aria-sort': wish.sort === name ? (wish.descending ? 'descending' : 'ascending') : undefined,
  }, h('button.sort', { onclick: () => sort(name) }, words))), h('th', { scope: 'col' }, h('span.unseen', 'Connection'))));
}

function sort(name) {
  wish.descending = wish.sort === name ? !wish.descending : ['data', 'diff', 'created'].includes(name);
  wish.sort = name;
  changed();
}

function row(clone) {
  const known = rows.get(clone.id);
  const mark = `${live.tick}|${isCopied(clone.db.connStr, copyName(clone))}`;
  if (known?.clone === clone && known.mark === mark) return known.node;
  const node = draw(clone);
  rows.set(clone.id, { clone, mark, node });
  return node;
}

const copyName = (clone) => `connection of ${clone.id}`;

function draw(clone) {
  const { db, metadata } = clone;
  return h('tr', { key: clone.id, 'data-clone': clone.id },
    h('td', { 'data-label': 'Status' }, cloneStatus(clone.status)),
    h('th', { scope: 'row', class: 'main-cell' }, h('a', { href: `#/clones/${encodeURIComponent(clone.id)}` }, clone.id), shield(clone), expiry(clone)),
    h('td', { 'data-label': 'Branch' }, clone.branch),
    h('td', { 'data-label': 'Owner' }, owner(clone) || '–'),
    h('td', { 'data-label': 'Data of' }, when(clone.snapshot?.dataStateAt, '–', true)),
    h('td.number', { 'data-label': 'Changed' }, bytes(metadata.cloneDiffSize)),
    h('td', { 'data-label': 'Age' }, when(clone.createdAt, '–', true)),
    h('td.end', db.connStr && copyButton(db.connStr, copyName(clone), { label: 'Copy connection' })));
}
