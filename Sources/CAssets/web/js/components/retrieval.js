// Where the data comes from, in words.
import { h } from '../dom/tree.js';
import { icon } from '../dom/icons.js';
import { live } from '../state/live.js';
import { bytes, duration, moment, when, exact, ago } from '../words/format.js';

const STATES = {
  inactive: 'No data has been fetched yet', pending: 'Waiting for its configuration', failed: 'The last refresh failed',
  refreshing: 'A refresh is running', renewed: 'New data has been restored', snapshotting: 'A snapshot is being taken', finished: 'The data is up to date',
};
const STAGES = {
  check: 'Checking the source', dump: 'Copying from the source', logicalDump: 'Copying from the source', restore: 'Restoring', logicalRestore: 'Restoring',
  hygiene: 'Cutting ties', mask: 'Masking', analyze: 'Analysing', finish: 'Finishing', snapshot: 'Taking the snapshot', logicalSnapshot: 'Taking the snapshot',
};
const ALERTS = { refresh_failed: 'Refresh failed', refresh_skipped: 'Refresh skipped' };

/** One sentence on the state of the retrieval. */
export const retrievalState = ({ status }) => STATES[status] ?? status;
export const stageWords = (stage) => STAGES[stage] ?? (stage ? stage.replace(/^logical/, '') : 'Starting');
/** The stages of a refresh in their order. */
export const inOrder = (durations) => Object.entries(durations ?? {}).sort(([a], [b]) => Object.keys(STAGES).indexOf(a) - Object.keys(STAGES).indexOf(b));
export const isRunning = ({ status }) => status === 'refreshing' || status === 'snapshotting';

/** The engine's own sentence, and when it started. */
export function instanceLine({ status, engine }) {
  const started = moment(engine.startedAt);
  const words = status.code === 'OK' ? 'The engine is fine' : status.message;
  return [words, started && h('span', { title: exact(started) }, ` · up since ${ago(started)}`)];
}

/** How far a running refresh is. */
export function progress({ progress: now }) {
  if (!now) return null;
  const share = now.bytesTotal ? Math.min(1, now.bytesDone / now.bytesTotal) : null;
  const words = [now.tablesTotal && `${now.tablesDone} of ${now.tablesTotal} tables`, now.bytesTotal ? `${bytes(now.bytesDone)} of ${bytes(now.bytesTotal)}` : now.bytesDone ? bytes(now.bytesDone) : null,
    now.bytesPerSecond > 0 && `${bytes(now.bytesPerSecond)}/s`].filter(Boolean).join(' · ');
  return h('div.progress-box', { role: 'status' },
    h('p.progress-line', h('strong', stageWords(now.stage)), h('span.faint', words || now.message || '')),
    h('div.progress', { role: 'progressbar', 'aria-label': 'Refresh', 'aria-valuenow': share === null ? undefined : Math.round(share * 100), 'aria-valuemin': 0, 'aria-valuemax': 100, class: share === null ? 'endless' : '' },
      h('i', { style: { width: `${(share ?? 0.3) * 100}%` } })));
}

/** What needs attention. */
export function alerts({ alerts: all }) {
  return Object.entries(all ?? {}).map(([name, alert]) => h('div.alert', { key: name, class: alert.level, role: 'alert' }, icon('warning'),
    h('div', h('p', h('strong', ALERTS[name] ?? name), alert.count > 1 && ` ${alert.count} times`, ', last ', when(alert.lastSeen)), h('p', alert.message))));
}

/** The retrieval in a few lines, for the overview. */
export function retrievalSummary() {
  const { retrieving } = live.status;
  const report = retrieving.lastReport;
  const next = moment(retrieving.nextRefresh);
  return h('div.stack',
    h('p.state-line', h('i.dot', { class: retrieving.status === 'failed' ? 'bad' : isRunning(retrieving) ? 'busy' : 'good' }), retrievalState(retrieving)),
    isRunning(retrieving) && progress(retrieving),
    h('dl.lines',
      h('div', h('dt', 'Last'), h('dd', when(retrieving.lastRefresh, 'never'))),
      h('div', h('dt', 'Next'), h('dd', next ? when(retrieving.nextRefresh) : 'when somebody starts it')),
      report && h('div', h('dt', 'It took'), h('dd', duration((moment(report.finishedAt) - moment(report.startedAt)) / 1000), ` for ${bytes(report.bytes)}`))),
    report?.omissions?.length > 0 && h('p.warning', icon('warning', 16), h('a', { href: '#/refreshes' }, `${report.omissions.length} things were left out`)));
}
