// One clone: what it is, how to connect, what can be done with it, what happened to it.
import { h } from '../dom/tree.js';
import { icon } from '../dom/icons.js';
import { complain, notice } from '../dom/notice.js';
import { clonePath, get, post } from '../state/api.js';
import { live, changed, onEvent } from '../state/live.js';
import { bytes, duration, said, shortID, when } from '../words/format.js';
import { card, cloneStatus, empty, expiry, facts, pageHead, shield, skeleton } from '../components/marks.js';
import { connectionStrings } from '../components/strings.js';
import { history } from '../components/history.js';
import { askCommit, askDestroy, askLease, askReset } from '../components/acts.js';

/** The page of the clone `id`, kept true by the events about it. */
export function clonePage(id) {
  const subject = `clone:${id}`;
  const state = { events: null };
  const read = async () => {
    state.events = await get(`/instance/events?subject=${encodeURIComponent(subject)}&limit=200`).catch(() => []);
    changed();
  };
  read();
  const leave = onEvent((event) => {
    if (event.subject === subject && state.events && !state.events.some((known) => known.id === event.id)) state.events = [event, ...state.events];
  });
  return { title: id, leave, render: () => render(id, state) };
}

function render(id, { events }) {
  const back = ['#/', 'Overview'];
  if (!live.status) return [pageHead(id, { back }), skeleton(8)];
  const clone = live.clones.get(id);
  if (!clone) return [pageHead(id, { back }), gone(id, events), events?.length > 0 && card('History', { id: 'history' }, history(events))];
  return [
    pageHead(id, { back, lead: h('span.marks', cloneStatus(clone.status), shield(clone), expiry(clone)), actions: actions(clone) }),
    h('div.columns',
      h('div.column-main',
        clone.status.code === 'FATAL' && failure(clone),
        clone.db.connStr && card('Connect', { id: 'connect' }, connectionStrings(clone)),
        card('History', { id: 'history' }, events ? history(events) : skeleton(3))),
      h('div.column-side', card('About', { id: 'about' }, about(clone)), card('Protection', { id: 'protection', actions: h('button.small', { onclick: () => askLease(clone) }, 'Change') }, lease(clone)))),
  ];
}

function gone(id, events) {
  const was = events?.some((event) => event.kind === 'clone.deleted');
  return empty(was ? 'This clone was destroyed' : 'There is no such clone', was ? 'Its data is gone; its snapshot is still there for a new one.' : `No clone is called “${id}”.`, h('a.button', { href: '#/' }, 'To the clones'));
}

function actions(clone) {
  const busy = ['CREATING', 'RESETTING', 'DELETING'].includes(clone.status.code);
  return [
    h('button', { key: 'reset', disabled: busy, onclick: () => askReset(clone) }, icon('undo', 16), 'Reset'),
    h('button', { key: 'commit', disabled: clone.status.code !== 'OK', onclick: () => askCommit(clone) }, icon('commit', 16), 'Commit'),
    h('button.danger', { key: 'destroy', disabled: clone.status.code === 'DELETING', onclick: () => askDestroy(clone) }, icon('trash', 16), 'Destroy'),
  ];
}

function failure(clone) {
  return card('It failed', { id: 'failure', actions: h('button.primary', { onclick: () => retry(clone) }, 'Try again') },
    h('p', clone.status.message),
    clone.status.detail ? [h('p.label-like', 'The end of the server’s log'), h('pre.log', { tabindex: '0', 'aria-label': 'Log of the server' }, clone.status.detail)] : h('p.faint', 'The server left no log lines.'));
}

async function retry(clone) {
  try {
    await post(`${clonePath(clone.id)}/retry`);
    notice(`${clone.id} is tried again.`);
  } catch (error) {
    complain(error);
  }
}

function about(clone) {
  const { db, metadata, snapshot } = clone;
  return facts([
    ['Changed', bytes(metadata.cloneDiffSize)], ['Size of the data', bytes(metadata.logicalSize)],
    ['Data of', when(snapshot?.dataStateAt)], ['Branch', h('a', { href: '#/branches' }, clone.branch)],
    ['Snapshot', snapshot && h('a.mono', { href: `#/snapshots?search=${encodeURIComponent(snapshot.id)}`, title: snapshot.id }, said(snapshot) || shortID(snapshot.id))],
    ['Database', db.dbName], ['User', db.username], db.ownerUser && ['Owner', db.ownerUser], db.port && ['Address', h('span.mono', `${db.host}:${db.port}`)],
    ['Created', when(clone.createdAt)], metadata.cloningTime > 0 && ['Made in', duration(metadata.cloningTime)],
    clone.revision > 1 && ['Resets', String(clone.revision - 1)], metadata.maxIdleMinutes > 0 && ['Idle limit', duration(metadata.maxIdleMinutes * 60)],
  ]);
}

function lease(clone) {
  if (clone.protected) return h('p', shield(clone), ' – it is not destroyed by mistake or for being idle.');
  if (clone.deleteAt) return h('p', expiry(clone), ' by itself.');
  return h('p.faint', 'Not protected: its owner and administrators can destroy it.');
}
