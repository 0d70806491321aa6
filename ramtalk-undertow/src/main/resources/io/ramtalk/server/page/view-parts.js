// Small pieces that several views show.
import {html} from './lit-html.js';
import {icon} from './icons.js';

/** The name of somebody, isolated from the direction of what stands around it. */
export const nameOf = (person) => html`<bdi>${plainName(person)}</bdi>`;

/** Without characters that turn the direction or cannot be seen: one name could pass for another. */
export const plainName = (person) =>
  (person?.name || '').replace(/[\p{Cc}\p{Cf}]/gu, '').trim() || person?.mobile || 'Somebody';

/** A circle with the first letter of the name. */
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

/** Says that the server is not reached, and what to do. */
export const linkState = (state) => state.up ? '' : html`
  <p class="offline away" role="status">Offline. You can go on writing: messages are sent when the
    server is reached again.</p>`;

/** Says that the page is live in another way than it should be. */
export const detour = (state) => state.up && state.byStream ? html`
  <p class="quiet detour" role="status">Live over an event stream, because no WebSocket gets
    through.</p>` : '';

const CLOCK = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit'});
const DAY = new Intl.DateTimeFormat(undefined, {dateStyle: 'medium', timeStyle: 'short'});

/** A time of today as hours and minutes, of another day with its date. */
export function time(millis) {
  const date = new Date(millis);
  const isToday = date.toDateString() === new Date().toDateString();
  return html`<time datetime=${date.toISOString()}>${(isToday ? CLOCK : DAY).format(date)}</time>`;
}

/** Hands a file to the person at the page. */
export function save(name, text) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], {type: 'application/json'}));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
