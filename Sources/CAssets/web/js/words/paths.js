// Values in nested objects, by paths such as a.b.c; and the line of a key in a YAML text.

export const at = (object, path) => path.split('.').reduce((value, key) => value?.[key], object);

/** A copy of `object` with another value at the path. */
export function put(object, path, value) {
  const [key, ...rest] = path.split('.');
  return { ...object, [key]: rest.length ? put(object?.[key] ?? {}, rest.join('.'), value) : value };
}

/** The number of the line, from 0, of the deepest key of `path` that the text has; -1 for none. */
export function lineOf(text, path) {
  const keys = path.split('.');
  let depth = 0;
  let indent = -1;
  let found = -1;
  for (const [number, line] of text.split('\n').entries()) {
    const match = line.match(/^(\s*)([\w-]+):/);
    if (!match || depth === keys.length) continue;
    if (match[1].length <= indent && depth > 0) break;
    if (match[2] !== keys[depth]) continue;
    indent = match[1].length;
    found = number;
    depth += 1;
  }
  return found;
}

/** The keys that a message names, such as `retrieval.refresh.timetable`. */
export const pathsIn = (message) => message.match(/[a-zA-Z]\w*(?:\.[a-zA-Z]\w*)+/g) ?? [];
