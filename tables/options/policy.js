// What is required of a token. What the core decides has `core`.

import { MILLISECOND, TEN_YEARS } from './bounds.js'

/** @import { Row } from './row-types.js' */

/** @type {{ [option: string]: Row }} */
export const policyRows = {
  issuers: {
    text: 'several issuers, each with options of its own, or a function that is asked for them, see below',
    type: 'readonly object[] | Function',
    untyped: true
  },
  issuer: {
    text: 'the `iss` of every token, compared byte for byte (RFC 7519 §4.1.1); several spellings as an array. In `https://login.microsoftonline.com/{tid}/v2.0`, `{tid}` is that claim of the token',
    type: 'string | readonly string[]',
    check: 'checkIssuer',
    required: 'the "iss" that every token must have',
    own: true,
    core: { code: 'issuer' },
    cli: { issuer: { read: 'text', argument: 'URL', help: 'the "iss" that the token must have' } },
    form: { label: 'Issuer', read: 'text', placeholder: 'https://auth.example.com/' }
  },
  audience: {
    text: 'string or array: the token’s `aud` must name one of these (RFC 7519 §4.1.3). `null` accepts any, and says so aloud',
    type: 'string | readonly string[] | null',
    check: 'checkAudience',
    required: 'who a token must be for, or null to accept any audience',
    core: { member: 'audiences', code: 'strings' },
    cli: {
      audience: { read: 'text', multiple: true, argument: 'NAME', help: 'who the token must be for; may be repeated' },
      'any-audience': { read: 'null', help: 'accept any audience' }
    },
    form: { label: 'Audience', small: 'one per line', read: 'lines', placeholder: 'https://api.example.com' }
  },
  algorithms: {
    text: 'the allow-list (RFC 8725 §3.1): {algorithms}',
    type: 'readonly Algorithm[]',
    check: 'checkAlgorithms',
    default: ['RS256'],
    core: { member: 'algorithms', code: 'algorithms' },
    cli: {
      algorithms: {
        read: 'list',
        multiple: true,
        argument: 'LIST',
        help: 'allow-list, separated by commas (default: {default}):\n{algorithms}'
      }
    },
    form: { label: 'Algorithms', read: 'algorithms' }
  },
  allowedScopes: {
    text: 'scopes that may be granted: granted are the token’s that are among these',
    type: 'readonly string[]',
    check: 'strings(checkScope)',
    byDefault: 'all of the token’s',
    core: { member: 'allowed_scopes', code: 'strings' },
    cli: {
      'allowed-scope': {
        read: 'words',
        multiple: true,
        argument: 'SCOPE',
        help: 'a scope that may be granted (default: all of the token’s)'
      }
    },
    form: { label: 'Allowed scopes', read: 'words', placeholder: 'all of the token’s', more: true }
  },
  scopesClaim: {
    text:
      "the claim that has the scopes; as an array of strings, a path (`['realm_access', 'roles']`); as an array of paths, " +
      'all of them together. Each is a string of scopes, an array of them, or an object that has them as names of members that are not false',
    type: 'string | readonly string[] | readonly (readonly string[])[]',
    check: 'checkScopesClaim',
    byDefault: '`scope`, or where it is absent `scp`',
    core: { member: 'scopes_claims', code: 'paths' },
    cli: {
      'scopes-claim': {
        read: 'json',
        argument: 'NAME|JSON',
        help: 'the claim that has the scopes, or a path as JSON: ["realm_access","roles"]'
      }
    },
    form: {
      label: 'Scopes claim',
      small: 'a name, or a path as JSON',
      read: 'json',
      placeholder: 'scope, or scp',
      more: true
    }
  },
  clockTolerance: {
    text: 'seconds by which the clocks may differ',
    type: 'number',
    bounds: [0, 300],
    default: 60,
    constants: { MAX_CLOCK_TOLERANCE: 'max' },
    core: {
      member: 'clock_tolerance',
      code: 'number',
      type: 'double',
      constants: { kDefaultClockTolerance: 'default', kMaxClockTolerance: 'max' }
    },
    cli: {
      'clock-tolerance': { read: 'number', argument: 'SECONDS', help: '{min} to {max} (default: {default})' }
    },
    form: { label: 'Clock tolerance', small: 'seconds', read: 'number' }
  },
  typ: {
    text:
      'the accepted `typ`: any media types (RFC 7515 §4.1.9: `application/` may be left out, case is ignored), such as `at+jwt` ' +
      '(RFC 9068 §2.1)',
    type: 'string | readonly string[]',
    check: 'stringOrStrings(checkType)',
    byDefault: '`JWT`, `at+jwt`, or none',
    core: { member: 'types', code: 'mediaTypes' },
    cli: { typ: { read: 'text', multiple: true, argument: 'TYPE', help: 'an accepted "typ"; may be repeated' } },
    form: { label: 'Types (typ)', read: 'words', placeholder: 'at+jwt, JWT, or none', more: true }
  },
  profile: {
    text: '`at+jwt` asks for all that RFC 9068 §4 does: the `typ` at+jwt, and `client_id`, `iat` and `jti`, each of its type and not empty',
    type: "'at+jwt'",
    oneOf: ['at+jwt'],
    byDefault: 'none',
    core: { code: 'profile' },
    cli: { profile: { read: 'text', argument: 'NAME', help: 'at+jwt: all that RFC 9068 asks of an access token' } },
    form: {
      label: 'Profile',
      read: 'choice',
      choices: [
        ['', 'none'],
        ['at+jwt', 'at+jwt (RFC 9068)']
      ],
      more: true
    }
  },
  audienceMatch: {
    text: '`exclusive`: `aud` must name nobody besides `audience` (RFC 8707 §2). It is compared byte for byte in any case',
    type: "'exact' | 'exclusive'",
    oneOf: ['exact', 'exclusive'],
    byDefault: '`exact`',
    core: { member: 'exclusive_audience', word: 'exclusive', code: 'word' },
    cli: { 'audience-match': { read: 'text', argument: 'HOW', help: 'exclusive: the token must be for nobody else' } },
    form: {
      label: 'Audience match',
      read: 'choice',
      choices: [
        ['', 'exact: one of the token’s is yours'],
        ['exclusive', 'exclusive: and no other is named']
      ],
      more: true
    }
  },
  maxTokenAge: {
    text: 'seconds since `iat`, which is then required',
    type: 'number',
    bounds: [MILLISECOND, TEN_YEARS],
    byDefault: 'no limit',
    core: { member: 'max_token_age', code: 'number' },
    cli: { 'max-token-age': { read: 'number', argument: 'SECONDS', help: 'limit of the time since "iat"' } },
    form: { label: 'Maximum age', small: 'seconds', read: 'number', placeholder: 'no limit', more: true }
  },
  requiredClaims: {
    text: 'claims that must be there, besides `iss`, `aud`, `exp` and `sub`',
    type: 'readonly string[]',
    check: 'strings()',
    default: [],
    byDefault: 'none',
    core: { member: 'required_claims', code: 'strings' },
    cli: {
      'required-claim': {
        read: 'text',
        multiple: true,
        argument: 'NAME',
        help: 'a claim that must be there; may be repeated'
      }
    },
    form: { label: 'Required claims', read: 'words', placeholder: 'besides iss, aud, exp and sub', more: true }
  },
  claims: {
    text:
      'what other claims must be: a value or one of several, compared exactly; `{ startsWith }`, `{ not }`; nested by objects. ' +
      'An array must contain one. A claim that is missing or of another type is refused',
    type: 'ClaimRules',
    check: 'checkClaims',
    byDefault: 'any values',
    core: { member: 'claims', code: 'claims' },
    cli: {
      claims: {
        read: 'json',
        argument: 'JSON',
        help: 'what claims must be: {"token_use":"access","azp":["web","cli"]}'
      }
    },
    form: {
      label: 'Claims',
      id: 'claim-rules',
      small: 'as JSON',
      read: 'json',
      placeholder: '{&quot;token_use&quot;: &quot;access&quot;}',
      more: true
    }
  },
  requireSubject: {
    text: 'whether `sub` must be there. `false`: it may be absent or empty, as with client credentials at some issuers',
    type: 'boolean',
    check: 'checkBoolean',
    default: true,
    core: { member: 'require_subject', code: 'boolean' },
    cli: { 'no-subject': { read: 'false', help: 'accept tokens without "sub"' } },
    form: {
      label: 'Subject (sub)',
      read: 'boolean',
      choices: [
        ['', 'must be there'],
        ['false', 'may be absent']
      ],
      more: true
    }
  },
  maxTokenBytes: {
    text: 'size limit of a token in bytes',
    type: 'number',
    bounds: [1, 65_536, 'bytes'],
    default: 16_384,
    constants: { MAX_TOKEN_BYTES_LIMIT: 'max' },
    core: {
      member: 'max_token_bytes',
      code: 'count',
      type: 'std::size_t',
      constants: { kDefaultMaxTokenBytes: 'default', kMaxTokenBytesLimit: 'max' }
    },
    cli: {
      'max-token-bytes': { read: 'number', argument: 'BYTES', help: 'size limit of a token (default: {default})' }
    },
    form: { label: 'Maximum size', small: 'bytes', read: 'number', more: true }
  },
  tokenIdSecret: {
    text: '16 to 4,096 bytes; then `tokenIdHash` is the HMAC-SHA256 of `jti`, fit for logs and revocation lists',
    type: 'string | Uint8Array',
    check: 'checkSecret',
    byDefault: 'no hash'
  },
  tokenCache: {
    text: 'the cache of tokens whose signature is proven, see below: their claims are checked on each call all the same, and other keys forget them all. `false` turns it off',
    type: 'boolean | TokenCacheOptions',
    switch: 'TokenCacheOptions',
    default: true,
    byDefault: 'on'
  }
}
