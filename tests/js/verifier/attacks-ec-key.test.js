// docs/attacks.md 8 and 28: keys of elliptic curves that are none, or another's.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ecApi } from '../support/ec-module.js'
import { ecdsaCurves, ecJwk, ecKeys, ecOptions, ecToken } from '../support/ec-tokens.js'
import { accepts, forbidFetch, invalidToken, keysUnavailable, refuses } from '../support/expect.js'
import { fromBigEndian } from '../support/numbers.js'
import { now, publicJwk, token } from '../support/tokens.js'
import { jwkOf, pointAt } from '../support/weierstrass.js'

const fetches = forbidFetch()
after(() => {
  assert.equal(fetches.count(), 0)
  fetches.restore()
})

const { createVerifier } = ecApi()
const withKeys = (...keys) => createVerifier(ecOptions(...keys))
const bytesOf = (/** @type {string} */ text) => Buffer.from(text, 'base64url')
const textOf = (/** @type {Uint8Array} */ bytes) => Buffer.from(bytes).toString('base64url')

/** @param {any} jwk @returns {{ [name: string]: any }} members that no reader of a JWK takes for a coordinate */
function badX(jwk) {
  const bytes = bytesOf(jwk.x)
  return {
    'a byte less in front': textOf(bytes.subarray(1)),
    'a byte less behind': textOf(bytes.subarray(0, -1)),
    'a zero byte in front': textOf(Buffer.concat([Buffer.alloc(1), bytes])),
    'a zero byte behind': textOf(Buffer.concat([bytes, Buffer.alloc(1)])),
    'no byte': '',
    'one zero byte': 'AA',
    padding: `${jwk.x}=`,
    'plain base64': `+/${jwk.x.slice(2)}`,
    'white space': ` ${jwk.x}`,
    'a hexadecimal number': bytes.toString('hex'),
    'a number': 5,
    null: null,
    'an array': [...bytes],
    'no member': undefined
  }
}

/** Left out of the set when it is read. @type {[alg: string, name: string, jwk: any, reason: string][]} */
const leftOut = []
for (const alg of ['ES256', 'ES384', 'ES512', 'EdDSA']) {
  for (const member of alg === 'EdDSA' ? ['x'] : ['x', 'y']) {
    for (const [name, value] of Object.entries(badX(ecJwk(alg)))) {
      leftOut.push([alg, `${name} as ${member}`, ecJwk(alg, { [member]: value }), 'key_material'])
    }
  }
  const { x } = ecJwk(alg)
  const unsupported = {
    'another crv': { crv: 'P-192' },
    secp256k1: { crv: 'secp256k1' },
    brainpoolP256r1: { crv: 'brainpoolP256r1' },
    Ed448: { kty: 'OKP', crv: 'Ed448' },
    X25519: { kty: 'OKP', crv: 'X25519' },
    X448: { kty: 'OKP', crv: 'X448' },
    'crv in lower case': { crv: ecJwk(alg).crv.toLowerCase() },
    'OpenSSL’s name': { crv: 'prime256v1' },
    'no crv': { crv: undefined },
    'an array as crv': { crv: [ecJwk(alg).crv] },
    'a number as crv': { crv: 256 },
    'kty of the other kind': { kty: alg === 'EdDSA' ? 'EC' : 'OKP' },
    'kty in lower case': { kty: ecJwk(alg).kty.toLowerCase() },
    'kty oct': { kty: 'oct', k: x },
    'no kty': { kty: undefined }
  }
  for (const [name, members] of Object.entries(unsupported)) {
    leftOut.push([alg, name, ecJwk(alg, members), 'key_type_unsupported'])
  }
  const uses = { 'use enc': { use: 'enc' }, 'use SIG': { use: 'SIG' } }
  for (const [name, members] of Object.entries(uses)) leftOut.push([alg, name, ecJwk(alg, members), 'key_use'])
  const operations = { 'key_ops deriveBits': ['deriveBits'], 'key_ops sign': ['sign'], 'no key_ops': [] }
  for (const [name, key_ops] of Object.entries(operations)) {
    leftOut.push([alg, name, ecJwk(alg, { key_ops }), 'key_ops'])
  }
}

