// A month whose days tell how many snapshots hold the data of that day.
import { h } from '../dom/tree.js';
import { icon } from '../dom/icons.js';
import { day, moment, plural } from '../words/format.js';

const title = new Intl.DateTimeFormat('en-GB', { month: 'long', year: 'numeric' });
const whole = new Intl.DateTimeFormat('en-GB', { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const WEEK = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];

/** What a calendar shows; `month` is any day of it, `chosen` a day like 2026-01-31. */
export const calendarState = () => ({ month: null, chosen: '' });

/** Snapshots by the day of their data. */
export function byDay(snapshots) {
  const days = new Map();
  for (const snapshot of snapshots) {
    const date = moment(snapshot.dataStateAt);
    if (date) days.set(day(date), [...(days.get(day(date)) ?? []), snapshot]);
  }
  return days;
}

/** The calendar. `onChoose` gets the day, or nothing when it is chosen again. */
export function calendar(state, snapshots, update, onChoose) {
  const days = byDay(snapshots);
  const newest = [...days.keys()].sort().at(-1);
  const month = state.month ?? (newest ? new Date(`${newest}T12:00`) : new Date());
  const first = new Date(month.getFullYear(), month.getMonth(), 1, 12);
  const count = new Date(month.getFullYear(), month.getMonth() + 1, 0).getDate();
  const turn = (by) => {
    state.month = new Date(month.getFullYear(), month.getMonth() + by, 1, 12);
    update();
  };
  const cells = [...Array((first.getDay() + 6) % 7).fill(null), ...Array.from({ length: count }, (_, i) => new Date(month.getFullYear(), month.getMonth(), i + 1, 12))];
  while (cells.length < 42) cells.push(null);
  return h('div.calendar', { role: 'group', 'aria-label': 'Snapshots by the day of their data' },
    h('div.calendar-head',
      h('button.quiet.square', { type: 'button', 'aria-label': 'Month before', onclick: () => turn(-1) }, icon('left')),
      h('strong', { 'aria-live': 'polite' }, title.format(month)),
      h('button.quiet.square', { type: 'button', 'aria-label': 'Month after', onclick: () => turn(1) }, icon('right'))),
    h('div.days', WEEK.map((name) => h('span.weekday', { key: name, 'aria-hidden': 'true' }, name)),
      cells.map((date, index) => cell(date, index, days, state, update, onChoose))));
}

function cell(date, index, days, state, update, onChoose) {
  if (!date) return h('span.day', { key: `e${index}` });
  const id = day(date);
  const held = days.get(id);
  const isToday = id === day(new Date());
  if (!held) return h('span.day', { key: id, class: isToday ? 'today' : '' }, date.getDate());
  return h('button.day.held', {
    key: id, type: 'button', 'data-day': id, class: isToday ? 'today' : '', 'aria-pressed': String(state.chosen === id),
    'aria-label': `${whole.format(date)}, ${plural(held.length, 'snapshot')}`, title: plural(held.length, 'snapshot'),
    onclick: () => {
      state.chosen = state.chosen === id ? '' : id;
      onChoose?.(state.chosen);
      update();
    },
  }, date.getDate(), h('i.pips', { 'aria-hidden': 'true' }, held.length > 1 && String(held.length)));
}
