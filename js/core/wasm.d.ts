// What `import code from '../x.wasm'` means to workerd and the bundlers for it.
declare module '*.wasm' {
  const code: WebAssembly.Module
  export default code
}

// The same in the edge runtime, and for the bundlers for that.
declare module '*.wasm?module' {
  const code: WebAssembly.Module
  export default code
}

// What tools/embed-wasm.js writes, for a checkout that isn't built yet.
declare module '*/dist/assay-base64.js' {
  const base64: string
  export default base64
}
declare module '*/dist/assay-ec-base64.js' {
  const base64: string
  export default base64
}
