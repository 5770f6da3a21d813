// Which field of a form a refusal of the engine is about.

const RULES = [
  ['settings', /extra_conf|setting name|\bsetting\b/i],
  ['password', /password/i],
  ['username', /username|db\.username/i],
  ['dbName', /db_name|database/i],
  ['id', /clone id|clone with id|`id`|already exists/i],
  ['end', /deleteAt|schedule deletion/i],
  ['lease', /protection/i],
  ['snapshot', /snapshot/i],
  ['branch', /branch/i],
];

/** Refusals by field; what belongs to none is under `form`. */
export function refusalsByField(error) {
  if (!error) return {};
  const words = [error.message, error.hint].filter(Boolean).join(' ');
  if (/both DB username and password/.test(error.message)) return { username: 'Give a user name.', password: 'Give a password.' };
  const rule = error.status >= 400 && error.status < 500 && RULES.find(([, pattern]) => pattern.test(error.message));
  return { [rule ? rule[0] : 'form']: words };
}
