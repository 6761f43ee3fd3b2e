// Proofs of possession: DPoP (RFC 9449).

/** @import { Group, Row } from './row-types.js' */

/** Of createVerifier and of the guards. @type {Row} */
export const dpopRow = {
  text:
    'demands that whoever sends a token bound to a key proves to have that key (RFC 9449): `true`, or options. See ' +
    '[DPoP](/guides/dpop.md)',
  type: 'boolean | DpopOptions',
  check: 'readDpop(DPOP_RULES)',
  byDefault: 'off: tokens are bearer tokens',
  cli: { dpop: { read: 'true', help: 'demand a DPoP proof with each token that is bound to a key (RFC 9449)' } },
  form: {
    label: 'DPoP proofs',
    read: 'json',
    choices: [
      ['', 'where one is given'],
      ['true', 'with each bound token'],
      ['{"required":true}', 'with every token']
    ],
    more: true
  }
}

/** @type {{ [type: string]: Group }} */
export const dpopGroups = {
  NonceOptions: {
    of: 'dpop.nonce',
    text: 'how nonces are made (RFC 9449 §9)',
    rows: {
      secret: {
        text:
          '{range} bytes, the same in all processes. Of several the first makes new nonces, all are good: so a secret can ' +
          'be replaced',
        type: 'string | Uint8Array | readonly (string | Uint8Array)[]',
        bounds: [16, 4096],
        check: 'checkSecrets',
        required: 'nonces are made with it',
        constants: { MIN_SECRET_BYTES: 'min', MAX_SECRET_BYTES: 'max' },
        core: { type: 'std::size_t', constants: { kMinSecretBytes: 'min', kMaxSecretBytes: 'max' } }
      },
      period: {
        text: 'seconds for which the same nonce is given, {range}; it is good for twice as long',
        type: 'number',
        bounds: [1, 3600],
        default: 60,
        constants: { DEFAULT_NONCE_PERIOD: 'default' },
        core: {
          type: 'double',
          constants: { kDefaultNoncePeriod: 'default', kMinNoncePeriod: 'min', kMaxNoncePeriod: 'max' }
        }
      }
    }
  },

  DpopOptions: {
    of: 'dpop',
    text: 'what is required of a DPoP proof (RFC 9449 §4.3)',
    rows: {
      required: {
        text: '`true` refuses every token that is not bound to a key',
        type: 'boolean',
        check: 'checkBoolean',
        default: false,
        cli: { 'dpop-required': { read: 'true', help: 'demand one with every token' } }
      },
      algorithms: {
        text: 'the allow-list for proofs; the challenge names it in `algs`',
        type: 'readonly Algorithm[]',
        check: 'checkAlgorithms',
        byDefault: '`ES256`, `EdDSA`, `Ed25519`, `PS256`, `RS256`; without elliptic curves the last two',
        cli: {
          'dpop-algorithms': {
            read: 'list',
            multiple: true,
            argument: 'LIST',
            help: 'allow-list for proofs (default: ES256, EdDSA, Ed25519, PS256, RS256)'
          }
        }
      },
      maxAge: {
        text: 'seconds that a proof may be old',
        type: 'number',
        bounds: [1, 600],
        default: 60,
        core: {
          type: 'double',
          constants: { kDefaultMaxProofAge: 'default', kMinProofAgeLimit: 'min', kMaxProofAgeLimit: 'max' }
        },
        cli: {
          'dpop-max-age': {
            read: 'number',
            argument: 'SECONDS',
            help: 'how old a proof may be, {min} to {max} (default: {default})'
          }
        }
      },
      clockTolerance: {
        text: 'seconds by which the clocks of client and server may differ',
        type: 'number',
        bounds: [0, 300],
        default: 60,
        core: {
          type: 'double',
          constants: { kDefaultProofClockTolerance: 'default', kMaxProofClockTolerance: 'max' }
        },
        cli: {
          'dpop-clock-tolerance': {
            read: 'number',
            argument: 'SECONDS',
            help: 'of the proof’s times, {min} to {max} (default: {default})'
          }
        }
      },
      nonce: {
        text:
          'a secret of 16 to 4,096 bytes, the same in all processes, or `{ secret, period }`: clients must then put a nonce ' +
          'of this server into their proofs (§9). Of several secrets the first makes new nonces. A nonce is given for ' +
          '`period` seconds ({NonceOptions.period}) and good for twice as long',
        type: 'string | Uint8Array | readonly (string | Uint8Array)[] | NonceOptions',
        check: 'readNonce(NONCE_RULES)',
        byDefault: 'no nonces'
      },
      replayStore: {
        text:
          'remembers the proofs that were used: `memoryReplayStore()`, `redisReplayStore()` and ' +
          '`durableObjectReplayStore()` of `assay-jwt/stores`, or any `{ add }` that is atomic',
        type: 'ReplayStore',
        check: 'checkReplayStore',
        byDefault: 'the memory of this process, for 250,000 proofs'
      },
      onStoreFailure: {
        text:
          'what happens while the replay store fails or is full: `refuse` answers 503; `accept` lets proofs pass that may ' +
          'have been used',
        type: "'refuse' | 'accept'",
        oneOf: ['refuse', 'accept'],
        default: 'refuse'
      },
      origin: {
        text:
          'the public origin, such as `https://api.example.com`, where a proxy hides it from the guard: proofs are for ' +
          'URLs as clients know them',
        type: 'string',
        check: 'checkPublicOrigin',
        byDefault: 'that of the request'
      }
    }
  }
}
