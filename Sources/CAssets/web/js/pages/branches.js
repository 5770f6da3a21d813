// Branches: the drawn graph of their snapshots, and the table of them.
import { h } from '../dom/tree.js';
import { icon } from '../dom/icons.js';
import { ask } from '../dom/dialog.js';
import { choice, field, search, text } from '../dom/form.js';
import { notice } from '../dom/notice.js';
import { post } from '../state/api.js';
import { live, changed } from '../state/live.js';
import { exact, moment, plural, said, shortID, when } from '../words/format.js';
import { drawing, layOut } from '../components/graph.js';
import { card, empty, expiry, pageHead, shield, skeleton } from '../components/marks.js';
import { askBranchDeletion, askBranchLifetime, branchNames } from '../components/snapshots.js';
import { snapshotActs } from './snapshots.js';

export function branches() {
  const state = { text: '', chosen: '' };
  return { title: 'Branches', render: () => render(state) };
}

/** Each branch from its end back to its beginning: main first, then the longest. */
function lines() {
  const known = new Map(live.snapshots.map((snapshot) => [snapshot.id, snapshot]));
  const line = ({ name, snapshotID }) => {
    const ids = [];
    for (let one = known.get(snapshotID); one; one = known.get(one.parent)) ids.push(one.id);
    return { ids, rank: name === 'main' ? Infinity : ids.length };
  };
  return live.branches.map(line).sort((a, b) => b.rank - a.rank).map(({ ids }) => ids);
}

function render(state) {
  const head = pageHead('Branches', { lead: 'Lines of snapshots that grow by commits.', actions: h('button.primary', { onclick: () => askNew(), disabled: !live.branches?.length }, icon('plus'), 'New branch') });
  if (!live.branches || !live.snapshots) return [head, skeleton(8)];
  if (live.branches.length === 0) return [head, empty('No branches yet', 'The branch main begins with the first refresh.', h('a.button', { href: '#/refreshes' }, 'To the refreshes'))];
  return [head, card('Graph', { id: 'graph', note: plural(live.snapshots.length, 'snapshot') }, h('div.filters', { role: 'search' }, search(state, 'text', changed, 'Search messages')), graph(state)), card('Branches', { id: 'branch-list', note: plural(live.branches.length, 'branch', 'branches') }, table())];
}

function graph(state) {
  const words = state.text.trim().toLowerCase();
  const nodes = [...live.snapshots].sort((a, b) => moment(b.createdAt) - moment(a.createdAt)).map((snapshot) => ({
    ...snapshot,
    heads: live.branches.filter(({ snapshotID }) => snapshotID === snapshot.id).map(({ name }) => name),
    title: said(snapshot) || exact(moment(snapshot.dataStateAt)),
  }));
  const plan = layOut(nodes, lines());
  return h('div.graph-box', h('div.graph-drawing', drawing(plan, state.chosen, (id) => choose(state, id))),
    h('ol.graph-list', plan.placed.map((node) => item(node, state, words !== '' && !`${said(node)} ${node.id} ${node.heads}`.toLowerCase().includes(words)))));
}

function choose(state, id) {
  state.chosen = state.chosen === id ? '' : id;
  changed();
}

function item(node, state, isFaded) {
  return h('li', { key: node.id, class: `${isFaded ? 'faded' : ''} ${state.chosen === node.id ? 'chosen' : ''}`, onclick: (event) => event.target.closest('a, button') || choose(state, node.id) },
    h('div.graph-words', h('p', node.heads.map((name) => h('span.chip', { key: name }, name)), h('strong', { title: node.id }, said(node) || 'Taken by a refresh'), shield(node), expiry(node)),
      h('p.faint', 'data of ', when(node.dataStateAt), ` · ${plural(node.numClones, 'clone')} · `, h('span.mono', shortID(node.id)))),
    snapshotActs(node));
}

function table() {
  return h('div.table-wrap', h('table.table.cards', h('thead', h('tr', ['Branch', 'From', 'Data of', 'Ends at', 'Snapshots'].map((name) => h('th', { key: name, scope: 'col', class: name === 'Snapshots' ? 'number' : '' }, name)), h('th', { scope: 'col' }, h('span.unseen', 'Acts')))),
    h('tbody', live.branches.map((branch) => h('tr', { key: branch.name },
      h('th', { scope: 'row', class: 'main-cell' }, branch.name, shield(branch), expiry(branch)),
      h('td', { 'data-label': 'From' }, branch.parent === '-' ? '–' : branch.parent), h('td', { 'data-label': 'Data of' }, when(branch.dataStateAt)),
      h('td.mono', { 'data-label': 'Ends at', title: branch.snapshotID }, shortID(branch.snapshotID)), h('td.number', { 'data-label': 'Snapshots' }, String(branch.numSnapshots)),
      h('td.end', h('div.acts', h('a.button.small', { href: `#/clones/new?branch=${encodeURIComponent(branch.name)}`, 'aria-label': `Clone branch ${branch.name}` }, 'Clone'),
        h('button.quiet.square', { onclick: () => askBranchLifetime(branch), 'aria-label': `Protect branch ${branch.name}`, title: 'Protect' }, icon('shield', 16)),
        h('button.quiet.square', { onclick: () => askBranchDeletion(branch), disabled: branch.name === 'main', 'aria-label': `Delete branch ${branch.name}`, title: branch.name === 'main' ? 'The branch main stays' : 'Delete' }, icon('trash', 16)))))))));
}

function askNew() {
  const values = { name: '', base: branchNames().includes('main') ? 'main' : branchNames()[0] };
  return ask('New branch', {
    verb: 'Create branch', ready: () => values.name !== '',
    content: (update) => [field('branch-name', 'Name', text(values, 'name', update), { hint: 'Letters, digits, underscores and hyphens.' }),
      field('branch-base', 'Begins at the end of', choice(values, 'base', update, branchNames().map((name) => [name, name])))],
    act: async () => {
      await post('/branch', { branchName: values.name, baseBranch: values.base });
      notice(`Branch ${values.name} was created.`);
    },
  });
}
