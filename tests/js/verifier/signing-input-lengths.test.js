// FIPS 180-4 §5.1: the padding of SHA-2 depends on the length of what is hashed. SHA-256 is compiled from a loop of our own
// (cmake/botan/sha2_32.cpp). Each length is signed by node:crypto.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testApi } from '../support/core.js'
import { invalidToken, assertError, rejection } from '../support/expect.js'
import { encode, publicJwk, signature } from '../support/tokens.js'

const { compactVerify } = testApi()

/**
 * @param {string} alg
 * @param {number} length of the signing input, in bytes
 * @returns {{ header: string, payload: Buffer }} whose base64url, with a dot between, has that length
 */
function partsOf(alg, length) {
  for (const spaces of ['', ' ', '  ']) {
    const header = `{"alg":"${alg}"${spaces}}`
    const left = length - encode(header).length - 1
    // RFC 4648 §5: without padding, no length leaves 1 when divided by 4.
    if (left % 4 === 1) continue
    const bytes = Uint8Array.from({ length: Math.floor((left * 3) / 4) }, (_, index) => index * 7 + length)
    return { header, payload: Buffer.from(bytes) }
  }
  throw new RangeError(`no token has a signing input of ${length} bytes`)
}

/** Of the block, and of the length that ends it. @type {[alg: string, block: number, counter: number][]} */
const hashes = [
  ['RS256', 64, 8],
  ['RS384', 128, 16],
  ['RS512', 128, 16],
  ['PS256', 64, 8]
]

for (const [alg, block, counter] of hashes) {
  test(`${alg} at every length of the signing input modulo ${block}, in two blocks, and around the padding’s edges`, async () => {
    const lengths = Array.from({ length: 2 * block }, (_, index) => block - counter - 2 + index)
    const edges = [1, 2, 3].flatMap((blocks) => [
      blocks * block - counter - 1,
      blocks * block - counter,
      blocks * block - 1
    ])
    const around = edges.flatMap((edge) => [edge - 1, edge, edge + 1])
    const long = [4096, 8191, 12_345, 16_000]
    const all = [...new Set([...lengths, ...around, ...long])].filter((length) => length >= 24)
    assert.deepEqual([...new Set(all.map((length) => length % block))].length, block)
    const options = { jwks: publicJwk(), algorithms: /** @type {any} */ ([alg]) }
    for (const length of all) {
      const { header, payload } = partsOf(alg, length)
      const input = `${encode(header)}.${encode(payload)}`
      assert.equal(input.length, length)
      const signed = signature('good', alg, input).toString('base64url')
      const verified = await compactVerify(`${input}.${signed}`, options)
      assert.deepEqual(Buffer.from(verified.payload), payload, String(length))
      // The last byte that is hashed counts.
      payload[payload.length - 1] ^= 1
      const changed = await rejection(compactVerify(`${encode(header)}.${encode(payload)}.${signed}`, options))
      assertError(changed, invalidToken('signature_mismatch'))
    }
  })
}
