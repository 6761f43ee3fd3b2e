// Wrote keys.json, once: RSA keys for the tests, of sizes that take too long to make in every run. They sign nothing
// but test tokens. Run it again only to replace them all: node tests/js/support/make-keys.js
import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'

const sizes = {
  good: [2048],
  other: [2048],
  exponent3: [2048, 3],
  bits512: [512],
  bits1024: [1024],
  bits2047: [2047],
  bits2056: [2056],
  bits3072: [3072],
  bits4096: [4096],
  bits8192: [8192]
}

const keys = Object.entries(sizes).map(([name, [modulusLength, publicExponent = 65537]]) => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength, publicExponent })
  return [name, privateKey.export({ format: 'jwk' })]
})
writeFileSync(new URL('keys.json', import.meta.url), `${JSON.stringify(Object.fromEntries(keys), null, 2)}\n`)
