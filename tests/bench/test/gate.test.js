import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cases, takingPart } from '../contestants.js'
import { makeFixture } from '../fixtures.js'
import { prepareCase } from '../workload.js'

/** @import { Row } from '../contestants.js' */
/** @import { Prepared } from '../workload.js' */

const fixture = makeFixture('2048', 3)
const [uncached] = cases

/**
 * @param {Partial<Row>} properties
 * @param {Prepared['verify']} verify
 */
function gate(properties, verify) {
  /** @type {Row} */
  const row = { id: 'one', label: 'A library', library: 'fake', in: ['uncached'], ...properties }
  return prepareCase([row], uncached, fixture, { fake: async () => ({ contestants: { one: () => ({ verify }) } }) })
}

/** @param {string[]} accepted beside the good tokens */
const judgeWith = (accepted) => (/** @type {string} */ token) => {
  if (fixture.tokens.includes(token) || accepted.includes(token)) return true
  throw new Error('refused')
}

test('a library whose verdicts are right takes part', async () => {
  const { ready, failures, missing } = await gate({}, judgeWith([]))
  assert.deepEqual([ready.map(({ id }) => id), failures, missing], [['one'], [], {}])
})

for (const [what, token] of Object.entries(fixture.refused)) {
  for (const [manner, verify] of Object.entries({
    returns: judgeWith([token]),
    resolves: async (/** @type {string} */ each) => judgeWith([token])(each)
  })) {
    test(`a library that ${manner} for a token ${what} is not timed, and is named`, async () => {
      const { ready, failures } = await gate({}, verify)
      assert.deepEqual([ready, failures], [[], [`A library accepts a token ${what}`]])
    })
  }
}

test('a library that refuses a good token is not timed, and is named', async () => {
  const { ready, failures } = await gate({}, () => {
    throw new Error('not today')
  })
  assert.deepEqual([ready, failures[0]], [[], 'A library refuses a good token: not today'])
})

test('a library that says nothing of a good token is not timed', async () => {
  const { ready, failures } = await gate({}, (token) => judgeWith([])(token) && undefined)
  assert.deepEqual([ready, failures[0]], [[], 'A library gives nothing back for a good token'])
})

test('a primitive knows no claims, but must refuse what was altered', async () => {
  const claims = ['that has expired', 'of another issuer', 'for another audience'].map((what) => fixture.refused[what])
  assert.deepEqual((await gate({ primitive: true }, judgeWith(claims))).failures, [])
  const altered = fixture.refused['with an altered signature']
  assert.deepEqual((await gate({ primitive: true }, judgeWith([...claims, altered]))).failures, [
    'A library accepts a token with an altered signature'
  ])
})

test('a library that can’t be had is missing, with the reason', async () => {
  const { ready, missing, failures } = await prepareCase(
    [{ id: 'one', label: 'A library', library: 'fake', in: ['uncached'] }],
    uncached,
    fixture,
    { fake: () => Promise.reject(new Error('no such module\nat line 1')) }
  )
  assert.deepEqual([ready, missing, failures], [[], { one: 'no such module' }, []])
})

for (const which of cases.filter(({ fixture: name }) => name !== '4096')) {
  test(`on this Node every library decides rightly: ${which.title}`, async () => {
    const { present, missing: absent } = takingPart('node20', which)
    const libraries = Object.fromEntries(
      present.map(({ library }) => [library, () => import(`../libraries/${library}.js`)])
    )
    const { ready, failures, missing } = await prepareCase(present, which, makeFixture(which.fixture, 3), libraries)
    assert.deepEqual(failures, [])
    assert.deepEqual(missing, {})
    assert.deepEqual(absent, which.id === 'eddsa' ? { jsonwebtoken: 'has no EdDSA' } : {})
    const ids = ready.map(({ id }) => id)
    assert.ok(ids.includes('assay-sync') && ids.some((id) => id.startsWith('jose')))
  })
}

test('for curves everybody takes part whom issue 17 names, each under its own algorithm', () => {
  const compared = [
    'assay-sync',
    'jose',
    'fast-jwt',
    'aws-sync',
    'jsonwebtoken',
    'noble',
    'crypto-verify',
    'subtle-verify'
  ]
  for (const which of cases.filter(({ kind }) => kind === 'curve')) {
    const ids = takingPart('node20', which).present.map(({ id }) => id)
    assert.deepEqual(
      compared.filter((id) => !ids.includes(id)),
      which.alg === 'EdDSA' ? ['jsonwebtoken'] : []
    )
    assert.equal(makeFixture(which.fixture, 1).jwk.alg, which.alg)
  }
})

test('where every key is new each token has its own, and a round of them uses each once', async () => {
  const which = /** @type {import('../contestants.js').Case} */ (cases.find(({ id }) => id === 'es256-new-key'))
  const { keys, tokens } = makeFixture(which.fixture, 5)
  const kids = tokens.map((token) => JSON.parse(Buffer.from(token.split('.')[0], 'base64url').toString()).kid)
  assert.deepEqual(
    kids,
    keys.map(({ kid }) => kid)
  )
  assert.equal(new Set(kids).size, 5)
})

test('a token under a curve has about 500 bytes', () => {
  for (const alg of ['ES256', 'EdDSA']) {
    const [{ length }] = makeFixture(alg, 1).tokens
    assert.ok(length > 430 && length < 570, `${alg}: ${length}`)
  }
})

test('the keys of a case where every key is new fit into one JWK Set', () => {
  for (const { fixture: name } of cases.filter(({ kind }) => kind === 'new-key')) {
    const { keys } = makeFixture(name)
    assert.equal(keys.length, 200)
    assert.ok(JSON.stringify({ keys }).length < 65_536, name)
  }
})
