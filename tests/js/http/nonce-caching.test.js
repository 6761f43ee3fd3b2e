// RFC 9449 §8.2: an answer with a nonce should be uncacheable, whatever the handler says of it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guard } from '../../../js/http/index.js'
import { createVerifier, secret } from '../support/dpop-server.js'
import { ways } from '../support/four-ways.js'
import { goodOptions, token } from '../support/tokens.js'

/** What a handler says, and what of it goes out. @type {[string | undefined, string][]} */
const cases = [
  [undefined, 'no-store'],
  ['public, max-age=60', 'no-store'],
  ['Public,MAX-AGE=60 , s-maxage="60"', 'no-store'],
  ['no-store', 'no-store'],
  ['No-Store', 'No-Store'],
  ['private, no-store, no-transform', 'private, no-store, no-transform'],
  ['private', 'private, no-store'],
  ['private, max-age=60, stale-while-revalidate=60, stale-if-error=5, immutable', 'private, no-store'],
  ['no-cache="a, public, b", must-revalidate', 'no-cache="a, public, b", must-revalidate, no-store'],
  ['private="x-a, no-store"', 'private="x-a, no-store", no-store'],
  // RFC 9111 §5.2.2.3: a cache that understands the status code ignores no-store for it.
  ['must-understand, no-store', 'no-store'],
  ['max-age=60, no-store', 'no-store'],
  ['no-storey', 'no-storey, no-store'],
  ['', 'no-store']
]

const verifier = createVerifier(goodOptions({ dpop: { nonce: secret } }))
const authorization = `Bearer ${token()}`

for (const [way, start] of Object.entries(ways)) {
  test(`${way}: an answer with a nonce is no-store, and stays as strict as its handler has it`, async () => {
    for (const [own, expected] of cases) {
      const headers = { 'Content-Type': 'text/plain', ...(own !== undefined && { 'Cache-Control': own }) }
      const { url, close } = await start({}, { answer: { status: 200, headers, body: 'in' } }, [], verifier)
      try {
        const answer = await fetch(`${url}/tools`, { headers: { authorization } })
        assert.equal(answer.status, 200)
        assert.match(answer.headers.get('dpop-nonce') ?? '', /^[\w-]{28}$/)
        assert.equal(answer.headers.get('cache-control'), expected, `${own}`)
      } finally {
        await close()
      }
    }
  })

  test(`${way}: so is a refusal; without nonces a handler decides itself`, async () => {
    const headers = { 'Content-Type': 'text/plain', 'Cache-Control': 'public, max-age=60' }
    for (const [by, plan, sent, expected] of /** @type {[any, any, any, string][]} */ ([
      [verifier, {}, {}, 'no-store'],
      [verifier, { requireScope: 'other' }, { authorization }, 'no-store'],
      [
        createVerifier(goodOptions()),
        { answer: { status: 200, headers, body: 'in' } },
        { authorization },
        'public, max-age=60'
      ]
    ])) {
      const { url, close } = await start({}, plan, [], by)
      try {
        assert.equal((await fetch(`${url}/tools`, { headers: sent })).headers.get('cache-control'), expected)
      } finally {
        await close()
      }
    }
  })
}

test('no-store stands for private, where the token is in another place; Vary stays', async () => {
  const getToken = Object.assign(() => token(), { header: 'X-Own' })
  const answer = await guard(verifier, { getToken })(() => new Response('in'))(new Request('https://a.example/'))
  assert.deepEqual([answer.headers.get('cache-control'), answer.headers.get('vary')], ['no-store', 'X-Own'])
})
