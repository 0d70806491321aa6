// The data that the browser stores. Conversations and drafts live as long as the tab. So does a
// login, unless the user asked to stay logged in.
import {BASE} from './api.js';

/* One origin may have several servers, each below its own path, so every key starts with the path.
 * Each conversation and each draft has its own entry, so only changes are written. */
const PREFIX = `${BASE.pathname}ramtalk.`;
const TAB = `${PREFIX}tab`;
const STAY = `${PREFIX}stay`;
const CONVERSATION = `${PREFIX}with.`;
const DRAFT = `${PREFIX}draft.`;

export class Memory {
  constructor() {
    this.written = ''; // the entry of the tab as last written
    this.draftPictures = new Set(); // peers whose draft was stored with its picture
  }

  /** Returns the state of this tab before a reload; a new tab may find a persistent login. */
  recall() {
    const tab = read(sessionStorage, TAB) || {};
    const drafts = entries(DRAFT);
    Object.keys(drafts).filter((peer) => drafts[peer].image)
      .forEach((peer) => this.draftPictures.add(peer));
    return {me: tab.me || read(localStorage, STAY), epoch: tab.epoch || '', last: tab.last || {},
      conversations: entries(CONVERSATION), drafts};
  }

  /** Stores changes until the tab is closed; returns false if that fails. */
  keep({me, last, epoch}, conversations) {
    let isKept = true;
    const tab = JSON.stringify({me, last, epoch});
    if (tab !== this.written) {
      isKept = this.write(TAB, () => tab, conversations);
      this.written = tab;
    }
    const {changed} = conversations;
    for (const peer of changed.conversations) {
      isKept = this.write(CONVERSATION + peer,
        () => JSON.stringify(conversations.all[peer]), conversations) && isKept;
    }
    for (const peer of changed.drafts) {
      isKept = this.keepDraft(peer, conversations.drafts[peer]) && isKept;
    }
    changed.conversations.clear();
    changed.drafts.clear();
    return isKept;
  }

  /** Stores a login beyond the tab. */
  stay(me) {
    attempt(() => localStorage.setItem(STAY, JSON.stringify(me)));
  }

  /** Removes the login. */
  forgetLogin() {
    attempt(() => localStorage.removeItem(STAY));
  }

  /** Removes the conversations and drafts of this tab. */
  forgetConversations() {
    attempt(() => [...names(CONVERSATION), ...names(DRAFT)]
      .forEach((name) => sessionStorage.removeItem(name)));
    this.draftPictures.clear();
  }

  /** Removes everything. */
  forgetAll() {
    this.forgetLogin();
    this.forgetConversations();
    attempt(() => sessionStorage.removeItem(TAB));
    this.written = '';
  }

  /** Stores a draft, with its picture if it fits; never drops a received picture for it. */
  keepDraft(peer, draft) {
    const name = DRAFT + peer;
    this.draftPictures.delete(peer);
    attempt(() => sessionStorage.removeItem(name));
    if (!draft) {
      return true;
    }
    if (put(name, JSON.stringify(draft)) === 'kept') {
      if (draft.image) {
        this.draftPictures.add(peer);
      }
      return true;
    }
    return Boolean(draft.image)
      && put(name, JSON.stringify({...draft, image: null})) === 'kept';
  }

  /**
   * Writes an entry. Storage is limited to some megabytes; when it is full, pictures are dropped.
   */
  write(name, text, conversations) {
    let outcome = put(name, text());
    while (outcome === 'full' && this.makeRoom(conversations)) {
      outcome = put(name, text());
    }
    return outcome === 'kept';
  }

  makeRoom(conversations) {
    const [peer] = this.draftPictures;
    if (peer) {
      this.draftPictures.delete(peer);
      put(DRAFT + peer, JSON.stringify({...conversations.draft(peer), image: null}));
      return true;
    }
    const poorer = conversations.dropOldestPicture();
    if (poorer) {
      put(CONVERSATION + poorer, JSON.stringify(conversations.all[poorer]));
    }
    return Boolean(poorer);
  }
}

function put(name, text) {
  try {
    sessionStorage.setItem(name, text);
    return 'kept';
  } catch (fault) {
    return fault.name === 'QuotaExceededError' ? 'full' : 'refused';
  }
}

function read(storage, name) {
  try {
    return JSON.parse(storage.getItem(name));
  } catch (unreadable) {
    return null;
  }
}

/** Returns the entries of the tab with a prefix, by the rest of their key. */
const entries = (prefix) => Object.fromEntries(names(prefix)
  .map((name) => [name.slice(prefix.length), read(sessionStorage, name)])
  .filter(([, entry]) => entry));

function names(prefix) {
  try {
    return Object.keys(sessionStorage).filter((name) => name.startsWith(prefix));
  } catch (refused) {
    return [];
  }
}

function attempt(step) {
  try {
    step();
  } catch (refused) {
    // Without storage the page asks for a login after each reload.
  }
}
