import assert from 'node:assert/strict'
import { AssayError } from '../../../js/shared/error.js'
import { now } from './tokens.js'

/**
 * Asserts that an error is the expected AssayError, and that it shows nothing of what must stay hidden.
 * @param {unknown} error
 * @param {{ code: string, reason: string, claim?: string, option?: string, scope?: string, message?: string | RegExp }} expected
 * @param {string[]} [hidden]
 */
export function assertError(error, { message, ...expected }, hidden = []) {
  assert.ok(error instanceof AssayError, `no AssayError: ${/** @type {any} */ (error)?.stack}`)
  const json = error.toJSON()
  const found = Object.fromEntries(Object.keys(expected).map((key) => [key, json[key]]))
  assert.deepEqual(found, expected)
  if (message instanceof RegExp) assert.match(error.message, message)
  else if (message !== undefined) assert.equal(error.message, message)
  assert.equal('cause' in error, false)
  for (const text of hidden)
    assert.ok(!(error.stack + JSON.stringify(error)).includes(text), 'the error shows a secret')
}

/**
 * Asserts that verify(), verifySync() and explain() refuse a token for the same reason.
 * @param {any} verifier whose keys are there
 * @param {any} token
 * @param {Parameters<typeof assertError>[1]} expected
 * @param {object} [options] of the calls
 */
export async function refuses(verifier, token, expected, options = { now }) {
  const hidden = typeof token === 'string' && token.length > 40 ? [token, token.slice(0, 4096)] : []
  const sync = caught(() => verifier.verifySync(token, options))
  assertError(sync, expected, hidden)
  const error = await rejection(verifier.verify(token, options))
  assertError(error, expected, hidden)
  assert.deepEqual(error.toJSON(), sync.toJSON())
  const report = await verifier.explain(token, options)
  assert.equal(report.valid, false)
  assert.deepEqual(report.error, sync.toJSON())
  assert.ok(report.checks.some(({ status }) => status === 'fail'))
}

/**
 * Asserts that verify(), verifySync() and explain() accept a token, and agree about it.
 * @param {any} verifier whose keys are there
 * @param {string} token
 * @param {object} [options] of the calls
 * @returns {Promise<any>} the verified token
 */
export async function accepts(verifier, token, options = { now }) {
  const sync = verifier.verifySync(token, options)
  assert.deepEqual(await verifier.verify(token, options), sync)
  const report = await verifier.explain(token, options)
  assert.equal(report.error, undefined)
  assert.equal(report.valid, true)
  assert.equal(report.signatureVerified, true)
  assert.deepEqual(report.claims, sync.claims)
  assert.deepEqual(report.header, sync.header)
  assert.deepEqual(
    report.checks.filter(({ status }) => status === 'fail'),
    []
  )
  return sync
}

/** @param {() => unknown} action @returns {any} what it throws */
export function caught(action) {
  let value
  try {
    value = action()
  } catch (error) {
    return error
  }
  return assert.fail(`accepted ${JSON.stringify(value)}`)
}

/** @param {Promise<unknown>} promise @returns {Promise<any>} what it is rejected with */
export function rejection(promise) {
  return promise.then(
    (value) => assert.fail(`resolved to ${JSON.stringify(value)}`),
    (error) => error
  )
}

/** @param {string} reason @returns {{ code: string, reason: string }} */
export const invalidToken = (reason) => ({ code: 'AUTH_TOKEN_INVALID', reason })

/** @param {string} reason @returns {{ code: string, reason: string }} */
export const keysUnavailable = (reason) => ({ code: 'AUTH_KEYS_UNAVAILABLE', reason })

/**
 * Replaces the platform's fetch for a test file, and fails where it is called.
 * @returns {{ count: () => number, restore: () => void }}
 */
export function forbidFetch() {
  const original = globalThis.fetch
  let count = 0
  globalThis.fetch = () => {
    count += 1
    return Promise.reject(new Error('no fetch is allowed here'))
  }
  return { count: () => count, restore: () => void (globalThis.fetch = original) }
}
