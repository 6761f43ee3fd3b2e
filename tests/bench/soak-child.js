// The process that soaks: soak-child.js FIXTURE COUNT. Writes one line of JSON for each checkpoint.

import { readFileSync } from 'node:fs'

/** @typedef {{ done: number, seconds: number, rss: number, heap: number, wasm: number }} Checkpoint bytes */

const [fixtureFile, countText] = process.argv.slice(2)
/** @type {import('./fixtures.js').Fixture} */
const { issuer, audience, jwk, tokens, refused } = JSON.parse(readFileSync(fixtureFile, 'utf8'))
const count = Number(countText)

/** @type {WebAssembly.Memory[]} of every instance: the package doesn't hand its own out */
const memories = []
WebAssembly.Instance = class extends WebAssembly.Instance {
  /** @param {ConstructorParameters<typeof WebAssembly.Instance>} parameters */
  constructor(...parameters) {
    super(...parameters)
    memories.push(...Object.values(this.exports).filter((each) => each instanceof WebAssembly.Memory))
  }
}

const { createVerifier } = await import('assay-jwt')
const verifier = createVerifier({ issuer, audience, jwks: { keys: [jwk] } })
const wrong = Object.values(refused)

// Refusals are part of it: every sixteenth token is a bad one.
const betweenRefusals = 16

/** @param {number} index */
function verifyOne(index) {
  if (index % betweenRefusals !== 0) return verifier.verifySync(tokens[index % tokens.length])
  try {
    verifier.verifySync(wrong[(index / betweenRefusals) % wrong.length])
  } catch {
    return undefined
  }
  throw new Error('a bad token was accepted')
}

/** @returns {Set<number>} where to look at the memory */
function checkpoints() {
  const tenths = Array.from({ length: 10 }, (_, index) => Math.round((count * (index + 1)) / 10))
  return new Set([1000, 10_000, 100_000, ...tenths].filter((each) => each <= count))
}

const begin = performance.now()

/** @param {number} done */
function report(done) {
  globalThis.gc?.()
  const { rss, heapUsed } = process.memoryUsage()
  const wasm = memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0)
  const seconds = Math.round(performance.now() - begin) / 1000
  console.log(JSON.stringify({ done, seconds, rss, heap: heapUsed, wasm }))
}

const marks = checkpoints()
for (let done = 1; done <= count; done++) {
  verifyOne(done)
  if (marks.has(done)) report(done)
}
