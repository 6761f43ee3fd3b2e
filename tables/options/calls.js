// Options of one call.

/** @import { Group } from './row-types.js' */
import { policyRows } from './policy.js'

const { algorithms, maxTokenBytes } = policyRows

/** @type {{ [type: string]: Group }} */
export const callGroups = {
  VerifyOptions: {
    of: 'verify, verifySync and explain',
    text: 'what one call requires',
    checkedBy: 'js/options/call-options.js',
    rows: {
      requiredScope: {
        text: 'a scope, `{ anyOf: […] }` of which one must be granted, or an array of these, which must all be',
        type: 'RequiredScope | readonly RequiredScope[]',
        byDefault: 'none',
        cli: {
          scope: {
            read: 'words',
            multiple: true,
            argument: 'SCOPE',
            help: 'a scope that must be granted; may be repeated'
          }
        },
        form: { label: 'Required scopes', id: 'scopes', read: 'words', placeholder: 'none' }
      },
      now: {
        text: 'the time in seconds since the epoch, as NumericDate',
        type: 'number',
        byDefault: 'the runtime’s clock',
        cli: {
          now: {
            read: 'time',
            argument: 'TIME',
            help: 'decide as of this time: seconds since 1970, or 2026-11-25T12:00:00Z'
          }
        }
      },
      possession: {
        text:
          'what came with the token that proves its sender may use it: its scheme, the DPoP proof, method and URL of the ' +
          'request, and the thumbprint of a client certificate. The guards give it',
        type: 'Possession',
        byDefault: 'none',
        cli: {
          'dpop-proof': {
            read: 'proof',
            argument: 'FILE|PROOF',
            help: 'the DPoP proof that came with the token; a pasted request has its own'
          },
          'dpop-method': { read: 'proof', argument: 'METHOD', help: 'of the request that it came with (default: GET)' },
          'dpop-url': { read: 'proof', argument: 'URL', help: 'of that request, as its client knows it' },
          'client-certificate': {
            read: 'proof',
            argument: 'X5T',
            help: 'the thumbprint of the client’s certificate: base64url of its SHA-256, as cnf.x5t#S256 has it'
          }
        }
      },
      waitUntil: {
        text: 'keeps the runtime at work after the response, while keys are refreshed: `(promise) => ctx.waitUntil(promise)`',
        type: '(promise: Promise<unknown>) => void',
        byDefault: 'on Workers: that of `cloudflare:workers`'
      }
    }
  },

  CompactVerifyOptions: {
    of: 'compactVerify',
    text: 'what is required of a JWS',
    rows: {
      jwks: {
        text: 'the keys, as in createVerifier',
        type: 'JwkSet | Jwk | readonly Jwk[] | string',
        check: 'checkJwkSet',
        required: 'the JWK Set to verify with'
      },
      algorithms,
      maxTokenBytes: { ...maxTokenBytes, text: 'size limit of the JWS in bytes' }
    }
  }
}
