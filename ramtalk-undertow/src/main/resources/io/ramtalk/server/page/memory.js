// What the browser keeps. Conversations and drafts live as long as the tab. A login does too, and
// longer only if that was asked for.
import {BASE} from './api.js';

/* One origin may have several servers, each below its own path, so every name starts with it. A
 * conversation and a draft are entries of their own: only what has changed is written. */
const PREFIX = `${BASE.pathname}ramtalk.`;
const TAB = `${PREFIX}tab`;
const STAY = `${PREFIX}stay`;
const CONVERSATION = `${PREFIX}with.`;
const DRAFT = `${PREFIX}draft.`;

export class Memory {
  constructor() {
    this.written = ''; // the entry of the tab, as it was written last
    this.draftPictures = new Set(); // the peers whose draft was kept with its picture
  }

  /** What this tab held before it was loaded anew; a new tab may find a login that stays. */
  recall() {
    const tab = read(sessionStorage, TAB) || {};
    const drafts = entries(DRAFT);
    Object.keys(drafts).filter((peer) => drafts[peer].image)
      .forEach((peer) => this.draftPictures.add(peer));
    return {me: tab.me || read(localStorage, STAY), epoch: tab.epoch || '', last: tab.last || {},
      conversations: entries(CONVERSATION), drafts};
  }

  /** Keeps what has changed until the tab is closed; false if it cannot be kept. */
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

  /** Keeps a login beyond the tab. */
  stay(me) {
    attempt(() => localStorage.setItem(STAY, JSON.stringify(me)));
  }

  /** Forgets the login. */
  forgetLogin() {
    attempt(() => localStorage.removeItem(STAY));
  }

  /** Forgets the conversations and drafts of this tab. */
  forgetConversations() {
    attempt(() => [...names(CONVERSATION), ...names(DRAFT)]
      .forEach((name) => sessionStorage.removeItem(name)));
    this.draftPictures.clear();
  }

  /** Forgets everything. */
  forgetAll() {
    this.forgetLogin();
    this.forgetConversations();
    attempt(() => sessionStorage.removeItem(TAB));
    this.written = '';
  }

  /** Keeps a draft with its picture if there is room; no received picture goes to make some. */
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

  /** Writes an entry. A browser gives a tab some megabytes: when they are full, pictures go. */
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

/** The entries of the tab whose name begins so, by the rest of it. */
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
    // A browser that keeps nothing asks for a login each time the page is loaded.
  }
}
