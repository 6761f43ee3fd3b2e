// C2SP/wycheproof through dist/assay-ec.wasm itself: its messages are no signing inputs, so that no token has them.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { curveNumbers, EcModule } from '../support/ec-module.js'

const shared = new URL('../../../../shared/vectors/wycheproof/', import.meta.url)
const skip = existsSync(shared) ? false : 'no vectors in ../shared/vectors'

const files = [
  { curve: 'P-256', file: 'ecdsa_secp256r1_sha256_p1363', hash: 'sha256', counts: { valid: 173, invalid: 89 } },
  { curve: 'P-384', file: 'ecdsa_secp384r1_sha384_p1363', hash: 'sha384', counts: { valid: 193, invalid: 87 } },
  { curve: 'P-521', file: 'ecdsa_secp521r1_sha512_p1363', hash: 'sha512', counts: { valid: 231, invalid: 87 } },
  { curve: 'Ed25519', file: 'ed25519', hash: 'sha512', counts: { valid: 88, invalid: 63 } }
]

const hex = (text) => Buffer.from(text, 'hex')
/** From two uses on a key has its table: what comes before is another way to the same verdict. */
const uses = 5

/** @param {any} group @returns {Buffer} */
const pointOf = ({ publicKey: { pk, uncompressed } }) => hex(pk ?? uncompressed.slice(2))

/** @param {string} hash @param {any} group @param {any} vector @returns {Buffer} what curve_keys.hpp calls the digest */
function digestOf(hash, group, { msg, sig }) {
  const digest = createHash(hash)
  // RFC 8032 §5.1.7, step 2: of R, of the public key and of the message.
  if (group.publicKey.pk) digest.update(hex(sig).subarray(0, 32)).update(pointOf(group))
  return digest.update(hex(msg)).digest()
}

for (const { curve, file, hash, counts } of files) {
  test(
    `Wycheproof ${file}: each vector with a new key, with its table, and with a table that others used`,
    { skip },
    () => {
      const module = new EcModule()
      const { testGroups } = JSON.parse(readFileSync(new URL(`${file}_test.json`, shared), 'utf8'))
      const found = { valid: 0, invalid: 0 }
      for (const group of testGroups) {
        const kept = module.prepare(curveNumbers[curve], pointOf(group))
        assert.ok(kept > 0, `${file}: key of tcId ${group.tests[0].tcId}`)
        const [first] = group.tests
        for (let use = 0; use < uses; use++) module.verify(kept, digestOf(hash, group, first), hex(first.sig))
        for (const vector of group.tests) {
          const digest = digestOf(hash, group, vector)
          const signature = hex(vector.sig)
          const fresh = module.prepare(curveNumbers[curve], pointOf(group))
          const verdicts = Array.from({ length: uses }, () => module.verify(fresh, digest, signature))
          verdicts.push(module.verify(kept, digest, signature))
          module.forget(fresh)
          const expected = Array.from({ length: uses + 1 }, () => vector.result === 'valid')
          assert.deepEqual(verdicts, expected, `${file} tcId ${vector.tcId}: ${vector.comment}`)
          found[vector.result] += 1
        }
        module.forget(kept)
      }
      assert.deepEqual(found, counts)
    }
  )
}
