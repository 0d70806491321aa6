// The conversations of this tab: their messages, the states of those, and the drafts of the next
// ones. This module touches neither the network nor the screen.
//
// A message of ours is waiting (not yet on the server), sending, queued, delivered or read; or
// refused, lost, expired, dropped or deleted.

const MAX_MESSAGES = 200; // per conversation, in the tab
const MAX_EARLY = 64;
const OVER = ['expired', 'dropped', 'deleted', 'lost'];
const RANK = ['waiting', 'refused', 'sending', 'queued', 'delivered', 'read'];
const NO_DRAFT = Object.freeze({text: '', image: null, timer: 0, error: ''});

export class Conversations {
  constructor(kept = {}, drafts = {}) {
    this.all = kept;
    this.drafts = drafts;
    this.early = new Map(); // receipts that arrived before the response to their message
    this.changed = {conversations: new Set(), drafts: new Set()}; // peers with unsaved changes
    this.awaitAnswersAnew();
  }

  /** Returns the conversation with a peer, created if necessary. */
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

  /** Returns the draft for a peer: text, image, timer and error. */
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

  /** Stores the name and number of a peer for the time after its account is deleted. */
  describe(peer, {mobile, name}) {
    const one = this.all[peer];
    if (one && (one.person?.mobile !== mobile || one.person?.name !== name)) {
      one.person = {mobile, name};
      this.changed.conversations.add(peer);
    }
  }

  /** Adds a received message; returns false if it is a duplicate. */
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

  /** Adds a message of ours to send. */
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

  /** Returns the messages to send, oldest first, each with its recipient. */
  waiting() {
    return this.mine().filter(({message}) => message.state === 'waiting')
      .sort((a, b) => a.message.at - b.message.at);
  }

  /** Handles the acceptance of a message by the server. */
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

  /** Handles the rejection of a message by the server. */
  refused(key, why) {
    const found = this.byKey(key);
    if (found) {
      Object.assign(found.message, {state: 'refused', why});
      this.changed.conversations.add(found.peer);
    }
  }

  /** Sends a rejected message again. */
  retry(peer, message) {
    message.state = 'waiting';
    this.changed.conversations.add(peer);
  }

  /** After a lost connection, sends messages without a response again, with the same id. */
  awaitAnswersAnew() {
    this.mine().filter(({message}) => message.state === 'sending')
      .forEach(({message}) => { message.state = 'waiting'; });
  }

  /** Handles a receipt for a message of ours. */
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

  /** Advances a state, which never goes back: receipts may arrive out of order. */
  advance({peer, message}, state) {
    if (OVER.includes(state) || RANK.indexOf(state) > RANK.indexOf(message.state)
        || message.state === 'refused') {
      if (message.state !== state) {
        message.state = state;
        this.changed.conversations.add(peer);
      }
    }
  }

  /** After a server restart, marks queued messages as lost; returns their number. */
  lose() {
    const lost = this.mine().filter(({message}) => message.state === 'queued');
    lost.forEach((found) => this.advance(found, 'lost'));
    return lost.length;
  }

  /** Marks a conversation as seen, which starts its timers; returns whether anything was new. */
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

  /** Returns the ids of seen messages whose sender has not been told, each of them once. */
  takeUntold(peer) {
    const untold = this.messages(peer)
      .filter((message) => !message.mine && message.seen && !message.told);
    for (const message of untold) {
      message.told = true;
      this.changed.conversations.add(peer);
    }
    return untold.map((message) => message.id);
  }

  /** Removes messages whose time is up; returns whether any others are counting down. */
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

  /** Drops the oldest picture of all messages; returns its peer, or undefined. */
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
