// What surrounds every page: the way to the others, and whether the engine is there.
import { h } from '../dom/tree.js';
import { icon } from '../dom/icons.js';
import { live, changed } from '../state/live.js';
import { signOut, tryNow } from '../state/connection.js';

const PLACES = [
  ['', 'Overview', 'overview'], ['snapshots', 'Snapshots', 'snapshots'], ['branches', 'Branches', 'branches'],
  ['refreshes', 'Refreshes', 'refresh'], ['charts', 'Charts', 'charts'], ['activity', 'Activity', 'activity'],
  ['logs', 'Log', 'logs', 'admin'], ['configuration', 'Configuration', 'settings', 'admin'],
];
let isOpen = false;

export const brand = () => h('a.brand', { href: '#/' }, h('img', { src: '/ui/icon.svg', alt: '', width: 26, height: 26 }), 'DBLab');

/** The page around `content`; `place` is the part of the address that tells where the reader is. */
export function shell(place, content) {
  const here = place === 'clones' ? '' : place;
  return h('div.shell', { class: isOpen ? 'open' : '', key: 'shell' },
    h('a.skip', { href: '#main', onclick: skip }, 'To the content'),
    h('header.side', h('div.side-inner',
      h('div.side-top', brand(),
        h('button.quiet.square.menu', { 'aria-expanded': String(isOpen), 'aria-controls': 'places', 'aria-label': 'Menu', onclick: () => open(!isOpen) },
          icon(isOpen ? 'close' : 'menu', 22))),
      h('nav', { id: 'places', 'aria-label': 'Pages' },
        h('ul', PLACES.filter(([, , , role]) => !role || role === live.role).map(([path, words, sign]) => h('li', { key: path },
          h('a', { href: `#/${path}`, 'aria-current': path === here ? 'page' : undefined, onclick: () => open(false) }, icon(sign), words)))),
        foot()))),
    h('div.content', away(), content));
}

function foot() {
  const engine = live.status?.engine;
  return h('div.side-foot',
    h('p.link-state', { class: live.connection, role: 'status' }, h('i.dot'), live.connection === 'live' ? 'Live' : 'Connecting …'),
    engine && h('p.faint', { title: `Instance ${engine.instanceID}` }, `Engine ${engine.version}`),
    live.access === 'signedIn' && h('p.faint', `${live.name} · ${live.role}`),
    live.access === 'signedIn' && h('button.quiet', { onclick: signOut }, icon('leave', 16), 'Sign out'));
}

/** Says that the engine is away, above a page that keeps what it knew. */
function away() {
  return h('div', { role: 'alert' }, live.connection === 'away' && h('div.absence', icon('warning'),
    h('p', h('strong', 'The engine does not answer.'), ' What you see is what it said last; the page reconnects by itself.'),
    h('button', { onclick: tryNow }, 'Try now')));
}

/** Before it is known who is there. */
export function frame(isAway) {
  return h('div.alone', { key: 'frame' }, h('div.alone-box', brand(),
    isAway
      ? [h('h1', 'The engine does not answer'), h('p.faint', 'It may be starting. This page connects by itself as soon as it is there.'), h('button', { onclick: tryNow }, 'Try now')]
      : h('p.faint', { role: 'status' }, 'Connecting …')));
}

function open(wanted) {
  isOpen = wanted;
  changed();
}

function skip(event) {
  event.preventDefault();
  document.querySelector('h1')?.focus();
}
