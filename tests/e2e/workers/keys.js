// A Worker that shows how keys are kept: one verifier for the isolate, and one for each endpoint that fails.

import { env } from 'cloudflare:workers'
import { createVerifier } from 'assay-jwt'
import { cacheStore, kvStore } from 'assay-jwt/stores'

const options = { issuer: env.ISSUER, audience: env.AUDIENCE, clockTolerance: 0, allowInsecureLoopback: true }
const store = env.KEYS ? kvStore(/** @type {any} */ (env.KEYS)) : env.CACHE ? cacheStore() : undefined
const verifier = createVerifier({
  ...options,
  jwksUri: env.JWKS_URI,
  store,
  // Workers send no User-Agent of their own.
  headers: { 'user-agent': 'orders/1.0' },
  jwksCache: { maxAge: Number(env.MAX_AGE ?? 600) }
})

const tenants = createVerifier({
  ...{ audience: env.AUDIENCE, clockTolerance: 0, allowInsecureLoopback: true },
  async issuers(iss) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    return iss === env.ISSUER ? { jwksUri: env.JWKS_URI } : undefined
  }
})

/** @type {Record<string, (request: Request, context: { waitUntil(work: Promise<unknown>): void }) => unknown>} */
const routes = {
  '/verify': (request) => verifier.verify(tokenOf(request)),
  '/verify-with-context': (request, context) =>
    verifier.verify(tokenOf(request), { waitUntil: (work) => context.waitUntil(work) }),
  // What many would write. The method loses its object, and the refresh is waited for instead.
  '/verify-with-unbound': (request, context) => verifier.verify(tokenOf(request), { waitUntil: context.waitUntil }),
  '/tenant': (request) => tenants.verify(tokenOf(request)),
  '/status': () => verifier.status(),
  async '/fault'(request) {
    const jwksUri = String(request.headers.get('x-url'))
    const failing = createVerifier({ ...options, jwksUri, jwksCache: { timeout: 0.5 } })
    const refusals = []
    for (let call = 0; call < 20; call++)
      refusals.push(await failing.verify(tokenOf(request)).catch(({ reason }) => reason))
    return [...new Set(refusals)]
  }
}

/** @param {Request} request */
const tokenOf = (request) => request.headers.get('x-token') ?? ''

export default {
  /**
   * @param {Request} request
   * @param {any} _env
   * @param {any} context
   */
  async fetch(request, _env, context) {
    try {
      return Response.json(await routes[new URL(request.url).pathname](request, context))
    } catch (error) {
      const { code, reason, message } = /** @type {Record<string, string>} */ (error)
      return Response.json({ code, reason, message }, { status: 400 })
    }
  }
}
