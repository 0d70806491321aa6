// The page itself. The server and the user change the state, and after each change the whole page
// is rendered from it. All state is in this module or in objects that it holds; views have none.
import {html, render} from './lit-html.js';
import * as api from './api.js';
import {Conversations} from './conversations.js';
import {Live} from './live.js';
import {Memory} from './memory.js';
import {shrink} from './pictures.js';
import {loginView} from './view-login.js';
import {peopleView} from './view-people.js';
import {conversationView} from './view-conversation.js';
import {settingsView} from './view-settings.js';
import {save} from './view-parts.js';

const MAX_PEOPLE = 200; // in the list; others are found by their number
const MAX_WATCHED = 100; // users whose presence the server pushes
const PEOPLE_EVERY_MILLIS = 15000;
const NEAR_END_PIXELS = 80; // distance at which a conversation counts as scrolled to its end

const memory = new Memory();
const kept = memory.recall();

/** A view of the open conversation: following its end, or scrolled up with new messages below. */
const atEnd = () => ({following: true, below: 0, top: 0});
const emptyLogin = () => ({mobile: '', codeSent: false, busy: false, error: ''});

const state = {
  access: '', // open, otp or custom; unknown until the server responds
  me: kept.me, // {id, token, mobile, name, stay}
  last: kept.last, // the last user, to log in again
  epoch: kept.epoch,
  up: false, // the live connection
  byStream: false, // the live connection is an event stream
  limits: {text_bytes: 4096, image_bytes: 51200, mailbox_capacity: 5},
  people: new Map(),
  conversations: new Conversations(kept.conversations, kept.drafts),
  attaching: {}, // by peer: the file that is being prepared as a picture
  peer: '', // the other user of the open conversation
  view: atEnd(),
  login: emptyLogin(),
  search: {error: ''},
  settings: null, // {leaving, error} while the dialog is open
  unkept: false, // the browser cannot store the state
  notice: '',
};

let live = null;
let drawing = false;

/** Stores what has to survive a reload, and schedules a rendering of the page. */
function changed() {
  state.people.forEach((person, id) => state.conversations.describe(id, person));
  if (!memory.keep(state, state.conversations) && !state.unkept) {
    state.unkept = true;
    state.notice = 'This browser cannot store everything for this page: after a reload, some of '
      + 'it is gone.';
  }
  if (!drawing) {
    drawing = true;
    queueMicrotask(draw);
  }
}

function draw() {
  drawing = false;
  const unread = [...state.people.keys()]
    .reduce((sum, id) => sum + state.conversations.unread(id), 0);
  document.title = unread ? `(${unread}) RAMTalk` : 'RAMTalk';
  render(state.me ? html`
    <main class="chat ${state.peer ? 'has-peer' : ''}">
      ${peopleView(state, actions)}
      ${conversationView(state, actions)}
      ${state.settings ? settingsView(state, actions) : ''}
    </main>` : loginView(state, actions),
  document.getElementById('app'));
  settle();
  const dialog = document.querySelector('dialog:not([open])');
  dialog?.showModal();
}

/** Scrolls to the end of the open conversation if the view follows it. */
function settle() {
  const box = document.querySelector('.messages');
  if (box && state.view.following) {
    box.scrollTop = box.scrollHeight;
    state.view.top = box.scrollTop;
  }
}

/** Moves the focus when a conversation is opened or closed. */
function focusOn(peer, before) {
  if (!peer) {
    document.getElementById(`person-${before}`)?.focus();
  } else if (matchMedia('(min-width: 800px)').matches) {
    document.querySelector('.composer textarea')?.focus();
  } else {
    document.querySelector('.messages').focus(); // the composer would open a keyboard over it
  }
}

