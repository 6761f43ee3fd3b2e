// Where the keys are, and how they are kept.

import { MILLISECOND } from './bounds.js'

/** @import { Group, Row } from './row-types.js' */

const DAY = 86_400

/** @type {{ [option: string]: Row }} */
export const keyRows = {
  allowInsecureLoopback: {
    text: 'allows `http:` for hosts of this machine',
    type: 'boolean',
    check: 'checkBoolean',
    default: false,
    cli: { 'insecure-loopback': { read: 'true', help: 'allow http: for hosts of this machine' } }
  },
  allowInsecureHosts: {
    text: "allows `http:` for exactly these hosts, port included: `['keycloak:8080']`. For issuers in your own cluster; `status().insecureHosts` names them",
    type: 'readonly string[]',
    check: 'strings(checkInsecureHost)',
    default: [],
    byDefault: 'none',
    cli: {
      'insecure-host': {
        read: 'list',
        multiple: true,
        argument: 'HOST',
        help: 'allow http: for this host, such as keycloak:8080; may be repeated'
      }
    }
  },
  jwks: {
    text: 'the JWK Set itself, an array of JWKs, one JWK, or the JSON text of these; public keys alone. Then nothing is ever fetched. `lintJwks(jwks)` says what is wrong with a key',
    type: 'JwkSet | Jwk | readonly Jwk[] | string',
    check: 'checkJwkSet',
    own: true,
    cli: { jwks: { read: 'keys', argument: 'FILE|URL', help: 'the JWK Set, or where to fetch it' } }
  },
  jwksUri: {
    text: 'where the JWK Set is. https only',
    type: 'string | URL',
    check: 'checkKeyUrl',
    byDefault: 'by discovery',
    own: true
  },
  metadataUrl: {
    text: 'the discovery document (RFC 8414, OpenID Connect Discovery), when it is not at the issuer’s default place. With neither `jwks`, `jwksUri` nor `metadataUrl` the keys are discovered from the issuer',
    type: 'string | URL',
    check: 'checkKeyUrl',
    byDefault: 'RFC 8414, then OIDC',
    own: true,
    cli: {
      'metadata-url': {
        read: 'keys',
        argument: 'URL',
        help: 'the metadata document, when it is not at the default place'
      }
    }
  },
  headers: {
    text: 'headers of the requests for keys and metadata, or a function that is asked for them before each request; sent to the origin of `jwksUri`, `metadataUrl` or the issuer alone: see below',
    type: 'RequestHeaders | (() => RequestHeaders | Promise<RequestHeaders>)',
    check: 'checkHeaders',
    byDefault: 'none',
    own: true
  },
  jwksSnapshot: {
    text: 'keys that serve until they are fetched, so that a cold start waits for nothing: see below',
    type: 'JwksSnapshot',
    options: 'JwksSnapshot',
    byDefault: 'none',
    own: true
  },
  jwksCache: {
    text: 'how the fetched JWK Set is kept: see below',
    type: 'JwksCacheOptions',
    options: 'JwksCacheOptions',
    default: {},
    byDefault: ''
  },
  store: {
    text: 'keeps what was fetched for other isolates or processes, too: see below',
    type: 'KeyStore',
    check: 'checkStore',
    byDefault: 'none'
  },
  onEvent: {
    text: 'is told what happens to the keys. What it throws is ignored',
    type: '(event: KeyEvent) => unknown',
    check: 'checkFunction',
    byDefault: 'none'
  },
  fetch: {
    text: 'is called instead of `globalThis.fetch`',
    type: 'typeof globalThis.fetch',
    check: 'checkFunction',
    byDefault: 'global `fetch`'
  }
}

/** @type {{ [type: string]: Group }} */
export const keyGroups = {
  JwksCacheOptions: {
    of: 'jwksCache',
    text: 'how the fetched JWK Set is kept',
    rows: {
      maxAge: {
        text: 'seconds that a JWK Set is fresh where its endpoint doesn’t say it (`Cache-Control`), and at most',
        type: 'number',
        bounds: [1, DAY],
        byDefault: 'what `Cache-Control` says, from 60 to 86,400; else 600'
      },
      maxStale: {
        text: 'seconds after a JWK Set was fetched, or confirmed, that it serves while it cannot be refreshed, {range}; 0: never longer than it is fresh',
        type: 'number',
        bounds: [0, 2_592_000],
        default: DAY
      },
      cooldown: {
        text: 'seconds between two look-ups of unknown key ids, and before the first repetition of a failed fetch',
        type: 'number',
        bounds: [1, 3_600],
        default: 30
      },
      timeout: {
        text: 'seconds for one whole exchange, body included',
        type: 'number',
        bounds: [MILLISECOND, 60],
        default: 5,
        constants: { DEFAULT_FETCH_TIMEOUT: 'default' }
      },
      maxBytes: {
        text: 'size limit of the JWK Set and of the discovery document in bytes',
        type: 'number',
        bounds: [1, 1_048_576, 'bytes'],
        default: 65_536,
        constants: { DEFAULT_MAX_JWKS_BYTES: 'default' },
        core: { type: 'std::size_t', constants: { kDefaultMaxJwksBytes: 'default' } }
      }
    }
  },

  JwksSnapshot: {
    of: 'jwksSnapshot',
    text: 'keys that are known when the program starts: verifier.snapshot() makes it',
    rows: {
      jwks: { text: 'the JWK Set', type: 'JwkSet', check: 'checkJwkSet', default: null },
      fetchedAt: {
        text: 'when it was fetched, in seconds since the epoch',
        type: 'number',
        check: 'checkTime',
        default: null
      }
    }
  }
}
