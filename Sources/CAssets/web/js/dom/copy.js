// Copying by one click.
import { h } from './tree.js';
import { icon } from './icons.js';
import { changed } from '../state/live.js';
import { notice } from './notice.js';

let copied = null;

/** Whether this was copied a moment ago. */
export const isCopied = (text, what) => copied === `${what}|${text}`;

/** A button that copies `text`; it shows for a moment that it did. */
export function copyButton(text, what, { label = 'Copy', key } = {}) {
  const isDone = isCopied(text, what);
  return h('button.quiet.copy', {
    type: 'button', key, 'aria-label': `Copy ${what}`, title: `Copy ${what}`, 'data-copies': what,
    onclick: async () => {
      try {
        await navigator.clipboard.writeText(text);
        show(`${what}|${text}`);
      } catch {
        notice('The browser does not let this page copy: select the text and copy it by hand.', { bad: true });
      }
    },
  }, icon(isDone ? 'check' : 'copy', 16), h('span', isDone ? 'Copied' : label));
}

function show(id) {
  copied = id;
  changed();
  setTimeout(() => {
    if (copied === id) copied = null;
    changed();
  }, 1500);
}
