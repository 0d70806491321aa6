// One conversation: its messages and the composer.
import {html} from './lit-html.js';
import {icon} from './icons.js';
import {avatar, linkState, nameOf, notice, time} from './view-parts.js';

const MAX_IMAGE_HEIGHT = 360; // in the conversation, in CSS pixels
const TIMERS = [[0, 'Keep'], [10, '10 seconds'], [60, '1 minute'], [3600, '1 hour'],
  [86400, '1 day']];
const MARKS = {
  waiting: ['clock', 'waiting for the server'], sending: ['clock', 'being sent'],
  queued: ['check', 'sent'], delivered: ['checks', 'delivered'], read: ['checks', 'read'],
  refused: ['close', 'not sent'], lost: ['close', 'lost when the server was restarted'],
  expired: ['close', 'expired'], dropped: ['close', 'dropped, the mailbox was full'],
  deleted: ['close', 'deleted with the account'],
};

export function conversationView(state, actions) {
  const person = state.people.get(state.peer);
  if (!person) {
    return html`<section class="conversation none" aria-label="Conversation"><p class="quiet">Select
      a person to write to.</p></section>`;
  }
  const drop = (event) => {
    event.preventDefault();
    attach(event.dataTransfer.files, person.id, actions);
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
          <p class="quiet presence">${presence(state, person)}</p>
        </div>
        <button class="plain" @click=${() => actions.exportConversation(person.id)}
          aria-label="Export this conversation as JSON" title="Export as JSON">
          ${icon('save')}</button>
      </header>
      ${notice(state, actions)}
      ${linkState(state)}
      <div class="messages" role="log" aria-label="Messages" tabindex="0"
          @scroll=${(event) => actions.scrolled(event.target)}>
        ${state.conversations.messages(person.id).map(
          (message) => bubble(message, person.id, actions))}
      </div>
      ${state.view.below ? html`<p class="below"><button @click=${actions.follow}>
        ${icon('down')} ${state.view.below} new</button></p>` : ''}
      ${person.gone ? html`<p class="offline" role="status">This account no longer exists, so you
        cannot write to it.</p>` : composer(state, person.id, actions)}
    </section>`;
}

function presence(state, person) {
  if (!state.up) {
    return 'presence unknown'; // the last known state may be outdated
  }
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
      ${message.image ? picture(message.image, actions) : ''}
      ${message.imageGone ? html`<p class="quiet">The picture is no longer stored.</p>` : ''}
      ${message.text.trim() ? html`<p class="text" dir="auto">${message.text}</p>` : ''}
      <p class="meta">
        ${countdown(message)} ${time(message.at)}
        ${mark ? html`<span class="tick" role="img" aria-label=${meaning}
          title=${meaning}>${icon(mark)}</span>` : ''}
      </p>
      ${message.state === 'refused' ? html`
        <p class="why" role="alert">${message.why}</p>
        <p class="choices">
          <button class="link" @click=${() => actions.again(peer, message)}>Send again</button>
          <button class="link" @click=${() => actions.discard(peer, message)}>Discard</button>
        </p>` : ''}
    </article>`;
}

/**
 * Returns an image whose width and height reserve its place before it is decoded. A picture rotated
 * by EXIF has another shape than its header says, so the view scrolls to the end again on load.
 */
function picture({type, width, height, data}, actions) {
  const scale = Math.min(1, MAX_IMAGE_HEIGHT / height);
  return html`<img src="data:${type};base64,${data}" alt="Picture"
    width=${Math.max(1, Math.round(width * scale))}
    height=${Math.max(1, Math.round(height * scale))} @load=${actions.settle}>`;
}

function countdown(message) {
  if (!message.destructAfter) {
    return '';
  }
  const left = message.destroyAt
    ? Math.max(0, Math.ceil((message.destroyAt - Date.now()) / 1000)) : message.destructAfter;
  const what = message.destroyAt ? 'self-destructs in' : 'self-destructs after reading, in';
  return html`<span class="timer" title="${what} ${span(left)}">${icon('timer')}<span
    class="hidden">${what} </span>${span(left)}</span>`;
}

function span(seconds) {
  return seconds >= 86400 ? `${Math.floor(seconds / 86400)} d`
    : seconds >= 3600 ? `${Math.floor(seconds / 3600)} h`
      : `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function composer(state, peer, actions) {
  const draft = state.conversations.draft(peer);
  const submit = (event) => {
    event.preventDefault();
    actions.send(peer);
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
      attach(event.clipboardData.files, peer, actions);
    }
  };
  return html`
    <form class="composer" @submit=${submit}>
      ${draft.error ? html`<p class="error" role="alert">${draft.error}</p>` : ''}
      ${preview(state, peer, draft, actions)}
      <label class="plain attach" title="Add a picture">${icon('attach')}
        <input type="file" class="hidden" accept="image/*" aria-label="Add a picture"
          @change=${(event) => {
            attach(event.target.files, peer, actions);
            event.target.value = '';
          }}></label>
      <textarea name="text" rows="1" dir="auto" placeholder="Message" aria-label="Message"
        enterkeyhint="send" .value=${draft.text} @keydown=${key} @paste=${paste}
        @input=${(event) => actions.edit(peer, {text: event.target.value})}></textarea>
      <label class="plain timers ${draft.timer ? 'set' : ''}" title="Self-destruct">
        ${icon('timer')}
        <select aria-label="Self-destruct after reading" .value=${String(draft.timer)}
          @change=${(event) => actions.edit(peer, {timer: Number(event.target.value)})}>
          ${TIMERS.map(([seconds, label]) => html`
            <option value=${seconds} ?selected=${seconds === draft.timer}>${label}</option>`)}
        </select>
      </label>
      <button class="main round" aria-label="Send">${icon('send')}</button>
    </form>`;
}

function preview(state, peer, {image}, actions) {
  if (state.attaching[peer]) {
    return html`<p class="preview quiet" role="status">Preparing the picture…</p>`;
  }
  return image ? html`<p class="preview">
    <img src="data:${image.type};base64,${image.data}" alt="Picture to send">
    <button type="button" class="link" @click=${() => actions.edit(peer, {image: null})}>Remove
      it</button></p>` : '';
}

function attach(files, peer, actions) {
  if (files.length) {
    actions.attach(peer, files[0]);
  }
}
