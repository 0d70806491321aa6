// Signing up and logging in.
import {html} from './lit-html.js';
import {notice} from './view-parts.js';

let mobile = '';
let codeSent = false;
let busy = false;
let error = '';

export function loginView(state, actions) {
  return html`
    <main class="login">
      <img src="page/icon.svg" alt="" width="64" height="64">
      <h1>RAMTalk</h1>
      ${notice(state, actions)}
      <p class="quiet">Messages wait in RAM until they are fetched, and then they are gone.</p>
      ${form(state, actions)}
      <p class="quiet"><a href="docs">For programs: the API</a></p>
    </main>`;
}

function form(state, actions) {
  if (!state.access) {
    return html`<p role="status">Looking for the server…</p>`;
  }
  if (state.access === 'custom') {
    return html`<p role="status">On this server another program lets people in. Ask whoever runs
      it how to use it.</p>`;
  }
  const needsCode = state.access === 'otp';
  const submit = (event) => {
    event.preventDefault();
    const fields = Object.fromEntries(new FormData(event.target));
    step(actions, needsCode && !codeSent ? async () => {
      await actions.sendCode(fields.mobile);
      mobile = fields.mobile;
      codeSent = true;
      setTimeout(() => document.querySelector('[name=code]')?.focus());
    } : async () => {
      await actions.logIn({mobile: codeSent ? mobile : fields.mobile, name: fields.name.trim(),
        code: (fields.code || '').trim(), stay: Boolean(fields.stay)});
      codeSent = false;
    });
  };
  return html`
    <form @submit=${submit}>
      ${codeSent && needsCode ? codeFields(state, actions) : mobileFields(state, needsCode)}
      ${error ? html`<p class="error" role="alert">${error}</p>` : ''}
      <button class="main" ?disabled=${busy}>${needsCode
        ? codeSent ? 'Log in' : 'Send me a code' : 'Sign up or log in'}</button>
    </form>`;
}

const mobileFields = (state, needsCode) => html`
  <label>Mobile number
    <input name="mobile" type="tel" required autocomplete="tel" maxlength="40"
      .defaultValue=${state.last.mobile || ''} placeholder="01711111111"></label>
  ${needsCode ? '' : more(state)}`;

const codeFields = (state, actions) => html`
  <p>A code was sent to <bdi>${mobile}</bdi>.
    <button type="button" class="link" @click=${() => {
      codeSent = false;
      error = '';
      actions.changed();
    }}>Another number</button></p>
  <label>Code
    <input name="code" required inputmode="numeric" autocomplete="one-time-code" maxlength="6"
      pattern="[0-9]{6}" title="The 6 digits that were sent to you"></label>
  ${more(state)}`;

const more = (state) => html`
  <label>Name, if you are new
    <input name="name" autocomplete="nickname" maxlength="64"
      .defaultValue=${state.last.name || ''}></label>
  <label class="row"><input name="stay" type="checkbox"> Stay logged in on this device</label>`;

async function step(actions, run) {
  busy = true;
  error = '';
  actions.changed();
  try {
    await run();
  } catch (refusal) {
    error = refusal.retryAfter
      ? `${refusal.message}. Try again in ${refusal.retryAfter} seconds.` : refusal.message;
  }
  busy = false;
  actions.changed();
}
