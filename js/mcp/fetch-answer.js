import { closeAt } from '../http/close-at.js'
import { OF_BODY, assertReadable, mediaTypeOf } from './answer-body.js'
import { eventFilter } from './event-filter.js'
import { listFilter, listsIn } from './list-filter.js'
import { SESSION_ID, sealAnswer } from './sessions.js'

/** @import { VerifiedToken } from '../shared/types.js' */
/** @import { TextFilter } from './list-filter.js' */
/** @import { Subject } from './message-subjects.js' */
/** @import { ScopeRules } from './scope-rules.js' */
/** @import { Sessions } from './sessions.js' */

/**
 * @typedef {object} Answered what a handler answered, and to whom
 * @property {Request} request as the handler got it
 * @property {VerifiedToken | undefined} token
 * @property {readonly Subject[]} subjects
 * @property {Sessions} sessions
 * @property {ScopeRules} rules
 * @property {boolean} filterTools
 */

/**
 * @param {Response} response of the handler
 * @param {Answered} answered
 * @returns {Promise<Response>} what the client gets: the session bound, the lists filtered, a stream with an end
 */
export async function answerOf(response, answered) {
  const { token, rules, filterTools, request, subjects } = answered
  const sealed = await sealSession(response, answered)
  const lists = filterTools ? listsIn(request.method, subjects) : []
  const type = mediaTypeOf(sealed.headers.get('content-type'))
  if (lists.length > 0 && type !== undefined) assertReadable(sealed.headers.get('content-encoding'))
  const filter = lists.length > 0 ? listFilter(rules, token, lists) : undefined
  if (type === 'json') return filter ? filterJson(sealed, filter) : sealed
  if (type !== 'events') return sealed
  return closeAt(filter ? filterEvents(sealed, filter) : sealed, token)
}

/**
 * @param {Response} response
 * @param {Answered} answered
 * @returns {Promise<Response>}
 */
async function sealSession(response, { request, sessions, subjects, token }) {
  const { method } = request
  const { status, statusText, body } = response
  const named = response.headers.get(SESSION_ID)
  const asked = request.headers.get(SESSION_ID)
  const sealed = await sealAnswer(sessions, { method, subjects, token, status, asked, named })
  if (sealed === undefined || sealed === named) return response
  const headers = new Headers(response.headers)
  headers.set(SESSION_ID, sealed)
  return new Response(body, { status, statusText, headers })
}

/** @param {Response} response @param {TextFilter} filter */
async function filterJson(response, filter) {
  return response.body === null ? response : withBody(response, filter(await response.text()))
}

/** @param {Response} response @param {TextFilter} filter */
function filterEvents(response, filter) {
  if (response.body === null) return response
  const { push, flush } = eventFilter(filter)
  const encoder = new TextEncoder()
  const filtering = new TransformStream({
    transform: (chunk, controller) => send(controller, push(chunk)),
    flush: (controller) => send(controller, flush())
  })
  const send = (/** @type {TransformStreamDefaultController} */ controller, /** @type {string} */ text) => {
    if (text !== '') controller.enqueue(encoder.encode(text))
  }
  return withBody(response, response.body.pipeThrough(filtering))
}

/**
 * @param {Response} response
 * @param {BodyInit | null} body
 * @returns {Response} with its status and headers, but what was true of its own body
 */
function withBody({ status, statusText, headers }, body) {
  const copy = new Headers(headers)
  for (const name of OF_BODY) copy.delete(name)
  return new Response(body, { status, statusText, headers: copy })
}
