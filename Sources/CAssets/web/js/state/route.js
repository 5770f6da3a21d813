// Where the reader is: the part of the address after #.
import { changed } from './live.js';

const parts = () => location.hash.replace(/^#\/?/, '').split('?');

/** The path as a list of words, and what follows the question mark. */
export function route() {
  const [path, query] = parts();
  return { path: path.split('/').filter(Boolean).map(decoded), query: new URLSearchParams(query) };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Goes there; `replace` leaves no trace in the history. */
export function go(hash, { replace = false } = {}) {
  if (replace) {
    history.replaceState(null, '', hash);
    changed();
  } else location.hash = hash;
}

addEventListener('hashchange', () => {
  changed();
  scrollTo(0, 0);
});
