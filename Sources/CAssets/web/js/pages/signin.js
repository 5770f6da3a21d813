// Signing in: the token is exchanged for a session cookie and not kept.
import { h } from '../dom/tree.js';
import { live, changed } from '../state/live.js';
import { signIn as exchange } from '../state/connection.js';
import { brand } from '../components/shell.js';
import { field } from '../dom/form.js';

const state = { busy: false, error: null, isShown: false };

export function signIn() {
  return h('div.alone', { key: 'signin' }, h('main.alone-box', { id: 'main' }, brand(),
    h('h1', 'Sign in'),
    h('p.lead', 'With the verification token of this engine.'),
    h('form', { onsubmit: submit },
      field('token', 'Token', (ties) => h('input', {
        ...ties, type: state.isShown ? 'text' : 'password', name: 'token', required: true, autocomplete: 'current-password', spellcheck: 'false',
        hook: (el) => el.focus(),
      }), { hint: 'server.verificationToken in server.yml. It is not stored in the browser.', error: words() }),
      h('div.row',
        h('label.toggle', h('input', { type: 'checkbox', checked: state.isShown, onchange: (event) => show(event.target.checked) }), h('span', 'Show it')),
        h('button.primary', { type: 'submit', disabled: state.busy }, state.busy ? 'One moment …' : 'Sign in')))));
}

function words() {
  if (!state.error) return null;
  if (state.error.status === 401) return 'This is not the token of this engine.';
  if (state.error.status === 0) return 'The engine does not answer. It may be starting: try again in a moment.';
  return [state.error.message, state.error.hint].filter(Boolean).join(' ');
}

function show(isShown) {
  state.isShown = isShown;
  changed();
}

async function submit(event) {
  event.preventDefault();
  const input = event.target.elements.token;
  if (state.busy) return;
  Object.assign(state, { busy: true, error: null });
  changed();
  try {
    await exchange(input.value.trim());
    live.connection = 'live';
  } catch (error) {
    state.error = error;
    input.select();
  }
  state.busy = false;
  changed();
}
