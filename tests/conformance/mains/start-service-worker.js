// A page that registers a service worker and hands it its work.

const script = '/mains/service-worker.js'
const { installing, waiting, active } = await navigator.serviceWorker.register(script, {
  type: 'module',
  scope: '/mains/'
})
const worker = /** @type {ServiceWorker} */ (installing ?? waiting ?? active)
const start = () => worker.state === 'activated' && worker.postMessage(location.search)
worker.addEventListener('statechange', start)
start()
