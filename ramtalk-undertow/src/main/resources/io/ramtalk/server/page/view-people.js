// The users of the server, those with the latest messages first.
import {html} from './lit-html.js';
import {icon} from './icons.js';
import {avatar, detour, linkState, nameOf, notice, plainName, time} from './view-parts.js';

export function peopleView(state, actions) {
  return html`
    <nav class="people" aria-label="People">
      <header>
        ${avatar(state.me)}
        <h1>${state.me.name ? nameOf(state.me) : 'RAMTalk'}</h1>
        <button class="plain" @click=${() => actions.toggleSettings(true)}
          aria-label="Settings">${icon('settings')}</button>
      </header>
      ${notice(state, actions)}
      ${linkState(state)}
      ${detour(state)}
      ${search(state, actions)}
      <ul>${sorted(state).map((person) => entry(state, actions, person))}</ul>
      ${state.people.size < 2 ? html`<p class="quiet empty">No other users yet. Share the address of
        this page.</p>` : ''}
    </nav>`;
}

function search(state, actions) {
  const submit = async (event) => {
    event.preventDefault();
    const form = event.target;
    if (await actions.find(new FormData(form).get('mobile'))) {
      form.reset();
    }
  };
  return html`
    <form class="search" @submit=${submit}>
      <input name="mobile" type="tel" required maxlength="40" aria-label="Find a mobile number"
        placeholder="Find a mobile number">
      <button class="plain" aria-label="Find">${icon('find')}</button>
    </form>
    ${state.search.error ? html`<p class="error" role="alert">${state.search.error}</p>` : ''}`;
}

function sorted(state) {
  return [...state.people.values()]
    .filter((person) => !person.gone || state.conversations.messages(person.id).length)
    .map((person) => [state.conversations.lastAt(person.id), person])
    .sort((a, b) => b[0] - a[0] || plainName(a[1]).localeCompare(plainName(b[1])))
    .map(([, person]) => person);
}

function entry(state, actions, person) {
  const last = state.conversations.messages(person.id).at(-1);
  const unread = state.conversations.unread(person.id);
  return html`
    <li><button class="person" id="person-${person.id}" @click=${() => actions.open(person.id)}
        aria-current=${state.peer === person.id ? 'true' : 'false'}>
      <span class="face">${avatar(person)}${person.online && state.up
        ? html`<span class="online" role="img" aria-label="online"></span>` : ''}</span>
      <span class="who">
        <span class="name">${nameOf(person)}${person.id === state.me.id ? ' (you)' : ''}</span>
        <span class="teaser">${last ? html`<bdi>${teaser(last)}</bdi>`
          : person.gone ? 'account deleted' : html`<bdi>${person.mobile}</bdi>`}</span>
      </span>
      <span class="when">${last ? time(last.at) : ''}
        ${unread ? html`<span class="unread">${unread}<span class="hidden"> unread</span></span>`
          : ''}</span>
    </button></li>`;
}

const teaser = (message) => (message.mine ? 'You: ' : '')
  + (message.text.trim() ? [...message.text].slice(0, 60).join('') : 'a picture');
