// What `import code from 'assay-jwt/assay.wasm'` means where a bundler makes a module of it.
declare const code: WebAssembly.Module
export default code
