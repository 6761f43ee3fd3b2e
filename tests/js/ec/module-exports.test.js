// Whatever dist/assay-ec.wasm is asked, by whatever numbers: it never traps, and never says yes to what is no signature.
import assert from 'node:assert/strict'
import { createHash, randomBytes, randomInt, sign } from 'node:crypto'
import { test } from 'node:test'
import { newPrivateKey } from '../../support/new-private-key.js'
import { curves } from '../support/weierstrass.js'
import { curveNumbers, EcModule, room } from '../support/ec-module.js'

const sizes = { 'P-256': 64, 'P-384': 96, 'P-521': 132, Ed25519: 64 }
const names = Object.keys(curveNumbers)
const text = 'a message'

/** @param {string} curve @returns {{ point: Buffer, digest: Buffer, signature: Buffer }} good, by node:crypto */
function goodSignature(curve) {
  const bytes = (/** @type {string} */ value) => Buffer.from(value, 'base64url')
  if (curve === 'Ed25519') {
    const privateKey = newPrivateKey('ed25519')
    const point = bytes(privateKey.export({ format: 'jwk' }).x)
    const signature = sign(null, Buffer.from(text), privateKey)
    const digest = createHash('sha512').update(signature.subarray(0, 32)).update(point).update(text).digest()
    return { point, digest, signature }
  }
  const privateKey = newPrivateKey('ec', { namedCurve: curve })
  const { x, y } = privateKey.export({ format: 'jwk' })
  const { hash } = curves[curve]
  const signature = sign(hash, Buffer.from(text), { key: privateKey, dsaEncoding: 'ieee-p1363' })
  return { point: Buffer.concat([bytes(x), bytes(y)]), digest: createHash(hash).update(text).digest(), signature }
}

test('its buffer has 512 bytes and stays where it is', () => {
  const module = new EcModule()
  const place = module.exports.buffer()
  for (const curve of names) module.prepare(curveNumbers[curve], goodSignature(curve).point)
  assert.equal(module.exports.buffer(), place)
  assert.ok(place > 0 && place + room <= module.exports.memory.buffer.byteLength)
})

