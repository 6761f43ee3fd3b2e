// DPoP behind each adapter, over real sockets: RFC 9449 §7, §8, §9.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import express from 'express'
import { guard as expressGuard } from '../../../js/adapters/express.js'
import { guard } from '../../../js/http/index.js'
import { boundToken, proofFor } from '../support/dpop.js'
import { all, behind, createVerifier, headersFor, secret } from '../support/dpop-server.js'
import { assertError, caught } from '../support/expect.js'
import { ways } from '../support/four-ways.js'
import { goodOptions, token } from '../support/tokens.js'
import { startHttpServer } from '../../support/http-server.js'
import { sendRaw } from '../../support/raw-request.js'

for (const way of Object.keys(ways)) {
  test(`${way}: a bound token with its proof is let in, once; requireScope() takes no second proof`, async () => {
    await behind({ way, plan: { requireScope: 'tools:read' } }, async (ask, url) => {
      const jwt = boundToken()
      const headers = headersFor(jwt, url)
      assert.deepEqual(await ask(headers), { status: 200, challenge: null, nonce: null, body: 'in' })
      const again = await ask(headers)
      assert.equal(again.status, 401)
      assert.match(
        again.challenge ?? '',
        /^DPoP error="invalid_dpop_proof", error_description="The DPoP proof is invalid", algs="ES256 EdDSA Ed25519 PS256 RS256"$/
      )
      assert.equal(JSON.parse(again.body).reason, 'proof_replayed')
      assert.equal((await ask({ authorization: `Bearer ${token()}` })).status, 200)
    })
  })

  test(`${way}: RFC 9449 §7.1: the scheme must match the token`, async () => {
    await behind({ way }, async (ask, url) => {
      const jwt = boundToken()
      const stolen = await ask({ ...headersFor(jwt, url), authorization: `Bearer ${jwt}` })
      assert.deepEqual([stolen.status, JSON.parse(stolen.body).reason], [401, 'token_bound'])
      assert.match(stolen.challenge ?? '', /^DPoP error="invalid_token".*algs="/)
      const free = token()
      const unbound = await ask(headersFor(free, url))
      assert.deepEqual([unbound.status, JSON.parse(unbound.body).reason], [401, 'token_not_bound'])
      const nothing = await ask({})
      assert.deepEqual([nothing.status, nothing.challenge], [401, `Bearer realm="api", DPoP algs="${all}"`])
    })
  })
}

test('RFC 9449 §4.3: a proof for another method, URL or token is refused', async () => {
  await behind({}, async (ask, url) => {
    const jwt = boundToken()
    for (const [reason, headers, init] of /** @type {[string, any, any?][]} */ ([
      ['proof_missing', { authorization: `DPoP ${jwt}` }],
      ['proof_method', headersFor(jwt, url), { method: 'POST' }],
      ['proof_url', headersFor(jwt, 'https://evil.example')],
      ['proof_token', { ...headersFor(boundToken({ claims: { jti: 'other' } }), url), authorization: `DPoP ${jwt}` }],
      ['proof_key', headersFor(jwt, url, { crv: 'Ed25519' })]
    ])) {
      const said = await ask(headers, init)
      assert.deepEqual([said.status, JSON.parse(said.body).reason], [401, reason])
      assert.match(said.challenge ?? '', /^DPoP error="invalid_dpop_proof"/)
      assert.ok(!JSON.stringify(said).includes(jwt.slice(0, 40)))
    }
  })
})

for (const way of ['fetch', 'express', 'node:http', 'hono']) {
  test(`${way}: RFC 9449 §4.3, check 1: two proofs, or two tokens, are refused`, async () => {
    await behind({ way }, async (_ask, url) => {
      const jwt = boundToken()
      const proof = () => `DPoP: ${proofFor(jwt, { claims: { htu: `${url}/` } })}`
      const authorization = `Authorization: DPoP ${jwt}`
      assert.match(await sendRaw(url, [authorization, proof()]), /^HTTP\/1.1 200/)
      assert.match(await sendRaw(url, [authorization, proof(), proof()]), /^HTTP\/1.1 401[^]*proof_ambiguous/)
      assert.match(
        await sendRaw(url, [authorization, `${proof()}, ${proof().slice(6)}`]),
        /^HTTP\/1.1 401[^]*proof_ambiguous/
      )
      for (const other of [`Authorization: Bearer ${token()}`, authorization]) {
        for (const lines of [
          [authorization, other],
          [other, authorization]
        ]) {
          assert.match(await sendRaw(url, [...lines, proof()]), /^HTTP\/1.1 400[^]*authorization_malformed/)
        }
      }
    })
  })
}

for (const way of Object.keys(ways)) {
  test(`${way}: RFC 9449 §8, §9: a nonce is asked for, and one retry does`, async () => {
    await behind({ way, dpop: { nonce: secret } }, async (ask, url) => {
      const jwt = boundToken()
      const first = await ask(headersFor(jwt, url))
      assert.deepEqual([first.status, JSON.parse(first.body).error], [401, 'use_dpop_nonce'])
      assert.match(first.challenge ?? '', /^DPoP error="use_dpop_nonce", .*algs="/)
      assert.match(first.nonce ?? '', /^[\w-]{28}$/)
      const second = await ask(headersFor(jwt, url, { claims: { nonce: first.nonce } }))
      assert.equal(second.status, 200)
      assert.equal(second.nonce, first.nonce, 'also on success')
      const wrong = await ask(headersFor(jwt, url, { claims: { nonce: 'of another server' } }))
      assert.deepEqual([wrong.status, JSON.parse(wrong.body).error], [401, 'use_dpop_nonce'])
    })
  })
}

test('required: every challenge is DPoP’s, and no bearer token is let in', async () => {
  await behind({ options: { dpop: { required: true, algorithms: ['ES256'] } }, dpop: undefined }, async (ask, url) => {
    assert.equal((await ask({})).challenge, 'DPoP algs="ES256"')
    const free = await ask({ authorization: `Bearer ${token()}` })
    assert.deepEqual([free.status, JSON.parse(free.body).reason], [401, 'token_not_bound'])
    assert.match(free.challenge ?? '', /^DPoP error="invalid_token"/)
    const jwt = boundToken()
    assert.equal((await ask(headersFor(jwt, url))).status, 200)
  })
})

test('origin: a proof is for the URL that clients know, whatever the proxy asks', async () => {
  await behind({ dpop: { origin: 'https://api.example.com' } }, async (ask, url) => {
    const jwt = boundToken()
    assert.equal((await ask(headersFor(jwt, 'https://api.example.com'))).status, 200)
    assert.equal(JSON.parse((await ask(headersFor(jwt, url))).body).reason, 'proof_url')
  })
})

test('optional: who sends nothing passes, who sends a bad proof does not', async () => {
  await behind({ options: { optional: true } }, async (ask, url) => {
    assert.equal((await ask({})).status, 200)
    assert.equal((await ask({ ...headersFor(boundToken(), url), dpop: 'a' })).status, 401)
  })
})

test('RFC 9449 §11.1: a proof is new for each token, and two at once count once', async () => {
  await behind({}, async (ask, url) => {
    const jwt = boundToken()
    const headers = headersFor(jwt, url)
    const statuses = await Promise.all(Array.from({ length: 20 }, async () => (await ask(headers)).status))
    assert.deepEqual(statuses.sort(), [200, ...Array.from({ length: 19 }, () => 401)])
  })
})

test('two guards in a row let a request in: its proof counts once, and again in another request', async () => {
  const verifier = createVerifier(goodOptions({ dpop: true }))
  const app = express()
  app.use(expressGuard(verifier))
  app.get('/tools', expressGuard(verifier, { requiredScope: 'tools:read' }), (_request, response) => {
    response.end('in')
  })
  const { url, close } = await startHttpServer(app)
  const inner = guard(verifier, { requiredScope: 'tools:read' })(() => new Response('in'))
  const nested = guard(verifier)((request) => inner(request))
  try {
    const jwt = boundToken()
    for (const [base, ask] of /** @type {[string, (headers: any) => Promise<Response>][]} */ ([
      [url, (headers) => fetch(`${url}/tools`, { headers })],
      ['https://a.example', (headers) => nested(new Request('https://a.example/tools', { headers }))]
    ])) {
      const headers = headersFor(jwt, base)
      assert.equal((await ask(headers)).status, 200)
      assert.equal((await ask(headers)).status, 401)
    }
  } finally {
    await close()
  }
})

test('a replay store that fails is 503 with Retry-After', async () => {
  await behind({ dpop: { replayStore: { add: () => Promise.reject(new Error('down')) } } }, async (ask, url) => {
    const said = await ask(headersFor(boundToken(), url))
    assert.deepEqual([said.status, said.challenge, JSON.parse(said.body).reason], [503, null, 'replay_store_failed'])
  })
})

test('the option needs a verifier that can prove: a wrapper is refused', () => {
  const inner = createVerifier(goodOptions())
  const wrapper = { verify: (/** @type {string} */ jwt, /** @type {any} */ options) => inner.verify(jwt, options) }
  assertError(
    caught(() => guard(wrapper, { dpop: true })),
    { code: 'CONFIG_INVALID', reason: 'option_invalid', option: 'dpop' }
  )
})

test('a wrapper around a verifier with dpop lets no bound token in', async () => {
  const inner = createVerifier(goodOptions({ dpop: true }))
  const open = guard({ verify: (jwt, options) => inner.verify(jwt, options) })(() => new Response('in'))
  const jwt = boundToken()
  const response = await open(new Request('https://a.example/tools', { headers: { authorization: `Bearer ${jwt}` } }))
  assert.equal(response.status, 401)
  assert.equal((await response.json()).reason, 'token_bound')
})

for (const way of Object.keys(ways)) {
  test(`${way}: what the transport does to headers changes no decision`, async () => {
    await behind({ way }, async (ask, url) => {
      const jwt = boundToken()
      const good = () => headersFor(jwt, url)
      for (const scheme of ['dpop', 'DPOP', 'dPoP  ']) {
        assert.equal((await ask({ ...good(), authorization: `${scheme} ${jwt}` })).status, 200, scheme)
      }
      const other = good().dpop
      for (const [headers, status, reason] of /** @type {[any, number, string][]} */ ([
        [{ ...good(), authorization: `DPoP ${jwt}, Bearer ${token()}` }, 400, 'authorization_malformed'],
        [{ ...good(), authorization: `Bearer ${token()}, DPoP ${jwt}` }, 400, 'authorization_malformed'],
        [{ ...good(), authorization: `DPoP ${jwt} ${jwt}` }, 400, 'authorization_malformed'],
        [{ ...good(), authorization: `DPoP "${jwt}"` }, 400, 'authorization_malformed'],
        [{ ...good(), authorization: `DPoP=${jwt}` }, 400, 'authorization_malformed'],
        [{ ...good(), dpop: `${other}, ${other}` }, 401, 'proof_ambiguous'],
        [{ ...good(), dpop: `${other},` }, 401, 'proof_ambiguous'],
        [{ ...good(), dpop: `, ${other}` }, 401, 'proof_ambiguous'],
        [{ ...good(), dpop: '' }, 401, 'proof_missing'],
        [{ ...good(), dpop: `DPoP ${other}` }, 401, 'proof_header_base64'],
        [{ authorization: `DPoP ${jwt}`, 'x-dpop': other }, 401, 'proof_missing']
      ])) {
        const said = await ask(headers)
        assert.deepEqual([said.status, JSON.parse(said.body).reason], [status, reason])
      }
      assert.equal(
        (await ask({ ...good(), dpop: ` ${other}\t` })).status,
        200,
        'white space around a header is none of it'
      )
    })
  })
}
