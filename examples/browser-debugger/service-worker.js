// Caches the page's own files, and nothing else, so that the page works without a network. The build inserts the files'
// names and version.

const NAME = 'assay-debugger-%BUILD%'
const FILES = JSON.parse('%FILES%')

addEventListener('install', (event) => {
  event.waitUntil(
    caches.open(NAME).then((cache) => cache.addAll(FILES.map((file) => new Request(file, { cache: 'reload' }))))
  )
  self.skipWaiting()
})

addEventListener('activate', (event) => {
  const old = async () => {
    const names = await caches.keys()
    await Promise.all(
      names.filter((name) => name.startsWith('assay-debugger-') && name !== NAME).map((name) => caches.delete(name))
    )
    await self.clients.claim()
  }
  event.waitUntil(old())
})

/** All other requests, such as those for keys, are left to the browser. */
const own = new Set(FILES.map((file) => new URL(file, location.href).href))

addEventListener('fetch', (event) => {
  const { method, url } = event.request
  if (method !== 'GET' || !own.has(url)) return
  event.respondWith(caches.open(NAME).then(async (cache) => (await cache.match(url)) ?? fetch(event.request)))
})
