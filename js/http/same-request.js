import { incomingOf } from './header-of.js'

/** @type {WeakMap<object, object>} the client's request, of one that was made from it */
const originals = new WeakMap()

/**
 * Notes that a request is the client's own, made anew: then a DPoP proof counts once for both (RFC 9449 §11.1).
 * @template {object} R
 * @param {R} request
 * @param {object} original
 * @returns {R} the request
 */
export function continueRequest(request, original) {
  originals.set(request, originOf(original))
  return request
}

/**
 * Notes that a request came in a context which stays, whatever request middleware puts into it.
 * @template {object} R
 * @param {R} request
 * @param {object} context of one client's request
 * @returns {R} the request
 */
export function requestIn(request, context) {
  const origin = originals.get(context) ?? originOf(request)
  originals.set(context, origin)
  if (request !== origin) originals.set(request, origin)
  return request
}

/** @param {object} request @returns {object} the same for all that were made of one request, and for no other */
export function originOf(request) {
  const incoming = incomingOf(request)
  return originals.get(incoming) ?? incoming
}
