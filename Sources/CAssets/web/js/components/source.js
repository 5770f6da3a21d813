// The source of the data put to the test, and its settings found out from a URL.
import { h } from '../dom/tree.js';
import { refusal } from '../dom/dialog.js';
import { field, text } from '../dom/form.js';
import { post } from '../state/api.js';
import { changed } from '../state/live.js';
import { bytes } from '../words/format.js';
import { card, facts } from './marks.js';

const CONNECTION = 'retrieval.spec.logicalDump.options.source.connection';
const DATABASES = 'retrieval.spec.logicalDump.options.databases';
const TONES = { ok: 'good', notice: 'good', warning: 'busy', error: 'bad' };

/** A button that connects with what the form says, and what came of it. */
export function sourceTest(state) {
  const { test } = state;
  return h('div.stack', h('div.row', h('button', { type: 'button', disabled: test?.busy, onclick: () => run(state) }, test?.busy ? 'Connecting …' : 'Test the connection')),
    h('div', { 'aria-live': 'polite' }, test?.error && refusal(test.error),
      test?.result && h('p.status', { class: TONES[test.result.status] ?? 'busy' }, h('i.dot'), test.result.message || test.result.result, test.result.dbVersion && ` · PostgreSQL ${test.result.dbVersion}`)));
}

async function run(state) {
  const value = (name) => state.values[`${CONNECTION}.${name}`] ?? '';
  state.test = { busy: true };
  changed();
  try {
    const names = state.values[DATABASES].split(',').map((name) => name.trim()).filter(Boolean);
    const result = await post('/admin/test-db-source', { host: value('host'), port: value('port'), dbname: value('dbname'), username: value('username'), password: value('password'), db_list: names });
    state.test = { result };
  } catch (error) {
    state.test = { error };
  }
  changed();
}

/** A form for a URL; what the source is like, to be taken over into the other form. */
export function probe(state) {
  const { probe: values } = state;
  return card('Find out from a URL', { id: 'probe' }, h('form', { onsubmit: (event) => ask(event, values) },
    field('probe-url', 'URL', text(values, 'url', changed, { placeholder: 'postgresql://user@host:5432/db' }), { hint: 'Without the password.' }),
    field('probe-password', 'Password', text(values, 'password', changed, { type: 'password', autocomplete: 'new-password' })),
    h('button', { type: 'submit', disabled: values.busy || !values.url }, values.busy ? 'Looking …' : 'Look')),
  values.error && refusal(values.error), values.result && found(state, values.result));
}

async function ask(event, values) {
  event.preventDefault();
  Object.assign(values, { busy: true, error: null, result: null });
  changed();
  try {
    values.result = await post('/admin/probe-source', { url: values.url, password: values.password });
  } catch (error) {
    values.error = error;
  }
  values.busy = false;
  changed();
}

function found(state, result) {
  return h('div.stack', { role: 'status' }, facts([
    ['PostgreSQL', String(result.pgMajorVersion ?? '–')], ['Kind', result.detectedProvider], ['Databases', (result.databases ?? []).map((base) => base.name ?? base).join(', ')],
    result.sharedBuffers && ['shared_buffers', typeof result.sharedBuffers === 'number' ? bytes(result.sharedBuffers) : result.sharedBuffers]]),
  h('button', { type: 'button', onclick: () => take(state, result) }, 'Take it into the form'));
}

function take(state, { source, databases }) {
  for (const name of ['host', 'port', 'username', 'dbname']) if (source?.[name] !== undefined) state.values[`${CONNECTION}.${name}`] = String(source[name]);
  state.values[`${CONNECTION}.password`] = state.probe.password;
  if (databases) state.values[DATABASES] = databases.map((base) => base.name ?? base).join(', ');
  changed();
}
