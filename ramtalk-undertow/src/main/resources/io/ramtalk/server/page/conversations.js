// The conversations of this tab: their messages, what became of them, and the drafts of the next
// ones. Nothing in here touches the network or the screen.
//
// A message of ours is waiting (not with the server yet), sending, queued, delivered, read; or
// refused, lost, expired, dropped, deleted.

const MAX_MESSAGES = 200; // of one conversation, in the tab
const MAX_EARLY = 64;
const OVER = ['expired', 'dropped', 'deleted', 'lost'];
const RANK = ['waiting', 'refused', 'sending', 'queued', 'delivered', 'read'];
const NO_DRAFT = Object.freeze({text: '', image: null, timer: 0, error: ''});

export class Conversations {
  constructor(kept = {}, drafts = {}) {
    this.all = kept;
    this.drafts = drafts;
    this.early = new Map(); // receipts that overtook the answer to their message
    this.changed = {conversations: new Set(), drafts: new Set()}; // the peers of what is not kept
    this.awaitAnswersAnew();
  }

  /** The conversation with a peer, made if there is none. */
  with(peer) {
    this.all[peer] ||= {messages: []};
    return this.all[peer];
  }

  messages(peer) {
    return this.all[peer]?.messages || [];
  }

  unread(peer) {
    return this.messages(peer).filter((message) => !message.mine && !message.seen).length;
  }

  lastAt(peer) {
    return this.messages(peer).at(-1)?.at || 0;
  }

  /** What is written for a peer and not sent yet: text, image, timer, and what is wrong with it. */
  draft(peer) {
    return this.drafts[peer] || NO_DRAFT;
  }

  /** Changes parts of the draft for a peer. */
  edit(peer, parts) {
    const draft = {...this.draft(peer), ...parts};
    if (Object.values(draft).some(Boolean)) {
      this.drafts[peer] = draft;
    } else {
      delete this.drafts[peer];
    }
    this.changed.drafts.add(peer);
  }

  /** Remembers the name and number of a peer, for when the account is gone. */
  describe(peer, {mobile, name}) {
    const one = this.all[peer];
    if (one && (one.person?.mobile !== mobile || one.person?.name !== name)) {
      one.person = {mobile, name};
      this.changed.conversations.add(peer);
    }
  }

  /** Takes in a message; false if it is here already. */
  receive(frame, now) {
    const peer = frame.from;
    if (this.messages(peer).some((message) => message.id === frame.id && !message.mine)) {
      return false;
    }
    this.add(peer, {
      id: frame.id, mine: false, text: frame.text, at: Date.parse(frame.timestamp) || now,
      image: frame.image ? picture(frame.image) : null,
      destructAfter: frame.destruct_after || 0, seen: false, told: false,
    });
    return true;
  }

  /** Takes in a message of ours that is to be sent. */
  write(peer, {key, text, image, timer}, now) {
    this.add(peer, {key, id: null, mine: true, text, at: now, image, destructAfter: timer,
      state: 'waiting'});
  }

  add(peer, message) {
    const {messages} = this.with(peer);
    messages.push(message);
    if (messages.length > MAX_MESSAGES) {
      messages.shift();
    }
    this.changed.conversations.add(peer);
  }

  /** What is still to be sent, oldest first, each with its receiver. */
  waiting() {
    return this.mine().filter(({message}) => message.state === 'waiting')
      .sort((a, b) => a.message.at - b.message.at);
  }

  /** The server has it. */
  accepted(key, id) {
    const found = this.byKey(key);
    if (!found) {
      return;
    }
    found.message.id = id;
    this.advance(found, 'queued');
    const receipt = this.early.get(id);
    this.early.delete(id);
    if (receipt) {
      this.receipt(receipt.state, id, receipt.now);
    }
  }

  /** The server did not take it. */
  refused(key, why) {
    const found = this.byKey(key);
    if (found) {
      Object.assign(found.message, {state: 'refused', why});
      this.changed.conversations.add(found.peer);
    }
  }

  /** Has a message that was refused sent again. */
  retry(peer, message) {
    message.state = 'waiting';
    this.changed.conversations.add(peer);
  }

  /** The connection broke: messages without an answer are sent again, under the same id. */
  awaitAnswersAnew() {
    this.mine().filter(({message}) => message.state === 'sending')
      .forEach(({message}) => { message.state = 'waiting'; });
  }

  /** The server says what became of a message of ours. */
  receipt(state, id, now) {
    const found = this.mine().find(({message}) => message.id === id);
    if (!found) {
      this.early.set(id, {state, now});
      if (this.early.size > MAX_EARLY) {
        this.early.delete(this.early.keys().next().value);
      }
      return;
    }
    this.advance(found, state);
    const {message} = found;
    if (message.state === 'read' && message.destructAfter && !message.destroyAt) {
      message.destroyAt = now + message.destructAfter * 1000;
    }
  }

  /** A state never goes back: receipts may overtake each other. */
  advance({peer, message}, state) {
    if (OVER.includes(state) || RANK.indexOf(state) > RANK.indexOf(message.state)
        || message.state === 'refused') {
      if (message.state !== state) {
        message.state = state;
        this.changed.conversations.add(peer);
      }
    }
  }

  /** The server lost its memory: what waited in it is gone. Says how many that were. */
  lose() {
    const lost = this.mine().filter(({message}) => message.state === 'queued');
    lost.forEach((found) => this.advance(found, 'lost'));
    return lost.length;
  }

  /** The conversation is looked at: from now on its timers run. True if anything in it was new. */
  see(peer, now) {
    const seen = this.messages(peer).filter((message) => !message.mine && !message.seen);
    for (const message of seen) {
      message.seen = true;
      if (message.destructAfter) {
        message.destroyAt = now + message.destructAfter * 1000;
      }
      this.changed.conversations.add(peer);
    }
    return seen.length > 0;
  }

  /** The ids of messages that were seen, once for each: their sender is to be told. */
  takeUntold(peer) {
    const untold = this.messages(peer)
      .filter((message) => !message.mine && message.seen && !message.told);
    for (const message of untold) {
      message.told = true;
      this.changed.conversations.add(peer);
    }
    return untold.map((message) => message.id);
  }

  /** Takes away what is to be gone by now; true if anything is still counting down. */
  destruct(now) {
    let counting = false;
    for (const [peer, one] of Object.entries(this.all)) {
      const left = one.messages.filter((message) => !(message.destroyAt <= now));
      if (left.length < one.messages.length) {
        one.messages = left;
        this.changed.conversations.add(peer);
      }
      counting ||= left.some((message) => message.destroyAt);
    }
    return counting;
  }

  remove(peer, message) {
    const one = this.with(peer);
    one.messages = one.messages.filter((other) => other !== message);
    this.changed.conversations.add(peer);
  }

  /** Drops the oldest picture of all messages; returns the peer it was with, or undefined. */
  dropOldestPicture() {
    const oldest = this.messagesWithPeers().filter(({message}) => message.image)
      .sort((a, b) => a.message.at - b.message.at)[0];
    if (oldest) {
      Object.assign(oldest.message, {image: null, imageGone: true});
    }
    return oldest?.peer;
  }

  mine() {
    return this.messagesWithPeers().filter(({message}) => message.mine);
  }

  byKey(key) {
    return this.mine().find(({message}) => message.key === key);
  }

  messagesWithPeers() {
    return Object.entries(this.all).flatMap(([peer, one]) =>
      one.messages.map((message) => ({peer, message})));
  }
}

const picture = ({type, width, height, data}) => ({type, width, height, data});
