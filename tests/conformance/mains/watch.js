// Imported before the package: counts what its import does, and what the first verification does.

let count = 0

/** @returns {number} how often code was compiled or instantiated, or something was fetched */
export const calls = () => count

/** @type {ProxyHandler<any>} */
const counting = {
  construct(target, args) {
    count += 1
    return new target(...args)
  },
  apply(target, _this, args) {
    count += 1
    return target(...args)
  }
}

for (const name of ['Module', 'Instance', 'compile', 'compileStreaming', 'instantiate', 'instantiateStreaming']) {
  const given = /** @type {any} */ (WebAssembly)[name]
  if (given !== undefined) /** @type {any} */ (WebAssembly)[name] = new Proxy(given, counting)
}
globalThis.fetch = new Proxy(globalThis.fetch, counting)
