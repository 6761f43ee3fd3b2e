// jsonwebtoken has no types of its own.

declare module 'jsonwebtoken' {
  const jsonwebtoken: {
    verify(token: string, key: import('node:crypto').KeyObject, options: object): string | object
  }
  export default jsonwebtoken
}

declare module '*.wasm' {
  const code: WebAssembly.Module
  export default code
}
