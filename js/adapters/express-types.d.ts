// The types of assay-jwt/express. JSDoc cannot add to a namespace of others; tools/emit-types.js copies this file to
// dist/types.
import type { Asked, Gate } from '../http/gate.js'
import type { NodeRequest, NodeResponse } from '../http/node-response.js'
import type { AnyToken, GuardContext, GuardOptions, Preflight, TokenVerifier } from '../http/types.js'
import type { VerifiedToken } from '../shared/types.js'

declare global {
  namespace Express {
    /**
     * Add `token` where the tokens of all guards have claims of your own, no subject, or may be absent:
     * `interface BearerTypes { token: VerifiedToken<{ tenant: string }> | undefined }`.
     */
    interface BearerTypes {}

    interface Request {
      /** What the guard knows. Only behind a guard is it there, and with `optional: true` its `token` may be undefined. */
      bearer: RequestBearer
    }
  }
}

type Token = Express.BearerTypes extends { token: infer T extends AnyToken | undefined } ? T : VerifiedToken

/**
 * What Express.Request has as `bearer`. Spelt out: two uses of GuardContext are compared by their parameters, and a
 * handler could not say that its token may be absent.
 */
export interface RequestBearer {
  token: Token
  requestId: GuardContext['requestId']
  requireScope: GuardContext['requireScope']
}

/**
 * A request behind the guard, for handlers of node:http, and for those of Express that say more of it than
 * Express.Request does. `O`: whether the guard's option `optional` is true.
 */
export type GuardedRequest<O extends boolean = false, T extends AnyToken = VerifiedToken> = NodeRequest & {
  bearer?: GuardContext<'guard', O, T> | undefined
}

export type Next = (error?: unknown) => void

export type Middleware<R> = ((request: R, response: NodeResponse, next: Next) => Promise<void>) & {
  onError: (error: unknown, request: R, response: NodeResponse, next: Next) => void
}

/** For guardMcpExpress() alone, which asks for more than gate.admit(), and changes answers. */
export type Admit<R> = (
  gate: Gate<R>,
  request: R,
  asked: Asked,
  response: NodeResponse
) => Promise<GuardContext<any, any, any>>

/** `ip` is Express's, by its "trust proxy": what a rate limit goes by. */
type AnyRequest = GuardedRequest<any, any> & { readonly ip?: string | undefined }

/** Without a type of one's own, the functions in the options are given what requests of node:http and Express have. */
export interface MakeGuard {
  <T extends AnyToken = VerifiedToken>(
    verifier: TokenVerifier<T>,
    options?: GuardOptions<AnyRequest, Preflight, boolean, T>
  ): Middleware<AnyRequest>
  <R extends AnyRequest = AnyRequest, T extends AnyToken = VerifiedToken>(
    verifier: TokenVerifier<T>,
    options?: GuardOptions<R, Preflight, boolean, T>,
    admit?: Admit<R>
  ): Middleware<R>
}
