// Bun has no switch that forbids to make code from strings: there, and only there, what makes it is taken away.

import process from 'node:process'

/** @type {ProxyHandler<any>} */
const refusing = { construct: refuse, apply: refuse }

/** @returns {never} */
function refuse() {
  throw new EvalError('Code from strings is refused')
}

if (process.versions.bun !== undefined) {
  for (const name of ['eval', 'Function'])
    Reflect.set(globalThis, name, new Proxy(Reflect.get(globalThis, name), refusing))
  for (const each of [function () {}, async function () {}, function* () {}, async function* () {}]) {
    const prototype = Object.getPrototypeOf(each)
    Object.defineProperty(prototype, 'constructor', { value: new Proxy(prototype.constructor, refusing) })
  }
}
