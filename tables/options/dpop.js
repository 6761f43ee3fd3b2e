// Proofs of possession: DPoP (RFC 9449).

/** @import { Group, Row } from './row-types.js' */

/** Of createVerifier and of the guards. @type {Row} */
export const dpopRow = {
  text:
    'demands that whoever sends a token bound to a key proves to have that key (RFC 9449): `true`, or options. See ' +
    '[DPoP](/guides/dpop.md)',
  type: 'boolean | DpopOptions',
  check: 'readDpop(DPOP_RULES)',
  byDefault: 'off: tokens are bearer tokens'
}

/** @type {{ [type: string]: Group }} */
export const dpopGroups = {
  DpopOptions: {
    of: 'dpop',
    text: 'what is required of a DPoP proof (RFC 9449 §4.3)',
    rows: {
      required: {
        text: '`true` refuses every token that is not bound to a key',
        type: 'boolean',
        check: 'checkBoolean',
        default: false
      },
      algorithms: {
        text: 'the allow-list for proofs; the challenge names it in `algs`',
        type: 'readonly Algorithm[]',
        check: 'checkAlgorithms',
        byDefault: '`ES256`, `EdDSA`, `Ed25519`, `PS256`, `RS256`; without elliptic curves the last two'
      },
      maxAge: {
        text: 'seconds that a proof may be old',
        type: 'number',
        bounds: [1, 600],
        default: 60
      },
      clockTolerance: {
        text: 'seconds by which the clocks of client and server may differ',
        type: 'number',
        bounds: [0, 300],
        default: 60
      },
      nonce: {
        text:
          'a secret of 16 to 4,096 bytes, the same in all processes, or `{ secret, period }`: clients must then put a nonce ' +
          'of this server into their proofs (§9). Of several secrets the first makes new nonces. A nonce is given for ' +
          '`period` seconds (60) and good for twice as long',
        type: 'string | Uint8Array | NonceOptions',
        check: 'checkNonce',
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
