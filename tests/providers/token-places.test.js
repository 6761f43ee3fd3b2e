// Where the token comes elsewhere than in Authorization: the guards of docs/providers.md.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createVerifier } from 'assay-jwt'
import { guard } from 'assay-jwt/http'
import { documentedOptions } from './documented-options.js'
import { fetchOf, fixtures, skip } from './fixtures.js'
import { ownFixtures } from './own-fixtures.js'

/** @import { Documented } from './documented-options.js' */
/** @import { Fixture } from './fixtures.js' */

const documented = await documentedOptions()

/** What carries a token, by the name of the place. @type {{ [place: string]: (jwt: string) => { [name: string]: string } }} */
const places = {
  authorization: (jwt) => ({ authorization: `Bearer ${jwt}` }),
  'cf-access-jwt-assertion': (jwt) => ({ 'cf-access-jwt-assertion': jwt }),
  CF_Authorization: (jwt) => ({ cookie: `a=b; CF_Authorization=${jwt}` }),
  'x-goog-iap-jwt-assertion': (jwt) => ({ 'x-goog-iap-jwt-assertion': jwt }),
  __session: (jwt) => ({ cookie: `__session=${jwt}; a=b` }),
  'x-token': (jwt) => ({ 'x-token': jwt })
}

/** The places that each guard looks at. @type {{ [id: string]: string[] }} */
const looked = {
  'cf-access': ['cf-access-jwt-assertion'],
  clerk: ['authorization', '__session'],
  'google-iap': ['x-goog-iap-jwt-assertion']
}
const everyFixture = [...fixtures, ...ownFixtures]

test('each fixture whose token comes elsewhere has a guard in docs/providers.md', { skip }, () => {
  const guarded = [...documented].filter(([, { guardOptions }]) => guardOptions !== undefined).map(([id]) => id)
  assert.deepEqual(guarded.sort(), Object.keys(looked).sort())
  const elsewhere = everyFixture.filter(({ bearer }) => bearer !== 'authorization')
  assert.deepEqual([...new Set(elsewhere.map(({ issuer }) => issuer))], ['Cloudflare Access', 'Google IAP'])
})

for (const fixture of everyFixture.filter(({ id }) => id in looked)) {
  describe(fixture.id, () => {
    const { token, mustBeRefused } = fixture
    for (const [place, carry] of Object.entries(places)) {
      const isLooked = looked[fixture.id].includes(place)

      test(`${place}: ${isLooked ? 'the token is taken, and a bad one refused' : 'not looked at'}`, async () => {
        const send = guarded(fixture)
        assert.equal(await send(carry(token)), isLooked ? 200 : 401)
        assert.equal(await send(carry(`${token.slice(0, -8)}AAAAAAAA`)), 401)
        for (const { token: bad } of mustBeRefused) assert.equal(await send(carry(bad)), 401)
      })
    }

    test('the URL is not looked at', async () => {
      assert.equal(await guarded(fixture)({}, `?access_token=${token}&__session=${token}`), 401)
    })
  })
}

/** @param {Fixture} fixture @returns {(headers: { [name: string]: string }, query?: string) => Promise<number>} its status */
function guarded(fixture) {
  const { options, guardOptions } = /** @type {Documented} */ (documented.get(fixture.id))
  const { now } = fixture
  const verifier = createVerifier({ onEvent: () => {}, fetch: fetchOf(fixture), ...options })
  const standing = {
    verify: (/** @type {string} */ jwt, /** @type {object} */ call) => verifier.verify(jwt, { ...call, now })
  }
  const handle = guard(standing, guardOptions)(() => new Response('let in'))
  return async (headers, query = '') => {
    const { status } = await handle(new Request(`https://app.acme.example/${query}`, { headers }))
    return status
  }
}
