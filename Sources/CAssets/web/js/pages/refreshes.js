// Refreshes: the running one, the schedule, and what the last ones did and left out.
import { h } from '../dom/tree.js';
import { ask } from '../dom/dialog.js';
import { icon } from '../dom/icons.js';
import { complain, notice } from '../dom/notice.js';
import { get, post } from '../state/api.js';
import { live, changed, onEvent } from '../state/live.js';
import { bytes, duration, exact, moment, plural, shortID, when } from '../words/format.js';
import { alerts, inOrder, isRunning, progress, retrievalState, stageWords } from '../components/retrieval.js';
import { card, empty, facts, pageHead, skeleton } from '../components/marks.js';

export function refreshes() {
  const state = { list: null, activity: null, open: '' };
  const read = async () => {
    state.list = await get('/instance/refreshes').catch(() => state.list);
    changed();
  };
  read();
  const leave = onEvent((event) => event.subject.startsWith('refresh:') && event.kind !== 'refresh.progress' && read());
  return { title: 'Refreshes', leave, render: () => render(state) };
}

function render(state) {
  if (!live.status) return [pageHead('Refreshes'), skeleton(8)];
  const { retrieving } = live.status;
  const running = isRunning(retrieving);
  return [
    pageHead('Refreshes', {
      lead: 'A refresh copies the source anew and takes a snapshot of it. Clones go on meanwhile.',
      actions: live.role !== 'admin' ? null : running ? h('button.danger', { onclick: askCancel }, 'Cancel the refresh') : h('button.primary', { onclick: start }, icon('refresh'), 'Refresh now'),
    }),
    h('div.alerts', alerts(retrieving)),
    h('div.columns',
      h('div.column-main',
        running && card('Running', { id: 'running', actions: h('button.small', { onclick: () => look(state) }, 'What it does') }, progress(retrieving) ?? h('p.faint', 'It starts.'), state.activity && activity(state.activity)),
        card('Last refreshes', { id: 'last' }, list(state))),
      h('div.column-side', standby(live.status.synchronization), card('State', { id: 'state' }, facts([
        ['State', retrievalState(retrieving)], ['Mode', retrieving.mode === 'logical' ? 'Logical: dump and restore' : retrieving.mode],
        ['Last', when(retrieving.lastRefresh, 'never')], ['Next', moment(retrieving.nextRefresh) ? [when(retrieving.nextRefresh), h('span.faint', ` ${exact(moment(retrieving.nextRefresh))}`)] : 'No timetable: by hand']])))),
  ];
}

/** The replica of physical mode. */
function standby(sync) {
  return sync && card('Standby', { id: 'standby' }, facts([
    ['State', sync.status.message || sync.status.code], ['Replayed', [h('span.mono', sync.lastReplayedLsn || '–'), ' ', when(sync.lastReplayedLsnAt, '')]],
    ['Behind', `${duration(sync.replicationLag)}${sync.replicationLagBytes === undefined ? '' : `, ${bytes(sync.replicationLagBytes)}`}`], ['Up for', duration(sync.replicationUptime)]]));
}

async function start() {
  try {
    await post('/full-refresh');
    notice('The refresh has started.');
  } catch (error) {
    complain(error);
  }
}

function askCancel() {
  return ask('Cancel the refresh?', { verb: 'Cancel the refresh', danger: true, content: () => h('p', 'What it has copied so far is thrown away. Snapshots and clones stay as they are.'), act: () => post('/full-refresh/cancel') });
}

async function look(state) {
  state.activity = (await get('/instance/retrieval').catch(() => null))?.activity ?? { source: [], target: [] };
  changed();
}

function activity({ source, target }) {
  const queries = (name, list) => h('div', { key: name }, h('p.label-like', name), list?.length ? list.map((query, i) => h('pre.log', { key: i, tabindex: '0' }, `${duration(query.duration)} ${query.user} ${query.waitEvent || ''}\n${query.query}`)) : h('p.faint', 'Nothing at the moment.'));
  return h('div.stack', queries('On the source', source), queries('On the new copy', target));
}

const RESULTS = { finished: ['good', 'Finished'], failed: ['bad', 'Failed'], cancelled: ['bad', 'Cancelled'], interrupted: ['bad', 'Interrupted'], running: ['busy', 'Running'] };

function list(state) {
  if (!state.list) return skeleton(4);
  if (state.list.length === 0) return empty('No refresh yet', 'Start the first one: it fetches the data that clones are made of.');
  return h('ol.reports', state.list.map((refresh) => report(refresh, state)));
}

function report(refresh, state) {
  const [tone, words] = RESULTS[refresh.state] ?? ['plain', refresh.state];
  const omissions = refresh.report?.omissions ?? [];
  const isOpen = state.open === refresh.id;
  const took = moment(refresh.finishedAt) && (moment(refresh.finishedAt) - moment(refresh.startedAt)) / 1000;
  return h('li', { key: refresh.id },
    h('button.report-head', { 'aria-expanded': String(isOpen), onclick: () => { state.open = isOpen ? '' : refresh.id; changed(); } },
      h('span.status', { class: tone }, h('i.dot'), words), h('span', `No. ${refresh.id}`), h('span.faint', when(refresh.startedAt)), took !== null && took !== undefined && h('span.faint', duration(took)),
      omissions.length > 0 && h('span.mark.warn', icon('warning', 15), `${plural(omissions.length, 'omission')}`)),
    refresh.message && refresh.state !== 'finished' && h('p.field-error', refresh.message),
    isOpen && h('div.report', facts([
      ['Started', exact(moment(refresh.startedAt))], ['Pool', refresh.pool], refresh.snapshotID && ['Snapshot', h('span.mono', { title: refresh.snapshotID }, shortID(refresh.snapshotID))],
      refresh.report && ['Copied', `${plural(refresh.report.tables, 'table')}, ${bytes(refresh.report.bytes)}`], refresh.attempts > 1 && ['Attempts', String(refresh.attempts)],
      ...inOrder(refresh.report?.durations).map(([stage, seconds]) => [stageWords(stage), duration(seconds)])]),
    masked(refresh.report?.masking),
    h('p.label-like', 'Left out'), things(omissions, 'reason'),
    h('p.label-like', 'Made harmless'), things(refresh.report?.neutralized, 'action')));
}

function masked(report) {
  if (!report) return null;
  const columns = (table) => Object.entries(table.columns).sort().map(([name, how]) => `${name}: ${how}`).join(', ');
  return [h('p.label-like', 'Masked'), h('p.faint', `${plural(report.rows, 'row')} in ${duration(report.seconds)}, rules ${report.rulesHash.slice(0, 12)}, key ${report.keyID}; ${plural(report.valuesLookedFor, 'old value')} looked for${report.anonymizer ? `; labels by PostgreSQL Anonymizer ${report.anonymizer}` : ''}`),
    things(report.tables.map((table) => ({ object: table.table, how: `${plural(table.rows, 'row')}: ${columns(table)}` })), 'how'),
    report.kept.length > 0 && [h('p.label-like', 'Kept as it is'), things(report.kept.map(({ column, reviewedBy, reason }) => ({ object: column, why: [reviewedBy, reason].filter(Boolean).join(': ') })), 'why')]];
}

const things = (list, why) => list?.length ? h('ul.omissions', list.map((thing, i) => h('li', { key: i }, h('code', thing.object), h('span.faint', thing[why])))) : h('p.faint', 'Nothing.');
