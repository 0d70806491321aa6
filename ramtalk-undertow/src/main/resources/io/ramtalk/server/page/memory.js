// What the browser keeps. Conversations live as long as the tab. Who is logged in does too, and
// longer only if that was asked for.
import {BASE} from './api.js';

/* One origin may have several servers, each below its own path. */
const TAB = `${BASE.pathname}ramtalk.tab`;
const STAY = `${BASE.pathname}ramtalk.stay`;

/** What this tab held before it was loaded anew; a new tab may find who stays logged in. */
export function recall() {
  const tab = read(sessionStorage, TAB) || {};
  return {me: tab.me || read(localStorage, STAY), epoch: tab.epoch || '',
    conversations: tab.conversations || {}, last: tab.last || {}};
}

/**
 * Keeps everything until the tab is closed. A browser gives a tab some megabytes: when they are
 * full, the oldest pictures go. False if it cannot be kept at all.
 */
export function keep(tab) {
  for (;;) {
    try {
      sessionStorage.setItem(TAB, JSON.stringify(tab));
      return true;
    } catch (full) {
      if (!dropOldestPicture(tab.conversations)) {
        return false;
      }
    }
  }
}

/** Keeps who is logged in beyond the tab. */
export function stay(me) {
  attempt(() => localStorage.setItem(STAY, JSON.stringify(me)));
}

/** Forgets who is logged in. */
export function forgetLogin() {
  attempt(() => localStorage.removeItem(STAY));
}

/** Forgets everything. */
export function forgetAll() {
  forgetLogin();
  attempt(() => sessionStorage.removeItem(TAB));
}

function dropOldestPicture(conversations) {
  const pictures = Object.values(conversations).flatMap((one) => one.messages)
    .filter((message) => message.image);
  const oldest = pictures.sort((a, b) => a.at - b.at)[0];
  if (oldest) {
    oldest.image = null;
    oldest.imageGone = true;
  }
  return Boolean(oldest);
}

function read(storage, name) {
  try {
    return JSON.parse(storage.getItem(name));
  } catch (unreadable) {
    return null;
  }
}

function attempt(step) {
  try {
    step();
  } catch (refused) {
    // A browser that keeps nothing is as good: the page then asks to log in again.
  }
}
