// Scopes as a list with commas: legal as one scope, and hardly ever meant.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { adviceFor } from '../../../js/debug/index.js'
import { testApi } from '../support/core.js'
import { goodOptions, now, token } from '../support/tokens.js'

test('a missing scope with a comma, required or granted, has advice about the comma; others have not', async () => {
  const verifier = testApi().createVerifier(goodOptions())
  /** @type {[required: any, granted: string, isList: boolean][]} */
  const cases = [
    ['read,write', 'read write', true],
    ['read', 'read,write', true],
    ['admin', 'read write', false],
    [['admin', 'owner'], 'read write', false]
  ]
  for (const [requiredScope, scope, isList] of cases) {
    const report = await verifier.explain(token({ claims: { scope } }), { now, requiredScope })
    assert.equal(report.error?.reason, 'scope_missing')
    const check = report.checks.find((each) => each.check === 'scope')
    assert.ok(check)
    assert.equal(/comma/.test(String(adviceFor(check, report))), isList, scope)
  }
  verifier.dispose()
})
