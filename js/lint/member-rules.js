// The part of the table in rules.js that is about the members of one key.

export const memberRules = {
  key_not_object: {
    ...{ severity: 'error', reason: 'key_type_unsupported', clause: 'RFC 7517 §5.1' },
    title: 'an entry of "keys" is no object',
    hint: 'Write each key as a JSON object'
  },
  kid_invalid: {
    ...{ severity: 'error', reason: 'kid_invalid', clause: 'RFC 7517 §4.5' },
    title: '"kid" is no string',
    hint: 'Write "kid" as a string'
  },
  kid_missing: {
    ...{ severity: 'warning', clause: 'RFC 7517 §4.5' },
    title: 'no "kid", or an empty one: no token can name the key',
    hint: 'Give each key a "kid" of its own, for example its thumbprint (RFC 7638)'
  },
  key_alg_mismatch: {
    ...{ severity: 'error', reason: 'key_alg_mismatch', clause: 'RFC 7517 §4.4' },
    title: '"alg" is no string',
    hint: 'Write "alg" as a string'
  },
  alg_missing: {
    ...{ severity: 'info', clause: 'RFC 8725 §3.1' },
    title: 'no "alg": the key is not bound to one algorithm',
    hint: 'Add "alg"'
  },
  alg_unsupported: {
    ...{ severity: 'warning', reason: 'key_alg_mismatch', whenChosen: true, clause: 'RFC 7518 §3.1' },
    title: '"alg" is none that this verifier knows: no token selects the key',
    hint: 'Write "alg" as it is registered; the case counts'
  },
  alg_encryption: {
    ...{ severity: 'info', reason: 'key_alg_mismatch', whenChosen: true, clause: 'RFC 7518 §4.1' },
    title: '"alg" is for encryption: no token selects the key',
    hint: 'Nothing to do, if the key is meant for encryption'
  },
  alg_kty_conflict: {
    ...{ severity: 'error', reason: 'key_alg_mismatch', whenChosen: true, clause: 'RFC 7518 §3.1' },
    title: '"alg" is for keys of another "kty"',
    hint: 'Correct "alg" or "kty": such a pair is how algorithm confusion begins'
  },
  alg_crv_conflict: {
    ...{ severity: 'error', reason: 'key_alg_mismatch', whenChosen: true, clause: 'RFC 7518 §3.4, RFC 8037 §3.1' },
    title: '"alg" is for keys on another curve: no token is verified with the key',
    hint: 'ES256 is for P-256, ES384 for P-384, ES512 for P-521, EdDSA and Ed25519 for Ed25519'
  },
  alg_use_conflict: {
    ...{ severity: 'error', clause: 'RFC 7517 §4.2, §4.4' },
    title: '"use" says signature and "alg" encryption, or the other way round',
    hint: 'Make "use" and "alg" agree'
  },
  use_missing: {
    ...{ severity: 'info', clause: 'RFC 7517 §4.2' },
    title: 'neither "use" nor "key_ops" says what the key is for',
    hint: 'Add "use": "sig"'
  },
  use_required: {
    ...{ severity: 'warning', clause: 'OpenID Connect Discovery §3' },
    title: 'no "use", in a set that has encryption keys',
    hint: 'Add "use" to every key'
  },
  key_use: {
    ...{ severity: 'info', reason: 'key_use', clause: 'RFC 7517 §4.2' },
    title: '"use" is not "sig": the key verifies nothing',
    hint: 'Nothing to do, if the key is meant for something else'
  },
  use_unknown: {
    ...{ severity: 'error', clause: 'RFC 7517 §4.2' },
    title: '"use" is neither "sig" nor "enc"',
    hint: 'Write "use": "sig" for a key that verifies signatures; the case counts'
  },
  key_ops: {
    ...{ severity: 'info', reason: 'key_ops', clause: 'RFC 7517 §4.3' },
    title: '"key_ops" lacks "verify": the key verifies nothing',
    hint: 'Nothing to do, if the key is meant for something else'
  },
  key_ops_invalid: {
    ...{ severity: 'error', clause: 'RFC 7517 §4.3' },
    title: '"key_ops" is no array of strings, or empty, or lists "sign" without "verify"',
    hint: 'Write "key_ops": ["verify"]; the case counts'
  },
  key_ops_duplicate: {
    ...{ severity: 'warning', clause: 'RFC 7517 §4.3' },
    title: '"key_ops" lists an operation twice',
    hint: 'List each operation once'
  },
  key_ops_unrelated: {
    ...{ severity: 'warning', clause: 'RFC 7517 §4.3' },
    title: '"key_ops" mixes signatures and encryption',
    hint: 'Use a key for one purpose'
  },
  use_and_key_ops: {
    ...{ severity: 'info', clause: 'RFC 7517 §4.3' },
    title: '"use" and "key_ops" stand together',
    hint: 'Keep one of them'
  },
  use_key_ops_conflict: {
    ...{ severity: 'error', clause: 'RFC 7517 §4.3' },
    title: '"use" and "key_ops" contradict each other',
    hint: 'Keep the one that is true'
  },
  member_null: {
    ...{ severity: 'info', clause: 'RFC 7517 §4' },
    title: 'a member is null, which counts as absent here and as an error elsewhere',
    hint: 'Leave the member out'
  },
  certificate_ignored: {
    ...{ severity: 'info', clause: 'RFC 7517 §4.6 to §4.9' },
    title: '"x5u", "x5c", "x5t" or "x5t#S256": never used, never fetched, not compared with the key',
    hint: 'Nothing to do; without them the set is smaller'
  },
  private_members: {
    ...{ severity: 'error', clause: 'RFC 7517 §9.2' },
    title: 'the private or secret key stands in the set: whoever has read it can sign',
    hint: 'Withdraw the key now, make a new one, and publish public members alone'
  }
}
