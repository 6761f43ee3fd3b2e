// assay-jwt/fastify: the guard as Fastify's plugin, and as a hook of single routes.

import { Gate } from '../http/gate.js'
import { hookOf } from './fastify-hook.js'

export { closeAt } from '../http/node-close-at.js'
export { resourceMetadataHandler } from './fastify-hook.js'

/** @import { FastifyInstance, FastifyRequest } from 'fastify' */
/** @import { GuardOptions, Preflight, TokenVerifier } from '../http/types.js' */
/** @typedef {import('./fastify-hook.js').OnRequest} OnRequest the hook that `guard` makes */
/** @typedef {import('./fastify-request.js').OfRoute} OfRoute options of one route, in its `config.bearer` */

/** @typedef {GuardOptions<FastifyRequest, Preflight, boolean> & { verifier: TokenVerifier }} BearerOptions `verifier`: what createVerifier returns */

/**
 * Plugin that lets a request pass once its bearer token is verified, with the token in `request.bearer.token`, and answers
 * everything else as guard() of assay-jwt/http does, before the body is read: `app.register(bearer, { verifier })`. It goes
 * for all routes of the instance that registers it, those below it and unknown ones included. A route has options of its own
 * in `config: { bearer: { requiredScope } }`, and `config: { bearer: false }` makes it public: the guard leaves it alone.
 * What a function in the options throws goes to the error handler. What `request.bearer.requireScope()` throws in a hook or
 * a handler, the guard answers, after the error handlers have seen it.
 * @param {FastifyInstance} app
 * @param {BearerOptions} options
 * @returns {Promise<void>} it fails with CONFIG_INVALID, naming the option
 */
export function bearer(app, options) {
  return new Promise((resolve) => resolve(protect(app, options)))
}
// As fastify-plugin does: the hooks are the registering instance's, not those of a scope of their own.
Object.assign(bearer, {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: 'assay-jwt',
  [Symbol.for('plugin-meta')]: { name: 'assay-jwt', fastify: '^4.29.0 || ^5.0.0' }
})

/**
 * Hook that guards single routes: `app.get(path, { onRequest: guard(verifier, options) }, handler)`.
 * @param {TokenVerifier} verifier what createVerifier returns
 * @param {GuardOptions<FastifyRequest, Preflight, boolean>} [options]
 * @returns {OnRequest}
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function guard(verifier, options = {}) {
  const gate = new Gate(verifier, options)
  return hookOf(() => ({ gate }))
}

/** @param {FastifyInstance} app @param {BearerOptions} options */
function protect(app, options) {
  /** @type {Map<unknown, Gate<FastifyRequest>>} by what a route's config says */
  const gates = new Map()
  const gateOf = (/** @type {OfRoute | undefined} */ own) => {
    const { verifier, ...rest } = { ...options, ...own }
    if (!gates.has(own)) gates.set(own, new Gate(verifier, rest))
    return /** @type {Gate<FastifyRequest>} */ (gates.get(own))
  }
  gateOf(undefined)
  // Faults of options are found when the application starts; those of routes that are older than this, by a request.
  app.addHook('onRoute', ({ config }) => void gateOf(config?.bearer))
  if (!app.hasRequestDecorator('bearer')) app.decorateRequest('bearer', /** @type {any} */ (null))
  const ruleOf = (/** @type {OfRoute | undefined} */ own) => ({ gate: gateOf(own), isPublic: own === false })
  app.addHook(
    'onRequest',
    hookOf(({ routeOptions }) => ruleOf(routeOptions.config?.bearer))
  )
}
