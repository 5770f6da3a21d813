// What an event says, in a sentence; and how it looks.

const SENTENCES = {
  'clone.requested': 'was asked for',
  'clone.creating': 'is being made',
  'clone.starting': 'has its data; the server starts',
  'clone.cloning': 'gets its data',
  'clone.provisioning': 'gets its user',
  'clone.ready': 'accepts connections',
  'clone.failed': 'failed',
  'clone.retryScheduled': 'failed and will be tried again',
  'clone.retrying': 'is tried again',
  'clone.resetting': 'goes back to a snapshot',
  'clone.cleaned': 'got rid of its former data',
  'clone.committed': 'was committed to its branch',
  'clone.portMoved': 'moved to another port',
  'clone.snapshotFailed': 'could not be committed',
  'clone.snapshotRequested': 'is asked for a snapshot',
  'clone.updated': 'got another protection or end',
  'clone.deleting': 'is being destroyed',
  'clone.deleted': 'was destroyed',
  'clone.protectionExpiring': 'loses its protection soon',
  'clone.protectionExpired': 'is no longer protected',
  'snapshot.created': 'was taken',
  'snapshot.measured': 'was measured',
  'snapshot.updated': 'got another protection or end',
  'snapshot.deleting': 'is being deleted',
  'snapshot.deleted': 'was deleted',
  'snapshot.failed': 'could not be deleted',
  'branch.created': 'was made',
  'branch.updated': 'changed',
  'branch.moved': 'ends at another snapshot',
  'branch.deleted': 'was deleted',
  'refresh.started': 'started',
  'refresh.progress': 'goes on',
  'refresh.stageDone': 'finished a stage',
  'refresh.finished': 'made a new snapshot',
  'refresh.failed': 'failed',
  'refresh.skipped': 'was skipped',
  'refresh.cancelled': 'was cancelled',
  'refresh.cleared': 'was cleaned up',
  'clock.set': 'was set; nothing is deleted by itself for a while',
};

const BAD = /failed|skipped|clock/;
const GOOD = /ready|finished|snapshot\.created|branch\.created|committed/;

/** `clone:a` as kind and name. */
export function subject(event) {
  const [kind, ...rest] = event.subject.split(':');
  return { kind, name: rest.join(':') };
}

/** What happened to it: `accepts connections`. */
export function sentence(event) {
  const words = SENTENCES[event.kind] ?? event.kind.split('.').pop().replace(/([A-Z])/g, ' $1').toLowerCase();
  const { payload } = event;
  if (event.kind.startsWith('refresh.') && payload?.stage && /progress|stage/.test(event.kind)) return `${words} (${payload.stage})`;
  return words;
}

/** Why, where the event tells. */
export const cause = ({ payload }) => [payload?.message, payload?.reason].find((words) => / /.test(words ?? '')) ?? '';

export const tone = (event) => (BAD.test(event.kind) ? 'bad' : GOOD.test(event.kind) ? 'good' : 'plain');

/** Where the page of what it is about is. */
export function address(event) {
  const { kind, name } = subject(event);
  if (kind === 'clone') return `#/clones/${encodeURIComponent(name)}`;
  return { snapshot: '#/snapshots', branch: '#/branches', refresh: '#/refreshes' }[kind];
}
