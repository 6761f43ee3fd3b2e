// Hostile proofs are refused for their reason, odd legal ones are accepted: RFC 9449 §4.3.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { testApi } from '../support/core.js'
import { possessionOf } from '../support/dpop.js'
import { goodOptions, now } from '../support/tokens.js'
import { hostileClaims } from './corpus/hostile-claims.js'
import { hostileForm } from './corpus/hostile-form.js'
import { hostileHeader } from './corpus/hostile-header.js'
import { hostileKeys } from './corpus/hostile-keys.js'
import { hostileSignatures } from './corpus/hostile-signatures.js'
import { legal } from './corpus/legal.js'
import { jwt as usual, secret } from './corpus/make.js'

const curves = new WebAssembly.Module(readFileSync(new URL('../../../dist/assay-ec.wasm', import.meta.url)))
const { createVerifier } = testApi({ now: () => now, curves: { loadSync: () => curves } })
const verifier = createVerifier(goodOptions({ dpop: true }))
const withNonces = createVerifier(goodOptions({ dpop: { nonce: secret } }))

/** @param {import('./corpus/make.js').Case} given @param {string} proof */
async function outcome({ jwt = usual, url, method, nonce }, proof) {
  const given = nonce ? withNonces : verifier
  const possession = possessionOf(jwt, { proof, ...(url && { url }), ...(method && { method }) })
  const report = await given.explain(jwt, { possession })
  const reason = await given.verify(jwt, { possession }).then(
    () => '',
    (error) => {
      assert.ok(!(error.stack + JSON.stringify(error)).includes(proof.slice(0, 200)) || proof.length < 20)
      return error.reason
    }
  )
  // explain() names what verify() found first.
  assert.equal(report.error?.reason ?? '', reason)
  return reason
}

for (const [kind, cases, least] of /** @type {const} */ ([
  ['form and JSON', hostileForm, 50],
  ['header', hostileHeader, 40],
  ['algorithm and key', hostileKeys, 70],
  ['signature', hostileSignatures, 22],
  ['claims', hostileClaims, 190],
  ['odd legal proofs', legal, 45]
])) {
  test(`${kind}: each case has its reason`, async () => {
    assert.ok(cases.length >= least, String(cases.length))
    assert.equal(new Set(cases.map(({ id }) => id)).size, cases.length, 'an id is there twice')
    const wrong = []
    for (const given of cases) {
      const reason = await outcome(given, given.proof())
      if (reason !== given.reason) wrong.push(`${given.id} (${given.why}): "${reason}", not "${given.reason}"`)
    }
    assert.deepEqual(wrong, [])
  })
}
