// The session and the stream of events; both come back by themselves when the engine was away.
import { call, get, useCSRF, whenSignedOut, ApiError } from './api.js';
import { live, readAll, take, changed, keepFresh } from './live.js';

let source = null;
let last = 0;
let attempt = 0;
let timer = 0;

/** Finds out whether somebody is signed in, and connects. */
export async function start() {
  whenSignedOut(signedOut);
  keepFresh();
  await resume();
}

async function resume() {
  clearTimeout(timer);
  try {
    const session = await call('GET', '/ui/session', undefined, { quiet: true });
    if (session.required && !session.csrf) signedOut();
    else await enter(session);
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) signedOut();
    else away();
  }
}

async function enter(session) {
  useCSRF(session.csrf);
  Object.assign(live, { access: session.required ? 'signedIn' : 'open', name: session.name, role: session.role });
  // First where the stream is, then the state: what happens in between is seen twice, never missed.
  live.events = await get('/instance/events?limit=200');
  last = live.events[0]?.id ?? 0;
  await readAll();
  listen();
}

/** Exchanges the token for a session. Throws the engine's refusal. */
export async function signIn(token) {
  await enter(await call('POST', '/ui/session', { token }, { quiet: true }));
}

export async function signOut() {
  await call('DELETE', '/ui/session', undefined, { quiet: true }).catch(() => {});
  signedOut();
}

function signedOut() {
  source?.close();
  live.passwords.clear();
  Object.assign(live, { access: 'signedOut', connection: 'live', status: null, snapshots: null, branches: null, clones: new Map() });
  changed();
}

function listen() {
  source?.close();
  source = new EventSource(`/events?after=${last}`);
  source.onopen = () => {
    attempt = 0;
    Object.assign(live, { connection: 'live', since: Date.now() });
    changed();
  };
  source.onmessage = (message) => {
    last = Number(message.lastEventId);
    take(JSON.parse(message.data));
  };
  source.onerror = () => {
    source.close();
    away();
  };
}

/** Asks again after 0.5 s, then ever later up to 5 s, or at once when the reader comes back. */
function away() {
  live.connection = 'away';
  changed();
  attempt += 1;
  clearTimeout(timer);
  timer = setTimeout(resume, Math.min(5000, 250 * 2 ** attempt));
}

addEventListener('online', resume);
export const tryNow = () => {
  attempt = 0;
  return resume();
};
