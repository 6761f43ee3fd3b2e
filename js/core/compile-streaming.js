/**
 * @param {URL} url where the .wasm is
 * @returns {Promise<WebAssembly.Module>}
 */
export async function compileFrom(url) {
  const response = await fetch(url)
  // What it says is not shown: js/core/core.js tells its name.
  if (!response.ok) throw new TypeError()
  // compileStreaming insists on the type that many servers do not send.
  if (response.headers.get('content-type') === 'application/wasm') return WebAssembly.compileStreaming(response)
  return WebAssembly.compile(await response.arrayBuffer())
}
