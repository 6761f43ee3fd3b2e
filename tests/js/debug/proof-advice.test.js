// What explain() and the debugger advise where a DPoP proof was refused, or stands in the place of a token.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { adviceFor, proofAdviceFor } from '../../../js/debug/index.js'
import { testApi } from '../support/core.js'
import { boundToken, clientJwk, possessionOf, proofFor, url } from '../support/dpop.js'
import { goodOptions, now } from '../support/tokens.js'

const curves = new WebAssembly.Module(readFileSync(new URL('../../../dist/assay-ec.wasm', import.meta.url)))
const { createVerifier } = testApi({ now: () => now, curves: { loadSync: () => curves } })
const jwt = boundToken()

/** @param {any} possession @param {any} [dpop] @returns {Promise<{ [check: string]: string | undefined }>} of what failed */
async function adviceOn(possession, dpop = true) {
  const { proof } = await createVerifier(goodOptions({ dpop })).explain(jwt, { possession })
  const failed = proof.checks.filter((/** @type {any} */ { status }) => status === 'fail')
  return Object.fromEntries(failed.map((/** @type {any} */ each) => [each.check, proofAdviceFor(each, proof)]))
}
/** @param {Parameters<typeof proofFor>[1]} differences */
const made = (differences) => possessionOf(jwt, { proof: proofFor(jwt, differences) })

test('the advice fits the reason, not only the check', async () => {
  const whole = proofFor(jwt)
  for (const [check, possession, expected] of /** @type {[string, any, RegExp][]} */ ([
    ['proof_form', possessionOf(jwt, { proof: 'a'.repeat(9000) }), /8,192 bytes at most/],
    ['proof_header', made({ header: { crit: ['x'] } }), /leave "crit" out/],
    ['proof_header', made({ header: { b64: false } }), /leave "b64" out/],
    ['proof_jwk', made({ header: { jwk: undefined, kid: 'mine' } }), /public key into the header.*"kid" does not do/],
    ['proof_jwk', made({ header: { jwk: { ...clientJwk, d: 'AA' } } }), /replace its key/],
    ['proof_signature', possessionOf(jwt, { proof: `${whole.slice(0, -1)}=` }), /signature is damaged or cut/],
    ['proof_signature', possessionOf(jwt, { proof: whole.slice(0, -9) }), /damaged or cut|private key/],
    ['proof_iat', made({ claims: { iat: now - 500 } }), /from a log.*the option now/],
    ['proof_iat', made({ claims: { iat: now + 500 } }), /clock of the client/],
    ['proof_iat', made({ claims: { iat: now * 1000 } }), /seconds, not milliseconds/],
    ['proof_exp', made({ claims: { nbf: now * 1000 } }), /seconds, not milliseconds/],
    ['proof_exp', made({ claims: { nbf: now + 500 } }), /leave "nbf" out/],
    ['proof_exp', made({ claims: { exp: now - 500 } }), /No proof needs "exp"/],
    ['proof_htm', made({ claims: { htm: 'get' } }), /in upper case/],
    ['proof_htm', possessionOf(jwt, { method: 'get' }), /^Give the method of the request as it was sent, "GET"/],
    ['proof_htu', made({ claims: { htu: '/tools' } }), /the whole URL into "htu"/],
    ['proof_htu', possessionOf(jwt, { url: '/tools' }), /^Give the URL of the request/],
    ['proof_htu', made({ claims: { htu: `${url}/other` } }), /^Have the client make a proof for each request/]
  ])) {
    assert.match((await adviceOn(possession))[check] ?? '', expected, `${check} ${expected}`)
  }
  const nonce = { nonce: 'a secret of 16 bytes' }
  assert.match((await adviceOn(possessionOf(jwt), nonce)).proof_nonce ?? '', /^No fault: the client/)
})

test('a proof in the place of a token is named as one, and nothing of the verifier need change', async () => {
  const report = await createVerifier(goodOptions()).explain(proofFor(jwt))
  const failed = report.checks.filter((/** @type {any} */ { status }) => status === 'fail')
  const advice = failed.map((/** @type {any} */ check) => [check.check, adviceFor(check, report)])
  assert.match(Object.fromEntries(advice).typ, /This is a DPoP proof.*header DPoP/)
  for (const [check, text] of advice) assert.doesNotMatch(text ?? '', /option|own key|issuer/, check)
})
