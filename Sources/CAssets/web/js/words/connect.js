// The ways to connect to a clone, as text to copy. The password is known only to the page that has just set it.

const shell = (text) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
const quoted = (text) => (/^[^\s'\\]+$/.test(text) ? text : `'${text.replace(/[\\']/g, '\\$&')}'`);
const part = encodeURIComponent;
const hidden = '••••••••';

/** Lists `{name, shown, text}`: what to show and what to copy. */
export function connections(db, password, isShown) {
  const strings = (secret) => build(db, secret);
  const real = strings(password || 'PASSWORD');
  const shown = strings(password ? (isShown ? password : hidden) : 'PASSWORD');
  return real.map((entry, index) => ({ ...entry, shown: shown[index].text.replaceAll(part(hidden), hidden) }));
}

function build({ host, port, username, dbName }, password) {
  const name = host.includes(':') ? `[${host}]` : host;
  const uri = `postgresql://${part(username)}:${part(password)}@${name}:${port}/${part(dbName)}`;
  const words = `host=${quoted(host)} port=${port} user=${quoted(username)} dbname=${quoted(dbName)}`;
  return [
    { name: 'psql', text: `PGPASSWORD=${password === hidden ? hidden : shell(password)} psql ${shell(words)}` },
    { name: 'URI', text: uri },
    { name: 'JDBC', text: `jdbc:postgresql://${name}:${port}/${part(dbName)}?user=${part(username)}&password=${part(password)}` },
    { name: '.env', text: `DATABASE_URL=${uri}\nPGHOST=${host}\nPGPORT=${port}\nPGUSER=${username}\nPGDATABASE=${dbName}\nPGPASSWORD=${password}` },
    { name: 'SSH forward', text: `ssh -N -L ${port}:${name}:${port} USER@${location.hostname}` },
  ];
}

/** The command that does the same as a form: words, and options `[name, value]` where `true` stands for a flag. */
export function command(words, options) {
  const given = options.filter(([, value]) => value !== undefined && value !== null && value !== '' && value !== false);
  const texts = given.map(([name, value]) => (value === true ? `--${name}` : `--${name} ${shell(String(value))}`));
  return [['dblab', ...words.map(shell)].join(' '), ...texts].join(' \\\n  ');
}
