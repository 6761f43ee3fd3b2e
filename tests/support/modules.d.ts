// Modules that have no types of their own, or that exist only where the file runs.

declare module 'oidc-provider' {
  export default class Provider {
    constructor(issuer: string, configuration: object)
    callback(): import('node:http').RequestListener
  }
}

declare module 'cloudflare:workers' {
  export const env: Record<string, string>
}

declare const scheduler: { wait(milliseconds: number): Promise<void> }

declare module '*.wasm?module' {
  const code: WebAssembly.Module
  export default code
}
