// A YAML text with numbered lines; what a refusal says stands at the line it is about.
import { h } from '../dom/tree.js';
import { lineOf, pathsIn } from '../words/paths.js';

export function yamlView(text, error) {
  const line = error ? marked(text, error) : -1;
  return h('ol.yaml', { tabindex: '0', 'aria-label': 'The configuration file' }, text.replace(/\n$/, '').split('\n').map((words, number) => h('li', { key: number, class: number === line ? 'marked' : '' },
    h('code', paint(words)), number === line && h('p.field-error', { role: 'alert', hook: show }, error.message))));
}

/** The line that a message names by number, or by a key. */
function marked(text, { message }) {
  const number = message.match(/\bline (\d+)/);
  if (number) return Number(number[1]) - 1;
  return pathsIn(message).map((path) => lineOf(text, path)).find((line) => line >= 0) ?? -1;
}

/** Comments and keys apart from values. */
function paint(line) {
  if (/^\s*#/.test(line)) return h('span.comment', line);
  const match = line.match(/^(\s*(?:- )?)([\w-]+)(:.*)$/);
  return match ? [match[1], h('b', match[2]), match[3]] : line || ' ';
}

/** Brings the line into sight within its list, without moving the page. */
function show(el) {
  const list = el.closest('.yaml');
  list.scrollTop = el.parentElement.offsetTop - list.offsetTop - 80;
}
