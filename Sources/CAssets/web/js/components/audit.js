// The audit trail: who asked for what, the newest first; for administrators.
import { h } from '../dom/tree.js';
import { filter, search } from '../dom/form.js';
import { refusal } from '../dom/dialog.js';
import { get } from '../state/api.js';
import { changed } from '../state/live.js';
import { plural, when } from '../words/format.js';
import { card, empty, skeleton } from './marks.js';

const RESULTS = [['', 'Any result'], ['done', 'Done'], ['refused', 'Refused'], ['failed', 'Failed'], ['unfinished', 'Unfinished']];
const TONES = { done: 'good', unfinished: 'busy' };
const PAGE = 100;

export const auditState = () => ({ text: '', result: '', entries: null, isComplete: false, error: null, wish: 0 });

/** Reads the entries that are wanted, or after those that are there the older ones; of several wishes the last counts. */
export async function readAudit(state, isMore = false) {
  const wish = (state.wish += 1);
  const before = isMore ? `&before=${state.entries.at(-1).id}` : '';
  try {
    const found = await get(`/admin/audit?limit=${PAGE}${before}&${query(state)}`);
    if (wish !== state.wish) return;
    Object.assign(state, { entries: isMore ? [...state.entries, ...found] : found, isComplete: found.length < PAGE, error: null });
  } catch (error) {
    state.error = error;
  }
  changed();
}

const query = ({ text, result }) => new URLSearchParams({ text: text.trim(), result });

export function auditTrail(state) {
  const again = () => readAudit(state);
  return card('Audit trail', { id: 'audit', note: state.entries && `${plural(state.entries.length, 'entry', 'entries')}${state.isComplete ? '' : ' so far'}`,
    actions: ['csv', 'jsonl'].map((format) => h('a.button.small', { key: format, href: `/admin/audit/export?format=${format}&${query(state)}`, download: '' }, format.toUpperCase())) },
  h('div.filters', { role: 'search' }, search(state, 'text', again, 'Search the audit trail'), filter(state, 'result', again, 'Result', RESULTS)),
  state.error ? refusal(state.error) : !state.entries ? skeleton(6) : state.entries.length ? h('ol.history', state.entries.map(item)) : empty('Nothing like that', 'No entry matches what you look for.'),
  state.entries && !state.isComplete && h('button', { onclick: () => readAudit(state, true) }, 'Show older ones'));
}

const item = (entry) => h('li', { key: entry.id, class: TONES[entry.result] ?? 'bad' }, h('i.dot'),
  h('div', h('p', h('b', entry.actor || 'Somebody'), ' ', h('code', entry.action), ` ${entry.target} · ${entry.result}${entry.status >= 400 ? ` (${entry.status})` : ''}`),
    h('p.faint', [entry.role, entry.address && `from ${entry.address}`, entry.detail].filter(Boolean).join(' · '))), when(entry.at));
