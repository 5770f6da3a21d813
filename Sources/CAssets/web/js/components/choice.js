// Choosing the snapshot that a clone is made of: the newest of a branch, or one by day.
import { h } from '../dom/tree.js';
import { choice, field, radio } from '../dom/form.js';
import { live, changed } from '../state/live.js';
import { bytes, exact, moment, plural, said, when } from '../words/format.js';
import { byDay, calendar } from './calendar.js';

/** The branch, and of its snapshots one; without a choice the newest. */
export function snapshotChoice(form, errors) {
  const { values } = form;
  const ofBranch = live.snapshots.filter((snapshot) => !values.branch || snapshot.branch === values.branch);
  const head = values.branch ? live.branches?.find(({ name }) => name === values.branch)?.snapshotID : '';
  const latest = live.snapshots.find(({ id }) => id === head) ?? [...ofBranch].sort((a, b) => moment(b.dataStateAt) - moment(a.dataStateAt))[0];
  const offered = form.calendar.chosen ? byDay(ofBranch).get(form.calendar.chosen) ?? [] : ofBranch;
  return h('div.pick',
    h('div', field('branch', 'Branch', choice(values, 'branch', () => unpick(form), [['', 'Any'], ...(live.branches ?? []).map(({ name }) => [name, name])]), { error: errors.branch }),
      calendar(form.calendar, ofBranch, changed)),
    h('fieldset.radios', h('legend', form.calendar.chosen ? `Snapshots with the data of ${form.calendar.chosen}` : 'Snapshot'),
      option(values, '', latest, 'Latest'),
      h('div.radio-list', offered.slice(0, 100).map((snapshot) => option(values, snapshot.id, snapshot))),
      offered.length > 100 && h('p.hint', 'Only the first hundred are shown: choose a day.'),
      errors.snapshot && h('p.field-error', { role: 'alert' }, errors.snapshot)));
}

function unpick(form) {
  form.values.snapshot = '';
  form.calendar.chosen = '';
  changed();
}

function option(values, value, snapshot, name) {
  return snapshot && radio(values, 'snapshot', value, changed, name ?? (said(snapshot) || exact(moment(snapshot.dataStateAt))),
    [name ? ['data of ', when(snapshot.dataStateAt)] : snapshot.branch || 'no branch', ` · ${bytes(snapshot.logicalSize)} · ${plural(snapshot.numClones, 'clone')}`], snapshot.id);
}
