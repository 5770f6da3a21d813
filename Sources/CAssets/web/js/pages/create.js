// Creating a clone: what it is of, who may use it, how long it stays; and the command that does the same.
import { h } from '../dom/tree.js';
import { copyButton } from '../dom/copy.js';
import { refusal } from '../dom/dialog.js';
import { choice, field, inMinutes, leases, protection, text, toggle, ENDS } from '../dom/form.js';
import { icon } from '../dom/icons.js';
import { call } from '../state/api.js';
import { live, changed, refreshClone } from '../state/live.js';
import { command } from '../words/connect.js';
import { refusalsByField } from '../words/fields.js';
import { generate, strength } from '../words/password.js';
import { card, empty, pageHead, skeleton } from '../components/marks.js';
import { created } from '../components/creation.js';
import { snapshotChoice } from '../components/choice.js';

/** A page with a form of its own; what was typed stays until the reader leaves. */
export function createClone(query) {
  const form = {
    values: { branch: query.get('branch') ?? '', snapshot: query.get('snapshot') ?? '', username: '', password: '', dbName: '', lease: '', end: '', restricted: false, settings: '', id: '' },
    error: null, busy: false, isShown: false, made: null, calendar: { month: null, chosen: '' },
  };
  return { title: 'Create clone', render: () => (form.made ? created(form.made, () => again(form)) : render(form)), leave: () => form.made?.stop() };
}

function render(form) {
  if (!live.snapshots) return [pageHead('Create clone', { back: ['#/', 'Overview'] }), skeleton(8)];
  if (live.snapshots.length === 0) return [pageHead('Create clone', { back: ['#/', 'Overview'] }), empty('There is nothing to clone yet', 'The first refresh takes a snapshot of the source.', h('a.button', { href: '#/refreshes' }, 'To the refreshes'))];
  const errors = refusalsByField(form.error);
  return [
    pageHead('Create clone', { lead: 'A copy of the database of your own, in a moment.', back: ['#/', 'Overview'] }),
    h('form.columns', { onsubmit: (event) => submit(event, form), novalidate: true, id: 'create-form' },
      h('div.column-main',
        card('Data', { id: 'of' }, snapshotChoice(form, errors)),
        card('Access', { id: 'access' }, access(form, errors)),
        card('Life', { id: 'life' }, life(form, errors))),
      h('div.column-side.sticky', card('Create', { id: 'go' }, form.error && errors.form && refusal(form.error),
        form.error && !errors.form && h('p.field-error', { role: 'alert' }, 'The engine refuses it: see the field marked.'),
        h('button.primary.block', { type: 'submit', disabled: form.busy }, form.busy ? 'One moment …' : 'Create clone'),
        h('p.label-like', 'The same by command line'),
        h('div.command', h('pre', { id: 'cli', tabindex: '0', 'aria-label': 'Command' }, cli(form.values)), copyButton(cli(form.values), 'command')),
        h('p.hint', 'The password goes by DBLAB_CLONE_PASSWORD, or it is asked for.')))),
  ];
}

function access(form, errors) {
  const { values, isShown } = form;
  const grade = strength(values.password);
  return h('div.fields',
    field('username', 'User', text(values, 'username', changed, { required: true }), { hint: 'A database role that is made for you.', error: errors.username }),
    field('dbName', 'Database', text(values, 'dbName', changed), { optional: true, hint: 'Where you connect to first.', error: errors.dbName }),
    field('password', 'Password', (ties) => h('div.with-buttons', text(values, 'password', changed, { type: isShown ? 'text' : 'password', autocomplete: 'new-password', required: true })(ties),
      h('button', { type: 'button', onclick: () => fill(values) }, 'Generate'),
      h('button.square', { type: 'button', 'aria-label': isShown ? 'Hide the password' : 'Show the password', 'aria-pressed': String(isShown), onclick: () => show(form) }, icon('eye')),
      copyButton(values.password, 'password')), { wide: true, error: errors.password }),
    h('div.strength.wide', { class: grade.level, role: 'status' }, h('div.progress', h('i', { style: { width: `${grade.share * 100}%` } })), h('span', `${grade.words}${grade.bits ? ` · ${grade.bits} bits` : ''}`)),
    h('div.wide', toggle(values, 'restricted', changed, 'Restricted user', 'Without superuser rights: it cannot run programs or read files on the server.')));
}

