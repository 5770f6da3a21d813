// The engine's log as it is written, from a stream of server-sent events.
import { h } from '../dom/tree.js';
import { filter, search } from '../dom/form.js';
import { call } from '../state/api.js';
import { changed } from '../state/live.js';
import { empty, card, pageHead, skeleton } from '../components/marks.js';

const LEVELS = [['trace', 'Everything'], ['debug', 'Debug and above'], ['info', 'Info and above'], ['warning', 'Warnings and errors'], ['error', 'Errors']];
const RANKS = { trace: 0, debug: 1, info: 2, notice: 3, warning: 4, error: 5, critical: 6 };
const LIMIT = 2000;

export function logs() {
  const state = { level: 'info', text: '', lines: [], isOffered: null, isPaused: false, source: null, count: 0 };
  connect(state);
  return { title: 'Log', render: () => render(state), leave: () => state.source?.close() };
}

/** A stream that is not offered ends with an error; only a plain request tells which. */
async function connect(state) {
  state.source?.close();
  const address = `/instance/log-events?level=${state.level}`;
  const source = new EventSource(address);
  state.source = source;
  source.onopen = () => {
    state.isOffered = true;
    changed();
  };
  source.onmessage = (message) => take(state, message.data);
  source.onerror = async () => {
    if (state.isOffered || source.readyState !== EventSource.CLOSED) return;
    await call('HEAD', address, undefined, { quiet: true }).catch((error) => {
      state.isOffered = error.status === 404 ? false : null;
    });
    changed();
  };
}

function take(state, data) {
  if (state.isPaused) return;
  state.count += 1;
  state.lines = [...state.lines, { key: state.count, ...JSON.parse(data) }].slice(-LIMIT);
  changed();
}

function render(state) {
  const head = pageHead('Log', { lead: 'What the engine writes, as it writes it.' });
  if (state.isOffered === false) return [head, empty('This engine does not offer its log here', 'It answers 404 to /instance/log-events. Its log is where its service writes it, such as journalctl -u dblab-server.', h('a.button', { href: '#/activity' }, 'To the activity'))];
  const words = state.text.trim().toLowerCase();
  const lines = state.lines.filter((line) => (RANKS[line.level] ?? 2) >= RANKS[state.level] && (!words || `${line.message} ${line.label} ${JSON.stringify(line.metadata ?? {})}`.toLowerCase().includes(words)));
  return [head, card('Lines', { id: 'lines', note: state.isOffered ? `${lines.length} of ${state.lines.length}` : 'connecting …', actions: [
    h('button.small', { 'aria-pressed': String(state.isPaused), onclick: () => set(state, 'isPaused', !state.isPaused) }, state.isPaused ? 'Go on' : 'Pause'),
    h('button.small', { onclick: () => set(state, 'lines', []) }, 'Clear')] },
  filters(state), state.isOffered ? list(lines) : skeleton(6))];
}

function filters(state) {
  return h('div.filters', { role: 'search' },
    search(state, 'text', changed, 'Search the log'),
    filter(state, 'level', () => level(state), 'Level', LEVELS));
}

function list(lines) {
  if (lines.length === 0) return empty('No lines yet', 'They appear here as soon as the engine writes some.');
  return h('ol.log-lines', { tabindex: '0', 'aria-label': 'Lines of the log', 'aria-live': 'off', hook: (el) => follow(el) }, lines.slice(-500).map((line) => h('li', { key: line.key, class: `is-${line.level}` },
    h('time', { title: line.time }, String(line.time).replace(/^.*T([\d:]+).*$/, '$1')), h('span.level', line.level), h('span.words', h('b', `${line.label} `), line.message,
      Object.entries(line.metadata ?? {}).map(([name, value]) => h('span.faint', { key: name }, ` ${name}=${value}`))))));
}

/** Stays at the end while the reader is there. */
function follow(el) {
  let isAtEnd = true;
  el.onscroll = () => (isAtEnd = el.scrollHeight - el.scrollTop - el.clientHeight < 40);
  new MutationObserver(() => isAtEnd && (el.scrollTop = el.scrollHeight)).observe(el, { childList: true });
  el.scrollTop = el.scrollHeight;
}

function set(state, name, value) {
  state[name] = value;
  changed();
}

function level(state) {
  state.lines = [];
  connect(state);
  changed();
}
