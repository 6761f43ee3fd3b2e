import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { describe, test } from 'node:test'
import { testApi } from '../support/core.js'
import { assertError, rejection } from '../support/expect.js'
import { remoteFixture, setOf, until } from '../support/remote.js'
import { audience, issuer, token } from '../support/tokens.js'

const fixture = remoteFixture()
const good = token()

describe('dispose() ends what is under way', () => {
  /** @param {(verifier: any) => Promise<unknown>} call @param {object} [options] @param {object} [platform] */
  async function disposedDuring(call, options = {}, platform = {}) {
    let gone = false
    fixture.server.answerWith((request) => void request.socket.on('close', () => (gone = true)))
    const verifier = fixture.remote({ jwksCache: { timeout: 30 }, ...options }, platform)
    const pending = rejection(call(verifier))
    await until(() => fixture.fetches() > 0)
    verifier.dispose()
    assertError(await pending, { code: 'CONFIG_INVALID', reason: 'verifier_disposed' })
    await until(() => gone)
  }

  for (const sharesPromises of [true, false]) {
    for (const [name, call] of Object.entries({
      ready: (verifier) => verifier.ready(),
      verify: (verifier) => verifier.verify(good),
      explain: (verifier) => verifier.explain(good)
    })) {
      test(`${name}() refuses at once, and the fetch is aborted; promises ${sharesPromises ? 'are' : 'are not'} shared`, () =>
        disposedDuring(call, {}, { sharesPromises }))
    }
  }

  test('the metadata of discovery, too', () =>
    disposedDuring((verifier) => verifier.verify(good), {
      jwksUri: undefined,
      metadataUrl: `${fixture.server.url}/metadata`
    }))

  test('and the second place of discovery is not asked', async () => {
    /** @type {string[]} */
    const asked = []
    const fetch = (url, { signal }) => {
      asked.push(url)
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))))
    }
    const verifier = fixture.remote({ jwksUri: undefined, fetch })
    const pending = rejection(verifier.verify(good))
    await until(() => asked.length > 0)
    verifier.dispose()
    assertError(await pending, { code: 'CONFIG_INVALID', reason: 'verifier_disposed' })
    for (let turns = 0; turns < 10; turns++) await new Promise((resolve) => setImmediate(resolve))
    assert.equal(asked.length, 1)
  })

  test('whatever the fetch that was given does with its signal', async () => {
    const verifier = fixture.remote({ fetch: () => new Promise(() => {}) })
    const pending = rejection(verifier.verify(good))
    verifier.dispose()
    assertError(await pending, { code: 'CONFIG_INVALID', reason: 'verifier_disposed' })
  })

  test('a read of the store that hangs is not waited for', async () => {
    const store = { get: () => new Promise(() => {}), put: async () => {} }
    const verifier = fixture.remote({ store })
    const pending = rejection(verifier.verify(good))
    verifier.dispose()
    assertError(await pending, { code: 'CONFIG_INVALID', reason: 'verifier_disposed' })
  })

  test('but not a fetch that another verifier waits for', async () => {
    let answer
    fixture.server.answerWith((request, response) => void (answer = () => setOf('good')(request, response)))
    const { createVerifier } = testApi({ now: fixture.clock.now })
    const options = { issuer, audience, jwksUri: `${fixture.server.url}/jwks`, allowInsecureLoopback: true }
    const [one, other] = [createVerifier(options), createVerifier(options)]
    const refused = rejection(one.verify(good))
    const accepted = other.verify(good)
    await until(() => fixture.fetches() > 0)
    one.dispose()
    one.dispose()
    assertError(await refused, { code: 'CONFIG_INVALID', reason: 'verifier_disposed' })
    answer()
    assert.equal((await accepted).subject, 'user-1')
    assert.equal(fixture.fetches(), 1)
    other.dispose()
  })

  test('a process has nothing left to wait for', async () => {
    const text = `
      import { createVerifier } from ${JSON.stringify(new URL('../../../js/entry/node.js', import.meta.url).href)}
      const fetch = (_, { signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error())))
      const jwksCache = { timeout: 30 }
      const options = { issuer: 'https://a.example', audience: 'a', jwksUri: 'https://a.example/jwks', fetch, jwksCache }
      const verifier = createVerifier(options)
      const pending = verifier.ready().catch((error) => console.log(error.reason))
      await new Promise((resolve) => setTimeout(resolve, 20))
      verifier.dispose()
      await pending
      process.on('exit', () => console.log(process.getActiveResourcesInfo().includes('Timeout')))`
    const child = spawnSync(process.execPath, ['--input-type=module', '--eval', text], { encoding: 'utf8' })
    assert.equal(child.stdout, 'verifier_disposed\nfalse\n', child.stderr)
  })
})
