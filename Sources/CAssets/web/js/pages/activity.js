// Everything that happened, the newest first; and who asked for it.
import { h } from '../dom/tree.js';
import { get } from '../state/api.js';
import { live, changed, onEvent } from '../state/live.js';
import { history, isWorthTelling } from '../components/history.js';
import { auditState, auditTrail, readAudit } from '../components/audit.js';
import { card, empty, pageHead, skeleton } from '../components/marks.js';
import { sentence, cause } from '../words/happenings.js';
import { filter, search, toggle } from '../dom/form.js';
import { plural } from '../words/format.js';

const KINDS = [['', 'Everything'], ['clone', 'Clones'], ['snapshot', 'Snapshots'], ['branch', 'Branches'], ['refresh', 'Refreshes']];
const PAGE = 200;

export function activity() {
  const state = { isAudit: false, audit: live.role === 'admin' ? auditState() : null, events: [...live.events], text: '', kind: '', everyStep: false, isComplete: live.events.length < PAGE };
  const leave = onEvent((event) => {
    state.events = [event, ...state.events];
  });
  return { title: 'Activity', leave, render: () => render(state) };
}

function render(state) {
  const view = (isAudit, words) => h('button.small', { key: words, 'aria-pressed': String(state.isAudit === isAudit), onclick: () => show(state, isAudit) }, words);
  const head = pageHead('Activity', { lead: 'What happened, and who asked for it.', actions: state.audit && [view(false, 'Events'), view(true, 'Audit trail')] });
  if (!live.status) return [head, skeleton(8)];
  if (state.isAudit) return [head, auditTrail(state.audit)];
  const words = state.text.trim().toLowerCase();
  const shown = state.events.filter((event) => (state.everyStep || isWorthTelling(event)) && (!state.kind || event.subject.startsWith(`${state.kind}:`))
    && (!words || `${event.subject} ${event.kind} ${sentence(event)} ${cause(event)}`.toLowerCase().includes(words)));
  return [head, card('Events', { id: 'events', note: plural(shown.length, 'event') }, filters(state),
    shown.length ? history(shown, { named: true }) : empty('Nothing like that', 'No event matches what you look for.'),
    !state.isComplete && h('button', { onclick: () => more(state) }, 'Show older ones'))];
}

function show(state, isAudit) {
  state.isAudit = isAudit;
  if (isAudit) readAudit(state.audit);
  changed();
}

function filters(state) {
  return h('div.filters', { role: 'search' },
    search(state, 'text', changed, 'Search events'),
    filter(state, 'kind', changed, 'What it is about', KINDS),
    toggle(state, 'everyStep', changed, 'Every step'));
}

async function more(state) {
  const oldest = state.events.at(-1)?.id ?? 0;
  const older = await get(`/instance/events?limit=${PAGE}&before=${oldest}`).catch(() => []);
  state.events = [...state.events, ...older];
  state.isComplete = older.length < PAGE;
  changed();
}
