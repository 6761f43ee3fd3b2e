// Events of AWS Lambda, in the shapes of AWS's documentation and of @types/aws-lambda 8.10: whole ones, so that what reads
// them meets what is there in production. Each function takes what differs.

const context = {
  accountId: '123456789012',
  apiId: 'abcdef1234',
  domainName: 'abcdef1234.execute-api.eu-central-1.amazonaws.com',
  domainPrefix: 'abcdef1234',
  requestId: 'c6af9ac6-7b61-11e6-9a41-93e8deadbeef'
}
const restContext = {
  ...context,
  ...{ authorizer: null, extendedRequestId: 'JKJaXmPLvHcESHA=', httpMethod: 'GET', path: '/prod/mcp' },
  identity: {
    ...{ accessKey: null, accountId: null, caller: null, cognitoIdentityId: null, sourceIp: '192.0.2.1' },
    ...{ principalOrgId: null, user: null, userAgent: 'curl', userArn: null, clientCert: null }
  },
  ...{ protocol: 'HTTP/1.1', requestTime: '27/Nov/2026:08:00:00 +0000', requestTimeEpoch: 1795766400000 },
  ...{ resourceId: '123456', resourcePath: '/{proxy+}', stage: 'prod' }
}

/**
 * A REST API's event for a proxy integration, and an HTTP API's with payload 1.0: the names of headers as the client wrote
 * them, `headers` with the last of several.
 * @param {[name: string, value: string][]} headers
 * @param {{ [member: string]: any }} [more]
 */
export function restEvent(headers, { requestContext, ...more } = {}) {
  // Not by assignment: a header may be named __proto__, and JSON.parse keeps it.
  const valuesOf = (/** @type {string} */ name) => headers.filter(([each]) => each === name).map(([, value]) => value)
  const multiValueHeaders = Object.fromEntries(headers.map(([name]) => [name, valuesOf(name)]))
  return {
    ...{ resource: '/{proxy+}', path: '/mcp', httpMethod: 'GET', headers: Object.fromEntries(headers) },
    ...{ multiValueHeaders, queryStringParameters: null, multiValueQueryStringParameters: null },
    ...{ pathParameters: { proxy: 'mcp' }, stageVariables: null, body: null, isBase64Encoded: false },
    ...more,
    requestContext: { ...restContext, ...requestContext }
  }
}

/**
 * An HTTP API's event with payload 2.0, and a function URL's: lower case, several headers joined with commas, cookies apart.
 * @param {[name: string, value: string][]} headers
 * @param {{ [member: string]: any }} [more]
 */
export function httpEvent(headers, { http, ...more } = {}) {
  const lower = headers.map(([name, value]) => [name.toLowerCase(), value])
  const valuesOf = (/** @type {string} */ name) => lower.filter(([each]) => each === name).map(([, value]) => value)
  const cookies = valuesOf('cookie')
  const names = lower.map(([name]) => name).filter((name) => name !== 'cookie')
  const joined = Object.fromEntries(names.map((name) => [name, valuesOf(name).join(',')]))
  return {
    ...{ version: '2.0', routeKey: '$default', rawPath: '/mcp', rawQueryString: '', headers: joined },
    ...(cookies.length > 0 && { cookies: cookies.flatMap((each) => each.split('; ')) }),
    requestContext: {
      ...context,
      http: {
        ...{ method: 'GET', path: '/mcp', protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'curl' },
        ...http
      },
      ...{ routeKey: '$default', stage: '$default', time: '27/Nov/2026:08:00:00 +0000', timeEpoch: 1795766400000 }
    },
    isBase64Encoded: false,
    ...more
  }
}

/** A function URL's event, as Lambda's documentation has it. @param {[name: string, value: string][]} headers */
export function functionUrlEvent(headers) {
  const event = httpEvent(headers)
  const domainName = 'abcdefghijklmnopqrstuvwxyz012345.lambda-url.eu-central-1.on.aws'
  return { ...event, requestContext: { ...event.requestContext, authentication: null, domainName } }
}

/**
 * An Application Load Balancer's event: with `many`, as a target group with multi-value headers sends it.
 * @param {{ [name: string]: string }} headers in lower case
 * @param {boolean} many
 */
export function balancerEvent(headers, many) {
  const all = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]))
  return {
    requestContext: {
      elb: { targetGroupArn: 'arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/a/49e9d65c45c6791a' }
    },
    ...{ httpMethod: 'GET', path: '/mcp', body: '', isBase64Encoded: false },
    ...(many ? { multiValueHeaders: all, multiValueQueryStringParameters: {} } : { headers, queryStringParameters: {} })
  }
}

export const methodArn = 'arn:aws:execute-api:eu-central-1:123456789012:abcdef1234/prod/GET/mcp'

/** A TOKEN authorizer's event: the header that the API names as its token source. @param {string} authorizationToken */
export const tokenEvent = (authorizationToken, arn = methodArn) =>
  /** @type {const} */ ({ type: 'TOKEN', methodArn: arn, authorizationToken })

/** A REQUEST authorizer's event of a REST API. @param {[name: string, value: string][]} headers @param {{ [member: string]: any }} [more] */
export function requestEvent(headers, more) {
  const { body: _body, isBase64Encoded: _flag, ...event } = restEvent(headers)
  return { type: /** @type {const} */ ('REQUEST'), methodArn, ...event, ...more }
}

/** An HTTP API's authorizer event with payload 2.0. @param {[name: string, value: string][]} headers @param {{ [member: string]: any }} [more] */
export function httpAuthorizerEvent(headers, more) {
  const { isBase64Encoded: _flag, ...event } = httpEvent(headers)
  const routeArn = 'arn:aws:execute-api:eu-central-1:123456789012:abcdef1234/$default/GET/mcp'
  const identitySource = headers.filter(([name]) => name === 'authorization').map(([, value]) => value)
  return { ...event, type: /** @type {const} */ ('REQUEST'), routeArn, identitySource, ...more }
}
