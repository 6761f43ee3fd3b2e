/**
 * The build of dist/*.wasm that this code belongs to. tools/bundle-entries.js writes it in; the sources belong to any.
 * @type {string | undefined}
 */
const OWN = undefined

/**
 * A .wasm and JavaScript of different builds must not meet: what they say to each other differs without notice. Each .wasm
 * names its build in a custom section (tools/stamp-wasm.js), which costs nothing to read.
 * @param {WebAssembly.Module} code
 * @param {string | undefined} [own]
 * @returns {WebAssembly.Module} the same
 * @throws {Error & { other: string }} where it is of another build, with what is wrong
 */
export function checkBuild(code, own = OWN) {
  if (own === undefined) return code
  const [section] = WebAssembly.Module.customSections(code, 'assay')
  const found = section ? new TextDecoder().decode(section) : ''
  if (found === own) return code
  const name = /^[\w.+-]{1,99}$/.test(found) ? found : 'another build'
  throw Object.assign(new Error(), { other: `is of ${name}, and this JavaScript of ${own}` })
}
