// The metadata document of a protected resource (RFC 9728).

/** @import { Group, Row } from './row-types.js' */

/** @type {Row} */
export const insecureLoopback = {
  text: 'allows `http:` for hosts of this machine',
  type: 'boolean',
  check: 'checkBoolean',
  default: false
}

/** @type {Group} */
export const ProtectedResourceOptions = {
  of: 'protectedResourceMetadata',
  text: 'what the metadata document of a protected resource says',
  rows: {
    allowInsecureLoopback: insecureLoopback,
    resource: {
      text:
        'the resource identifier, an absolute https URL without fragment. It is what clients ask tokens for (RFC 8707), so ' +
        'the verifier’s `audience` is the same string',
      type: 'string | URL',
      check: 'checkIdentifier',
      required: 'clients cannot ask for a token without it'
    },
    authorizationServers: {
      text: 'the issuers, as they write themselves',
      type: 'string | readonly string[]',
      check: 'checkIdentifiers',
      required: 'clients cannot ask for a token without it'
    },
    scopesSupported: {
      text: 'scopes that clients may ask for',
      type: 'readonly string[]',
      check: 'strings(checkScope)'
    },
    bearerMethodsSupported: {
      text: 'how the token may be sent',
      type: "readonly ('header' | 'body' | 'query')[]",
      check: 'strings(checkMethod)',
      default: ['header'],
      byDefault: 'header alone, all that the guard reads'
    },
    dpopSigningAlgValuesSupported: {
      text: 'the algorithms of DPoP proofs (RFC 9728 §2): those of the option `dpop`',
      type: 'readonly Algorithm[]',
      check: 'checkAlgorithms'
    },
    dpopBoundAccessTokensRequired: {
      text: 'whether every token must be bound to a key: `dpop: { required: true }`',
      type: 'boolean',
      check: 'checkBoolean'
    },
    tlsClientCertificateBoundAccessTokens: {
      text: 'whether tokens may be bound to a client certificate (RFC 8705)',
      type: 'boolean',
      check: 'checkBoolean'
    },
    resourceName: { text: 'for people', type: 'string', check: 'checkString' },
    resourceDocumentation: { text: 'a page for developers', type: 'string | URL', check: 'checkIdentifier' },
    resourcePolicyUri: { text: 'how the data may be used', type: 'string | URL', check: 'checkIdentifier' },
    resourceTosUri: { text: 'the terms of service', type: 'string | URL', check: 'checkIdentifier' }
  }
}
