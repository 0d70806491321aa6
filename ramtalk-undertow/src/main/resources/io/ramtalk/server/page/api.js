// Requests to the server, in the name of the person who is logged in.

/** Where the server is: at the root of its host, or below a path that a proxy gave it. */
export const BASE = new URL('..', import.meta.url);

/** The address of a path of the server; the path has no slash in front. */
export const at = (path) => new URL(path, BASE);

/** A request that the server refused, or that did not reach it: status 0, or that of a proxy. */
export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail || 'The server cannot be reached.');
    this.status = status;
    this.code = problem.code || 'unreachable';
    this.retryAfter = problem.retryAfter || 0;
  }
}

/** Asks, and returns the JSON of the answer. */
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

/** How people get in: open, otp or custom. */
export const access = async () => (await ask('GET', 'livez')).access;

export const signUp = (mobile, name) => ask('POST', 'signup', {body: {mobile, name}});

export const sendCode = (mobile) => ask('POST', 'otp', {body: {mobile}});

export const logIn = (mobile, code, name) =>
  ask('POST', 'login', {body: {mobile, code, name: name || undefined}});

export const logOut = (me) => ask('DELETE', 'login', me);

export const profile = (me, id) => ask('GET', `users/${id}`, me);

export const rename = (me, name) => ask('PATCH', `users/${me.id}`, {...me, body: {name}});

export const leave = (me) => ask('DELETE', `users/${me.id}`, me);

/** The first people of the server by id; a long list is not read to its end. */
export const people = (me, limit) => ask('GET', `users?limit=${limit}`, me);

export const find = (me, mobile) =>
  ask('GET', `users?mobile=${encodeURIComponent(mobile)}`, me);

/** The receipts of the latest messages. */
export const sent = async (me) => (await ask('GET', `sent/${me.id}`, me)).receipts;
