import { scopeInWords } from '../options/required-scopes.js'

/** @import { AssayError } from '../shared/error.js' */
/** @import { VerifiedToken } from '../shared/types.js' */
/** @import { Subject } from './refusal-notes.js' */
/** @import { Decision } from './types.js' */

/** Longer texts and lists are cut: a token may be 64 kB, a line of a log should not. */
const MAX_TEXT_LENGTH = 256
const MAX_SCOPES = 64
const ACCEPTED = { code: 'OK', reason: 'accepted' }
/** What the option `optional` lets pass. */
const WITHOUT_TOKEN = { code: 'OK', reason: 'no_token' }
/** Part of any JWS or JWE: encoded JSON, or a run of characters that is too long for a name. */
const TOKEN_SHAPED = /eyJ[\w-]{10}|\bew[\w-]{14,}\.[\w-]{16}|[\w-]{128}/

/**
 * @param {object} facts
 * @param {number} facts.status
 * @param {AssayError | undefined} facts.error
 * @param {VerifiedToken | undefined} facts.token the verified token; a decision says nothing of a token that was not verified
 * @param {string} facts.sent the Authorization header's value: no part of it may be shown
 * @param {readonly string[]} facts.requiredScopes
 * @param {string} facts.requestId
 * @param {Subject} facts.subject
 * @returns {Decision}
 */
export function makeDecision({ status, error, token, sent, requiredScopes, requestId, subject }) {
  const redact = redactor(sent)
  const { code, reason } = error ?? (token === undefined ? WITHOUT_TOKEN : ACCEPTED)
  return Object.freeze({
    time: Date.now() / 1000,
    allowed: error === undefined,
    status: error === undefined ? undefined : status,
    ...{ code, reason },
    issuer: redact(token?.issuer),
    audience: redact(token?.audience),
    subject: redact(token?.subject),
    clientId: redact(token?.clientId),
    scopes: token && redactAll(token.scopes, redact),
    requiredScopes: redactAll(requiredScopes.map(scopeInWords), redact),
    tokenIdHash: token?.tokenIdHash,
    requestId: redact(requestId),
    method: redact(subject.method),
    name: redact(subject.name)
  })
}

/**
 * @param {string} sent
 * @returns {<T extends string | undefined>(text: T) => T}
 */
export function redactor(sent) {
  // A claim may repeat the header, and a request id that a client chose may be its token.
  const parts = [sent, ...sent.split(/[\s.,]+/)].filter((part) => part.length >= 8)
  return (text) => {
    if (text === undefined) return text
    const reveals =
      TOKEN_SHAPED.test(text) || parts.some((part) => text.includes(part) || (text.length >= 8 && part.includes(text)))
    const shown = text.length > MAX_TEXT_LENGTH ? `${text.slice(0, MAX_TEXT_LENGTH)}…` : text
    return /** @type {typeof text} */ (reveals ? '[redacted]' : shown)
  }
}

/**
 * @param {readonly string[]} texts
 * @param {(text: string) => string} redact
 * @returns {readonly string[]}
 */
function redactAll(texts, redact) {
  return Object.freeze(texts.slice(0, MAX_SCOPES).map(redact))
}
