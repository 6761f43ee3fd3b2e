import { reasons } from '../shared/error-table.js'
import { scopeInWords } from '../options/required-scopes.js'

/** @import { AssayError } from '../shared/error.js' */
/** @import { VerifiedToken } from '../shared/types.js' */
/** @import { Subject } from './refusal-notes.js' */
/** @import { Decision } from './types.js' */

/** Longer texts and lists are cut: a token may be 64 kB, a line of a log should not. */
const MAX_TEXT_LENGTH = 256
const MAX_SCOPES = 64
/** Of what this package says itself. */
const MAX_SENTENCE_LENGTH = 1024
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
  const { claim, message, hint } = /** @type {Partial<AssayError>} */ (error ?? {})
  return Object.freeze({
    time: Date.now() / 1000,
    allowed: error === undefined,
    status: error === undefined ? undefined : status,
    ...{ code, reason },
    claim: redact(claim),
    // That of an internal error may quote anything.
    message: redact(code === 'INTERNAL' ? reasons.internal.message : message, MAX_SENTENCE_LENGTH),
    hint: redact(hint, MAX_SENTENCE_LENGTH),
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
 * @returns {<T extends string | undefined>(text: T, maxLength?: number) => T}
 */
export function redactor(sent) {
  // A claim may repeat the header, and a request id that a client chose may be its token.
  const parts = [sent, ...sent.split(/[\s.,]+/)].filter((part) => part.length >= 8)
  return (text, maxLength = MAX_TEXT_LENGTH) => {
    if (text === undefined) return text
    const reveals =
      TOKEN_SHAPED.test(text) || parts.some((part) => text.includes(part) || (text.length >= 8 && part.includes(text)))
    const shown = text.length > maxLength ? `${text.slice(0, maxLength)}…` : text
    return /** @type {typeof text} */ (reveals ? '[redacted]' : shown)
  }
}

/**
 * @param {readonly string[]} texts
 * @param {(text: string) => string} redact
 * @returns {readonly string[]}
 */
function redactAll(texts, redact) {
  return Object.freeze(texts.slice(0, MAX_SCOPES).map((text) => redact(text)))
}
