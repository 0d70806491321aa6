// Signing up and logging in.
import {html} from './lit-html.js';
import {notice} from './view-parts.js';

export function loginView(state, actions) {
  return html`
    <main class="login">
      <img src="page/icon.svg" alt="" width="64" height="64">
      <h1>RAMTalk</h1>
      ${notice(state, actions)}
      <p class="quiet">Messages stay in RAM until they are fetched, and are then deleted.</p>
      ${form(state, actions)}
      <p class="quiet"><a href="docs">API documentation</a></p>
    </main>`;
}

function form(state, actions) {
  if (!state.access) {
    return html`<p role="status">Connecting to the server…</p>`;
  }
  if (state.access === 'custom') {
    return html`<p role="status">Another program handles logins for this server. Ask its operator
      how to log in.</p>`;
  }
  const {login} = state;
  const needsCode = state.access === 'otp';
  const submit = (event) => {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(event.target));
    step(login, actions, needsCode && !login.codeSent ? async () => {
      await actions.sendCode(fields.mobile);
      login.mobile = fields.mobile;
      login.codeSent = true;
      setTimeout(() => document.querySelector('[name=code]')?.focus());
    } : async () => {
      await actions.logIn({mobile: login.codeSent ? login.mobile : fields.mobile,
        name: fields.name.trim(), code: (fields.code || '').trim(), stay: Boolean(fields.stay)});
      login.codeSent = false;
    });
  };
  return html`
    <form @submit=${submit}>
      ${needsCode && login.codeSent ? codeFields(state, actions) : mobileFields(state, needsCode)}
      ${login.error ? html`<p class="error" role="alert">${login.error}</p>` : ''}
      <button class="main" ?disabled=${login.busy}>${needsCode
        ? login.codeSent ? 'Log in' : 'Send me a code' : 'Sign up or log in'}</button>
    </form>`;
}

const mobileFields = (state, needsCode) => html`
  <label>Mobile number
    <input name="mobile" type="tel" required autocomplete="tel" maxlength="40"
      .defaultValue=${state.last.mobile || ''} placeholder="01711111111"></label>
  ${needsCode ? '' : more(state)}`;

const codeFields = (state, actions) => html`
  <p>A code was sent to <bdi>${state.login.mobile}</bdi>.
    <button type="button" class="link" @click=${() => {
      Object.assign(state.login, {codeSent: false, error: ''});
      actions.changed();
    }}>Use another number</button></p>
  <label>Code
    <input name="code" required inputmode="numeric" autocomplete="one-time-code" maxlength="6"
      pattern="[0-9]{6}" title="The 6 digits that were sent to you"></label>
  ${more(state)}`;

const more = (state) => html`
  <label>Name, if you are new
    <input name="name" autocomplete="nickname" maxlength="64"
      .defaultValue=${state.last.name || ''}></label>
  <label class="row"><input name="stay" type="checkbox"> Stay logged in on this device</label>`;

async function step(login, actions, run) {
  Object.assign(login, {busy: true, error: ''});
  actions.changed();
  try {
    await run();
  } catch (refusal) {
    login.error = refusal.retryAfter
      ? `${refusal.message}. Try again in ${refusal.retryAfter} seconds.` : refusal.message;
  }
  login.busy = false;
  actions.changed();
}
