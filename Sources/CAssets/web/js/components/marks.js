// Small signs that several pages use.
import { h } from '../dom/tree.js';
import { icon } from '../dom/icons.js';
import { moment, exact, ago } from '../words/format.js';

const WORDS = { OK: 'Ready', CREATING: 'Creating', RESETTING: 'Resetting', DELETING: 'Deleting', FATAL: 'Failed' };
const TONES = { OK: 'good', FATAL: 'bad' };

/** The status of a clone as a dot and a word. */
export function cloneStatus(status) {
  const tone = TONES[status.code] ?? 'busy';
  return h('span.status', { class: tone, title: status.message }, h('i.dot'), WORDS[status.code] ?? status.code);
}

export const statusWord = (code) => WORDS[code] ?? code;

/** Whether something is protected, and until when. */
export function shield(thing) {
  if (!thing.protected) return null;
  const end = moment(thing.protectedTill);
  const words = end ? `Protected until ${exact(end)}` : 'Protected until somebody ends it';
  return h('span.mark', { title: words }, icon('shield', 15), h('span', end ? `protected ${ago(end, true).replace('in ', '')}` : 'protected'));
}

/** When it goes by itself. */
export function expiry(thing) {
  const end = moment(thing.deleteAt);
  return end && h('span.mark', { title: `Is deleted on ${exact(end)}` }, icon('clock', 15), h('span', `goes ${ago(end)}`));
}

/** Names and values. */
export function facts(entries) {
  return h('dl.facts', entries.filter(Boolean).map(([name, value]) => h('div', { key: name }, h('dt', name), h('dd', value))));
}

/** A section with a heading. */
export function card(title, { actions, id, note } = {}, ...content) {
  return h('section.card', { 'aria-labelledby': id, key: id },
    h('header.card-head', h('h2', { id }, title), note && h('span.faint', note), actions && h('div.actions', actions)), content);
}

/** What stands where there is nothing yet: what it is, and what to do next. */
export const empty = (title, words, action) => h('div.empty', h('p.empty-title', title), h('p.faint', words), action);

/** Bars in the place of what is still being read. */
export const skeleton = (lines = 3) => h('div.skeleton', { 'aria-hidden': 'true' }, Array.from({ length: lines }, (_, i) => h('span', { key: i })));

/** The head of a page: its title, what it is about, what can be done. */
export function pageHead(title, { lead, actions, back } = {}) {
  return h('div.page-head',
    h('div', back && h('a.back', { href: back[0] }, icon('left', 15), back[1]), h('h1', { tabindex: '-1' }, title), lead && h('p.lead', lead)),
    actions && h('div.actions', actions));
}
