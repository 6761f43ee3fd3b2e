// assay-jwt/next: the guard for route handlers of Next.js, and for proxy.js (middleware.js until Next.js 15).

import { guard } from '../http/guard.js'
import { resourceMetadataHandler as serveMetadata } from '../http/resource-metadata.js'
import { checkHandler } from '../http/returned-value.js'

/** @import { MetadataSource } from '../http/resource-metadata.js' */
/** @typedef {import('../http/types.js').GuardContext} GuardContext what a handler is given */
/** @typedef {import('../http/types.js').AnyToken} AnyToken */
/** @typedef {import('../http/types.js').Preflight} Preflight */
/** @import { Bearer, GuardOptions, TokenVerifier } from '../http/types.js' */

/** @typedef {{ params: Promise<any> }} RouteContext what Next.js hands to a route handler besides the request */

/**
 * @template {Preflight} P
 * @template {boolean} O
 * @template {AnyToken} T
 * @typedef {<R extends Request, C = RouteContext>(
 *   handler: (request: R, context: C & { bearer: Bearer<P, O, T> }) => Response | Promise<Response>
 * ) => (request: R, context: C) => Promise<Response>} WithBearer
 */

/**
 * Makes a wrapper for handlers of Next.js, `export const GET = withBearer(verifier)(handler)`: the handler runs once the
 * bearer token is verified, and gets the request and the context of Next.js, with the token in `context.bearer.token`;
 * everything else is answered as guard() of assay-jwt/http does. A handler in proxy.js returns NextResponse.next() to let
 * the request go on. For Node's runtime and for the edge runtime.
 * @template {Preflight} [P='guard']
 * @template {boolean} [O=false]
 * @template {Request} [Q=Request]
 * @template {AnyToken} [T=import('../shared/types.js').VerifiedToken]
 * @param {TokenVerifier<T>} verifier what createVerifier returns
 * @param {GuardOptions<Q, P, O, T>} [options]
 * @returns {WithBearer<P, O, T>}
 * @throws {AssayError} CONFIG_INVALID, naming the option
 */
export function withBearer(verifier, options = {}) {
  const protect = guard(verifier, /** @type {GuardOptions<Request, P, O, T>} */ (/** @type {unknown} */ (options)))
  return (handler) => {
    const run = /** @type {(request: Request, context: any) => Response | Promise<Response>} */ (checkHandler(handler))
    return (request, context) =>
      protect(async (given, bearer) => {
        // Of a CORS preflight that is handed on, the guard has made a request of its own: of Next.js's class again.
        const own = given === request ? request : new /** @type {any} */ (request).constructor(given)
        const isHandedOn = given !== request
        const response = await run(own, withBearerIn(context, isHandedOn ? undefined : bearer))
        if (response instanceof Response || typeof (/** @type {any} */ (response)?.headers?.get) === 'function')
          return response
        throw new Error('The handler behind withBearer() returned no Response: in proxy.js return NextResponse.next()')
      })(request)
  }
}

/**
 * Serves a metadata document (RFC 9728) by `app/.well-known/oauth-protected-resource/[[...path]]/route.js`: export it as
 * GET and as OPTIONS. Other paths are 404.
 * @param {MetadataSource<Request>} metadata the document, or a function that names it for each request
 * @returns {(request: Request) => Response}
 */
export function resourceMetadataHandler(metadata) {
  const serve = serveMetadata(metadata)
  return (request) => serve(request) ?? new Response(null, { status: 404 })
}

/**
 * @param {any} context of a route, which is copied; or the event of proxy.js, whose methods need itself
 * @param {unknown} bearer
 */
function withBearerIn(context, bearer) {
  const isEvent = typeof context?.waitUntil === 'function'
  return isEvent ? Object.assign(context, { bearer }) : { ...context, bearer }
}
