import { test } from 'node:test'
import { testApi } from '../support/core.js'
import { accepts, invalidToken, refuses } from '../support/expect.js'
import { goodOptions, now, token } from '../support/tokens.js'

const { createVerifier } = testApi()
const verifier = createVerifier(goodOptions({ maxTokenLifetime: 100 }))
const of = (iat, exp) => token({ claims: { iat, exp } })

test('a token that is valid for longer than maxTokenLifetime is refused, one without iat too', async () => {
  await accepts(verifier, of(now, now + 100))
  await refuses(verifier, of(now, now + 101), { ...invalidToken('lifetime_too_long'), claim: 'exp' })
  await refuses(verifier, of(undefined, now + 100), { ...invalidToken('claim_missing'), claim: 'iat' })
  await accepts(createVerifier(goodOptions()), of(now, now + 1e9))
})
