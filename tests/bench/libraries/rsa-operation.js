// The core's RSA verification without the pipeline, from a module of its own: tests/bench/rsa_operation.cpp.

import { readFileSync } from 'node:fs'
import { instantiate } from '../../../js/core/embind.js'
import { choose } from '../../../js/core/relaxed-simd.js'
import { assertVerified, signedParts } from '../signed-parts.js'

/** @import { Prepare } from '../workload.js' */

const name = choose('rsa-operation', 'rsa-operation-relaxed')
const file = new URL(`../../../build/wasm-release/bindings/${name}.wasm`, import.meta.url)
const room = 4096

/** @type {Record<string, Prepare>} */
export const contestants = {
  'rsa-operation': ({ jwk }) => {
    const { memory, functions } = instantiate(new WebAssembly.Module(readFileSync(file)))
    const input = new Uint8Array(memory.buffer, functions.input(room), room)
    const { written } = new TextEncoder().encodeInto(JSON.stringify({ keys: [jwk] }), input)
    assertVerified(functions.setKeys(written) === 1)
    return {
      input: signedParts,
      verify: ({ data, signature }) => {
        input.set(data)
        input.set(signature, data.length)
        return assertVerified(functions.verify(data.length, signature.length) === 1)
      }
    }
  }
}
