// Requests to the server on behalf of the logged-in user.

/** The base URL of the server: the root of its host, or a path that a proxy assigns. */
export const BASE = new URL('..', import.meta.url);

/** Returns the URL of a path without a leading slash. */
export const at = (path) => new URL(path, BASE);

/** A request that the server rejected, or that did not reach it: status 0 or a proxy's status. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail || 'The server cannot be reached.');
    this.status = status;
    this.code = problem.code || 'unreachable';
    this.retryAfter = problem.retryAfter || 0;
  }
}

/** Sends a request and returns the JSON of the response. */
export async function ask(method, path, {token, body} = {}) {
  const headers = {};
  if (token) {
    headers.Authorization = `Bearer ${token}`;
  }
  if (body) {
    headers['Content-Type'] = 'application/json';
  }
  let answer;
  try {
    answer = await fetch(at(path), {
      method, headers, body: body && JSON.stringify(body), cache: 'no-store',
      credentials: 'omit', referrerPolicy: 'no-referrer',
    });
  } catch (unreachable) {
    throw new Refused(0, {});
  }
  const json = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    throw new Refused(answer.status,
      {...json, retryAfter: Number(answer.headers.get('Retry-After')) || 0});
  }
  return json;
}

/** Returns the access policy: open, otp or custom. */
export const access = async () => (await ask('GET', 'livez')).access;

export const signUp = (mobile, name) => ask('POST', 'signup', {body: {mobile, name}});

export const sendCode = (mobile) => ask('POST', 'otp', {body: {mobile}});

export const logIn = (mobile, code, name) =>
  ask('POST', 'login', {body: {mobile, code, name: name || undefined}});

export const logOut = (me) => ask('DELETE', 'login', me);

export const profile = (me, id) => ask('GET', `users/${id}`, me);

export const rename = (me, name) => ask('PATCH', `users/${me.id}`, {...me, body: {name}});

export const leave = (me) => ask('DELETE', `users/${me.id}`, me);

/** Returns the first users by id; a long list is not read to its end. */
export const people = (me, limit) => ask('GET', `users?limit=${limit}`, me);

export const find = (me, mobile) =>
  ask('GET', `users?mobile=${encodeURIComponent(mobile)}`, me);

/** Returns the receipts of the latest messages. */
export const sent = async (me) => (await ask('GET', `sent/${me.id}`, me)).receipts;
