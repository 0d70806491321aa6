// The conversations of this tab: what was received, what was sent and what became of it.
// No network and no screen in here.
//
// A message of ours is waiting (not with the server yet), sending, queued, delivered, read; or
// refused, lost, expired, dropped, deleted.

const MAX_MESSAGES = 200; // of one conversation, in the tab
const MAX_EARLY = 64;
const OVER = ['expired', 'dropped', 'deleted', 'lost'];
const RANK = ['waiting', 'refused', 'sending', 'queued', 'delivered', 'read'];

export class Conversations {
  constructor(kept) {
    this.all = kept || {};
    this.early = new Map(); // receipts that came before the answer to what they are for
    this.awaitAnswersAnew();
  }

  /** The conversation with somebody, made if there is none. */
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

  /** Takes in a message; false if it is here already. */
  receive(frame, now) {
    const messages = this.with(frame.from).messages;
    if (messages.some((message) => message.id === frame.id && !message.mine)) {
      return false;
    }
    this.add(messages, {
      id: frame.id, mine: false, text: frame.text, at: Date.parse(frame.timestamp) || now,
      image: frame.image ? {type: frame.image.type, data: frame.image.data} : null,
      destructAfter: frame.destruct_after || 0, seen: false, told: false,
    });
    return true;
  }

  /** Takes in a message of ours that is to be sent. */
  write(peer, draft, now) {
    const message = {key: draft.key, id: null, mine: true, text: draft.text, at: now,
      image: draft.image, destructAfter: draft.destructAfter, state: 'waiting', tries: 0};
    this.add(this.with(peer).messages, message);
    return message;
  }

  add(messages, message) {
    messages.push(message);
    if (messages.length > MAX_MESSAGES) {
      messages.shift();
    }
  }

  /** What is still to be sent, oldest first, each with whom it is for. */
  waiting() {
    return Object.entries(this.all).flatMap(([peer, one]) => one.messages
      .filter((message) => message.mine && message.state === 'waiting')
      .map((message) => ({peer, message}))).sort((a, b) => a.message.at - b.message.at);
  }

  /** The server has it. */
  accepted(key, id) {
    const message = this.byKey(key);
    if (!message) {
      return null;
    }
    message.id = id;
    this.advance(message, 'queued');
    const receipt = this.early.get(id);
    this.early.delete(id);
    if (receipt) {
      this.receipt(receipt.state, id, receipt.now);
    }
    return message;
  }

  /** The server did not take it. */
  refused(key, why) {
    const message = this.byKey(key);
    if (message) {
      message.state = 'refused';
      message.why = why;
    }
    return message;
  }

  /** The connection broke: what has no answer is sent again, under the same id. */
  awaitAnswersAnew() {
    this.mine().filter((message) => message.state === 'sending')
      .forEach((message) => { message.state = 'waiting'; });
  }

  /** The server says what became of a message of ours. */
  receipt(state, id, now) {
    const message = this.mine().find((one) => one.id === id);
    if (!message) {
      this.early.set(id, {state, now});
      if (this.early.size > MAX_EARLY) {
        this.early.delete(this.early.keys().next().value);
      }
      return;
    }
    this.advance(message, state);
    if (message.state === 'read' && message.destructAfter && !message.destroyAt) {
      message.destroyAt = now + message.destructAfter * 1000;
    }
  }

  /** A state never goes back: receipts may overtake each other. */
  advance(message, state) {
    if (OVER.includes(state) || RANK.indexOf(state) > RANK.indexOf(message.state)
        || message.state === 'refused') {
      message.state = state;
    }
  }

  /** The server lost its memory: what waited in it is gone. Says how many that were. */
  lose() {
    const lost = this.mine().filter((message) => message.state === 'queued');
    lost.forEach((message) => { message.state = 'lost'; });
    return lost.length;
  }

  /** Somebody looks at the conversation: from now on what destructs itself does. */
  see(peer, now) {
    const seen = this.messages(peer).filter((message) => !message.mine && !message.seen);
    for (const message of seen) {
      message.seen = true;
      if (message.destructAfter) {
        message.destroyAt = now + message.destructAfter * 1000;
      }
    }
    return seen.length > 0;
  }

  /** The ids of what was seen, and its sender not yet told so. */
  untold(peer) {
    return this.messages(peer).filter((message) => !message.mine && message.seen && !message.told);
  }

  /** Takes away what is to be gone by now; true if anything is still counting down. */
  destruct(now) {
    let counting = false;
    for (const one of Object.values(this.all)) {
      one.messages = one.messages.filter((message) => !(message.destroyAt <= now));
      counting ||= one.messages.some((message) => message.destroyAt);
    }
    return counting;
  }

  remove(peer, message) {
    const one = this.with(peer);
    one.messages = one.messages.filter((other) => other !== message);
  }

  mine() {
    return Object.values(this.all).flatMap((one) => one.messages)
      .filter((message) => message.mine);
  }

  byKey(key) {
    return this.mine().find((message) => message.key === key);
  }
}
