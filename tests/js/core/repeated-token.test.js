// docs/attacks.md 19: a token that came again after others, of which JavaScript kept nothing the first time.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testApi } from '../support/core.js'
import { accepts, refuses } from '../support/expect.js'
import { goodOptions, now, token } from '../support/tokens.js'

const { createVerifier } = testApi()
const good = token()
const at = { now }

test('a token that came again after others is the same frozen object from then on, and says what it said', () => {
  const headers = [{}, { typ: 'JWT' }, { typ: 'at+jwt' }]
  const tokens = Array.from({ length: 30 }, (_, index) =>
    token({ header: headers[index % 3], claims: { sub: `user-${index}`, scope: `s${index} b a` } })
  )
  const verifier = createVerifier(goodOptions({ tokenIdSecret: 'a secret that is long enough' }))
  const round = () => tokens.map((each) => verifier.verifySync(each, at))
  const [first, second, third] = [round(), round(), round()]
  assert.deepEqual(second, first)
  for (const [index, each] of second.entries()) {
    assert.equal(third[index], each)
    assert.ok([each, each.header, each.claims, each.scopes].every(Object.isFrozen))
    assert.equal(each.header.typ, first[index].header.typ)
  }
})

test('a token that came again is refused for what has changed, before it is kept and after', async () => {
  const verifier = createVerifier(goodOptions())
  for (const each of [good, token({ claims: { sub: 'other' } })]) verifier.verifySync(each, at)
  for (let call = 0; call < 2; call++) {
    await refuses(verifier, good, { code: 'AUTH_TOKEN_EXPIRED', reason: 'expired', claim: 'exp' }, { now: now + 360 })
    await refuses(
      verifier,
      good,
      { code: 'AUTH_MISSING_SCOPE', reason: 'scope_missing', scope: 'q' },
      { now, requiredScope: 'q' }
    )
    await accepts(verifier, good)
  }
})
