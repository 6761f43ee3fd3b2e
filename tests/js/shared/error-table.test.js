import assert from 'node:assert/strict'
import { test } from 'node:test'
import { codes, reasons } from '../../../js/shared/error-table.js'
import { AssayError, errorOf } from '../../../js/shared/error.js'
import * as table from '../../../tables/errors.js'

test('BEHAVIOUR Codes: there are these nine codes, two for requests and one for proofs, with these statuses', () => {
  const statuses = Object.fromEntries(Object.entries(codes).map(([code, { status }]) => [code, status]))
  assert.deepEqual(statuses, {
    AUTH_TOKEN_MISSING: 401,
    AUTH_TOKEN_INVALID: 401,
    AUTH_TOKEN_EXPIRED: 401,
    AUTH_INVALID_ISSUER: 401,
    AUTH_INVALID_AUDIENCE: 401,
    AUTH_MISSING_SCOPE: 403,
    AUTH_PROOF_INVALID: 401,
    AUTH_KEYS_UNAVAILABLE: 503,
    AUTH_RATE_LIMITED: 429,
    REQUEST_INVALID: 400,
    CONFIG_INVALID: 500,
    INTERNAL: 500
  })
  const retryable = Object.keys(codes).filter((code) => new AssayError('x', { code }).retryable)
  assert.deepEqual(retryable, ['AUTH_KEYS_UNAVAILABLE', 'AUTH_RATE_LIMITED'])
})

test('BEHAVIOUR Codes: each reason of the table makes an error with its code, message, status and hint', () => {
  const names = table.reasons.map(({ name }) => name)
  assert.deepEqual(Object.keys(reasons).sort(), names.sort())
  for (const { name: reason, code, message, status, hint, javascriptOnly, native } of table.reasons) {
    const row = table.codes.find(({ name }) => name === code)
    // The core's errors bring their hints with them: they make no bundle larger.
    const own = javascriptOnly || native ? hint : undefined
    const error = new AssayError(reason)
    assert.deepEqual(
      [error.reason, error.code, error.message, error.status, error.hint, error.retryable],
      [reason, code, message, status ?? row.status, own ?? row.hint, row.retryable]
    )
    assert.deepEqual(errorOf({ reason, code, message }).toJSON(), error.toJSON())
  }
})

test('a reason that the table does not have is internal, unless the core says what it is', () => {
  for (const reason of ['no_such_reason', 'constructor', '__proto__', '', undefined]) {
    const { code, reason: shown, status } = new AssayError(/** @type {any} */ (reason))
    assert.deepEqual([code, shown, status], ['INTERNAL', 'internal', 500])
  }
  const { code, reason, status } = new AssayError('newer', { code: 'AUTH_TOKEN_INVALID', message: 'x' })
  assert.deepEqual([code, reason, status], ['AUTH_TOKEN_INVALID', 'newer', 401])
})

test('every reason belongs to a code that exists, and says something', () => {
  for (const { name: reason, code, message } of table.reasons) {
    assert.match(reason, /^[a-z][a-z0-9_]*$/)
    assert.ok(code in codes, `${reason} has no code`)
    assert.notEqual(message, '')
  }
  for (const rows of [table.codes, table.reasons]) {
    assert.equal(new Set(rows.map(({ name }) => name)).size, rows.length, 'a name stands there twice')
  }
})

test('BEHAVIOUR Codes: what is about keys, options and requests has the code for it', () => {
  const about = (/** @type {RegExp} */ pattern) =>
    table.reasons.map(({ name }) => name).filter((name) => pattern.test(name))
  const ofCode = (/** @type {string} */ wanted) =>
    table.reasons.filter(({ code }) => code === wanted).map(({ name }) => name)
  assert.deepEqual(
    ofCode('AUTH_KEYS_UNAVAILABLE'),
    about(/^(jwks|discovery)_|_not_loaded$|^keys_outdated$|^issuers_unavailable$|^replay_store_failed$/)
  )
  assert.deepEqual(ofCode('CONFIG_INVALID'), about(/^option_|^verifier_disposed$/))
  assert.deepEqual(ofCode('AUTH_TOKEN_MISSING'), ['token_missing'])
  assert.deepEqual(ofCode('INTERNAL'), ['internal'])
})

test('RFC 6750 §3.1, RFC 9110 §15.5: some reasons have a status of their own', () => {
  const own = table.reasons.filter(({ status }) => status !== undefined).map(({ name, status }) => [name, status])
  assert.deepEqual(Object.fromEntries(own), {
    authorization_malformed: 400,
    body_too_large: 413,
    body_media_type: 415,
    method_not_allowed: 405,
    cross_site_request: 403,
    session_mismatch: 404
  })
})

test('each reason of a sender and of a proof says itself what to do, as hints do: no full stop, no text of its code', () => {
  const possession = table.reasons.filter(({ name }) => /^(token_(not_)?bound|certificate_|proof_|replay_)/.test(name))
  assert.equal(possession.length, 37)
  for (const { name, code, hint } of possession) {
    assert.match(hint ?? '', /^[A-Z].{15,}[^.]$/, name)
    assert.notEqual(hint, codes[code].hint, name)
    assert.doesNotMatch(hint ?? '', /JWKS/, name)
  }
})
