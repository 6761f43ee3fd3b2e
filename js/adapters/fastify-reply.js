// How the guard reads a request of Fastify's, and answers by Fastify's reply, so that hooks and headers of others go with it.

import { askedOf, sendAnswer } from '../http/node-response.js'
import { asError } from '../http/request-error.js'

/** @import { FastifyReply, FastifyRequest } from 'fastify' */
/** @import { Asked, Gate } from '../http/gate.js' */
/** @import { Answer } from '../http/resource-metadata.js' */

/**
 * Whatever error handlers there are, one of the route's own included: the first that is sent of a refusal is the error that
 * was thrown, and leads to them; the second is what they make of it, and the guard's answer goes out instead.
 * @param {Gate<FastifyRequest>} gate
 * @param {FastifyRequest} request
 * @param {FastifyReply} reply
 * @param {Asked} asked
 */
export function answerScopeRefusal(gate, request, reply, asked) {
  const own = reply.send
  /** @type {unknown} */
  let refusal
  reply.send = (/** @type {any[]} */ ...given) => {
    if (refusal === undefined || reply.raw.headersSent) {
      if (gate.isScopeRefusal(given[0])) refusal = given[0]
      return own.apply(reply, /** @type {any} */ (given))
    }
    reply.send = own
    try {
      send(reply, gate.refuse(refusal, request, asked))
    } catch (thrown) {
      reply.send(asError(thrown))
    }
    return reply
  }
}

/** @param {FastifyRequest} request @returns {Asked} */
export function askedBy(request) {
  const { originalUrl, protocol, ips, host, hostname } = request
  // Fastify 4 has no `host`, and a port in `hostname`. `ips` is there with the option trustProxy alone.
  return askedOf(request, { originalUrl, protocol, trustedHost: ips && (host ?? hostname) })
}

/** @param {FastifyReply} reply @param {Answer} answer @returns {false} */
export function send(reply, answer) {
  const { raw } = reply
  sendAnswer(
    /** @type {any} */ ({
      headersSent: reply.sent || raw.headersSent,
      getHeaderNames: () => Object.keys(reply.getHeaders()),
      getHeader: (/** @type {string} */ name) => reply.getHeader(name),
      setHeader: (/** @type {string} */ name, /** @type {string} */ value) => reply.header(name, value),
      removeHeader: (/** @type {string} */ name) => (reply.removeHeader(name), raw.removeHeader(name)),
      set statusCode(/** @type {number} */ status) {
        reply.code(status)
      },
      // Bytes: what a serializer would make of a string is another body.
      end: (/** @type {string | undefined} */ body) => reply.send(body && new TextEncoder().encode(body))
    }),
    answer
  )
  return false
}
