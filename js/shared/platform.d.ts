// Names of the web's that declarations use and that TypeScript's lib "es2022" and some @types/node lack. Where they are
// known, these empty interfaces add nothing to them. tools/emit-types.js copies this file to dist/types.
declare namespace WebAssembly {
  interface Module {}
  interface Memory {}
}
interface Cache {}
interface CryptoKey {}
