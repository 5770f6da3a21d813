// The configuration: a form of the usual keys, the source put to the test, and the whole file to read.
import { h } from '../dom/tree.js';
import { refusal } from '../dom/dialog.js';
import { field, text, toggle } from '../dom/form.js';
import { notice } from '../dom/notice.js';
import { get, post } from '../state/api.js';
import { live, changed } from '../state/live.js';
import { at, pathsIn, put } from '../words/paths.js';
import { GROUPS, meant, shown } from '../components/keys.js';
import { yamlView } from '../components/yaml.js';
import { probe, sourceTest } from '../components/source.js';
import { card, empty, pageHead, skeleton } from '../components/marks.js';

export function configuration() {
  const state = { config: null, yaml: null, values: {}, error: null, isOffered: null, busy: false, test: null, probe: { url: '', password: '', result: null, error: null } };
  read(state);
  return { title: 'Configuration', render: () => render(state) };
}

async function read(state) {
  try {
    const [config, yaml] = await Promise.all([get('/admin/config'), get('/admin/config.yaml')]);
    Object.assign(state, { config, yaml, isOffered: true, error: null, values: {} });
    for (const { path, kind } of GROUPS.flatMap(([, keys]) => keys)) state.values[path] = shown(at(config, path), kind);
  } catch (error) {
    Object.assign(state, { isOffered: error.status !== 404, error });
  }
  changed();
}

function render(state) {
  const head = pageHead('Configuration', { lead: 'The usual keys of server.yml; all others are changed in the file.' });
  if (state.isOffered === false) return [head, empty('This engine does not offer its configuration here', 'It answers 404 to /admin/config. Change server.yml by hand and send the engine SIGHUP: it says in its log what became of each key.', h('a.button', { href: '#/' }, 'To the overview'))];
  if (!state.config) return [head, state.error ? refusal(state.error) : skeleton(10)];
  const isFixed = live.status?.engine.disableConfigModification === true;
  return [head, isFixed && h('p.warning', { role: 'status' }, 'The operator has switched off changes here (server.disableConfigModification): you can read it only.'),
    h('div.columns',
      h('div.column-main', h('form', { onsubmit: (event) => submit(event, state), id: 'config-form' }, h('fieldset.plain', { disabled: isFixed }, groups(state).map(([title, keys]) => card(title, { id: title.replaceAll(' ', '-') }, h('div.fields', keys.map((key) => keyField(key, state))), title === 'Source' && sourceTest(state)))),
        state.error && refusal(state.error),
        !isFixed && h('div.row.end', h('button', { type: 'button', onclick: () => read(state) }, 'Undo'), h('button.primary', { type: 'submit', disabled: state.busy }, state.busy ? 'One moment …' : 'Apply changes')))),
      h('div.column-side.broad', !isFixed && probe(state), card('server.yml', { id: 'yaml', note: 'secrets are masked' }, yamlView(state.yaml, state.error))))];
}

function keyField({ path, label, kind, hint }, { values, error }) {
  const id = path.replaceAll('.', '-');
  const refused = error && pathsIn(error.message).some((named) => path === named || path.endsWith(`.${named}`)) ? error.message : undefined;
  if (kind === 'switch') return h('div.wide', { key: id }, toggle(values, path, changed, label));
  const control = kind === 'pairs'
    ? (ties) => h('textarea', { ...ties, rows: 5, spellcheck: 'false', value: values[path], oninput: (event) => { values[path] = event.target.value; changed(); } })
    : text(values, path, changed, { type: kind === 'secret' ? 'password' : 'text', inputmode: kind === 'number' ? 'numeric' : undefined, autocomplete: kind === 'secret' ? 'new-password' : 'off' });
  return field(id, label, control, { hint, error: refused, wide: kind === 'pairs' });
}

/** Those of the present mode. */
const groups = ({ config }) => config.retrievalMode === 'physical' ? GROUPS.map(([title, keys]) => [title, keys.filter(({ path }) => !path.includes('.logical'))]).filter(([, keys]) => keys.length) : GROUPS;

/** Only what was changed, on top of what the engine has. */
function changes(state) {
  let result = { retrievalMode: state.config.retrievalMode ?? 'logical' };
  for (const { path, kind } of GROUPS.flatMap(([, keys]) => keys)) {
    const before = at(state.config, path);
    if (state.values[path] !== shown(before, kind)) result = put(result, path, meant(state.values[path], kind, before));
  }
  return result;
}

async function submit(event, state) {
  event.preventDefault();
  Object.assign(state, { busy: true, error: null });
  changed();
  try {
    await post('/admin/config', changes(state));
    await read(state);
    notice('The configuration was applied.');
  } catch (error) {
    state.error = error;
  }
  state.busy = false;
  changed();
}
