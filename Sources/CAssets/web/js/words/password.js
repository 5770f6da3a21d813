// How hard a password is to guess, counted as the engine counts, and new ones.

const KINDS = [[26, /[a-z]/], [26, /[A-Z]/], [10, /[0-9]/], [5, /[-_., ]/], [28, /[!@$&*"#%'()+/:;<=>?[\\\]^{|}~`]/]];
const ROWS = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'abcdefghijklmnopqrstuvwxyz', '0123456789'];
const ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

/** Bits of entropy: the characters that count, times the bits of their alphabet. */
export function entropy(password) {
  const letters = [...password];
  const others = new Set(letters.filter((letter) => !KINDS.some(([, kind]) => kind.test(letter)))).size;
  const size = KINDS.reduce((sum, [count, kind]) => sum + (kind.test(password) ? count : 0), others);
  if (size < 2) return 0;
  const varied = letters.filter((letter, i) => i < 2 || letter !== letters[i - 1] || letter !== letters[i - 2]);
  const counted = varied.filter((_, i) => i < 2 || !isRun(varied.slice(i - 2, i + 1)));
  return Math.floor(counted.length * Math.log2(size));
}

function isRun(three) {
  const forward = three.join('').toLowerCase();
  const backward = [...forward].reverse().join('');
  return ROWS.some((row) => row.includes(forward) || row.includes(backward));
}

/** A sentence about it, and how full its bar is from 0 to 1. */
export function strength(password) {
  const bits = entropy(password);
  const words = bits === 0 ? 'No password yet' : bits < 40 ? 'Weak' : bits < 60 ? 'Fair' : bits < 90 ? 'Strong' : 'Very strong';
  return { bits, words, share: Math.min(1, bits / 100), level: bits < 40 ? 'bad' : bits < 60 ? 'middling' : 'good' };
}

/** A new password of 24 letters and digits, none of which looks like another. */
export function generate() {
  const result = [];
  while (result.length < 24) {
    // Of 256 values the last few would make some letters likelier than others.
    for (const byte of crypto.getRandomValues(new Uint8Array(64))) {
      if (byte < 4 * ALPHABET.length && result.length < 24) result.push(ALPHABET[byte % ALPHABET.length]);
    }
  }
  return result.join('');
}
