// The Worker that is timed from outside.

/** @import { Fixture } from '../fixtures.js' */
/** @import { ColdVerifier, Create } from './run-cold.js' */

/**
 * @param {{ create: Create } | null} library null: it only reads what it is sent
 * @param {Fixture} policy without tokens
 */
export async function makeWorker(library, policy) {
  // At global scope, where Workers make what serves all requests.
  /** @type {ColdVerifier | undefined} */
  const verifier = await library?.create(policy)
  let isPrepared = false

  async function prepare() {
    if (!isPrepared) await verifier?.prepare?.()
    isPrepared = true
  }

  /** @param {Request} request */
  async function answer(request) {
    await prepare()
    if (new URL(request.url).pathname === '/prepare') return new Response('ready')
    for (const token of /** @type {string[]} */ (await request.json())) {
      if (verifier && !(await verifier.verify(token))) throw new Error('no verdict')
    }
    return new Response('done')
  }

  return { fetch: answer }
}
