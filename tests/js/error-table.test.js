import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { codes, reasons } from '../../js/error-table.js'
import { AssayError, errorOf } from '../../js/error.js'
import { httpReasons } from '../../js/http/error-table.js'
import { requestError } from '../../js/http/request-error.js'
import { errorTableModule, httpErrorTableModule, readErrorTable } from '../../tools/generate-error-table.js'

test("BEHAVIOUR Codes: js/error-table.js is what tools/generate-error-table.js makes of the core's table", async () => {
  const file = readFileSync(new URL('../../js/error-table.js', import.meta.url), 'utf8')
  assert.equal(await errorTableModule(readErrorTable()), file, 'run node tools/generate-error-table.js')
})

test("js/http/error-table.js is what tools/generate-error-table.js makes of the core's table, too", async () => {
  const file = readFileSync(new URL('../../js/http/error-table.js', import.meta.url), 'utf8')
  assert.equal(await httpErrorTableModule(readErrorTable()), file, 'run node tools/generate-error-table.js')
})

test('BEHAVIOUR Codes: there are these nine codes and two for requests, with these statuses', () => {
  const statuses = Object.fromEntries(Object.entries(codes).map(([code, { status }]) => [code, status]))
  assert.deepEqual(statuses, {
    AUTH_TOKEN_MISSING: 401,
    AUTH_TOKEN_INVALID: 401,
    AUTH_TOKEN_EXPIRED: 401,
    AUTH_INVALID_ISSUER: 401,
    AUTH_INVALID_AUDIENCE: 401,
    AUTH_MISSING_SCOPE: 403,
    AUTH_KEYS_UNAVAILABLE: 503,
    AUTH_RATE_LIMITED: 429,
    REQUEST_INVALID: 400,
    CONFIG_INVALID: 500,
    INTERNAL: 500
  })
  const retryable = Object.keys(codes).filter((code) => new AssayError('x', { code }).retryable)
  assert.deepEqual(retryable, ['AUTH_KEYS_UNAVAILABLE', 'AUTH_RATE_LIMITED'])
})

test("BEHAVIOUR Codes: an error has its code's status, hint and retryable as the core's table has them", () => {
  const table = readErrorTable()
  for (const { code, status, retryable, hint } of table.codes) {
    const { reason } = table.reasons.find((row) => row.code === code)
    const own = reason in httpReasons ? requestError(reason, { status }) : errorOf({ code, reason, hint })
    assert.deepEqual([own.code, own.status, own.retryable, own.hint], [code, status, retryable, hint])
  }
  for (const reason in reasons) {
    const { hint } = table.codes.find(({ code }) => code === reasons[reason].code)
    assert.equal(new AssayError(reason).hint, hint)
  }
})

test('every reason belongs to a code that exists, and says something', () => {
  for (const { reason, code, message } of readErrorTable().reasons) {
    assert.match(reason, /^[a-z][a-z0-9_]*$/)
    assert.ok(code in codes, `${reason} has no code`)
    assert.notEqual(message, '')
  }
})
