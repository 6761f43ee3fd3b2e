import assert from 'node:assert/strict'
import { test } from 'node:test'
import { makeToken } from '../../../js/core/verified-token.js'
import { testApi } from '../support/core.js'
import { accepts } from '../support/expect.js'
import { compact, goodClaims, goodOptions, now, publicJwk } from '../support/tokens.js'

const made = (claims) => makeToken([claims, null, [], null, null, [], null, false], {}, '{}')

test('BEHAVIOUR Claims: client_id is surfaced, else azp; both and tenant_id where they are strings', () => {
  const clientOf = (claims) => made(claims).clientId
  assert.equal(clientOf({ client_id: 'a', azp: 'b' }), 'a')
  assert.equal(clientOf({ azp: 'b' }), 'b')
  assert.equal(clientOf({ client_id: null, azp: 'b' }), 'b')
  assert.equal(clientOf({ client_id: 7 }), undefined)
  assert.equal(made({ tenant_id: 'Ten ant' }).tenantId, 'Ten ant')
  assert.equal(made({ tenant_id: { id: 1 } }).tenantId, undefined)
})

test('what the core does not have is undefined, not null', () => {
  const { audience, tokenIdHash, tenantId } = made({})
  assert.deepEqual([audience, tokenIdHash, tenantId], [undefined, undefined, undefined])
})

const { createVerifier } = testApi()
const rest = JSON.stringify(goodClaims()).slice(1)
const header = { alg: 'RS256', kid: 'good' }

test('RFC 7519 §7.2: claimsText is the very text that was verified, with its spaces, escapes and digits', async () => {
  const verifier = createVerifier(goodOptions())
  const texts = [
    `{${rest}`,
    ` {\n\t"id" : 12345678901234567890123456789012345678901234567890 , ${rest} \r\n`,
    `{"x":0.1000,"y":1E2,"z":-0,${rest}`,
    `{"\\u0061":"\\u00e9\\/",${rest}`,
    `{"name":"Zoë 山田 \u{1F510}\u{10FFFF}\ufeff","ключ \u{1F511}":["\u{1F600}"],${rest}`,
    `{"x":"],[null,\\"]}",${rest}`
  ]
  for (const text of texts) {
    const { claimsText, claims } = await accepts(verifier, compact(header, text))
    assert.equal(claimsText, text)
    assert.deepEqual(JSON.parse(claimsText), claims)
  }
})

test('claimsText is right whatever stands behind it: audience, scopes and header in any script', async () => {
  const audience = 'api://Zoë/\u{1F512}'
  const kid = 'Schlüssel \u{1F511}'
  const verifier = createVerifier(
    goodOptions({ audience, tokenIdSecret: 'k'.repeat(16), jwks: { keys: [publicJwk('good', { kid })] } })
  )
  const text = JSON.stringify(
    goodClaims({ aud: ['é', audience], scope: 'läsa \u{1F4D6} \u0000 ütä', jti: '\u{10FFFF}' })
  )
  for (let index = 0; index < 3; index++) {
    const token = await accepts(verifier, compact({ ...header, kid, index }, text))
    assert.equal(token.claimsText, text)
    assert.equal(token.audience, audience)
    assert.ok(Object.isFrozen(token))
  }
})

test('a token that comes again keeps its claimsText, with a token cache and without', () => {
  const text = `{"n":1.000,"name":"é",${rest}`
  for (const tokenCache of [true, false, { maxEntries: 1 }]) {
    const verifier = createVerifier(goodOptions({ tokenCache }))
    const others = [compact(header, `{"n":2.000,${rest}`), compact(header, `{${rest}`)]
    const jwt = compact(header, text)
    for (const each of [jwt, jwt, jwt, ...others, jwt, others[0], jwt, jwt]) {
      const { claimsText } = verifier.verifySync(each, { now })
      assert.equal(claimsText, Buffer.from(each.split('.')[1], 'base64url').toString())
    }
  }
})
