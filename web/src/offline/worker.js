/* Service worker of the care app: keeps the shell, never the data. Data lives in IndexedDB, where the page can say how old it is. */
const version = '__VERSION__'
const scope = '__SCOPE__'
const files = ['__FILES__']
const shell = `yilin-shell-${version}`

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(shell).then((cache) => cache.addAll([scope, ...files])))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== shell).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  )
})

// A new version waits until the worker of the old one says so: pages must not lose their lazy chunks in mid-visit.
self.addEventListener('message', (event) => {
  if (event.data === 'take-over') self.skipWaiting()
})

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return
  if (event.request.mode === 'navigate' && url.pathname.startsWith(scope)) {
    event.respondWith(caches.match(scope).then((page) => page ?? fetch(event.request)))
  } else if (files.includes(url.pathname)) {
    event.respondWith(caches.match(url.pathname).then((file) => file ?? fetch(event.request)))
  }
})
