import { checkCertificate, confirmationOf } from '../shared/certificate-binding.js'
import { DPOP, markGuarded } from '../shared/dpop-of-guards.js'
import { AssayError, invalidOption } from '../shared/error.js'
import { dpopToken } from './bearer-token.js'
import { headerOf } from './header-of.js'
import { withRequest } from './refusal-detail.js'
import { noteRefusal } from './refusal-notes.js'
import { originOf } from './same-request.js'
import { spelledAsIn } from './same-path.js'

/** @import { DpopPolicy, Possession } from '../shared/dpop-types.js' */
/** @import { DpopMethod, DpopOfGuard } from '../shared/dpop-of-guards.js' */
/** @import { VerifiedToken } from '../shared/types.js' */
/** @import { RequestLike } from './bearer-token.js' */
/** @import { Asked, Attempt, Headers } from './gate.js' */
/** @import { CertificateSource, TokenVerifier } from './types.js' */

/** @typedef {{ dpop?: DpopPolicy, clientCertificate?: CertificateSource<any> }} SenderOptions of a guard, checked */

const NO_SOURCE =
  'The guard has no option clientCertificate: say where the thumbprint of the certificate is, for example by fromTlsSocket()'

/** Whether the sender of a token may use it, for a guard: DPoP (RFC 9449) and client certificates (RFC 8705). */
export class Sender {
  /** undefined: tokens are bearer tokens @type {DpopOfGuard | undefined} */
  dpop
  #origin
  #clientCertificate

  /**
   * @param {TokenVerifier} verifier
   * @param {SenderOptions} options
   * @throws {AssayError} CONFIG_INVALID
   */
  constructor(verifier, { dpop, clientCertificate }) {
    const { [DPOP]: ask } = /** @type {{ [DPOP]?: DpopMethod }} */ (verifier)
    if (dpop && !ask) {
      throw invalidOption('dpop', 'needs the verifier itself that createVerifier returns, no wrapper of it')
    }
    this.dpop = ask?.call(verifier, dpop)
    this.#origin = dpop?.origin ?? this.dpop?.origin
    this.#clientCertificate = clientCertificate
  }

  /**
   * @param {RequestLike} carrier
   * @returns {string | undefined} the token of the scheme DPoP
   * @throws {AssayError} authorization_malformed
   */
  read(carrier) {
    return this.dpop && dpopToken(carrier)
  }

  /**
   * @param {RequestLike} carrier
   * @param {boolean} isBound whether the token came by the scheme DPoP
   * @param {Asked} asked
   * @returns {Possession | undefined} for prove(), once; undefined: tokens are bearer tokens
   */
  possession(carrier, isBound, { method, url: own = '', path, isDecoded }) {
    if (!this.dpop) return undefined
    const proof = headerOf(carrier, 'dpop') ?? ''
    // A target that begins otherwise would become a part of the origin.
    const url = this.#origin === undefined ? own : path.startsWith('/') ? this.#origin + path : ''
    return markGuarded({
      ...{ scheme: isBound ? 'DPoP' : 'Bearer', proof, method },
      url: isDecoded ? spelledAsIn(url, proof) : url
    })
  }

  /**
   * @param {VerifiedToken<any, any>} token
   * @param {Pick<Attempt, 'jwt' | 'possession'>} attempt
   * @param {unknown} request as the framework has it
   * @param {RequestLike} carrier what has the headers
   * @throws {AssayError} why the sender may not use the token
   */
  async prove(token, { jwt = '', possession }, request, carrier) {
    const { x5t } = confirmationOf(token)
    if (x5t !== undefined) {
      if (!this.#clientCertificate) throw new AssayError('certificate_missing', { hint: NO_SOURCE })
      checkCertificate(x5t, (await this.#clientCertificate(request)) ?? undefined)
    }
    if (!this.dpop || !possession) return
    // With the scheme Bearer no proof is looked at: the token must not need one.
    if (possession.scheme !== 'DPoP') return this.dpop.prove(jwt, token, possession, undefined)
    // RFC 9449 §4.3, check 1: of two headers both are here, with a comma, which no proof has.
    if (possession.proof?.includes(',')) throw new AssayError('proof_ambiguous')
    try {
      await this.dpop.prove(jwt, token, possession, originOf(carrier))
    } catch (error) {
      throw withRequest(error, possession)
    }
  }

  /**
   * RFC 9449 §8.2: also on success, so that clients have a new one before theirs is too old, and never out of a cache.
   * @returns {Headers}
   */
  nonceHeaders() {
    const nonce = this.dpop?.nonce()
    return nonce === undefined ? {} : { 'DPoP-Nonce': nonce, 'Cache-Control': 'no-store' }
  }

  /**
   * @param {unknown} refusal
   * @returns {unknown} the same, with what its answer says of DPoP, whoever writes that
   */
  noted(refusal) {
    if (!(refusal instanceof AssayError) || !this.dpop) return refusal
    return noteRefusal(refusal, { dpop: this.dpop, headers: this.nonceHeaders() })
  }
}
