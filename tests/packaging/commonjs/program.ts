// A program of CommonJS in TypeScript that uses each entry of the package; commonjs.test.js compiles and runs it.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import fastify from 'fastify'
import { Hono } from 'hono'
import Koa from 'koa'
import { AssayError, createVerifier } from 'assay-jwt'
import type { ErrorReason, VerifiedToken, Verifier } from 'assay-jwt'
import { findToken } from 'assay-jwt/debug'
import { decode } from 'assay-jwt/decode'
import { guard as guardExpress } from 'assay-jwt/express'
import type { GuardedRequest } from 'assay-jwt/express'
import { bearer } from 'assay-jwt/fastify'
import { guard as guardHono } from 'assay-jwt/hono'
import { AssayError as SameError, guard as guardFetch } from 'assay-jwt/http'
import { createVerifier as createInline } from 'assay-jwt/inline'
import { createVerifier as createInlineEc } from 'assay-jwt/inline-ec'
import { jwkFromKey } from 'assay-jwt/keys'
import { guard as guardKoa } from 'assay-jwt/koa'
import { guard as guardLambda } from 'assay-jwt/lambda'
import { guardMcp } from 'assay-jwt/mcp'
import type { AuthInfo } from 'assay-jwt/mcp'
import { withBearer } from 'assay-jwt/next'
import { auth0 } from 'assay-jwt/providers'
import { createAssay } from 'assay-jwt/slim'
import { memoryStore, ReplayDurableObject } from 'assay-jwt/stores'
import testing = require('assay-jwt/testing')

interface Tenant {
  tenant: string
}

declare global {
  namespace Express {
    interface BearerTypes {
      token: VerifiedToken<Tenant>
    }
  }
}
declare module 'fastify' {
  interface BearerTypes {
    token: VerifiedToken<Tenant>
  }
}

/** A class is a value and a type. */
export class Refusal extends AssayError {}
export const reasonOf = (error: unknown): ErrorReason | undefined =>
  error instanceof AssayError ? error.reason : undefined
export const same: typeof AssayError = SameError
export const failed = (error: AssayError): string => error.message
export const issuerOf = (server: testing.TestIssuer): string => server.options.issuer
export class Replays extends ReplayDurableObject {}
export const clientOf = ({ clientId }: AuthInfo): string | undefined => clientId

// What the compiler finds out of these must have names in the declarations that it writes.
export const makeVerifier = (server: testing.TestIssuer) => createVerifier<Tenant>(server.options)
export const makeGuard = (verifier: Verifier<Tenant>) => guardFetch(verifier, { requiredScope: 'read' })
export const makeExpress = (verifier: Verifier<Tenant>) => guardExpress(verifier, { requiredScope: 'read' })
export const makeHono = (verifier: Verifier<Tenant>) => guardHono(verifier)
export const makeKoa = (verifier: Verifier<Tenant>) => guardKoa(verifier)
export const makeNext = (verifier: Verifier<Tenant>) => withBearer(verifier)
export const makeLambda = (verifier: Verifier<Tenant>) => guardLambda(verifier)
export const makeMcp = (verifier: Verifier<Tenant>) => guardMcp(verifier, { scopes: {} })
export const preset = auth0({ domain: 'tenant.eu.auth0.com', audience: 'https://api.example.com' })
export const others = [createInline, createInlineEc, createAssay, jwkFromKey, memoryStore, findToken]

const ask = (url: string, token: string) => fetch(url, { headers: { authorization: `Bearer ${token}` } })

async function askExpress(verifier: Verifier<Tenant>, tokens: readonly string[]) {
  const app = express()
  app.get('/', makeExpress(verifier), (request, response) => response.json(request.bearer.token.claims.tenant.length))
  app.get('/own', makeExpress(verifier), (request: GuardedRequest, response: express.Response) => {
    // @ts-expect-error no such claim
    response.json(request.bearer?.token.claims.nothing.length)
  })
  const server = createServer(app)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const answers = await Promise.all(tokens.map((token) => ask(`http://127.0.0.1:${port}/`, token)))
  server.close()
  return answers.map(({ status }) => status)
}

async function askFastify(verifier: Verifier<Tenant>, tokens: readonly string[]) {
  const app = fastify()
  await app.register(bearer, { verifier, requiredScope: 'read' })
  app.get('/', (request) => request.bearer.token.claims.tenant.length)
  app.get('/public', { config: { bearer: false } }, () => 'open')
  const headers = tokens.map((token) => ({ authorization: `Bearer ${token}` }))
  const answers = await Promise.all(headers.map((each) => app.inject({ url: '/', headers: each })))
  return answers.map(({ statusCode }) => statusCode)
}

async function askHono(verifier: Verifier<Tenant>, token: string) {
  const app = new Hono()
  app.get('/', makeHono(verifier), (context) => context.json(context.get('bearer').token.claims.tenant.length))
  return (await app.request('/', { headers: { authorization: `Bearer ${token}` } })).json()
}

async function main() {
  const server = await testing.testIssuer()
  const verifier = makeVerifier(server)
  const good = await server.token({ scope: 'read', tenant: 'seven' })
  const bad = await server.badToken('expired')
  const token = await verifier.verify(good)
  const tenant: string = token.claims.tenant
  // @ts-expect-error no such claim was declared
  void token.claims.nothing?.length
  new Koa().use(makeKoa(verifier))
  const reason = await verifier.verify(bad).then(() => 'accepted', reasonOf)
  const names = [tenant, reason, decode(good).claims['tenant'], same === AssayError, preset.issuer]
  const answers = [await askExpress(verifier, [good, bad, '']), await askFastify(verifier, [good, bad, ''])]
  console.log(JSON.stringify([names, answers, await askHono(verifier, good)]))
}
void main()