for (const [alg, name, jwk, reason] of leftOut) {
  test(`RFC 7518 §6.2, RFC 8037 §2, ATTACKS 8: an ${alg} key with ${name} is left out with its reason, and the set goes on`, async () => {
    const jwt = ecToken(alg)
    await refuses(withKeys(jwk), jwt, keysUnavailable('jwks_no_usable_key'))
    const mixed = withKeys(jwk, ecJwk('other ES256'), publicJwk())
    await refuses(mixed, jwt, invalidToken(reason))
    await accepts(mixed, ecToken('ES256', { key: 'other ES256', header: { kid: 'other ES256' } }))
    await accepts(mixed, token())
  })
}

for (const curve of ecdsaCurves) {
  const { alg, crv, p, b, size } = curve
  const jwk = ecJwk(alg)
  const [x, y] = [jwk.x, jwk.y].map((text) => fromBigEndian(bytesOf(text)))
  const largest = 2n ** BigInt(8 * size) - 1n
  const noPoints = {
    'x and y in turns': { x: y, y: x },
    'the next y': { x, y: (y + 1n) % p },
    'one bit of x flipped': { x: x ^ 1n, y },
    'x = y = 0, as some write the point at infinity': { x: 0n, y: 0n },
    'x = 0, y = 1': { x: 0n, y: 1n },
    'x = p, which is 0': { x: p, y },
    'y = p': { x, y: p },
    'y = p - y of another x': { x: x ^ 1n, y: p - y },
    'x = p + 1': { x: p + 1n, y },
    'all ones': { x: largest, y: largest },
    'a point of the twist or of the curve with another b': { x: 1n, y: 1n }
  }
  // y + p, x + p are the same point: of the right length only where p leaves room (521 bits in 66 bytes), or x is small.
  if (x + p <= largest) Object.assign(noPoints, { 'x + p': { x: x + p, y }, 'y + p': { x, y: y + p } })

  for (const [name, point] of Object.entries(noPoints)) {
    test(`SEC 1 §3.2.2.1, ATTACKS 28: an ${alg} key with ${name} is no point of ${crv}: key_material when it is chosen`, async () => {
      const bad = jwkOf(curve, point, { kid: alg })
      const jwt = ecToken(alg)
      await refuses(withKeys(bad), jwt, invalidToken('key_material'))
      const mixed = withKeys(bad, ecJwk(`other ${alg}`))
      await refuses(mixed, jwt, invalidToken('key_material'))
      await accepts(mixed, ecToken(alg, { key: `other ${alg}`, header: { kid: `other ${alg}` } }))
      await accepts(mixed, ecToken(alg, { key: `other ${alg}`, header: { kid: undefined } }))
    })
  }

  test(`SEC 1 §3.2.2.1, ATTACKS 28: ${alg} with x + p for a small x is refused, where it fits into the bytes`, async () => {
    let small = 0n
    while (pointAt(curve, small) === null) small++
    const point = /** @type {any} */ (pointAt(curve, small))
    assert.equal((point.y * point.y - (point.x ** 3n - 3n * point.x + b)) % p, 0n)
    await refuses(withKeys(jwkOf(curve, point, { kid: alg })), ecToken(alg), invalidToken('signature_mismatch'))
    const same = jwkOf(curve, { x: point.x + p, y: point.y }, { kid: alg })
    await refuses(withKeys(same), ecToken(alg), invalidToken('key_material'))
  })

  test(`ATTACKS 28: the SEC 1 encodings of a point are no x: ${alg}`, async () => {
    const raw = [bytesOf(jwk.x), bytesOf(jwk.y)]
    for (const [prefix, parts] of [
      [4, raw],
      [2 + (raw[1][size - 1] & 1), raw.slice(0, 1)],
      [0, []]
    ]) {
      const encoded = textOf(Buffer.concat([Buffer.from([prefix]), ...parts]))
      const mixed = withKeys(ecJwk(alg, { x: encoded, y: undefined }), publicJwk())
      await refuses(mixed, ecToken(alg), invalidToken('key_material'))
    }
  })
}

