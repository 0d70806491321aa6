// Small pieces shared by several views.
import {html} from './lit-html.js';
import {icon} from './icons.js';

/** Returns a name, isolated from the text direction around it. */
export const nameOf = (person) => html`<bdi>${plainName(person)}</bdi>`;

/** Returns a name without invisible characters, which could make it look like another one. */
export const plainName = (person) =>
  (person?.name || '').replace(/[\p{Cc}\p{Cf}]/gu, '').trim() || person?.mobile || 'Unknown';

/** Returns a circle with the first letter of the name. */
export function avatar(person) {
  const letter = [...plainName(person)][0];
  const colour = [...(person?.id || '')].reduce((sum, c) => (sum + c.charCodeAt(0)) % 6, 0);
  return html`<span class="avatar c${colour}" aria-hidden="true">${letter}</span>`;
}

export const notice = (state, actions) => state.notice ? html`
  <div class="notice" role="status">
    <p>${state.notice}</p>
    <button class="plain" @click=${actions.dismiss} aria-label="Dismiss this notice">
      ${icon('close')}</button>
  </div>` : '';

/** Returns a notice while the server is unreachable. */
export const linkState = (state) => state.up ? '' : html`
  <p class="offline away" role="status">Offline. You can keep writing: messages are sent when the
    server is reachable again.</p>`;

/** Returns a notice while the event stream replaces the WebSocket. */
export const detour = (state) => state.up && state.byStream ? html`
  <p class="quiet detour" role="status">Connected by event stream, because WebSocket does not
    work here.</p>` : '';

const CLOCK = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit'});
const DAY = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'short'});

/** Formats a time of today as hours and minutes, any other with its date. */
export function time(millis) {
  const date = new Date(millis);
  const isToday = date.toDateString() === new Date().toDateString();
  return html`<time datetime=${date.toISOString()}>${(isToday ? CLOCK : DAY).format(date)}</time>`;
}

/** Offers a file as a download. */
export function save(name, text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], {type: 'application/json'}));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
