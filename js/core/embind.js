/** @typedef {(...numbers: number[]) => number} WasmFunction what is above 2^31 - 1 comes out negative */

/**
 * The JavaScript half of embind for functions of numbers, which are all that bindings/embind.cpp exports. Emscripten's own
 * also knows classes, strings, containers and JavaScript values: 8 kB (gzip) that each cold start would load, and
 * conversions in each call. The module is standalone: what it imports is here, and a module that needs more is refused.
 * @param {WebAssembly.Module} code
 * @param {WasmFunction} [curves] what the core asks of elliptic curves: src/crypto/ec/curve_keys_import.cpp
 * @returns {{ memory: WebAssembly.Memory, functions: { [name: string]: WasmFunction } }}
 * @throws {WebAssembly.LinkError | WebAssembly.RuntimeError}
 */
export function instantiate(code, curves = () => 0) {
  /** @type {{ [name: string]: WasmFunction }} */
  const functions = {}
  const exports = link(code, {
    assay_ec: curves,
    _embind_register_function(
      /** @type {number} */ name,
      /** @type {number} */ _count,
      /** @type {number} */ _types,
      /** @type {number} */ _signature,
      /** @type {number} */ invoker,
      /** @type {number} */ target
    ) {
      functions[readName(exports.memory, name)] = exports.__indirect_function_table.get(invoker).bind(undefined, target)
    }
  })
  exports._initialize()
  return { memory: exports.memory, functions }
}

/**
 * @param {WebAssembly.Module} code that Emscripten made without JavaScript
 * @param {WebAssembly.ModuleImports} [env] what it imports besides the C library's needs
 * @returns {any} its exports, before _initialize
 * @throws {WebAssembly.LinkError}
 */
export function link(code, env = {}) {
  env.emscripten_notify_memory_growth = () => growFurther(/** @type {any} */ (exports.memory))
  // The C library reads the environment when it starts: there is none.
  const wasi = { environ_get: () => 1, environ_sizes_get: () => 1 }
  const { exports } = new WebAssembly.Instance(code, { env, wasi_snapshot_preview1: wasi })
  return exports
}

/**
 * The allocator asks for no more than it needs. Growing by a fifth at once keeps it rare: it detaches every view.
 * @param {WebAssembly.Memory} memory
 */
function growFurther(memory) {
  try {
    memory.grow(Math.ceil(memory.buffer.byteLength / 65_536 / 5))
  } catch {
    // There is no more memory. The allocation itself succeeded.
  }
}

/**
 * @param {WebAssembly.Memory} memory
 * @param {number} pointer
 * @returns {string} ASCII, up to its zero
 */
function readName(memory, pointer) {
  const bytes = new Uint8Array(memory.buffer, pointer)
  return String.fromCharCode(...bytes.subarray(0, bytes.indexOf(0)))
}
