import { runHere } from './context.js'

addEventListener('message', (event) => {
  ;/** @type {any} */ (event).waitUntil(runHere(event.data))
})