/** The actions of the user. */
const actions = {
  changed,

  async logIn({mobile, name, code, stay}) {
    const answer = state.access === 'otp'
      ? await api.logIn(mobile, code, name) : await api.signUp(mobile, name);
    if (state.last.mobile !== mobile) {
      state.conversations = new Conversations();
      state.epoch = '';
      memory.forgetConversations();
    }
    state.me = {id: answer.user_id, token: answer.token || '', mobile, name, stay};
    state.last = {mobile, name};
    state.notice = '';
    if (stay) {
      memory.stay(state.me);
    }
    enter();
  },

  sendCode: api.sendCode,

  open(peer) {
    const before = state.peer;
    state.peer = peer;
    state.view = atEnd();
    see();
    changed();
    queueMicrotask(() => focusOn(peer, before));
  },

  /** Changes parts of the draft for a peer. */
  edit(peer, parts) {
    state.conversations.edit(peer, parts);
    changed();
  },

  /** Adds a file as the picture of a peer's draft, whichever conversation is open by then. */
  async attach(peer, file) {
    const {conversations, attaching} = state; // a logout changes them
    const done = (parts) => {
      if (attaching[peer] === file) {
        delete attaching[peer];
        conversations.edit(peer, parts);
        changed();
      }
    };
    attaching[peer] = file;
    actions.edit(peer, {error: ''});
    try {
      done({image: await shrink(file, state.limits.image_bytes)});
    } catch (fault) {
      done({error: fault.message});
    }
  },

  /** Sends the draft for a peer. */
  send(peer) {
    const {conversations, limits} = state;
    const draft = conversations.draft(peer);
    const text = draft.text.trim();
    const bytes = new TextEncoder().encode(text).length;
    if (state.attaching[peer] || !(text || draft.image)) {
      return;
    }
    if (bytes > limits.text_bytes) {
      actions.edit(peer, {error: `The message has ${bytes} bytes; the maximum is `
        + `${limits.text_bytes}. Shorten it or send it in parts.`});
      return;
    }
    conversations.write(peer, {...draft, text, key: newKey()}, Date.now());
    conversations.edit(peer, {text: '', image: null, error: ''});
    actions.follow();
    flush();
  },

  again(peer, message) {
    state.conversations.retry(peer, message);
    changed();
    flush();
  },

  discard(peer, message) {
    state.conversations.remove(peer, message);
    changed();
  },

  /** Opens the conversation with the user of a number; returns false if there is no such user. */
  async find(mobile) {
    state.search.error = '';
    try {
      const found = Object.entries(await api.find(state.me, mobile))[0];
      if (!found) {
        throw new Error('No user has this number.');
      }
      know(found[0], found[1]);
      actions.open(found[0]);
      return true;
    } catch (refusal) {
      state.search.error = refusal.message;
      changed();
      return false;
    }
  },

  /** Shows the end of the open conversation and follows it from now on. */
  follow() {
    Object.assign(state.view, {following: true, below: 0});
    see();
    changed();
  },

  /** Handles scrolling. A box that only grew at its end was not scrolled up. */
  scrolled(box) {
    const {view} = state;
    const isNear = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END_PIXELS;
    if (isNear && !view.following) {
      actions.follow();
    } else if (!isNear && box.scrollTop < view.top) {
      view.following = false;
    }
    view.top = box.scrollTop;
  },

  settle,

  exportConversation(peer) {
    const person = state.people.get(peer) || {};
    save(`ramtalk-${peer}.json`, JSON.stringify({
      me: {user_id: state.me.id, name: state.me.name, mobile: state.me.mobile},
      with: {user_id: peer, name: person.name, mobile: person.mobile},
      exported_at: new Date().toISOString(),
      messages: state.conversations.messages(peer).map((message) => ({
        id: message.id, from: message.mine ? state.me.id : peer, text: message.text,
        timestamp: new Date(message.at).toISOString(), image: message.image || undefined,
        state: message.mine ? message.state : undefined,
        destruct_after: message.destructAfter || undefined,
      })),
    }, null, 2));
  },

  async rename(name) {
    const profile = await api.rename(state.me, name);
    state.me.name = profile.name;
    state.last.name = profile.name;
    changed();
  },

  async logOut() {
    live?.stop();
    if (state.me.token) {
      await api.logOut(state.me).catch(() => {});
    }
    exit('You are logged out.');
  },

  async leave() {
    live?.stop(); // it would only report that the account is gone
    try {
      await api.leave(state.me);
    } catch (refusal) {
      connect();
      throw refusal;
    }
    exit('Your account and your mailbox have been deleted.');
  },

  toggleSettings(shown) {
    state.settings = shown ? {leaving: false, error: ''} : null;
    changed();
  },

  dismiss() {
    state.notice = '';
    changed();
  },
};

