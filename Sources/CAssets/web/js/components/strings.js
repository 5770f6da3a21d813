// The ways to connect, with a button to copy each.
import { h } from '../dom/tree.js';
import { copyButton } from '../dom/copy.js';
import { toggle } from '../dom/form.js';
import { live, changed } from '../state/live.js';
import { connections } from '../words/connect.js';

const wish = { isShown: false };

/** The connection strings of a clone; its password is in them as long as the page that set it is open. */
export function connectionStrings(clone) {
  const password = live.passwords.get(clone.id);
  return h('div.strings',
    connections(clone.db, password, wish.isShown).map(({ name, shown, text }) => h('div.string', { key: name },
      h('span.string-name', name), h('pre', { tabindex: '0', 'aria-label': `${name} string` }, shown), copyButton(text, `${name} string`))),
    password
      ? toggle(wish, 'isShown', changed, 'Show the password', 'Copied strings hold it in any case. This page forgets it when it is closed: keep it somewhere.')
      : h('p.hint', 'PASSWORD stands for the one that was set when the clone was made; the engine keeps only its verifier.'));
}
