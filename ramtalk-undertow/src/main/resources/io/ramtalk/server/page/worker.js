// Caches the shell of the page, so that it opens without a network and can say so. Requests to the
// server itself, such as for messages, never go through here.
const CACHE = 'ramtalk-shell';
const BASE = new URL('..', self.location);
const SHELL = ['', 'page/chat.css', 'page/icon.svg', 'page/chat.webmanifest', 'page/app.js',
  'page/api.js', 'page/conversations.js', 'page/icons.js', 'page/live.js', 'page/live-socket.js',
  'page/live-stream.js', 'page/memory.js', 'page/pictures.js', 'page/picture-files.js',
  'page/view-conversation.js', 'page/view-login.js', 'page/view-parts.js', 'page/view-people.js',
  'page/view-settings.js', 'page/lit-html.js'].map((path) => new URL(path, BASE).href);

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(SHELL))
    .then(() => self.skipWaiting()));
});

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  url.hash = '';
  if (event.request.method === 'GET' && SHELL.includes(url.href)) {
    event.respondWith(fromServerElseKept(event.request));
  }
});

// The server's copy takes precedence, so that a new version shows at once. A proxy whose server is
// down responds with an error of its own.
async function fromServerElseKept(request) {
  const cache = await caches.open(CACHE);
  const answer = await fetch(request).catch(() => Response.error());
  if (answer.ok) {
    await cache.put(request, answer.clone());
  }
  const isAway = answer.type === 'error' || answer.status >= 500;
  return isAway && await cache.match(request, {ignoreVary: true}) || answer;
}