for (const curve of names) {
  test(`${curve}: a point has one length; 0 to 600 bytes of noise, zeros or ones are no key`, () => {
    const module = new EcModule()
    const { point } = goodSignature(curve)
    const ways = [(size) => randomBytes(size), (size) => Buffer.alloc(size), (size) => Buffer.alloc(size, 0xff)]
    for (let length = 0; length <= 600; length++) {
      if (curve === 'Ed25519' && length === 32) continue // every second y is one of a point
      for (const way of ways) {
        module.write(way(Math.min(length, room)))
        assert.ok(module.exports.prepare(curveNumbers[curve], length) <= 0, `${length} bytes`)
      }
    }
    for (const other of [point.subarray(1), point.subarray(0, -1), Buffer.concat([point, Buffer.alloc(1)])]) {
      assert.equal(module.prepare(curveNumbers[curve], other), 0)
    }
    for (const length of [-1, -32, 2 ** 31 - 1, -(2 ** 31)]) {
      module.write(point)
      assert.equal(module.exports.prepare(curveNumbers[curve], length), 0)
    }
    assert.ok(module.prepare(curveNumbers[curve], point) > 0)
  })

  test(`${curve}: a signature counts under its own key alone, with its own digest, at its own length`, () => {
    const module = new EcModule()
    const { point, digest, signature } = goodSignature(curve)
    const handle = module.prepare(curveNumbers[curve], point)
    const others = names.map((name) => module.prepare(curveNumbers[name], goodSignature(name).point))
    for (let use = 0; use < 5; use++) {
      assert.equal(module.verify(handle, digest, signature), true)
      for (const other of others) assert.equal(module.verify(other, digest, signature), false)
      for (let length = 0; length <= 600; length++) {
        if (length === digest.length + signature.length) continue
        module.write(digest, signature)
        assert.equal(module.exports.verify(handle, length), 0, `${length} bytes`)
      }
      for (const length of [-1, -64, 2 ** 31 - 1, -(2 ** 31)]) assert.equal(module.exports.verify(handle, length), 0)
    }
  })

  test(`${curve}: a handle is one that was given and is not forgotten, and is never given twice`, () => {
    const module = new EcModule()
    const { point, digest, signature } = goodSignature(curve)
    const handle = module.prepare(curveNumbers[curve], point)
    const length = module.write(digest, signature)
    for (const other of [0, -1, -2, handle + 1, handle - 1, handle ^ (2 ** 30), 2 ** 31 - 1, -(2 ** 31), 1e9]) {
      assert.equal(module.exports.verify(other, length), 0, `handle ${other}`)
      module.forget(other)
    }
    assert.equal(module.exports.verify(handle, length), 1)
    const given = new Set([handle])
    for (let times = 0; times < 50; times++) {
      module.forget(handle)
      const next = module.prepare(curveNumbers[curve], point)
      assert.ok(next > 0 && !given.has(next))
      given.add(next)
      assert.equal(module.verify(handle, digest, signature), false)
      assert.equal(module.verify(next, digest, signature), true)
      if (times % 2) module.forget(next)
    }
  })

  test(`${curve}: one bit changed, anywhere, is no signature: new key and table`, () => {
    const module = new EcModule()
    const { point, digest, signature } = goodSignature(curve)
    const handle = module.prepare(curveNumbers[curve], point)
    for (let bit = 0; bit < signature.length * 8; bit++) {
      const changed = Buffer.from(signature)
      changed[bit >> 3] ^= 0x80 >> (bit & 7)
      assert.equal(module.verify(handle, digest, changed), false, `bit ${bit}`)
    }
    assert.equal(module.verify(handle, digest, signature), true)
    for (const byte of [0, 1, 0x7f, 0x80, 0xff]) {
      assert.equal(module.verify(handle, digest, Buffer.alloc(sizes[curve], byte)), false)
      assert.equal(module.verify(handle, Buffer.alloc(digest.length, byte), signature), false)
    }
  })
}

test('curves that there are not have no keys', () => {
  const module = new EcModule()
  for (const curve of [0, 5, 6, 255, 256, 257, -1, 2 ** 31 - 1, -(2 ** 31)]) {
    for (const name of names) assert.equal(module.prepare(curve, goodSignature(name).point), 0, `curve ${curve}`)
  }
})

test('20,000 calls in any order with any numbers: no trap, no yes, and a good key is good afterwards', () => {
  const module = new EcModule()
  const { point, digest, signature } = goodSignature('P-256')
  const handle = module.prepare(1, point)
  const number = () => [randomInt(-3, 8), randomInt(-3, 600), randomInt(-(2 ** 31), 2 ** 31)][randomInt(3)]
  for (let times = 0; times < 20_000; times++) {
    module.write(randomBytes(randomInt(room + 1)))
    const [what, first, second] = [randomInt(3), number(), number()]
    if (what === 0) module.exports.prepare(first, second)
    else if (what === 1) assert.equal(module.exports.verify(first, second), 0, `verify(${first}, ${second})`)
    else if (first !== handle) module.forget(first)
  }
  assert.equal(module.verify(handle, digest, signature), true)
})

test('10,000 keys that come and go leave the memory as it is', () => {
  const module = new EcModule()
  const points = names.map((name) => [curveNumbers[name], goodSignature(name).point])
  const pages = () => module.exports.memory.buffer.byteLength
  const round = (/** @type {number} */ times) => {
    for (let index = 0; index < times; index++) {
      const [curve, point] = points[index % points.length]
      module.forget(module.prepare(curve, point))
    }
  }
  round(1000)
  const before = pages()
  round(10_000)
  assert.equal(pages(), before)
})
