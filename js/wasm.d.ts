// What `import code from './x.wasm'` means to workerd and the bundlers for it.
declare module '*.wasm' {
  const code: WebAssembly.Module
  export default code
}
