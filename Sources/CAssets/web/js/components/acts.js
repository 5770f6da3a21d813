// What changes a clone, each with the question before it.
import { h } from '../dom/tree.js';
import { ask } from '../dom/dialog.js';
import { choice, field, inMinutes, leases, protection, radio, text, ENDS } from '../dom/form.js';
import { notice } from '../dom/notice.js';
import { clonePath, patch, post, remove } from '../state/api.js';
import { live } from '../state/live.js';
import { bytes, exact, moment, said, shortID, when } from '../words/format.js';

/** Asks to which snapshot a clone goes back, and says what is lost. */
export function askReset(clone) {
  const values = { target: 'same', snapshot: clone.snapshot?.id ?? '' };
  return ask(`Reset ${clone.id}?`, {
    verb: 'Reset', danger: true,
    content: (update) => [
      h('p', h('strong', `All changes made in it are lost${clone.metadata.cloneDiffSize ? `, ${bytes(clone.metadata.cloneDiffSize)} so far` : ''}. `), 'Connections to it are cut. Address, user and password stay as they are.'),
      h('fieldset.radios', h('legend', 'Go back to'),
        radio(values, 'target', 'same', update, 'The same snapshot', clone.snapshot && ['data of ', when(clone.snapshot.dataStateAt)]),
        radio(values, 'target', 'latest', update, 'The latest snapshot', 'of its branch'),
        radio(values, 'target', 'other', update, 'Another snapshot')),
      values.target === 'other' && field('reset-snapshot', 'Snapshot', choice(values, 'snapshot', update, (live.snapshots ?? []).map((snapshot) => [snapshot.id, `${exact(moment(snapshot.dataStateAt))} · ${said(snapshot) || shortID(snapshot.id)}`])))],
    act: async () => {
      await post(`${clonePath(clone.id)}/reset`, { same: {}, latest: { latest: true }, other: { snapshotID: values.snapshot } }[values.target]);
      notice(`${clone.id} is being reset.`);
    },
  });
}

/** Asks before a clone is destroyed; of a protected one the id has to be typed. */
export function askDestroy(clone) {
  const values = { id: '' };
  return ask(`Destroy ${clone.id}?`, {
    verb: 'Destroy', danger: true,
    ready: () => !clone.protected || values.id === clone.id,
    content: (update) => [
      h('p', h('strong', `The clone and all changes made in it are lost${clone.metadata.cloneDiffSize ? `, ${bytes(clone.metadata.cloneDiffSize)} so far` : ''}. `), 'Connections to it are cut. Its snapshot stays.'),
      clone.protected && field('confirm-id', `It is protected. Type its id, ${clone.id}, to destroy it all the same.`, text(values, 'id', update))],
    act: async () => {
      if (clone.protected) await patch(clonePath(clone.id), { protected: false });
      await remove(clonePath(clone.id));
      notice(`${clone.id} is being destroyed.`);
    },
  });
}

/** Asks how long a clone is to be protected, or when it is to go. */
export function askLease(clone) {
  const values = { lease: clone.protected ? '0' : '', end: '' };
  const limit = clone.metadata.protectionMaxDurationMinutes;
  return ask(`Protection of ${clone.id}`, {
    verb: 'Save',
    content: (update) => [
      field('lease', 'Protection', choice(values, 'lease', update, leases(limit)), { hint: 'What is protected is not destroyed by mistake or for being idle.' }),
      values.lease === '' && field('end', 'Destroy by itself', choice(values, 'end', update, ENDS))],
    act: async () => {
      await patch(clonePath(clone.id), { ...protection(values.lease), ...(values.lease === '' && (values.end || clone.deleteAt) ? { deleteAt: inMinutes(Number(values.end)) } : {}) });
      notice(`${clone.id} was changed.`);
    },
  });
}

/** Asks for the message of a commit of a clone's present state. */
export function askCommit(clone) {
  const values = { message: '', kind: 'commit' };
  return ask(`Commit ${clone.id}`, {
    verb: 'Commit',
    content: (update) => [
      h('p', 'Its present state becomes a snapshot that others can clone. It goes on running.'),
      field('message', 'Message', text(values, 'message', update, { maxlength: 500 }), { hint: 'What you did in it.' }),
      h('fieldset.radios', h('legend', 'Where'),
        radio(values, 'kind', 'commit', update, `On branch ${clone.branch}`, 'The branch ends at the new snapshot.'),
        radio(values, 'kind', 'plain', update, 'Beside the branch', 'A snapshot of its own; the branch stays where it is.'))],
    act: async () => {
      await post(values.kind === 'commit' ? '/branch/snapshot' : '/snapshot/clone', { cloneID: clone.id, message: values.message });
      notice(`${clone.id} was committed.`);
    },
  });
}
