// A live connection as a WebSocket.
import {at} from './api.js';

export class Socket {
  /** Opens a socket; hear receives each frame, end is called when the connection has ended. */
  constructor({id, token}, watched, {hear, end}) {
    const url = at(`ws/${id}?presence=${watched}`);
    url.protocol = url.protocol.replace('http', 'ws');
    this.socket = new WebSocket(url, token ? ['ramtalk', `bearer.${token}`] : []);
    this.socket.onmessage = ({data}) => hear(JSON.parse(data));
    this.socket.onclose = end;
  }

  isOpen() {
    return this.socket.readyState === WebSocket.OPEN;
  }

  say(frame) {
    this.socket.send(JSON.stringify(frame));
  }

  close() {
    this.socket.onmessage = null;
    this.socket.onclose = null;
    this.socket.close();
  }
}
