// The live connection, opened again whenever it breaks: a WebSocket, or an event stream where a
// proxy lets no WebSocket through.
import {Socket} from './live-socket.js';
import {Stream} from './live-stream.js';

const FIRST_PAUSE_MILLIS = 500;
const LONGEST_PAUSE_MILLIS = 10000;
const HELLO_MILLIS = 10000; // within which a connection has to be greeted
const MAX_SOCKETS_IN_VAIN = 2; // in a row, before a stream is tried
const SOCKET_AGAIN_MILLIS = 300000; // after which the next connection is a socket again

export class Live {
  /**
   * onFrame is given each frame. onUp is given the hello of the server, and whether it came by
   * stream. onDown is called when the connection is gone, and returns a promise: of 'reached' if
   * the server can be asked nonetheless, of 'unreached', or of 'stop' if nothing is to be opened.
   */
  constructor({me, watched, onFrame, onUp, onDown}) {
    Object.assign(this, {me, watched, onFrame, onUp, onDown});
    this.pause = FIRST_PAUSE_MILLIS;
    this.inVain = 0;
    this.streamUntil = 0;
    this.connection = null;
    this.isGreeted = false;
    this.stopped = false;
    this.hurry = () => this.open();
    this.lost = () => this.drop(this.connection);
    addEventListener('online', this.hurry);
    addEventListener('offline', this.lost);
    this.open();
  }

  isUp() {
    return this.isGreeted && this.connection.isOpen();
  }

  say(frame) {
    this.connection.say(frame);
  }

  stop() {
    this.stopped = true;
    removeEventListener('online', this.hurry);
    removeEventListener('offline', this.lost);
    this.drop(this.connection);
  }

  open() {
    clearTimeout(this.reopening);
    if (this.stopped || this.connection) {
      return;
    }
    const Kind = Date.now() < this.streamUntil ? Stream : Socket;
    const connection = new Kind(this.me, this.watched, {
      hear: (frame) => this.hear(connection, frame),
      end: () => this.drop(connection),
    });
    this.connection = connection;
    this.greeting = setTimeout(() => this.drop(connection), HELLO_MILLIS);
  }

  hear(connection, frame) {
    if (connection !== this.connection) {
      return;
    }
    if (frame.type === 'hello') {
      clearTimeout(this.greeting);
      this.isGreeted = true;
      this.inVain = 0;
      this.pause = FIRST_PAUSE_MILLIS;
      this.onUp(frame, connection instanceof Stream);
    } else {
      this.onFrame(frame);
    }
  }

  // A connection without a network may take long to say that it is closed; that is not waited for.
  async drop(connection) {
    if (!connection || connection !== this.connection) {
      return;
    }
    const wasGreeted = this.isGreeted;
    this.connection = null;
    this.isGreeted = false;
    clearTimeout(this.greeting);
    connection.close();
    const outcome = this.stopped ? 'stop' : await this.onDown();
    if (outcome === 'stop' || this.stopped) {
      return;
    }
    if (!wasGreeted && outcome === 'reached') {
      this.changeKind(connection);
    }
    clearTimeout(this.reopening);
    this.reopening = setTimeout(() => this.open(), this.pause * (0.75 + Math.random() / 2));
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MILLIS);
  }

  /** The server is there, but this kind of connection does not get through to it. */
  changeKind(connection) {
    if (connection instanceof Stream) {
      this.streamUntil = 0;
      return;
    }
    this.inVain += 1;
    if (this.inVain >= MAX_SOCKETS_IN_VAIN) {
      this.inVain = 0;
      this.streamUntil = Date.now() + SOCKET_AGAIN_MILLIS;
    }
  }
}
