// One conversation: its messages, and where the next one is written.
import {html} from './lit-html.js';
import {icon} from './icons.js';
import {avatar, linkState, nameOf, notice, time} from './view-parts.js';
import {shrink} from './pictures.js';

const TIMERS = [[0, 'Keep'], [10, '10 seconds'], [60, '1 minute'], [3600, '1 hour'],
  [86400, '1 day']];
const MARKS = {
  waiting: ['clock', 'waiting for the server'], sending: ['clock', 'being sent'],
  queued: ['check', 'sent'], delivered: ['checks', 'delivered'], read: ['checks', 'read'],
  refused: ['close', 'not sent'], lost: ['close', 'lost when the server was restarted'],
  expired: ['close', 'expired'], dropped: ['close', 'dropped, the mailbox was full'],
  deleted: ['close', 'deleted with the account'],
};

let picture = null;
let timer = 0;
let error = '';

export function conversationView(state, actions) {
  const person = state.people.get(state.peer);
  if (!person) {
    return html`<section class="conversation none" aria-label="Conversation"><p class="quiet">Choose
      somebody to write to.</p></section>`;
  }
  const drop = (event) => {
    event.preventDefault();
    take(event.dataTransfer.files, state, actions);
  };
  return html`
    <section class="conversation" aria-label="Conversation"
        @dragover=${(event) => event.preventDefault()} @drop=${drop}>
      <header>
        <button class="plain back" @click=${() => actions.open('')}
          aria-label="Back to people">${icon('back')}</button>
        ${avatar(person)}
        <div class="who">
          <h1>${nameOf(person)}</h1>
          <p class="quiet presence">${presence(person)}</p>
        </div>
        <button class="plain" @click=${() => actions.exportConversation(person.id)}
          aria-label="Export this conversation as JSON" title="Export as JSON">
          ${icon('save')}</button>
      </header>
      ${notice(state, actions)}
      ${linkState(state)}
      <div class="messages" role="log" aria-label="Messages" tabindex="0">
        ${state.conversations.messages(person.id).map(
          (message) => bubble(message, person.id, actions))}
      </div>
      ${person.gone ? html`<p class="offline" role="status">This account is no longer on the server;
        nothing can be sent to it.</p>` : composer(state, actions)}
    </section>`;
}

/** Call before drawing; what it returns, after it: whoever was at the end stays there. */
let shownPeer = '';
export function scrollToEnd(state) {
  const before = document.querySelector('.messages');
  const atEnd = shownPeer !== state.peer || !before
    || before.scrollHeight - before.scrollTop - before.clientHeight < 80;
  shownPeer = state.peer;
  return () => {
    const after = document.querySelector('.messages');
    if (after && atEnd) {
      after.scrollTop = after.scrollHeight;
    }
  };
}

function presence(person) {
  if (person.online) {
    return 'online';
  }
  return person.lastSeen ? html`last seen ${time(Date.parse(person.lastSeen))}` : 'offline';
}

function bubble(message, peer, actions) {
  const [mark, meaning] = message.mine ? MARKS[message.state] : [];
  return html`
    <article class="bubble ${message.mine ? `mine ${message.state}` : 'theirs'}">
      <span class="hidden">${message.mine ? 'You wrote:' : 'They wrote:'}</span>
      ${message.image ? html`<img src="data:${message.image.type};base64,${message.image.data}"
        alt="Picture">` : ''}
      ${message.imageGone ? html`<p class="quiet">The picture is no longer kept.</p>` : ''}
      ${message.text.trim() ? html`<p class="text" dir="auto">${message.text}</p>` : ''}
      <p class="meta">
        ${countdown(message)} ${time(message.at)}
        ${mark ? html`<span class="tick" role="img" aria-label=${meaning}
          title=${meaning}>${icon(mark)}</span>` : ''}
      </p>
      ${message.state === 'refused' ? html`
        <p class="why" role="alert">${message.why}</p>
        <p class="choices">
          <button class="link" @click=${() => actions.again(message)}>Send again</button>
          <button class="link" @click=${() => actions.discard(peer, message)}>Discard</button>
        </p>` : ''}
    </article>`;
}

function countdown(message) {
  if (!message.destructAfter) {
    return '';
  }
  const left = message.destroyAt
    ? Math.max(0, Math.ceil((message.destroyAt - Date.now()) / 1000)) : message.destructAfter;
  const what = message.destroyAt ? 'is gone in' : 'is gone, once read, after';
  return html`<span class="timer" title="${what} ${span(left)}">${icon('timer')}<span
    class="hidden">${what} </span>${span(left)}</span>`;
}

function span(seconds) {
  return seconds >= 86400 ? `${Math.floor(seconds / 86400)} d`
    : seconds >= 3600 ? `${Math.floor(seconds / 3600)} h`
      : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function composer(state, actions) {
  const submit = (event) => {
    event.preventDefault();
    send(event.target, state, actions);
  };
  const key = (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      event.target.form.requestSubmit();
    }
  };
  const paste = (event) => {
    if (event.clipboardData.files.length) {
      event.preventDefault();
      take(event.clipboardData.files, state, actions);
    }
  };
  return html`
    <form class="composer" @submit=${submit}>
      ${error ? html`<p class="error" role="alert">${error}</p>` : ''}
      ${picture ? html`<p class="preview">
        <img src="data:${picture.type};base64,${picture.data}" alt="Picture to send">
        <button type="button" class="link" @click=${() => {
          picture = null;
          actions.changed();
        }}>Leave it out</button></p>` : ''}
      <label class="plain attach" title="Add a picture">${icon('attach')}
        <input type="file" class="hidden" accept="image/*" aria-label="Add a picture"
          @change=${(event) => {
            take(event.target.files, state, actions);
            event.target.value = '';
          }}></label>
      <textarea name="text" rows="1" dir="auto" placeholder="Message" aria-label="Message"
        enterkeyhint="send" @keydown=${key} @paste=${paste}></textarea>
      <label class="plain timers ${timer ? 'set' : ''}" title="Self-destruct">
        ${icon('timer')}
        <select aria-label="Self-destruct, once read" @change=${(event) => {
          timer = Number(event.target.value);
          actions.changed();
        }}>${TIMERS.map(([seconds, label]) => html`
          <option value=${seconds} ?selected=${seconds === timer}>${label}</option>`)}</select>
      </label>
      <button class="main round" aria-label="Send">${icon('send')}</button>
    </form>`;
}

function send(form, state, actions) {
  const field = form.elements.text;
  const text = field.value.trim();
  const bytes = new TextEncoder().encode(text).length;
  error = '';
  if (bytes > state.limits.text_bytes) {
    error = `The message has ${bytes} bytes, and ${state.limits.text_bytes} at most can be sent. `
      + 'Make it shorter, or send it in parts.';
  } else if (text || picture) {
    actions.send(state.peer, {text, image: picture, destructAfter: timer});
    field.value = '';
    picture = null;
  }
  actions.changed();
}

async function take(files, state, actions) {
  const file = files[0];
  if (!file) {
    return;
  }
  error = '';
  try {
    picture = await shrink(file, state.limits.image_bytes);
  } catch (fault) {
    error = fault.message;
  }
  actions.changed();
}
