// Fields with their labels, hints and refusals.
import { h } from './tree.js';
import { icon } from './icons.js';

/** A field: label, control, hint, and the refusal that concerns it. `control` gets the attributes that tie them together. */
export function field(id, label, control, { hint, error, optional, wide } = {}) {
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  return h('div.field', { key: id, class: wide ? 'wide' : '' },
    h('label', { for: id }, label, optional && h('span.faint', ' optional')),
    control({ id, 'aria-describedby': described, 'aria-invalid': error ? 'true' : undefined }),
    hint && h('p.hint', { id: `${id}-hint` }, hint),
    error && h('p.field-error', { id: `${id}-error`, role: 'alert' }, error));
}

/** A line of text that is kept in `values[name]`. */
export const text = (values, name, update, more = {}) => (ties) => h('input', {
  type: 'text', autocomplete: 'off', spellcheck: 'false', autocapitalize: 'off', ...ties, ...more, name,
  value: values[name] ?? '',
  oninput: (event) => {
    values[name] = event.target.value;
    update();
  },
});

/** One of several: `options` are `[value, words]`. */
export const choice = (values, name, update, options, more = {}) => (ties) => h('select', {
  ...ties, ...more, name, value: values[name] ?? '',
  onchange: (event) => {
    values[name] = event.target.value;
    update();
  },
}, options.map(([value, words]) => h('option', { key: value, value, selected: value === (values[name] ?? '') }, words)));

/** Yes or no, with its explanation. */
export function toggle(values, name, update, label, hint) {
  return h('label.toggle', { key: name },
    h('input', {
      type: 'checkbox', name, checked: Boolean(values[name]),
      onchange: (event) => {
        values[name] = event.target.checked;
        update();
      },
    }),
    h('span', h('span.toggle-label', label), hint && h('span.hint', hint)));
}

/** A field to look for something; it changes `wish[name]`. */
export const search = (wish, name, update, label) => h('label.search', icon('search', 16), h('span.unseen', label),
  h('input', { type: 'search', placeholder: label, value: wish[name], oninput: (event) => { wish[name] = event.target.value; update(); } }));

/** A choice without a visible label, for a row of filters. */
export const filter = (wish, name, update, label, options) => h('select', {
  key: name, 'aria-label': label, onchange: (event) => { wish[name] = event.target.value; update(); },
}, options.map(([value, words]) => h('option', { key: value, value, selected: value === wish[name] }, words)));

/** One of several, with a line that explains it. */
export const radio = (values, name, value, update, label, more, title) => h('label.radio', { key: value, title },
  h('input', { type: 'radio', name, value, checked: values[name] === value, onchange: () => { values[name] = value; update(); } }),
  h('span', h('strong', label), more && h('span.faint', more)));

const LEASES = [['60', '1 hour'], ['720', '12 hours'], ['1440', '1 day'], ['4320', '3 days'], ['10080', '7 days'], ['43200', '30 days']];

/** How long something may be protected, within the engine's limit. */
export function leases(limit, none = 'Not protected') {
  const allowed = LEASES.filter(([minutes]) => !limit || Number(minutes) <= limit);
  return [['', none], ...allowed, ['0', limit ? 'As long as allowed' : 'Until I end it']];
}

/** What a lease of `leases` asks of the engine. */
export function protection(lease) {
  return lease === '' ? { protected: false } : { protected: true, protectionDurationMinutes: Number(lease) };
}

export const ENDS = [['', 'Never'], ['60', 'In 1 hour'], ['240', 'In 4 hours'], ['1440', 'In 1 day'], ['10080', 'In 7 days']];

/** The moment so many minutes from now, for the API. */
export const inMinutes = (minutes) => (minutes ? new Date(Date.now() + minutes * 60_000).toISOString().replace(/\.\d+/, '') : '');
