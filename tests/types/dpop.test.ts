// Compiled, never run: the types of proofs of possession. A line under @ts-expect-error must not compile.
import { createVerifier } from 'assay-jwt'
import type { Verifier } from 'assay-jwt'
import { fromCertificateHeader, fromCloudflare, fromTlsSocket, guard } from 'assay-jwt/http'
import { durableObjectReplayStore, memoryReplayStore, redisReplayStore, ReplayDurableObject } from 'assay-jwt/stores'
import { DpopClient, testIssuer } from 'assay-jwt/testing'

const options = { issuer: 'https://auth.example.com/', audience: 'https://api.example.com' }
const secret = new Uint8Array(32)
const verifier: Verifier = createVerifier({
  ...options,
  dpop: {
    required: true,
    algorithms: ['ES256', 'Ed25519'],
    maxAge: 60,
    clockTolerance: 5,
    nonce: { secret: [secret, 'an older secret'], period: 30 },
    replayStore: memoryReplayStore({ maxEntries: 1000 }),
    onStoreFailure: 'accept',
    origin: 'https://api.example.com'
  }
})
createVerifier({ ...options, dpop: true })
createVerifier({ ...options, dpop: { nonce: secret } })
createVerifier({ ...options, dpop: { nonce: ['the current secret', 'the one before'] } })
guard(createVerifier(options), { dpop: { nonce: [secret, 'an older secret'] as const } })
// @ts-expect-error a secret is text or bytes
createVerifier({ ...options, dpop: { nonce: [5] } })
createVerifier({ ...options, dpop: { replayStore: { add: async () => true } } })
// @ts-expect-error a store says yes or no
createVerifier({ ...options, dpop: { replayStore: { add: () => 'OK' } } })
// @ts-expect-error 'refuse' or 'accept'
createVerifier({ ...options, dpop: { onStoreFailure: 'maybe' } })
// @ts-expect-error no such option
createVerifier({ ...options, dpop: { nonces: secret } })

const redis = { sendCommand: async (command: string[]): Promise<unknown> => command }
guard(verifier, { dpop: { replayStore: redisReplayStore((command) => redis.sendCommand(command), { timeout: 500 }) } })
const objects = { idFromName: (name: string) => name, get: (_: string) => ({ fetch: async () => ({ status: 201 }) }) }
guard(verifier, { dpop: { replayStore: durableObjectReplayStore(objects, { shards: 4 }) } })
export class Mine extends ReplayDurableObject {}

guard(verifier, { clientCertificate: fromCloudflare() })
guard(verifier, { clientCertificate: fromTlsSocket() })
guard(verifier, { clientCertificate: fromCertificateHeader('client-cert') })
guard(verifier, { clientCertificate: async (request) => request.headers.get('x-thumbprint') ?? undefined })
// @ts-expect-error the thumbprint is text
guard(verifier, { clientCertificate: () => secret })

export async function use(): Promise<void> {
  const possession = { scheme: 'DPoP', proof: 'a', method: 'GET', url: 'https://api.example.com/' } as const
  await verifier.verify('jwt', { possession })
  // @ts-expect-error the scheme is DPoP or Bearer
  await verifier.verify('jwt', { possession: { scheme: 'dpop' } })
  const report = await verifier.explain('jwt', { possession })
  const checks: string[] = report.proof?.checks.map(({ check }) => check) ?? []
  const client: DpopClient = await (await testIssuer()).dpopClient({ alg: 'ES256' })
  const headers: { authorization: string; dpop: string } = await client.headers({ url: 'a', token: 'b' })
  await client.badProof('wrongUrl', { url: checks[0] ?? headers.dpop })
  // @ts-expect-error no such fault
  await client.badProof('nonsense', { url: 'a' })
}
