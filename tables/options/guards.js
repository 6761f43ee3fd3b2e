// Options of the guards and of what belongs to them.

/** @import { Group, Row } from './row-types.js' */

import { dpopRow } from './dpop.js'
import { insecureLoopback, ProtectedResourceOptions } from './resource.js'

/** @type {Row} */
const debug = {
  text: 'tells the client in `error_description` what exactly was wrong',
  type: 'boolean',
  check: 'checkBoolean',
  default: false
}

/** @type {Row} */
const scopes = {
  text: 'a scope, `{ anyOf: […] }` of which one must be granted, or an array of these, which must all be',
  type: 'RequiredScope | readonly RequiredScope[]',
  check: 'checkScopes',
  byDefault: 'none'
}

/** @type {{ [type: string]: Group }} */
export const guardGroups = {
  AnswerOptions: {
    of: 'errorResponse and guard',
    text: 'how refusals are written',
    template: '[R=Request] the request, as the framework has it',
    rows: {
      allowInsecureLoopback: {
        ...insecureLoopback,
        text: 'allows `http:` for hosts of this machine in `resourceMetadata`'
      },
      resourceMetadata: {
        text:
          'what the challenge’s `resource_metadata` names (RFC 9728 §5.1): the document of `protectedResourceMetadata()`, ' +
          'which the guard then serves at its well-known path; the absolute https URL of one that you serve; a function of ' +
          'the request that gives one of both, for several hosts; or `true`, derived from the request’s own URL: only where ' +
          'nobody but you decides what its host is, where you serve the document, and where nothing before the guard ' +
          'rewrites the path (Hono’s `mount()` does, except on Node: name the document there)',
        type: 'MetadataName | true | ((request: R) => MetadataName | undefined)',
        check: 'checkMetadata',
        byDefault: 'none'
      },
      realm: {
        text: 'the challenge’s realm (RFC 9110 §11.5), printable ASCII',
        type: 'string',
        check: 'checkRealm',
        byDefault: '`api`, where the challenge would be empty'
      },
      debug,
      retryAfter: {
        text: 'seconds in `Retry-After` while keys cannot be had, where the error does not say',
        type: 'number',
        bounds: [1, 86_400, 'seconds'],
        default: 5
      },
      dpop: { ...dpopRow, text: `${dpopRow.text}. Instead of createVerifier’s`, byDefault: 'that of the verifier' },
      allowedOrigins: {
        text:
          '`*` or a list of origins: whose scripts may call. Preflights are answered for them, and they may read refusals, ' +
          'the challenge included, and what a handler answers that does no CORS itself',
        type: "'*' | readonly string[]",
        check: 'checkOrigins',
        default: [],
        byDefault: 'none'
      }
    }
  },

  DecisionOptions: {
    of: 'guard',
    text: 'what is required of a request, and who is told',
    template: '[R=Request], [T=VerifiedToken]',
    rows: {
      requiredScope: {
        ...scopes,
        text:
          'a scope, `{ anyOf: […] }` of which one must be granted, or an array of these, which must all be; or a function ' +
          'of request and token that names them, which is asked once the token is verified. A challenge names the first ' +
          'alternative: put the least powerful first',
        type:
          'RequiredScope | readonly RequiredScope[] | ((request: R, token: T) => RequiredScope | ' +
          'readonly RequiredScope[] | undefined | Promise<RequiredScope | readonly RequiredScope[] | undefined>)',
        check: 'checkScopesOrFunction'
      },
      scopeChallenge: {
        text:
          'which scopes a challenge for more scope names: those that the request takes (RFC 6750 §3), or, with ' +
          '`accumulated`, what the token has as well, for clients that would otherwise come back with less',
        type: "'required' | 'accumulated'",
        oneOf: ['required', 'accumulated'],
        byDefault: '`required`'
      },
      getToken: {
        text:
          'where the token is: `fromAuthorization()`, `fromHeader(name)`, `fromCookie(name)`, a function of the request, or ' +
          'an array of these, of which the first with a token counts. See [Where the token is](#where-the-token-is)',
        type: 'TokenSource<R> | readonly TokenSource<R>[]',
        check: 'checkSources',
        byDefault: 'the Authorization header'
      },
      optional: {
        text:
          '`true` lets a request without a token pass: the handler gets `token: undefined`, and no scope is required. A ' +
          'token that is refused is still refused. See [Public and private](#public-and-private-side-by-side)',
        type: 'boolean',
        check: 'checkBoolean',
        default: false,
        untyped: true
      },
      clientCertificate: {
        text:
          'the thumbprint of the client’s certificate, for tokens that are bound to one (RFC 8705): `fromCloudflare()`, ' +
          '`fromTlsSocket()`, `fromCertificateHeader(name)` where a proxy of yours sets it, or a function of the request',
        type: 'CertificateSource<R>',
        check: 'checkCertificateSource',
        byDefault: 'none: bound tokens are refused'
      },
      onDecision: {
        text:
          'is given one plain object for each decision, before it is acted on: time, code, reason, claim, message, hint, issuer, audience, ' +
          'subject, scopes, token id hash, request id; method and tool of an MCP request. No token and no part of one is in ' +
          'it. Where it throws, nobody is let in; a promise that it returns is not waited for, and may fail',
        type: '(decision: Decision) => unknown',
        check: 'checkFunction',
        byDefault: 'none'
      },
      requestId: {
        text: 'names the request in decisions',
        type: '(request: R) => string | undefined',
        check: 'checkFunction',
        byDefault: 'a random UUID'
      },
      rateLimit: {
        text:
          'what `rateLimit({ key })` makes: a limit on refused tokens for each key that you choose, with bounded memory: ' +
          'after {RateLimitOptions.maxFailures} (`maxFailures`) within {RateLimitOptions.window} s (`window`) all requests ' +
          'with that key are 429 for as long, good tokens too, so choose one that strangers do not share: behind a proxy ' +
          'the connection’s address is everybody’s',
        type: 'RateLimit<R>',
        check: 'checkRateLimit',
        byDefault: 'off'
      },
      preflight: {
        text:
          '`guard` answers CORS preflights itself; `handler` hands them on to the handler, without their body, and lets ' +
          'nothing out but the status and the CORS headers of its answer; the handler gets no token then',
        type: 'Preflight',
        oneOf: ['guard', 'handler'],
        byDefault: '`guard`',
        untyped: true
      }
    }
  },

  RateLimitOptions: {
    of: 'rateLimit',
    text: 'how many failures are answered',
    template: '[R=Request]',
    rows: {
      key: {
        text:
          'whose failures are counted together, such as the address of the connection; undefined: this request is neither ' +
          'counted nor limited. A header that the client writes is no key',
        type: '(request: R) => string | undefined',
        check: 'checkKeyFunction',
        required: 'whose failures are counted together'
      },
      maxFailures: {
        text: 'failures within `window` that are answered',
        type: 'number',
        bounds: [1, 10_000, 'failures'],
        default: 10
      },
      window: {
        text: 'seconds in which they are counted, and that a key is refused after',
        type: 'number',
        bounds: [1, 86_400, 'seconds'],
        default: 60
      },
      maxKeys: {
        text: 'keys that are remembered; beyond them, the oldest is forgotten',
        type: 'number',
        bounds: [2, 1_000_000, 'keys'],
        default: 10_000
      }
    }
  },

  ProtectedResourceOptions,

  MessageOptions: {
    of: 'guardMcp',
    text: 'what an MCP message takes',
    rows: {
      scopes: {
        text: 'the scopes that each method, tool, prompt and resource takes',
        type: 'ScopeTable',
        check: 'readScopeTable',
        required: 'the scopes that each tool takes'
      },
      maxBodyBytes: {
        text: 'size limit of a request body in bytes',
        type: 'number',
        bounds: [1, 67_108_864, 'bytes'],
        default: 1_048_576
      },
      filterTools: {
        text:
          'leaves in the answers to `tools/list`, `prompts/list` and `resources/list` what the table lets the token ' +
          'call, get and read; without a token, what is public',
        type: 'boolean',
        check: 'checkBoolean',
        default: false
      },
      sessionSecret: {
        text:
          '16 to 4,096 random bytes (Uint8Array, or a string as UTF-8), the same in all processes: `Mcp-Session-Id` gets ' +
          'a MAC that binds it to issuer and subject, for servers whose sessions live longer than one process, or in ' +
          'several',
        type: 'string | Uint8Array',
        check: 'checkSecret',
        byDefault: 'each process binds the sessions that it saw begin'
      }
    }
  },

  SdkVerifierOptions: {
    of: 'sdkTokenVerifier',
    text: 'how the MCP SDK’s verifier decides and answers',
    rows: {
      requiredScope: { ...scopes, text: 'scopes that every token must have' },
      resource: {
        text: 'this server’s resource identifier, which `aud` must name: for a verifier that accepts more than one audience',
        type: 'string | URL',
        check: 'checkResource'
      },
      debug: { ...debug, text: 'tells the client what exactly was wrong' },
      errors: {
        text:
          'the SDK’s error classes as you load them: all of `@modelcontextprotocol/sdk/server/auth/errors.js` (SDK 1) or of ' +
          '`@modelcontextprotocol/server` (SDK 2). For bundles, and where SDK 1 is loaded by `require`',
        type: 'SdkErrors',
        check: 'readErrors',
        byDefault: 'errors that both know'
      }
    }
  }
}
