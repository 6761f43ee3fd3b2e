// The core and the elliptic curves in files beside the page: the same files that a server runs.
import { createAssay, lintJwks } from 'assay-jwt/slim'

/**
 * @param {string} name of a file beside the page
 * @returns {Promise<WebAssembly.Module>}
 */
async function compile(name) {
  const response = await fetch(new URL(name, import.meta.url))
  if (!response.ok) throw new Error(`${name} could not be fetched: ${response.status}`)
  if (response.headers.get('content-type') === 'application/wasm') return WebAssembly.compileStreaming(response)
  return WebAssembly.compile(await response.arrayBuffer()) // the server does not know the type
}

const [core, curves] = await Promise.all(['assay.wasm', 'assay-ec.wasm'].map(compile))
export const { createVerifier } = createAssay(core, curves)
export { lintJwks }
