// The settings: name, logout and deletion of the account.
import {html} from './lit-html.js';
import {icon} from './icons.js';

export function settingsView(state, actions) {
  const {settings} = state;
  const leaving = (chosen) => {
    settings.leaving = chosen;
    actions.changed();
  };
  const shut = (event) => event.target.closest('dialog').close();
  const rename = (event) => {
    event.preventDefault();
    attempt(settings, actions,
      () => actions.rename(new FormData(event.target).get('name').trim()));
  };
  return html`
    <dialog class="settings" aria-label="Settings" @close=${() => actions.toggleSettings(false)}>
      <header>
        <h2>Settings</h2>
        <button class="plain" @click=${shut} aria-label="Close settings">
          ${icon('close')}</button>
      </header>
      <p class="quiet">Your number is <bdi>${state.me.mobile}</bdi>.</p>
      <form @submit=${rename}>
        <label>Name <input name="name" maxlength="64" .defaultValue=${state.me.name || ''}></label>
        <button class="main">Save</button>
      </form>
      ${settings.error ? html`<p class="error" role="alert">${settings.error}</p>` : ''}
      <button @click=${() => actions.logOut()}>Log out</button>
      <p class="quiet">Logging out deletes all conversations from this tab.</p>
      ${settings.leaving ? html`
        <p role="alert">This permanently deletes your account, your mailbox and everything in this
          tab.</p>
        <button class="danger" @click=${() => attempt(settings, actions, actions.leave)}>Yes, delete
          my account</button>
        <button @click=${() => leaving(false)}>Keep my account</button>` : html`
        <button class="danger" @click=${() => leaving(true)}>Delete my account</button>`}
    </dialog>`;
}

async function attempt(settings, actions, run) {
  settings.error = '';
  try {
    await run();
  } catch (refusal) {
    settings.error = refusal.message;
  }
  actions.changed();
}
