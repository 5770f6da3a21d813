// What happened, as a list of moments.
import { h } from '../dom/tree.js';
import { when } from '../words/format.js';
import { address, cause, sentence, subject, tone } from '../words/happenings.js';

/** Events, the newest first. `named` also says what each is about. */
export function history(events, { named = false } = {}) {
  return h('ol.history', events.map((event) => item(event, named)));
}

function item(event, named) {
  const { kind, name } = subject(event);
  const why = cause(event);
  return h('li', { key: event.id, class: tone(event) }, h('i.dot'),
    h('div', h('p', named && [`${kind[0].toUpperCase()}${kind.slice(1)} `, h('a', { href: address(event) }, name || kind), ' '], h('span', { class: named ? '' : 'first-letter' }, sentence(event))),
      why && h('p.faint', why)),
    when(event.at));
}

/** Without the steps between: progress and what the engine does on the way. */
export const isWorthTelling = (event) => !/progress|stage|measured|cleaned|cleared|provisioning|starting|cloning$/.test(event.kind);
