import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findRequest, inspectToken, isProofHeader, proofAdviceFor } from '../../../js/debug/index.js'
import { proofChecks } from '../../../tables/proof-checks.js'
import { boundToken, proofFor } from '../support/dpop.js'

const token = boundToken()
const proof = proofFor(token)
const url = 'https://api.example.com/tools?page=1'

test('RFC 9449 §4.1, §7.1: the proof is found in a request, with scheme, method and URL', () => {
  const authorization = `-H 'Authorization: DPoP ${token}'`
  const headers = `${authorization} -H 'DPoP: ${proof}'`
  const cases = /** @type {[string, object][]} */ ([
    [`curl ${headers} '${url}'`, { method: 'GET', url }],
    [`$ curl '${url}' \\\n  -H 'dpop: ${proof}' \\\n  ${authorization} --data-raw '{"a":1}'`, { method: 'POST', url }],
    [`curl -XPATCH ${headers} --url=${url}`, { method: 'PATCH', url }],
    [`curl --request PUT -o out.json -d @body ${headers} "${url}"`, { method: 'PUT', url }],
    [`curl -G -d q=1 ${headers} ${url}`, { method: 'GET', url }],
    [`curl -sSI ${headers} ${url}`, { method: 'GET', url }],
    [`curl -I ${headers} api.example.com/a`, { method: 'HEAD', url: 'https://api.example.com/a' }],
    [`curl -T file ${headers} ${url}`, { method: 'PUT', url }],
    [`curl ${headers}`, { method: 'GET' }],
    [
      `POST /tools?page=1 HTTP/1.1\r\nHost: api.example.com\r\nDPoP: ${proof}\r\nDPoP-Nonce: x\r\nAuthorization: DPoP ${token}\r\n\r\n{}`,
      { method: 'POST', url }
    ],
    [`> GET ${url} HTTP/2\n> authorization: DPoP ${token}\n> dpop: ${proof}`, { method: 'GET', url }],
    [`GET / HTTP/1.1\nAuthorization: DPoP ${token}\nDPoP: ${proof}`, { method: 'GET' }],
    [
      `fetch("${url}", {"headers":{"authorization":"DPoP ${token}","dpop":"${proof}"},"method":"DELETE"})`,
      { method: 'DELETE', url }
    ],
    [`Authorization: DPoP ${token}\nDPoP: ${proof}`, {}]
  ])
  for (const [text, request] of cases) {
    const { as: _, ...found } = findRequest(text)
    assert.deepEqual(found, { token, proof, scheme: 'DPoP', ...request }, text)
  }
})

test('RFC 9449 §7.1: the scheme is the one of the text; of two DPoP headers none is chosen', () => {
  assert.equal(findRequest(`Authorization: Bearer ${token}\nDPoP: ${proof}`).scheme, 'Bearer')
  assert.deepEqual(findRequest(`DPoP ${token}`), { token, as: 'bearer', scheme: 'DPoP' })
  assert.deepEqual(findRequest(`Bearer ${token}`), { token, as: 'bearer' })
  assert.deepEqual(findRequest(token), { token, as: 'token' })
  const twice = `Authorization: DPoP ${token}\nDPoP: ${proof}\nDPoP: ${proof}`
  assert.equal(findRequest(twice).proof, `${proof}, ${proof}`)
})

test('a proof alone is what was pasted for the token', () => {
  for (const text of [proof, `DPoP: ${proof}`]) {
    const found = findRequest(text)
    assert.deepEqual([found.token, found.proof], [proof, undefined])
  }
  assert.ok(isProofHeader({ typ: 'application/DPOP+JWT' }))
  assert.ok(!isProofHeader({ typ: 'at+jwt' }) && !isProofHeader({}) && !isProofHeader(undefined))
})

test('RFC 9449 §4.2: a proof has its key with it, which is not odd; a token that has one is marked', () => {
  assert.deepEqual(inspectToken(proof).marks, [])
  const other = proofFor(token, { header: { typ: 'at+jwt' } })
  assert.deepEqual(
    inspectToken(other).marks.map(({ kind }) => kind),
    ['key']
  )
  const withUrl = proofFor(token, { header: { jku: 'https://evil.example/' } })
  assert.equal(inspectToken(withUrl).marks.length, 1)
})

test('large texts are read in time that grows with their length', () => {
  const begin = process.cpuUsage().user
  for (const part of ['dpop:', 'curl -H ', "'\\", 'dpop: a ', '> GET ']) findRequest(part.repeat(200_000))
  assert.ok(process.cpuUsage().user - begin < 5_000_000)
})

test('each check of a proof that can fail has advice, but for exp, whose hint is the error’s', () => {
  const report = /** @type {any} */ ({ error: undefined })
  for (const { name: check, clause } of proofChecks) {
    const of = (/** @type {any} */ status) => proofAdviceFor({ check, status, message: '', clause }, report)
    assert.equal(of('pass'), undefined)
    assert.equal(typeof of('fail'), check === 'proof_exp' ? 'undefined' : 'string', check)
  }
})
