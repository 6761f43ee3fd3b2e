// Several processes with the same guard.
import { fork } from 'node:child_process'
import { once } from 'node:events'

/** @typedef {{ status: number, reason: string }} Said */

/**
 * @param {number} count
 * @param {{ redis: string, client: string, options: object, onStoreFailure?: string }} how
 */
export async function startFleet(count, how) {
  /** @type {Map<number, (said: Said) => void>} */
  const waiting = new Map()
  let last = 0
  const children = await Promise.all(
    Array.from({ length: count }, async () => {
      const { NODE_TEST_CONTEXT: _, ...env } = process.env
      const child = fork(new URL('worker.js', import.meta.url), [JSON.stringify(how)], { env })
      const [first] = await Promise.race([once(child, 'message'), once(child, 'exit')])
      if (!first?.ready) throw new Error(`a process ended with ${first}`)
      child.on('message', (/** @type {any} */ { id, ...said }) => {
        waiting.get(id)?.(said)
        waiting.delete(id)
      })
      return child
    })
  )
  return {
    /** @param {number} at which process @param {string} url @param {object} headers @returns {Promise<Said>} */
    ask(at, url, headers) {
      const id = ++last
      return new Promise((resolve) => {
        waiting.set(id, resolve)
        children[at].send({ id, url, headers })
      })
    },
    async close() {
      await Promise.all(
        children.map(async (child) => {
          const exited = once(child, 'exit')
          child.send({})
          await exited
        })
      )
    }
  }
}
