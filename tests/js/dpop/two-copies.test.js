// A guard and a verifier of two copies of the package, as of two versions in node_modules.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { boundToken } from '../support/dpop.js'
import { createVerifier, headersFor } from '../support/dpop-server.js'
import { goodOptions } from '../support/tokens.js'

const { guard } = await import(`../../../dist/entry/http.js?copy`)
const url = 'https://a.example'

test('a good proof counts once, a bad token is refused for what it is', async () => {
  const cases = [
    [createVerifier(goodOptions({ dpop: true })), {}],
    [createVerifier(goodOptions()), { dpop: true }]
  ]
  for (const [verifier, options] of cases) {
    const api = guard(verifier, options)(() => new Response('in'))
    const ask = async (/** @type {{ [name: string]: string }} */ headers) => {
      const answer = await api(new Request(`${url}/tools`, { headers }))
      return answer.status === 200 ? 200 : [answer.status, (await answer.json()).reason]
    }
    const headers = headersFor(boundToken(), url)
    assert.equal(await ask(headers), 200)
    assert.deepEqual(await ask(headers), [401, 'proof_replayed'])
    assert.deepEqual(await ask({ authorization: `Bearer ${boundToken()}` }), [401, 'token_bound'])
    assert.deepEqual(await ask({ authorization: `Bearer ${boundToken()}x` }), [401, 'signature_base64'])
  }
})
