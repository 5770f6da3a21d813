// What one can do with a snapshot, and how it is shown in a line.
import { h } from '../dom/tree.js';
import { ask } from '../dom/dialog.js';
import { choice, field, inMinutes, leases, ENDS, protection, text } from '../dom/form.js';
import { notice } from '../dom/notice.js';
import { branchPath, patch, post, remove, snapshotPath } from '../state/api.js';
import { live } from '../state/live.js';
import { bytes, exact, moment, plural, said, shortID, when } from '../words/format.js';

export const createFrom = (snapshot) => `#/clones/new?snapshot=${encodeURIComponent(snapshot.id)}`;

/** A snapshot in a line, with the way to a clone of it. */
export function snapshotLine(snapshot) {
  return h('li', { key: snapshot.id },
    h('div', h('strong', { title: snapshot.id }, said(snapshot) || exact(moment(snapshot.dataStateAt))),
      h('p.faint', `${snapshot.branch || 'no branch'} · ${plural(snapshot.numClones, 'clone')} · ${bytes(snapshot.logicalSize)}`)),
    h('a.button.small', { href: createFrom(snapshot), 'aria-label': `Clone ${snapshot.id}` }, 'Clone'));
}

/** Asks for the name of a new branch at a snapshot. */
export function askBranch(snapshot) {
  const values = { name: '' };
  return ask('New branch', {
    verb: 'Create branch',
    ready: () => values.name !== '',
    content: (update) => [h('p', 'It begins at the snapshot ', h('code', shortID(snapshot.id)), ', with the data of ', when(snapshot.dataStateAt), '.'),
      field('branch-name', 'Name', text(values, 'name', update), { hint: 'Letters, digits, underscores and hyphens.' })],
    act: async () => {
      await post('/branch', { branchName: values.name, snapshotID: snapshot.id });
      notice(`Branch ${values.name} was created.`);
    },
  });
}

/** Asks how long a snapshot or a branch is to be protected, or when it is to go. */
export function askLifetime(thing, what, path) {
  const values = { lease: thing.protected ? '0' : '', end: '' };
  return ask(`Protection of ${what}`, {
    verb: 'Save',
    content: (update) => [
      field('lease', 'Protection', choice(values, 'lease', update, leases(0)), { hint: 'What is protected cannot be deleted, neither by hand nor by itself.' }),
      values.lease === '' && field('end', 'Delete by itself', choice(values, 'end', update, ENDS))],
    act: async () => {
      await patch(path, values.lease === '' ? { protected: false, ...(values.end || thing.deleteAt ? { deleteAt: inMinutes(Number(values.end)) } : {}) } : protection(values.lease));
      notice(`${what[0].toUpperCase()}${what.slice(1)} was changed.`);
    },
  });
}

export const askSnapshotLifetime = (snapshot) => askLifetime(snapshot, 'the snapshot', snapshotPath(snapshot.id));
export const askBranchLifetime = (branch) => askLifetime(branch, `branch ${branch.name}`, branchPath(branch.name));

/** Asks before a snapshot is deleted; says which clones go with it. */
export function askDeletion(snapshot) {
  const clones = snapshot.clones ?? [];
  return ask('Delete the snapshot?', {
    verb: clones.length ? `Delete it and ${plural(clones.length, 'clone')}` : 'Delete', danger: true,
    content: () => [h('p', h('code', shortID(snapshot.id)), said(snapshot) && ` “${said(snapshot)}”`, ' cannot be brought back.'),
      clones.length > 0 && h('p', h('strong', 'With it go its clones: '), clones.join(', '))],
    act: async () => {
      await remove(`${snapshotPath(snapshot.id)}${clones.length ? '?force=true' : ''}`);
      notice('The snapshot was deleted.');
    },
  });
}

/** Asks before a branch is deleted. */
export function askBranchDeletion(branch) {
  return ask(`Delete branch ${branch.name}?`, {
    verb: 'Delete branch', danger: true,
    content: () => h('p', `With it go the snapshots that are of this branch only. It has ${plural(branch.numSnapshots, 'snapshot')} in its line.`),
    act: async () => {
      await remove(branchPath(branch.name));
      notice(`Branch ${branch.name} was deleted.`);
    },
  });
}

export const branchNames = () => (live.branches ?? []).map((branch) => branch.name);
