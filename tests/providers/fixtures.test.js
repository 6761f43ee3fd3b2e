// Each issuer's token with the options of docs/providers.md: accepted, and refused where one thing is wrong.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { documentedOptions } from './documented-options.js'
import { fixtures, skip } from './fixtures.js'
import { outcomeOf, outcomes } from './outcome.js'
import { ownFixtures } from './own-fixtures.js'
import { refusals } from './refusals.js'
import { casesOf, variationsOf, withOwnKey } from './variations.js'

/** @import { Documented } from './documented-options.js' */

const documented = await documentedOptions()
const everyFixture = [...fixtures, ...ownFixtures]

test('36 fixtures are there, and each has options in docs/providers.md', { skip }, () => {
  assert.equal(fixtures.length, 36)
  assert.deepEqual(
    everyFixture.map(({ id }) => id).filter((id) => !documented.has(id)),
    []
  )
  const given = fixtures.flatMap(({ id, mustBeRefused }) => mustBeRefused.map(({ what }) => `${id}: ${what}`))
  const expected = Object.entries(refusals).flatMap(([id, cases]) => Object.keys(cases).map((what) => `${id}: ${what}`))
  assert.deepEqual(given.sort(), expected.sort())
})

for (const fixture of everyFixture) {
  describe(`${fixture.id}: ${fixture.issuer}, ${fixture.variant}`, () => {
    const { options, call } = /** @type {Documented} */ (documented.get(fixture.id))
    const wholeCall = { ...fixture.callOptions, ...call }

    test('the token is accepted', async () => {
      assert.equal(await outcomeOf(fixture, options, wholeCall), 'accepted')
    })

    test('RFC 8725 §3.1: without its algorithm in the allow-list the token is refused', async () => {
      const algorithms = ['PS512']
      const expected = { code: 'AUTH_TOKEN_INVALID', reason: 'alg_not_allowed' }
      assert.deepEqual(await outcomeOf(fixture, { ...options, algorithms }, wholeCall), expected)
    })

    for (const { what, token, call: ownCall = wholeCall } of fixture.mustBeRefused) {
      test(`refused: ${what}`, async () => {
        const found = await outcomes(fixture, options, [{ token, call: ownCall }])
        assert.deepEqual(found, [refusals[fixture.id][what]])
      })
    }

    test('each check refuses a token that is good but for its claim', async () => {
      const own = withOwnKey(fixture)
      assert.equal(await outcomeOf(own, options, wholeCall), 'accepted')
      const variations = variationsOf(own, options, wholeCall)
      const found = await outcomes(own, options, casesOf(own, variations, wholeCall))
      for (const [index, { what, expected }] of variations.entries()) assert.deepEqual(found[index], expected, what)
    })
  })
}
