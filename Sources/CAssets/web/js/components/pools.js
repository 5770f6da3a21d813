// The disks: what is used by data, by old snapshots, by clones, and what is free.
import { h } from '../dom/tree.js';
import { icon } from '../dom/icons.js';
import { bytes, plural, when } from '../words/format.js';

const STATES = { active: 'In use', refreshing: 'Being filled', empty: 'Empty' };

/** One pool as a bar with its figures. */
export function poolCard(pool) {
  const { size, free, dataSize, usedBySnapshots, usedByClones, used } = pool.fileSystem;
  if (!size) return h('div.pool', { key: pool.name }, title(pool), h('p.faint', 'Not measured yet.'));
  const clones = Math.min(usedByClones, used);
  const snapshots = Math.min(usedBySnapshots, used - clones);
  const data = Math.min(dataSize, used - clones - snapshots);
  const parts = [['data', 'Data', data], ['snapshots', 'Snapshots', snapshots], ['clones', 'Clones', clones], ['other', 'Other', used - clones - snapshots - data], ['free', 'Free', free]]
    .filter(([name, , count]) => count > 0 || name !== 'other');
  const share = used / size;
  return h('div.pool', { key: pool.name }, title(pool),
    h('div.bar', { role: 'img', 'aria-label': `${bytes(used)} of ${bytes(size)} used` }, parts.filter(([name]) => name !== 'free').map(([name, , count]) => h('i', { key: name, class: `part-${name}`, style: { width: `${(100 * count) / size}%` } }))),
    h('ul.legend', parts.map(([name, words, count]) => h('li', { key: name }, h('i.swatch', { class: `part-${name}` }), h('span', words), h('b', bytes(count))))),
    share >= 0.8 && h('p.warning', { role: 'alert' }, icon('warning', 16), `${Math.round(share * 100)} % full: delete clones or snapshots, or make the pool larger.`));
}

function title(pool) {
  return h('div.pool-head', h('h3', pool.name), h('span.faint', `${pool.mode} · ${STATES[pool.status] ?? pool.status} · ${plural(pool.cloneList.length, 'clone')}`),
    h('span.faint.end', 'newest data ', when(pool.dataStateAt)));
}
