import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkVerifierOptions } from '../../../js/options/options.js'
import { assertError, caught } from '../support/expect.js'
import { goodOptions } from '../support/tokens.js'

const policyOf = (options) => JSON.parse(checkVerifierOptions(goodOptions(options)).configs[0].policy)
const refused = (options) => caught(() => checkVerifierOptions(options))

test('RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2: algorithms of elliptic curves are taken by their exact names', () => {
  const algorithms = ['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']
  assert.deepEqual(policyOf({ algorithms }).algorithms, algorithms)
  assert.deepEqual(policyOf({}).algorithms, ['RS256'])
})

test('the hint about an algorithm that is not there says what to write, or what the issuer is to sign with', () => {
  /** @type {[string, RegExp][]} */
  const hints = [
    ['es256', /^Write ES256: the case counts$/],
    ['EDDSA', /^Write EdDSA: the case counts$/],
    ['rs256', /^Write RS256: the case counts$/],
    ['ES256K', /secp256k1 is not there.*ES256, by a key on P-256/],
    ['Ed448', /Ed448 is not there.*EdDSA or Ed25519/],
    ['HS256', /who can verify such a token can sign one/]
  ]
  for (const [algorithm, hint] of hints) {
    const error = refused(goodOptions({ algorithms: ['RS256', algorithm] }))
    assertError(error, { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'algorithms' })
    assert.match(error.hint, hint)
  }
  assert.match(String(refused(goodOptions({ algorithms: ['toString'] })).hint), /^[^{]*$/)
})
