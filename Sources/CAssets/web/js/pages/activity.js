// The audit trail: everything that happened, the newest first.
import { h } from '../dom/tree.js';
import { get } from '../state/api.js';
import { live, changed, onEvent } from '../state/live.js';
import { history, isWorthTelling } from '../components/history.js';
import { card, empty, pageHead, skeleton } from '../components/marks.js';
import { sentence, cause } from '../words/happenings.js';
import { filter, search, toggle } from '../dom/form.js';
import { plural } from '../words/format.js';

const KINDS = [['', 'Everything'], ['clone', 'Clones'], ['snapshot', 'Snapshots'], ['branch', 'Branches'], ['refresh', 'Refreshes']];
const PAGE = 200;

export function activity() {
  const state = { events: [...live.events], text: '', kind: '', everyStep: false, isComplete: live.events.length < PAGE };
  const leave = onEvent((event) => {
    state.events = [event, ...state.events];
  });
  return { title: 'Activity', leave, render: () => render(state) };
}

function render(state) {
  const head = pageHead('Activity', { lead: 'Who looks for what happened finds it here.' });
  if (!live.status) return [head, skeleton(8)];
  const words = state.text.trim().toLowerCase();
  const shown = state.events.filter((event) => (state.everyStep || isWorthTelling(event)) && (!state.kind || event.subject.startsWith(`${state.kind}:`))
    && (!words || `${event.subject} ${event.kind} ${sentence(event)} ${cause(event)}`.toLowerCase().includes(words)));
  return [head, card('Events', { id: 'events', note: plural(shown.length, 'event') }, filters(state),
    shown.length ? history(shown, { named: true }) : empty('Nothing like that', 'No event matches what you look for.'),
    !state.isComplete && h('button', { onclick: () => more(state) }, 'Show older ones'))];
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
