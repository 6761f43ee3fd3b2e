import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CoreInstance } from '../../../js/core/core-instance.js'
import { CoreVerifiers } from '../../../js/core/core-verifiers.js'
import { code, pagesOf, testApi, withInstances } from '../support/core.js'
import { assertError, caught, keysUnavailable } from '../support/expect.js'
import { goodOptions, now, publicJwk, token } from '../support/tokens.js'

/** An instance whose verifiers only count. */
function countingInstance() {
  const counts = { made: 0, deleted: 0 }
  const exports = {
    newVerifier: () => ++counts.made,
    configure: () => 1,
    setKeys: () => 1,
    cachedBytes: () => 0,
    deleteVerifier(handle) {
      assert.ok(handle >= 1 && handle <= counts.made)
      counts.deleted += 1
    }
  }
  const { check } = CoreInstance.prototype
  const refusal = { code: 'AUTH_KEYS_UNAVAILABLE', reason: 'jwks_not_json' }
  return { counts, instance: { exports, write: () => [0, 0], check, readJson: () => refusal } }
}
const spec = () => ({ policy: '{}', secret: undefined, jwkSet: '{}', maxTokenBytes: 1, maxJwksBytes: 1 })

test('a spec is prepared once, and again after it was released', () => {
  const { counts, instance } = countingInstance()
  const verifiers = new CoreVerifiers(instance)
  const one = spec()
  assert.equal(verifiers.getOrCreate(one), verifiers.getOrCreate(one))
  assert.deepEqual(counts, { made: 1, deleted: 0 })
  verifiers.release(one)
  verifiers.release(one)
  assert.deepEqual(counts, { made: 1, deleted: 1 })
  verifiers.getOrCreate(one)
  assert.equal(counts.made, 2)
})

test('at most 1,000 are kept: the hundred that were least recently used go first', () => {
  const { counts, instance } = countingInstance()
  const verifiers = new CoreVerifiers(instance)
  const specs = Array.from({ length: 1000 }, spec)
  for (const each of specs) verifiers.getOrCreate(each)
  assert.deepEqual(counts, { made: 1000, deleted: 0 })
  verifiers.getOrCreate(specs[0])
  verifiers.getOrCreate(spec())
  assert.deepEqual(counts, { made: 1001, deleted: 100 })
  verifiers.getOrCreate(specs[0])
  verifiers.getOrCreate(specs[101])
  assert.equal(counts.made, 1001, 'the first was used since')
  verifiers.getOrCreate(specs[100])
  assert.equal(counts.made, 1002, 'the 101st was not')
})

test('of those without keys one is kept: it is made again for each other, and pushes none with keys out', () => {
  const { counts, instance } = countingInstance()
  const verifiers = new CoreVerifiers(instance)
  const keyless = Array.from({ length: 2000 }, () => ({ ...spec(), jwkSet: undefined }))
  const one = spec()
  verifiers.getOrCreate(one)
  for (const each of keyless) assert.equal(verifiers.getOrCreate(each), verifiers.getOrCreate(each))
  assert.deepEqual(counts, { made: 2001, deleted: 1999 })
  verifiers.release(keyless[0])
  assert.equal(counts.deleted, 1999)
  verifiers.release(keyless[1999])
  assert.equal(counts.deleted, 2000)
  verifiers.getOrCreate(one)
  assert.equal(counts.made, 2001)
})

test('the core counts the bytes of all token caches together, and none of a cache that is gone', () => {
  const instance = new CoreInstance(code)
  const { exports } = instance
  const policy = JSON.stringify({ issuer: 'https://auth.example.com/', audience: null, clockTolerance: 0 })
  const jwkSet = JSON.stringify({ keys: [publicJwk('good', { kid: 'good' })] })
  const prepare = () => {
    const verifier = exports.newVerifier()
    const [length] = instance.write(policy)
    instance.check(exports.configure(verifier, length, 0, 10, 100_000))
    setKeys(verifier)
    return verifier
  }
  const setKeys = (verifier) => instance.check(exports.setKeys(verifier, ...instance.write(jwkSet), 65_536))
  const verify = (verifier) => instance.check(exports.verify(verifier, instance.writeToken(token(), 16_384), now))
  const [one, other] = [prepare(), prepare()]
  assert.equal(exports.cachedBytes(), 0)
  verify(one)
  const bytes = exports.cachedBytes()
  assert.ok(bytes > token().length)
  verify(other)
  verify(other)
  assert.equal(exports.cachedBytes(), 2 * bytes)
  exports.forget(other)
  assert.equal(exports.cachedBytes(), bytes)
  verify(other)
  setKeys(other)
  assert.equal(exports.cachedBytes(), bytes, 'other keys: another cache')
  exports.deleteVerifier(one)
  assert.equal(exports.cachedBytes(), 0)
})

test('a verifier that the core refuses to prepare is freed', () => {
  for (const [step, status] of [
    ['configure', 2],
    ['setKeys', 2],
    ['configure', 0],
    ['setKeys', 7]
  ]) {
    const { counts, instance } = countingInstance()
    instance.exports[step] = () => status
    assert.ok(caught(() => new CoreVerifiers(instance).getOrCreate(spec())))
    assert.deepEqual(counts, { made: 1, deleted: 1 })
  }
})

test('keys that the core refuses are refused on each verification, and leave nothing behind', async () => {
  const { createVerifier } = testApi()
  const verifier = createVerifier(goodOptions({ jwks: { keys: [publicJwk('bits1024')] } }))
  for (let call = 0; call < 3; call++) {
    assertError(
      caught(() => verifier.verifySync(token(), { now })),
      keysUnavailable('jwks_no_usable_key')
    )
  }
})

const good = token()
const count = 100_000

for (const [name, dispose] of [
  ['never disposed', false],
  ['disposed', true]
]) {
  test(`issue 2: 100,000 verifiers, used in one loop and ${name}, do not grow WebAssembly memory`, async () => {
    await withInstances((instances) => {
      const { createVerifier } = testApi()
      const options = goodOptions({ tokenIdSecret: 'a secret that is long enough' })
      const useOne = (index) => {
        const verifier = createVerifier(options)
        // A token that stops before the signature prepares no keys: it keeps the loop short.
        if (index % 100 === 0) verifier.verifySync(good, { now })
        else caught(() => verifier.verifySync('x', { now }))
        if (dispose) verifier.dispose()
      }
      for (let index = 0; index < 2000; index++) useOne(0)
      const warm = pagesOf(instances[0])
      for (let index = 0; index < count; index++) useOne(index)
      assert.equal(instances.length, 1)
      assert.equal(pagesOf(instances[0]), warm)
    })
  })
}
