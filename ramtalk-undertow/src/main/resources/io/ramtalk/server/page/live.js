// The live connection, reopened whenever it breaks: a WebSocket, or an event stream if a proxy
// blocks WebSocket.
import {Socket} from './live-socket.js';
import {Stream} from './live-stream.js';

const FIRST_PAUSE_MILLIS = 500;
const LONGEST_PAUSE_MILLIS = 10000;
const HELLO_MILLIS = 10000; // maximum time until the hello of a connection
const MAX_SOCKETS_IN_VAIN = 2; // in a row, before a stream is tried
const SOCKET_AGAIN_MILLIS = 300000; // after which a socket is tried again

export class Live {
  /**
   * onFrame receives each frame. onUp receives the server's hello and whether it came by stream.
   * onDown is called when the connection is gone. It returns a promise of 'reached' if the server
   * is still reachable, of 'unreached', or of 'stop' if no connection should be opened.
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

  // Without a network the close event may take long, so it is not awaited.
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

  /** Switches the kind of connection: the server is reachable, but this kind does not work. */
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