const families = { ES256: 'ES384', ES384: 'ES512', ES512: 'EdDSA', EdDSA: 'ES256' }
for (const [alg, other] of Object.entries(families)) {
  test(`RFC 7518 §3.4, ATTACKS 28: ${alg} refuses a key of another curve or type under its kid, and tries the right one`, async () => {
    const jwt = ecToken(alg)
    for (const wrong of [ecJwk(other, { kid: alg }), publicJwk('good', { kid: alg })]) {
      await refuses(withKeys(wrong), jwt, invalidToken('key_type_mismatch'))
      await refuses(withKeys(wrong, ecJwk(`other ${alg}`)), jwt, invalidToken('key_type_mismatch'))
      await accepts(withKeys(wrong, ecJwk(alg)), jwt)
    }
    await refuses(withKeys(ecJwk(other)), ecToken(alg, { header: { kid: undefined } }), invalidToken('key_not_found'))
  })

  test(`RFC 7517 §4.4, ATTACKS 8: ${alg} refuses a key whose alg is another's`, async () => {
    for (const named of [
      'RS256',
      'ES256',
      'ES384',
      'ES512',
      'EdDSA',
      'Ed25519',
      'ECDH-ES',
      'es256',
      'ES256K',
      'none',
      ''
    ]) {
      if (named === alg) await accepts(withKeys(ecJwk(alg, { alg: named })), ecToken(alg))
      else await refuses(withKeys(ecJwk(alg, { alg: named })), ecToken(alg), invalidToken('key_alg_mismatch'))
    }
  })

  test(`RFC 8725 §3.8: the same kid at two issuers: ${alg} keys of one never serve the other`, async () => {
    const second = createVerifier({
      ...ecOptions(ecJwk(`other ${alg}`, { kid: alg })),
      issuer: 'https://second.example/'
    })
    await refuses(
      second,
      ecToken(alg, { claims: { iss: 'https://second.example/' } }),
      invalidToken('signature_mismatch')
    )
    await accepts(second, ecToken(alg, { claims: { iss: 'https://second.example/' }, key: `other ${alg}` }))
  })

  test(`RFC 8725 §3.10, ATTACKS 6: ${alg} does not use the attacker's key in the header, nor fetch it`, async () => {
    const { d: _, ...attacker } = ecKeys[`other ${alg}`]
    for (const header of [
      { jwk: attacker },
      { x5c: ['MIIB'] },
      { jku: 'https://attacker.example/jwks' },
      { x5u: 'https://attacker.example/x' }
    ]) {
      const jwt = ecToken(alg, { header, key: `other ${alg}` })
      await refuses(withKeys(ecJwk(alg)), jwt, invalidToken('signature_mismatch'))
      await accepts(withKeys(ecJwk(alg)), ecToken(alg, { header }))
    }
  })

  test(`ATTACKS 8: private members of an ${alg} key are ignored, and shown by nothing`, async () => {
    const leaked = withKeys({ ...ecKeys[alg], kid: alg })
    await accepts(leaked, ecToken(alg))
    const report = await leaked.explain(ecToken(alg), { now })
    assert.ok(!JSON.stringify(report).includes(ecKeys[alg].d))
  })
}

test('RFC 9864 §2.2: EdDSA and Ed25519 are two names of one key, and a key with an alg has one of them', async () => {
  for (const [named, other] of [
    ['EdDSA', 'Ed25519'],
    ['Ed25519', 'EdDSA']
  ]) {
    await accepts(withKeys(ecJwk('EdDSA', { kid: named })), ecToken(named))
    await accepts(withKeys(ecJwk('EdDSA', { kid: named, alg: named })), ecToken(named))
    await refuses(
      withKeys(ecJwk('EdDSA', { kid: named, alg: other })),
      ecToken(named),
      invalidToken('key_alg_mismatch')
    )
    const allowed = createVerifier({ ...ecOptions(ecJwk('EdDSA', { kid: named })), algorithms: [other] })
    await allowed.ready()
    await refuses(allowed, ecToken(named), invalidToken('alg_not_allowed'))
  }
})

test('ATTACKS 28: where some keys of a set are off the curve, the others go on', async () => {
  const bad = jwkOf(ecdsaCurves[0], { x: 1n, y: 1n }, { kid: 'bad' })
  const unnamed = jwkOf(ecdsaCurves[0], { x: 1n, y: 1n })
  const mixed = withKeys(bad, unnamed, ecJwk('ES256', { kid: undefined }), ecJwk('EdDSA'))
  await accepts(mixed, ecToken('ES256', { header: { kid: undefined } }))
  await accepts(mixed, ecToken('ES256', { header: { kid: 'new' } }))
  await refuses(mixed, ecToken('ES256', { header: { kid: 'bad' } }), invalidToken('key_material'))
})
