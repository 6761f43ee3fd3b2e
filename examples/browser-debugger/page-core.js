// The core in a file beside the page: the same file that a server runs.
import { createAssay, lintJwks } from 'assay-jwt/slim'

const url = new URL('./assay.wasm', import.meta.url)

/** @returns {Promise<WebAssembly.Module>} */
async function compile() {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`assay.wasm could not be fetched: ${response.status}`)
  if (response.headers.get('content-type') === 'application/wasm') return WebAssembly.compileStreaming(response)
  return WebAssembly.compile(await response.arrayBuffer()) // the server does not know the type
}

export const { createVerifier } = createAssay(await compile())
export { lintJwks }
