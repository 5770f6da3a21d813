// The usual keys of the configuration, as they stand in the form.

const SOURCE = 'retrieval.spec.logicalDump.options.source.connection';
const DUMP = 'retrieval.spec.logicalDump.options';
const RESTORE = 'retrieval.spec.logicalRestore.options';

/** Groups of `{path, label, kind, hint}`; kinds: text, secret, number, switch, names (a map by its names), pairs, list. */
export const GROUPS = [
  ['Source', [
    { path: `${SOURCE}.host`, label: 'Host' },
    { path: `${SOURCE}.port`, label: 'Port', kind: 'number' },
    { path: `${SOURCE}.dbname`, label: 'Database to connect to' },
    { path: `${SOURCE}.username`, label: 'User', hint: 'Needs no superuser: a role that may read everything is enough.' },
    { path: `${SOURCE}.password`, label: 'Password', kind: 'secret', hint: 'Empty: the present one stays.' },
    { path: `${DUMP}.databases`, label: 'Databases', kind: 'names', hint: 'By commas; empty for all.' },
  ]],
  ['Refresh', [
    { path: 'retrieval.refresh.timetable', label: 'Timetable', hint: 'Minute, hour, day, month, weekday, such as 0 3 * * mon; empty for never.' },
    { path: `${DUMP}.parallelJobs`, label: 'Connections for the dump', kind: 'number' },
    { path: `${RESTORE}.parallelJobs`, label: 'Connections for the restore', kind: 'number' },
    { path: `${DUMP}.ignoreErrors`, label: 'Go on when some objects cannot be dumped', kind: 'switch' },
    { path: `${RESTORE}.ignoreErrors`, label: 'Go on when some objects cannot be restored', kind: 'switch' },
  ]],
  ['PostgreSQL of clones', [
    { path: 'databaseConfigs.configs', label: 'Settings', kind: 'pairs', hint: 'One a line, as name = value.' },
    { path: 'global.debug', label: 'Write a detailed log', kind: 'switch' },
  ]],
];

/** A value of the configuration as the text of its field. */
export function shown(value, kind) {
  if (kind === 'switch') return value === true;
  if (kind === 'names') return Object.keys(value ?? {}).join(', ');
  if (kind === 'pairs') return Object.entries(value ?? {}).map(([name, text]) => `${name} = ${text}`).join('\n');
  return value === undefined || value === null ? '' : String(value);
}

/** What the text of a field says, for the engine; `before` is what it had. */
export function meant(text, kind, before) {
  if (kind === 'switch') return Boolean(text);
  if (kind === 'number') return /^\d+$/.test(text.trim()) ? Number(text) : text === '' ? undefined : text;
  if (kind === 'names') return Object.fromEntries(text.split(',').map((name) => name.trim()).filter(Boolean).map((name) => [name, before?.[name] ?? {}]));
  if (kind === 'pairs') {
    return Object.fromEntries(text.split('\n').map((line) => line.match(/^\s*([^=\s#]+)\s*=\s*(.*?)\s*$/)).filter(Boolean).map(([, name, value]) => [name, value]));
  }
  return text;
}
