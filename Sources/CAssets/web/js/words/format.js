// Figures and times as people write them.
import { h } from '../dom/tree.js';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const brief = new Intl.RelativeTimeFormat('en', { numeric: 'always', style: 'short' });
const exactly = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
const steps = [['year', 31557600], ['month', 2629800], ['week', 604800], ['day', 86400], ['hour', 3600], ['minute', 60]];

/** 1.2 GiB */
export function bytes(count) {
  if (count === undefined || count === null) return '–';
  let unit = 0;
  let value = Number(count);
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${UNITS[unit]}`;
}

/** 84 ms, 3.2 s, 4 min 05 s, 2 h 10 min */
export function duration(seconds) {
  if (seconds < 0.9995) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** A moment of the API, or nothing where it has none: its zero is an empty text or the year 1. */
export function moment(text) {
  if (!text) return null;
  const date = new Date(/^\d{14}$/.test(text) ? text.replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3T$4:$5:$6Z') : text);
  return Number.isNaN(date.getTime()) || date.getFullYear() < 1971 ? null : date;
}

/** 3 minutes ago, in 2 days */
export function ago(date, isBrief = false, now = Date.now()) {
  const seconds = (date.getTime() - now) / 1000;
  const step = steps.find(([, size]) => Math.abs(seconds) >= size);
  if (!step) return seconds > 20 ? 'in less than a minute' : 'just now';
  return (isBrief ? brief : relative).format(Math.trunc(seconds / step[1]), step[0]).replace('.', '');
}

export const exact = (date) => exactly.format(date);

/** A relative time, the exact one on hover; `none` where there is no time. */
export function when(text, none = '–', isBrief = false) {
  const date = moment(text);
  return date ? h('time', { datetime: date.toISOString(), title: exact(date) }, ago(date, isBrief)) : none;
}

/** The day of a moment in the reader's time zone, as 2026-01-31. */
export function day(date) {
  const two = (number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export const plural = (count, one, many = `${one}s`) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** The message of a snapshot; a hyphen stands for none. */
export const said = ({ message }) => (message === '-' ? '' : message ?? '');

/** The readable end of a snapshot's id, whose beginning is the pool. */
export const shortID = (id) => (id ?? '').replace(/^[^@/]*[@/]/, '');
