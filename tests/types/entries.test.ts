// Compiled, never run: the entries beside the main one. A line under @ts-expect-error must not compile.
import { AssayError as InlineError, createVerifier as createInline } from 'assay-jwt/inline'
import { AssayError, createAssay } from 'assay-jwt/slim'
import type { VerifiedJws, VerifiedToken, VerifierOptions } from 'assay-jwt/slim'

const options: VerifierOptions = { issuer: 'https://auth.example.com/', audience: null }

export async function use(module: WebAssembly.Module, bytes: Uint8Array, buffer: ArrayBuffer): Promise<void> {
  const { createVerifier, compactVerify } = createAssay(module)
  const token: VerifiedToken = createVerifier(options).verifySync('a.b.c')
  const jws: VerifiedJws = await compactVerify('a.b.c', { jwks: { keys: [] } })
  createAssay(bytes)
  createAssay(buffer)
  // @ts-expect-error the core is required
  createAssay()
  void [token, jws, AssayError, InlineError, createInline(options)]
}
