// lintJwks beside the core for keys on elliptic curves: what one says about a key, the other says too.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createVerifier, lintJwks } from 'assay-jwt'
import { clean, compareWithCore, drawing } from '../support/compare-lint.js'
import { algorithmOf, changed, compactByCurve, newCurveKey, soundCurveKey } from '../support/curve-keys.js'
import { curveExamples } from '../support/lint-curve-examples.js'
import { goodClaims, goodOptions, now, publicJwk } from '../support/tokens.js'

const names = Object.keys(algorithmOf)

/** Values that a coordinate may have, rightly or wrongly. @param {string} text the right one @param {string} member */
const coordinates = (text, member) => [
  ...[text, undefined, null, '', 5, [text], `${text}=`, ` ${text}`, `${text}A`, text.slice(0, -1), text.slice(0, -2)],
  ...[`+/${text.slice(2)}`, 'AA', changed(text, (bytes) => bytes.subarray(1))],
  ...[0, 4].map((first) => changed(text, (bytes) => Buffer.concat([Buffer.from([first]), bytes]))),
  ...names.map((crv) => soundCurveKey(crv)[member])
]

/** @param {string} crv @returns {{ [member: string]: any[] }} values that each member may have; undefined: it is not there */
function choices(crv) {
  const { kty, x, y } = soundCurveKey(crv)
  const other = newCurveKey(crv)
  return {
    kty: [kty, 'EC', 'OKP', 'RSA', 'ec', undefined, null, 1],
    crv: [crv, ...names, crv.toLowerCase(), `${crv} `, 'secp256k1', 'Ed448', 'X25519', '', undefined, null, 256, [crv]],
    x: coordinates(x, 'x'),
    y: y === undefined ? [undefined, x, 1, null] : coordinates(y, 'y'),
    d: [undefined, undefined, other.d, '', null, 1],
    kid: ['a', undefined, 1],
    alg: [algorithmOf[crv], ...Object.values(algorithmOf), 'Ed25519', 'RS256', 'ECDH-ES', 'es256', undefined, null, 1],
    use: ['sig', undefined, 'enc', 1],
    key_ops: [undefined, ['verify'], ['sign'], 'verify']
  }
}

for (const crv of names) {
  test(`differential: for every choice of every member of a key on ${crv}, alone, usable and reason are those of the core`, () => {
    const keys = Object.entries(choices(crv)).flatMap(([member, values]) =>
      values.map((value) => soundCurveKey(crv, { [member]: value }))
    )
    for (let start = 0; start < keys.length; start += 50) compareWithCore(keys.slice(start, start + 50).map(clean))
    assert.ok(keys.length > 60)
  })
}

test('differential: so they are for 4,000 keys whose members are drawn at random', () => {
  const draw = drawing(17)
  const reasons = new Set()
  for (let round = 0; round < 80; round++) {
    const keys = Array.from({ length: 50 }, () => {
      const members = Object.entries(choices(draw(names))).map(([name, values]) => [
        name,
        draw([values[0], values[0], values[0], draw(values)])
      ])
      return clean(Object.fromEntries(members))
    })
    for (const { reason } of compareWithCore(keys)) reasons.add(reason)
  }
  const left = ['key_alg_mismatch', 'key_material', 'key_ops', 'key_type_unsupported', 'key_use', 'kid_invalid']
  for (const reason of [...left, null]) assert.ok(reasons.has(reason), `${reason}`)
})

test('BEHAVIOUR Keys, differential: what is wrong with a point is the reason of a token that chooses the key', async () => {
  const keys = Object.values(curveExamples)
    .flatMap((cases) => cases.flatMap(([set]) => /** @type {any} */ (set).keys))
    .filter(({ kty, crv, alg }) => kty !== 'RSA' && names.includes(crv) && algorithmOf[crv] === alg)
  const seen = new Map()
  for (const key of keys) {
    const { reason } = lintJwks({ keys: [key] }).keys[0]
    const verifier = createVerifier(goodOptions({ jwks: { keys: [publicJwk(), key] }, algorithms: [key.alg] }))
    const jwt = compactByCurve({ alg: key.alg, kid: key.kid }, goodClaims(), key.crv)
    const said = await verifier.verify(jwt, { now }).then(
      () => null,
      (error) => error.reason
    )
    verifier.dispose()
    const { x, y } = soundCurveKey(key.crv)
    // A key of its own that can be used refuses the token by its signature.
    const expected = reason === null && (key.x !== x || (key.y ?? y) !== y) ? 'signature_mismatch' : reason
    assert.equal(said, expected, JSON.stringify(key))
    seen.set(said, (seen.get(said) ?? 0) + 1)
  }
  for (const reason of ['key_material', 'key_weak', 'signature_mismatch', null]) assert.ok(seen.get(reason) > 3, reason)
})

test('issue 19: a key whose alg no token can have with it is unusable, and the core refuses each token by it', async () => {
  for (const [crv, alg] of [
    ['P-384', 'ES256'],
    ['P-256', 'ES512'],
    ['P-256', 'RS256'],
    ['P-256', 'es256'],
    ['P-256', 'ECDH-ES']
  ]) {
    const key = soundCurveKey(crv, { alg, kid: 'a' })
    const { usable, reason } = lintJwks({ keys: [key] }).keys[0]
    assert.deepEqual([usable, reason], [false, 'key_alg_mismatch'], alg)
    const own = algorithmOf[crv]
    const verifier = createVerifier(goodOptions({ algorithms: [own], jwks: { keys: [key] } }))
    const jwt = compactByCurve({ alg: own, kid: 'a' }, goodClaims(), crv)
    const report = await verifier.explain(jwt, { now })
    assert.equal(report.error?.reason, 'key_alg_mismatch')
    verifier.dispose()
  }
})
