// A live connection as an event stream, for networks that block WebSocket. It is read with fetch()
// rather than EventSource, which could send the token only in its URL. Frames to the server are
// sent as separate requests, one after the other.
import {ask, at} from './api.js';

const LONGEST_SILENCE_MILLIS = 60000; // the server sends something every 25 seconds
const MAX_IDS = 1000; // per acknowledgement

export class Stream {
  /** Opens a stream; hear receives each frame, end is called when the connection has ended. */
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

  /** Sends a frame as a socket would. */
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

  /** Handles an event, whose data is a frame; a comment has no data. */
  take(event) {
    const data = event.split('\n').filter((line) => line.startsWith('data:'))
      .map((line) => line.slice(5)).join('\n');
    if (data && this.isOpen()) {
      this.hear(JSON.parse(data));
    }
  }

  /** Runs a step after the earlier ones; if the server is unreachable, closes the stream. */
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
        throw refusal; // the next connection sends it again, and the server stores it once
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
