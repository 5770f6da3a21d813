// Requests to the engine. A failure is an ApiError with the words of the engine.

/** A refusal or failure, as the engine says it; status 0 where it did not answer. */
export class ApiError extends Error {
  constructor(status, body) {
    super(body?.message || (status ? `The engine answered ${status}.` : 'The engine does not answer.'));
    Object.assign(this, { status, code: body?.code, detail: body?.detail, hint: body?.hint });
  }
}

const session = { csrf: '' };
let onSignedOut = () => {};

/** What protects changes from other sites' pages; the answer to signing in. */
export const useCSRF = (token) => (session.csrf = token);
export const whenSignedOut = (act) => (onSignedOut = act);

/** Sends a request and reads the answer: JSON, text, or nothing. */
export async function call(method, path, body, { quiet = false, signal } = {}) {
  const headers = {};
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (method !== 'GET') headers['X-CSRF-Token'] = session.csrf;
  let response;
  let text;
  try {
    response = await fetch(path, { method, headers, signal, body: body === undefined ? undefined : JSON.stringify(body) });
    text = await response.text();
  } catch {
    throw new ApiError(0);
  }
  if (response.status === 401 && !quiet) onSignedOut();
  const isJSON = (response.headers.get('Content-Type') ?? '').includes('json');
  const value = isJSON && text ? parsed(text) : text;
  if (!response.ok) throw new ApiError(response.status, typeof value === 'object' ? value : undefined);
  return value;
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(0, { message: 'The answer cannot be read.' });
  }
}

export const get = (path) => call('GET', path);
export const post = (path, body) => call('POST', path, body);
export const patch = (path, body) => call('PATCH', path, body);
export const remove = (path) => call('DELETE', path);
export const clonePath = (id) => `/clone/${encodeURIComponent(id)}`;
export const snapshotPath = (id) => `/snapshot/${encodeURIComponent(id)}`;
export const branchPath = (name) => `/branch/${encodeURIComponent(name)}`;
