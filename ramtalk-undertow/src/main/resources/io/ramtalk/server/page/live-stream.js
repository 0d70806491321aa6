// A live connection as an event stream, for where no WebSocket gets through. It is read by fetch()
// rather than by an EventSource, which could carry the token in its URL alone; what is said goes by
// requests of its own, one after the other.
import {ask, at} from './api.js';

const LONGEST_SILENCE_MILLIS = 60000; // the server says something every 25 seconds
const MAX_IDS = 1000; // in one acknowledgement

export class Stream {
  /** Has each frame heard, and says so when the connection has ended. */
  constructor(me, watched, {hear, end}) {
    this.me = me;
    this.hear = hear;
    this.ending = new AbortController();
    this.unacknowledged = [];
    this.said = Promise.resolve();
    this.read(`stream/${me.id}?presence=${watched}`).catch(() => {}).then(() => {
      this.close();
      end();
    });
  }

  isOpen() {
    return !this.ending.signal.aborted;
  }

  close() {
    clearTimeout(this.silence);
    this.ending.abort();
  }

  /** Says what a socket would say in a frame. */
  say({type, ...members}) {
    if (type === 'send') {
      this.next(() => this.send(members));
    } else if (type === 'ack') {
      this.unacknowledged.push(...members.ids);
      this.next(() => this.acknowledge());
    } else if (type === 'read') {
      this.next(() => this.post(`read/${this.me.id}`, members));
    }
  }

  async read(path) {
    const headers = this.me.token ? {Authorization: `Bearer ${this.me.token}`} : {};
    const answer = await fetch(at(path), {headers, signal: this.ending.signal, cache: 'no-store',
      credentials: 'omit', referrerPolicy: 'no-referrer'});
    if (!answer.ok) {
      return;
    }
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      clearTimeout(this.silence);
      this.silence = setTimeout(() => this.close(), LONGEST_SILENCE_MILLIS);
      const events = (text + piece.value).split('\n\n');
      text = events.pop();
      events.forEach((event) => this.take(event));
    }
  }

  /** An event has its frame in its data; a comment has none. */
  take(event) {
    const data = event.split('\n').filter((line) => line.startsWith('data:'))
      .map((line) => line.slice(5)).join('\n');
    if (data && this.isOpen()) {
      this.hear(JSON.parse(data));
    }
  }

  /** Takes a step when those before it are done; if the server is not reached, all have to end. */
  next(step) {
    this.said = this.said.then(() => this.isOpen() && step()).catch((refusal) => {
      if (refusal.code === 'unreachable') {
        this.close();
      }
    });
  }

  async send({ref, ...members}) {
    try {
      const {id} = await this.post('send', {from_id: this.me.id, ...members});
      this.hear({type: 'sent', ref, id});
    } catch (refusal) {
      if (refusal.code === 'unreachable') {
        throw refusal; // it is sent again by the next connection, and stored once
      }
      this.hear({type: 'error', ref, status: refusal.status, code: refusal.code,
        detail: refusal.message, retry_after: refusal.retryAfter});
    }
  }

  async acknowledge() {
    const ids = this.unacknowledged.splice(0, MAX_IDS);
    if (ids.length) {
      await this.post(`receive/${this.me.id}/ack`, {lease: 'live', ids});
    }
  }

  post(path, body) {
    return ask('POST', path, {token: this.me.token, body});
  }
}
