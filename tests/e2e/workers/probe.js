// A Worker that shows what the example has no reason to: the synchronous path, and what the runtime refuses.

import { env } from 'cloudflare:workers'
import { createVerifier } from 'assay-jwt'

const verifier = createVerifier({
  issuer: env.ISSUER,
  audience: env.AUDIENCE,
  jwksUri: env.JWKS_URI,
  clockTolerance: 0,
  allowInsecureLoopback: true
})
const options = { requiredScope: 'tools:call' }

/** @type {Record<string, (token: string) => unknown>} */
const routes = {
  '/verify': (token) => verifier.verify(token, options),
  '/verify-sync': (token) => verifier.verifySync(token, options),
  // Answers without waiting for the end. The runtime then cancels what the request has begun.
  '/verify-impatiently': (token) => Promise.race([verifier.verify(token, options), scheduler.wait(50)]),
  '/explain': (token) => verifier.explain(token, options),
  '/eval': () => new Function('return 1')(),
  '/compile': () => new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))
}

export default {
  /** @param {Request} request */
  async fetch(request) {
    const token = request.headers.get('x-token') ?? ''
    try {
      const result = await routes[new URL(request.url).pathname](token)
      return Response.json(result ?? 'gave up')
    } catch (error) {
      const { code, reason, name } = /** @type {Record<string, string>} */ (error)
      return Response.json({ code, reason, name }, { status: 400 })
    }
  }
}
