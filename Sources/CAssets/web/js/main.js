// The page as a whole: one tree, drawn again after every change.
import { h, mount } from './dom/tree.js';
import { live, onChange, changed } from './state/live.js';
import { start } from './state/connection.js';
import { route } from './state/route.js';
import { shell, frame } from './components/shell.js';
import { signIn } from './pages/signin.js';
import { overview } from './pages/overview.js';
import { empty, pageHead, skeleton } from './components/marks.js';

/** The other pages are fetched once the first one can be used, or when the reader goes there before. */
const LATER = {
  create: () => import('./pages/create.js').then((module) => module.createClone),
  clone: () => import('./pages/clone.js').then((module) => module.clonePage),
  snapshots: () => import('./pages/snapshots.js').then((module) => module.snapshots),
  branches: () => import('./pages/branches.js').then((module) => module.branches),
  refreshes: () => import('./pages/refreshes.js').then((module) => module.refreshes),
  configuration: () => import('./pages/configuration.js').then((module) => module.configuration),
  activity: () => import('./pages/activity.js').then((module) => module.activity),
  logs: () => import('./pages/logs.js').then((module) => module.logs),
  charts: () => import('./pages/charts.js').then((module) => module.charts),
};
const pages = { '': overview, clones: overview };
const render = mount(document.getElementById('app'));
let present = { path: null, page: null };

/** A page is made when the reader comes to it, `{title, render(), leave?()}`, and kept until the reader leaves. */
function pageFor({ path, query }) {
  const key = path.join('/');
  if (present.path === key && !present.isStale) return present.page;
  present.page?.leave?.();
  const isMove = present.path !== null;
  present = { path: key, page: make(path, query, () => (present.isStale = present.path === key)) };
  document.title = `${present.page.title} · DBLab`;
  if (isMove) requestAnimationFrame(() => document.querySelector('h1')?.focus({ preventScroll: true }));
  return present.page;
}

function make([first = '', second], query, whenFetched) {
  const name = first === 'clones' && second ? (second === 'new' ? 'create' : 'clone') : first;
  if (Object.hasOwn(pages, name)) return pages[name](name === 'clone' ? second : query);
  if (!Object.hasOwn(LATER, name)) return { title: 'Not found', render: nowhere };
  fetchPage(name, whenFetched);
  return { title: 'DBLab', render: () => [pageHead('One moment …'), skeleton(8)] };
}

const nowhere = () => [pageHead('There is no such page'), empty('The address leads nowhere.', 'Perhaps it is of another version.', h('a.button', { href: '#/' }, 'To the overview'))];

/** A page that cannot be fetched while the engine is away is fetched again when that is back. */
async function fetchPage(name, then) {
  try {
    pages[name] ??= await LATER[name]();
    then?.();
    changed();
  } catch {
    setTimeout(() => fetchPage(name, then), 1000);
  }
}

function draw() {
  if (live.access === 'unknown') return render(frame(live.connection === 'away'));
  if (live.access === 'signedOut') {
    present.page?.leave?.();
    present = { path: null, page: null };
    document.title = 'Sign in · DBLab';
    return render(signIn());
  }
  const page = pageFor(route());
  render(shell(route().path[0] ?? '', h('main', { id: 'main', key: `${present.path}|${page.title}` }, page.render())));
  if (live.status && live.snapshots) usable();
}

/** Tells the browser's tools when the page could be used first; then there is time for the others. */
function usable() {
  if (performance.getEntriesByName('usable').length > 0) return;
  performance.mark('usable');
  for (const name of Object.keys(LATER)) fetchPage(name);
}

onChange(draw);
changed();
start();
