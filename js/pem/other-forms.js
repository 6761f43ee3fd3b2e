import { describeDer } from './read-der.js'

/** What text is that is no PEM, and what to do. @type {[is: RegExp, hint: string][]} */
const TEXTS = [
  [/^\s*[{[]/, 'This is JSON: give a JWK or a JWK Set to the option jwks as it is'],
  [/^ssh-|^---- BEGIN SSH2/, 'This is a key of SSH: ssh-keygen -e -m PKCS8 -f FILE makes a PEM of it'],
  [/^https?:/, 'This is a URL: fetch it, or, where it answers with a JWK Set, give it as jwksUri'],
  [
    /^0[^]*[^\t-~]/,
    'This is DER that was read as text: make a PEM of the file, of a certificate: openssl x509 -inform der -in FILE, of a public key: openssl pkey -pubin -inform der -in FILE'
  ],
  [
    /^(file:|[.~]{0,2}\/)[^\n]*$|^[^\n]{1,4096}\.(pem|crt|cer|cert|key|pub|der)$/i,
    "This is a path: give what the file says, readFileSync(path, 'utf8')"
  ],
  [
    /^MI[A-Za-z0-9+/=\s]+$/,
    'This is base64 without the lines around it: put -----BEGIN CERTIFICATE----- (or PUBLIC KEY) before it, and -----END … after it'
  ]
]

/** @param {any} given that is no PEM @returns {string | undefined} what it is, and what to do */
export function hintFor(given) {
  if (given === undefined || given === null || given === '')
    return 'There is no value: see where the PEM got lost, such as an environment variable that is not set'
  if (given instanceof Uint8Array || given instanceof ArrayBuffer) {
    const der = describeDer(new Uint8Array(given))
    return der
      ? `This is ${der.what}. ${der.hint}`
      : "These are bytes: read the file as text, readFileSync(path, 'utf8')"
  }
  if (typeof given.then === 'function') return 'This is a promise: await it first'
  const text = given instanceof URL ? given.href : given
  return typeof text === 'string' ? TEXTS.find(([is]) => is.test(text))?.[1] : undefined
}
