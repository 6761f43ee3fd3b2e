import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Core } from '../../../js/core/core.js'
import { code, testApi, withInstances } from '../support/core.js'
import { accepts, assertError, caught, keysUnavailable, rejection } from '../support/expect.js'
import { goodOptions, now, token } from '../support/tokens.js'

const good = token()
const at = { now }
const internal = { code: 'INTERNAL', reason: 'internal' }
const newCore = (platform) => new Core({ loadSync: () => code, sharesPromises: true, ...platform })
const one = () => 1
/** An action that gets this status from the core. */
const checked = (status) => (instance) => instance.check(status)

test('DESIGN: nothing is loaded before the first verification', () => {
  const { createVerifier } = testApi({ loadSync: () => assert.fail('loaded') })
  createVerifier(goodOptions())
})

test('issue 18: where the code is at hand, its instance is made with the core, and no second one', () => {
  const { Instance } = WebAssembly
  let made = 0
  WebAssembly.Instance = class extends Instance {
    constructor(...given) {
      super(...given)
      made++
    }
  }
  try {
    const core = newCore({ isAtHand: true })
    assert.equal(made, 1)
    assert.equal(core.run(one), 1)
    assert.equal(made, 1)
  } finally {
    WebAssembly.Instance = Instance
  }
})

test('where an instance cannot be made with the core, the first call says why', () => {
  const loadSync = () => {
    throw new RangeError('no such file')
  }
  const core = newCore({ isAtHand: true, loadSync })
  core.complain = () => {}
  assertError(
    caught(() => core.run(one)),
    keysUnavailable('core_not_loaded')
  )
})

test('STYLE 4: only status 1 is success and only 2 a refusal: every other outcome is INTERNAL', () => {
  for (const status of [0, 3, -1, 256, NaN, true, '1', null, undefined, {}, 1n]) {
    assertError(
      caught(() => newCore().run(checked(status))),
      internal
    )
  }
  assert.equal(newCore().run(checked(1)), undefined)
  assert.equal(
    newCore().run((_instance, input) => input, 'read'),
    'read'
  )
})

test('a trap is INTERNAL, whatever is thrown, and says nothing of it', () => {
  const thrown = [
    new WebAssembly.RuntimeError('unreachable: secret'),
    new RangeError('secret'),
    'secret',
    undefined,
    null
  ]
  for (const each of thrown) {
    const trap = () => {
      throw each
    }
    assertError(
      caught(() => newCore().run(trap)),
      internal,
      ['secret', 'unreachable']
    )
  }
})

test('an output that is no JSON is INTERNAL', () => {
  const garbage = (instance) => {
    instance.exports.resultPointer = () => 0
    instance.check(2)
  }
  assertError(
    caught(() => newCore().run(garbage)),
    internal
  )
})

test('BEHAVIOUR INTERNAL: an instance that trapped is never used again, and the next call has a new one', async () => {
  await withInstances((instances) => {
    const core = newCore()
    const used = []
    const remember = (instance) => used.push(instance) && 1
    core.run(remember)
    core.run(remember)
    assert.equal(instances.length, 1)
    caught(() => core.run(checked(0)))
    core.run(remember)
    assert.equal(instances.length, 2)
    assert.equal(used[0], used[1])
    assert.notEqual(used[1], used[2])
  })
})

test('an instance that cannot even prepare a verifier is not used again', async () => {
  await withInstances((instances) => {
    const core = newCore()
    const recipe = {
      ...{ policy: '{}', secret: undefined, jwkSet: undefined, maxTokenBytes: 1, maxJwksBytes: 1 },
      ...{ cachedTokens: 0, cachedBytes: 0 }
    }
    const breakIt = (instance) => {
      instance.exports.configure = () => 0
      return 1
    }
    core.run(breakIt)
    assertError(
      caught(() => core.prepare(recipe)),
      internal
    )
    assert.equal(core.run(one), 1)
    assert.equal(instances.length, 2)
  })
})

test('a verifier survives the instance that it was prepared in', async () => {
  const { createVerifier } = testApi()
  const verifier = createVerifier(goodOptions())
  await accepts(verifier, good)
  const { Instance } = WebAssembly
  // A trap from outside: memory that cannot be had.
  const { encodeInto } = TextEncoder.prototype
  TextEncoder.prototype.encodeInto = () => {
    throw new WebAssembly.RuntimeError('memory access out of bounds')
  }
  try {
    assertError(
      caught(() => verifier.verifySync(good, at)),
      internal
    )
    assertError(await rejection(verifier.verify(good, at)), internal)
    assert.equal((await verifier.explain(good, at)).error.code, 'INTERNAL')
  } finally {
    TextEncoder.prototype.encodeInto = encodeInto
  }
  assert.equal(WebAssembly.Instance, Instance)
  await accepts(verifier, good)
})

