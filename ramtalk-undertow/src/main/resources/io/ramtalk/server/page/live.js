// The live connection: a WebSocket that is opened again whenever it breaks.
import {at} from './api.js';

const FIRST_PAUSE_MILLIS = 500;
const LONGEST_PAUSE_MILLIS = 10000;

export class Live {
  /**
   * onFrame is given each frame, onUp is called when the server said hello, onDown when the
   * connection is gone; a promise that it returns and that ends with false means: do not try again.
   */
  constructor({path, token, onFrame, onUp, onDown}) {
    this.url = at(path);
    this.url.protocol = this.url.protocol.replace('http', 'ws');
    this.protocols = token ? ['ramtalk', `bearer.${token}`] : [];
    Object.assign(this, {onFrame, onUp, onDown});
    this.pause = FIRST_PAUSE_MILLIS;
    this.socket = null;
    this.stopped = false;
    this.hurry = () => this.open();
    this.lost = () => this.drop(this.socket);
    addEventListener('online', this.hurry);
    addEventListener('offline', this.lost);
    this.open();
  }

  isUp() {
    return this.socket?.readyState === WebSocket.OPEN;
  }

  say(frame) {
    this.socket.send(JSON.stringify(frame));
  }

  stop() {
    this.stopped = true;
    clearTimeout(this.timer);
    removeEventListener('online', this.hurry);
    removeEventListener('offline', this.lost);
    this.socket?.close();
  }

  open() {
    clearTimeout(this.timer);
    if (this.stopped || this.socket) {
      return;
    }
    const socket = new WebSocket(this.url, this.protocols);
    this.socket = socket;
    socket.onmessage = ({data}) => this.hear(JSON.parse(data));
    socket.onclose = () => this.drop(socket);
  }

  hear(frame) {
    if (frame.type === 'hello') {
      this.pause = FIRST_PAUSE_MILLIS;
      this.onUp(frame);
    } else {
      this.onFrame(frame);
    }
  }

  // A socket without a network may take long to say that it is closed; that is not waited for.
  async drop(socket) {
    if (!socket || this.socket !== socket) {
      return;
    }
    this.socket = null;
    socket.onmessage = null;
    socket.close();
    if (this.stopped || await this.onDown() === false) {
      return;
    }
    this.timer = setTimeout(() => this.open(), this.pause * (0.75 + Math.random() / 2));
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE_MILLIS);
  }
}
