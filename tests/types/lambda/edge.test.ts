// Compiled, never run: the guards of Next.js and AWS Lambda in the types of those who use them. Those of Next.js itself are
// in tests/packaging/next.test.js.
import { createVerifier, decode } from 'assay-jwt'
import type { UnverifiedToken, VerifiedToken } from 'assay-jwt'
import { decode as decodeAlone } from 'assay-jwt/decode'
import { fromCookie, fromHeader, rateLimit } from 'assay-jwt/http'
import { authorizer, guard } from 'assay-jwt/lambda'
import { withBearer } from 'assay-jwt/next'
import type {
  APIGatewayProxyHandler,
  APIGatewayProxyEvent,
  APIGatewayProxyEventV2,
  APIGatewayProxyHandlerV2,
  APIGatewayRequestAuthorizerHandler,
  APIGatewayRequestIAMAuthorizerHandlerV2,
  APIGatewayRequestSimpleAuthorizerHandlerV2,
  APIGatewayTokenAuthorizerHandler,
  Context,
  LambdaFunctionURLHandler
} from 'aws-lambda'

const same = <A, B>(_: (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false): void => {}
const verifier = createVerifier({ issuer: 'https://auth.example.com/', audience: 'https://mcp.example.com' })

// What nobody verified is unknown.
const shown: UnverifiedToken = decode('')
same<typeof shown.verified, false>(true)
same<(typeof shown.claims)[string], unknown>(true)
// @ts-expect-error it is no verified token
const _verified: VerifiedToken = decodeAlone('')

const protect = guard(verifier, {
  requiredScope: (event) => (event.headers['x-admin'] ? 'admin' : undefined),
  rateLimit: rateLimit({ key: (event: { rawHeaders: readonly string[] }) => event.rawHeaders[0] }),
  getToken: [fromHeader('x-token'), fromCookie('t')]
})
export const rest: APIGatewayProxyHandler = protect(
  async (event: APIGatewayProxyEvent & BearerOf, context: Context) => {
    same<typeof event.bearer.token, VerifiedToken>(true)
    await event.bearer.requireScope('admin')
    return { statusCode: 200, body: event.httpMethod + context.awsRequestId }
  }
)
type BearerOf = { bearer: import('assay-jwt/http').GuardContext }
export const http: APIGatewayProxyHandlerV2 = protect(async (event: APIGatewayProxyEventV2 & BearerOf) => ({
  statusCode: 200,
  body: event.rawPath
}))
export const url: LambdaFunctionURLHandler = protect(async (event) => ({
  statusCode: 200,
  body: event.bearer.token.subject
}))
guard(verifier, { optional: true })((event) => {
  // @ts-expect-error there may be none
  return event.bearer.token.subject
})

export const token: APIGatewayTokenAuthorizerHandler = authorizer(verifier, { requiredScope: 'a' })
export const request: APIGatewayRequestAuthorizerHandler = authorizer(verifier, {
  context: ({ claims }) => ({ tenant: String(claims.tenant) })
})
export const simple: APIGatewayRequestSimpleAuthorizerHandlerV2 = authorizer(verifier)
export const policy: APIGatewayRequestIAMAuthorizerHandlerV2 = authorizer(verifier, { simpleResponses: false })
// @ts-expect-error a policy, not a simple answer
export const wrong: APIGatewayRequestSimpleAuthorizerHandlerV2 = authorizer(verifier, { simpleResponses: false })
// @ts-expect-error strings, numbers and booleans
authorizer(verifier, { context: ({ scopes }) => ({ scopes }) })
// @ts-expect-error an authorizer lets nobody pass without a token
authorizer(verifier, { optional: true })

interface NextRequest extends Request {
  nextUrl: URL
}
export const GET: (request: NextRequest, context: { params: Promise<{ id: string }> }) => Promise<Response> =
  withBearer(verifier, {
    requiredScope: (asked: NextRequest) => asked.nextUrl.pathname
  })(async (asked: NextRequest, { params, bearer }) => {
    same<typeof bearer.token, VerifiedToken>(true)
    return Response.json([asked.nextUrl.pathname, (await params).id])
  })
export const POST: (asked: Request, context: { params: Promise<object> }) => Promise<Response> = withBearer(verifier)(
  (_asked, { bearer }) => Response.json(bearer.token.subject)
)
withBearer(verifier, { preflight: 'handler' })((_asked, { bearer }) => {
  // @ts-expect-error there is none in a preflight
  return Response.json(bearer.token.subject)
})
// @ts-expect-error a handler returns a response
withBearer(verifier)(() => undefined)