test('the core fails closed where the platform cannot instantiate it', async () => {
  const { Instance } = WebAssembly
  const verifier = testApi().createVerifier(goodOptions())
  WebAssembly.Instance = class {
    constructor() {
      throw new RangeError('out of memory')
    }
  }
  try {
    assertError(
      caught(() => verifier.verifySync(good, at)),
      internal
    )
  } finally {
    WebAssembly.Instance = Instance
  }
  await accepts(verifier, good)
})

/** What console.error is given while an action runs. @param {() => unknown} action */
async function complaints(action) {
  const { error } = console
  /** @type {string[]} */
  const said = []
  console.error = (...words) => void said.push(words.join(' '))
  try {
    await action()
  } finally {
    console.error = error
  }
  return said
}

test('a core that cannot be loaded says so once, with what to do: on console.error, or to onEvent', async () => {
  const failing = {
    load: async () => {
      throw Object.assign(new Error('/a/path/of/this/machine'), { code: 'ENOENT' })
    },
    loadSync: undefined
  }
  const said = await complaints(async () => {
    const verifier = testApi(failing).createVerifier(goodOptions())
    for (let call = 0; call < 3; call++) await rejection(verifier.verify(good, at))
    await rejection(verifier.ready())
  })
  assert.equal(said.length, 1)
  assert.match(said[0], /^assay-jwt: The WebAssembly core could not be loaded \(ENOENT\)\. Deploy dist\/\*\.wasm/)
  assert.ok(!said[0].includes('/a/path'))

  const events = []
  const silent = await complaints(async () => {
    const verifier = testApi(failing).createVerifier(goodOptions({ onEvent: (event) => events.push(event) }))
    for (let call = 0; call < 3; call++) await rejection(verifier.verify(good, at))
  })
  assert.deepEqual(silent, [])
  assert.equal(events.length, 1)
  assert.equal(events[0].type, 'core_load_failed')
  assert.match(events[0].message, /could not be loaded.*Deploy/)

  const sync = await complaints(() => {
    const loadSync = () => {
      throw new TypeError('bad bytes')
    }
    const verifier = testApi({ loadSync }).createVerifier(goodOptions())
    for (let call = 0; call < 3; call++) caught(() => verifier.verifySync(good, at))
  })
  assert.equal(sync.length, 1)
})

test('code that cannot be had is core_not_loaded, with a code and no path, and is asked for again', async () => {
  let loads = 0
  const missing = () => {
    loads += 1
    throw Object.assign(new Error("ENOENT: no such file, open '/home/someone/assay.wasm'"), { code: 'ENOENT' })
  }
  const verifier = testApi({ loadSync: missing }).createVerifier(goodOptions())
  const expected = { ...keysUnavailable('core_not_loaded'), message: /\(ENOENT\)$/ }
  assertError(
    caught(() => verifier.verifySync(good, at)),
    expected,
    ['someone']
  )
  assertError(await rejection(verifier.verify(good, at)), expected, ['someone'])
  assert.ok(loads >= 2)
})

test('where loading takes waiting, verifySync works after ready() or verify(), and says so before', async () => {
  let loads = 0
  const load = async () => {
    loads += 1
    return code
  }
  const verifier = testApi({ loadSync: undefined, load }).createVerifier(goodOptions())
  assertError(
    caught(() => verifier.verifySync(good, at)),
    keysUnavailable('core_not_loaded')
  )
  assert.equal(loads, 0)
  await Promise.all([verifier.ready(), verifier.verify(good, at), verifier.explain(good, at)])
  assert.equal(loads, 1)
  await accepts(verifier, good)
  assert.equal(loads, 1)
})

test('where loading fails, the next verification tries again', async () => {
  let loads = 0
  const load = async () => {
    loads += 1
    if (loads < 3) throw new TypeError('https://a.example/assay.wasm?secret')
    return code
  }
  const verifier = testApi({ loadSync: undefined, load }).createVerifier(goodOptions())
  const expected = { ...keysUnavailable('core_not_loaded'), message: /\(TypeError\)$/ }
  assertError(await rejection(verifier.verify(good, at)), expected, ['secret'])
  const report = await verifier.explain(good, at)
  assert.equal(report.error.reason, 'core_not_loaded')
  await verifier.verify(good, at)
  assert.equal(loads, 3)
})