/** Opens the live connection of the logged-in user. */
async function enter() {
  changed();
  api.profile(state.me, state.me.id).then((profile) => {
    state.me.name = profile.name;
    changed();
  }).catch(() => {});
  await loadPeople();
  connect();
}

/** Removes everything about the user who was logged in. */
function exit(why) {
  live?.stop();
  live = null;
  Object.assign(state, {me: null, peer: '', settings: null, up: false, epoch: '', last: {},
    people: new Map(), conversations: new Conversations(), attaching: {}, login: emptyLogin(),
    search: {error: ''}, notice: why});
  memory.forgetAll();
  changed();
}

function connect() {
  live?.stop();
  const watched = [...state.people.values()].filter((person) => !person.gone)
    .slice(0, MAX_WATCHED).map((person) => person.id).join();
  live = new Live({me: state.me, watched, onUp: hello, onFrame: hear, onDown: down});
}

function hello(frame, byStream) {
  state.up = true;
  state.byStream = byStream;
  state.limits = frame.limits;
  if (state.epoch && state.epoch !== frame.epoch) {
    const lost = state.conversations.lose();
    state.notice = 'The server was restarted. It keeps data in RAM only, so undelivered messages '
      + `were lost${lost ? `, including ${lost} of yours` : ''}.`;
  }
  state.epoch = frame.epoch;
  changed();
}

async function hear(frame) {
  const now = Date.now();
  switch (frame.type) {
    case 'message':
      if (state.conversations.receive(frame, now) && frame.from === state.peer
          && !state.view.following) {
        state.view.below += 1;
      }
      changed(); // stores it first: the server deletes what is acknowledged
      live.say({type: 'ack', ids: [frame.id]});
      see();
      if (!state.people.has(frame.from)) {
        meet(frame.from);
      }
      break;
    case 'caught_up':
      tellRead();
      flush();
      await catchUpReceipts();
      break;
    case 'sent':
      state.conversations.accepted(frame.ref, frame.id);
      changed();
      break;
    case 'error':
      refuse(frame);
      break;
    case 'receipt':
      state.conversations.receipt(frame.state, frame.id, now);
      countDown();
      changed();
      break;
    case 'presence':
      know(frame.user_id, frame);
      changed();
      break;
    default: // bye: the connection closes and is reopened
  }
}

/** Finds out why the connection is gone: the network, or a login that has ended. See Live. */
async function down() {
  state.up = false;
  state.conversations.awaitAnswersAnew();
  changed();
  try {
    await api.profile(state.me, state.me.id);
    return 'reached';
  } catch (refusal) {
    if (state.me && isUnknown(refusal)) {
      logInAgain();
      return 'stop';
    }
    return 'unreached';
  }
}

/** Returns whether the server, not a proxy, reported that the login or the account is gone. */
const isUnknown = ({status, code}) =>
  (status === 401 || status === 404) && code !== 'unreachable';

/** Shows the login; the conversations stay in the tab in case the same user returns. */
function logInAgain() {
  live?.stop();
  live = null;
  Object.assign(state, {me: null, peer: '', settings: null, people: new Map(),
    notice: 'The server does not recognize your login. It has expired, or the server was '
      + 'restarted and lost all accounts and undelivered messages, because it keeps data in RAM '
      + 'only. Log in again to continue; this tab still has your conversations.'});
  memory.forgetLogin();
  changed();
  api.access().then((access) => {
    state.access = access;
    changed();
  }).catch(() => {});
}

/** Sends the waiting messages, one frame each, while the connection is up. */
function flush() {
  if (!live?.isUp() || !state.up) {
    return;
  }
  for (const {peer, message} of state.conversations.waiting()) {
    message.state = 'sending';
    live.say({type: 'send', ref: message.key, id: message.key, to_id: peer,
      message: message.text || undefined, image: message.image?.data,
      destruct_after: message.destructAfter || undefined});
  }
  changed();
}