function life({ values }, errors) {
  const limit = live.status?.cloning.protectionMaxDurationMinutes;
  return h('div.fields',
    field('id', 'Id', text(values, 'id', changed), { optional: true, hint: 'Letters, digits, dots, hyphens; made up if empty.', error: errors.id }),
    field('lease', 'Protection', choice(values, 'lease', changed, leases(limit)), { hint: 'A protected clone is not destroyed by mistake or for being idle.', error: errors.lease }),
    field('end', 'Destroy by itself', choice(values, 'end', changed, ENDS, { disabled: values.lease !== '' }), { error: errors.end, hint: values.lease === '' ? undefined : 'Not together with protection.' }),
    field('settings', 'PostgreSQL settings', (ties) => h('textarea', { ...ties, rows: 3, spellcheck: 'false', placeholder: 'work_mem = 64MB', value: values.settings, oninput: (event) => { values.settings = event.target.value; changed(); } }), { wide: true, optional: true, hint: 'One a line, as name = value.', error: errors.settings }));
}

function show(form) {
  form.isShown = !form.isShown;
  changed();
}

function fill(values) {
  values.password = generate();
  changed();
}

/** `name = value` a line. */
function settings(values) {
  const pairs = values.settings.split('\n').map((line) => line.trim()).filter((line) => line && !line.startsWith('#'));
  return Object.fromEntries(pairs.map((line) => {
    const [, name, value] = line.match(/^([^=\s]*)\s*=?\s*(.*)$/);
    return [name, value.replace(/^'(.*)'$/, '$1')];
  }));
}

function cli(values) {
  const lease = values.lease === '' ? undefined : Number(values.lease);
  const hours = Number(values.end) / 60;
  const text = command(['clone', 'create'], [['id', values.id], ['username', values.username || 'USER'], ['branch', values.snapshot ? '' : values.branch], ['snapshot-id', values.snapshot],
    ['db-name', values.dbName], ['restricted', values.restricted], ['protected', lease], ['delete-after', !lease && lease !== 0 && hours ? (hours % 24 ? `${hours}h` : `${hours / 24}d`) : '']]);
  return [text, ...Object.entries(settings(values)).map((pair) => `--extra-config '${pair.join('=')}'`)].join(' \\\n  ');
}

function request(values) {
  return {
    ...(values.id && { id: values.id }), ...(values.branch && { branch: values.branch }), ...(values.snapshot && { snapshot: { id: values.snapshot } }),
    ...protection(values.lease), ...(values.end && values.lease === '' && { deleteAt: inMinutes(Number(values.end)) }),
    db: { username: values.username, password: values.password, restricted: values.restricted, db_name: values.dbName },
    ...(values.settings.trim() && { extra_conf: settings(values) }),
  };
}

async function submit(event, form) {
  event.preventDefault();
  if (form.busy) return;
  Object.assign(form, { busy: true, error: null });
  changed();
  const startedAt = performance.now();
  try {
    const clone = await call('POST', '/clone', request(form.values));
    live.passwords.set(clone.id, form.values.password);
    form.made = { id: clone.id, startedAt, endedAt: null, warnings: clone.warnings ?? [], steps: [], stop() {} };
    await refreshClone(clone.id);
    scrollTo(0, 0);
  } catch (error) {
    form.error = error;
    requestAnimationFrame(() => requestAnimationFrame(() => document.querySelector('#create-form [aria-invalid], #create-form .refusal')?.focus?.()));
  }
  form.busy = false;
  changed();
}

function again(form) {
  form.made.stop();
  Object.assign(form, { made: null });
  Object.assign(form.values, { id: '', password: '' });
  changed();
}
