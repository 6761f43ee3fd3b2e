// The guard as a hook of Fastify's, and the metadata document.

import { withoutAnswer, withoutBody } from '../http/node-preflight.js'
import { handlerHeaderSetter } from '../http/node-response.js'
import { asError } from '../http/request-error.js'
import { checkSource, metadataAnswer } from '../http/resource-metadata.js'
import { answerScopeRefusal, askedBy, send } from './fastify-reply.js'

/** @import { FastifyReply, FastifyRequest } from 'fastify' */
/** @import { Gate } from '../http/gate.js' */
/** @import { MetadataSource } from '../http/resource-metadata.js' */

/** @typedef {(request: any, reply: any, done: (error?: any) => void) => void} OnRequest a hook of any route */
/** @typedef {{ gate: Gate<FastifyRequest>, isPublic?: boolean }} Rule what goes for a route */

/**
 * @param {(request: FastifyRequest) => Rule} ruleOf
 * @returns {OnRequest} it goes on for what may pass alone. A hook that is a promise goes on once the response is closed: a
 *   client that hangs up while an `onSend` hook still works on its refusal would be let in
 */
export function hookOf(ruleOf) {
  return (request, reply, done) => {
    new Promise((resolve) => resolve(admits(ruleOf(request), request, reply))).then(
      (passed) => passed && done(),
      (thrown) => done(asError(thrown))
    )
  }
}

/**
 * @param {Rule} rule
 * @param {FastifyRequest} request
 * @param {FastifyReply} reply
 * @returns {Promise<boolean>} whether the request passes; false: it is answered
 */
async function admits({ gate, isPublic = false }, request, reply) {
  const asked = askedBy(request)
  const first = isPublic ? undefined : gate.first(request, asked)
  if (first === 'handler') {
    for (const each of [request, request.raw]) withoutBody(each)
    withoutAnswer(reply.raw, request.raw)
    return true
  }
  if (first !== undefined) return send(reply, first)
  const setHeaders = handlerHeaderSetter(reply.raw)
  try {
    if (!isPublic) request.bearer = await gate.admit(request, request, asked)
  } catch (thrown) {
    return send(reply, gate.refuse(thrown, request, asked))
  }
  const { cors, cache } = gate.handlerHeaders(asked)
  setHeaders({ cors, cache: isPublic ? {} : cache })
  answerScopeRefusal(gate, request, reply, asked)
  return true
}

/**
 * Hook that serves a metadata document at its well-known path: for the root of an application whose guard stands in a scope
 * with a prefix, or at single routes: `app.addHook('onRequest', resourceMetadataHandler(document))`.
 * @param {MetadataSource<FastifyRequest>} metadata the document, or a function that names it for each request
 * @returns {OnRequest}
 */
export function resourceMetadataHandler(metadata) {
  const documentFor = checkSource(metadata)
  return (request, reply, done) => {
    const { method, path } = askedBy(request)
    const found = metadataAnswer(() => documentFor(request), method, path)
    if (found === undefined) done()
    else send(reply, found)
  }
}