function refuse(frame) {
  if (frame.status === 429 || frame.code === 'send_in_progress') {
    const found = state.conversations.byKey(frame.ref);
    setTimeout(() => found?.message.state === 'sending' && actions.again(found.peer, found.message),
      (frame.retry_after || 1) * 1000);
  } else if (frame.ref) {
    state.conversations.refused(frame.ref, frame.code === 'mailbox_full'
      ? 'The mailbox is full. Send again when some of its messages have been fetched.'
      : frame.detail);
  }
  changed();
}

async function catchUpReceipts() {
  const receipts = await api.sent(state.me).catch(() => []);
  receipts.forEach((receipt) =>
    state.conversations.receipt(receipt.state, receipt.id, Date.now()));
  countDown();
  changed();
}

/** Marks the open conversation as seen if its end and the page are visible; tells the senders. */
function see() {
  if (state.peer && state.view.following && document.visibilityState === 'visible') {
    if (state.conversations.see(state.peer, Date.now())) {
      changed();
    }
    tellRead();
    countDown();
  }
}

function tellRead() {
  if (!live?.isUp() || !state.up) {
    return;
  }
  for (const peer of Object.keys(state.conversations.all)) {
    const ids = state.conversations.takeUntold(peer);
    if (ids.length) {
      live.say({type: 'read', from_id: peer, ids});
      changed();
    }
  }
}

let counting = 0;

/** Updates the page once a second while a message counts down. */
function countDown() {
  clearTimeout(counting);
  if (state.conversations.destruct(Date.now())) {
    counting = setTimeout(() => {
      countDown();
      changed();
    }, 1000);
  }
}

async function loadPeople() {
  try {
    const people = await api.people(state.me, MAX_PEOPLE);
    Object.entries(people).forEach(([id, person]) => know(id, {...person, gone: false}));
    const others = new Set([...state.people.keys(), ...Object.keys(state.conversations.all),
      ...Object.keys(state.conversations.drafts)]);
    await Promise.all([...others].filter((id) => !people[id]
      && !state.people.get(id)?.gone).map(meet));
    changed();
  } catch (refusal) {
    // The state of the connection already shows the problem.
  }
}

/** Loads a user who is not in the list; a deleted account keeps its conversation. */
async function meet(id) {
  try {
    know(id, {...await api.profile(state.me, id), gone: false});
  } catch (refusal) {
    if (isUnknown(refusal)) {
      know(id, {...state.conversations.all[id]?.person, online: false, gone: true});
    }
  }
  changed();
}

function know(id, {mobile, name, online, last_seen: lastSeen, gone}) {
  const known = state.people.get(id) || {id, mobile: '', name: ''};
  const person = {id, mobile: mobile ?? known.mobile, name: name ?? known.name,
    online: Boolean(online), lastSeen: lastSeen ?? known.lastSeen, gone: gone ?? known.gone};
  state.people.set(id, person);
}

function newKey() {
  return [...crypto.getRandomValues(new Uint8Array(12))]
    .map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function start() {
  for (let pause = 500; !state.access; pause = Math.min(pause * 2, 10000)) {
    try {
      state.access = await api.access();
    } catch (unreachable) {
      state.notice = 'The server cannot be reached. Trying again.';
      changed();
      await new Promise((again) => setTimeout(again, pause));
    }
  }
  if (state.notice.startsWith('The server cannot')) {
    state.notice = '';
  }
  if (state.me) {
    await enter();
  }
  changed();
}

document.addEventListener('visibilitychange', see);
addEventListener('resize', settle);
setInterval(() => {
  if (state.me && state.up && document.visibilityState === 'visible') {
    loadPeople();
  }
}, PEOPLE_EVERY_MILLIS);
if ('serviceWorker' in navigator) {
  navigator.serviceWorker.register(api.at('page/worker.js'), {scope: api.BASE.pathname})
    .catch(() => {});
}
countDown();
changed();
start();
