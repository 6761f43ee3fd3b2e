// What assay-jwt/fastify adds to Fastify's own types, for programs that import it. JSDoc cannot add to a module of others;
// tools/emit-types.js copies this file to dist/types.
import type { BearerTypes } from 'fastify'
import type { AnyToken, GuardContext } from '../http/types.js'
import type { VerifiedToken } from '../shared/types.js'
import type { BearerOptions } from './fastify.js'

/** Options of one route, beside those of the plugin. `false`: it is public, and the guard leaves it alone. */
export type OfRoute = false | Partial<BearerOptions>

/** What FastifyRequest has as `bearer`. Spelt out, as that of Express is. */
export interface RequestBearer {
  token: BearerTypes extends { token: infer T extends AnyToken | undefined } ? T : VerifiedToken
  requestId: GuardContext['requestId']
  requireScope: GuardContext['requireScope']
}

declare module 'fastify' {
  /**
   * Add `token` where the tokens of all guards have claims of your own, no subject, or may be absent:
   * `interface BearerTypes { token: VerifiedToken<{ tenant: string }> | undefined }`.
   */
  interface BearerTypes {}

  interface FastifyRequest {
    /**
     * What the guard knows of the request, once it let it pass. Not there on routes with `config: { bearer: false }` and in
     * preflights that are handed on. Where `optional` is true, `token` may be undefined.
     */
    bearer: RequestBearer
  }
  interface FastifyContextConfig {
    bearer?: OfRoute
  }
}
