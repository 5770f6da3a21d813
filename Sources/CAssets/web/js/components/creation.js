// After the form: the creation as it goes, then how to connect.
import { h } from '../dom/tree.js';
import { icon } from '../dom/icons.js';
import { live } from '../state/live.js';
import { duration } from '../words/format.js';
import { history } from './history.js';
import { card, cloneStatus, pageHead } from './marks.js';
import { connectionStrings } from './strings.js';

/** The page that follows a creation by its events. */
export function created(made, again) {
  const clone = live.clones.get(made.id);
  const code = clone?.status.code ?? 'CREATING';
  if (code === 'OK') made.endedAt ??= performance.now();
  const steps = live.events.filter((event) => event.subject === `clone:${made.id}`);
  const address = `#/clones/${encodeURIComponent(made.id)}`;
  return [
    pageHead(made.id, { back: ['#/', 'Overview'], lead: clone && cloneStatus(clone.status), actions: [h('button', { onclick: again }, 'Create another'), h('a.button.primary', { href: address }, 'To the clone')] }),
    h('div.columns',
      h('div.column-main',
        code === 'OK' && card('Connect', { id: 'connect', note: `ready in ${duration(clone.metadata.cloningTime || (made.endedAt - made.startedAt) / 1000)}` }, connectionStrings(clone)),
        code === 'FATAL' && card('It failed', { id: 'failed' }, h('p', clone.status.message), clone.status.detail && h('pre.log', { tabindex: '0' }, clone.status.detail), h('a.button', { href: address }, 'Try again or destroy it')),
        code !== 'OK' && code !== 'FATAL' && card('One moment', { id: 'moment' }, h('div.progress.endless', { role: 'progressbar', 'aria-label': 'Creation' }, h('i', { style: { width: '30%' } })), h('p.faint', { role: 'status' }, 'The clone is being made. You may leave this page.')),
        made.warnings.map((text) => h('p.warning', { key: text, role: 'status' }, icon('warning', 16), text))),
      h('div.column-side', card('Steps', { id: 'steps' }, history(steps)))),
  ];
}
