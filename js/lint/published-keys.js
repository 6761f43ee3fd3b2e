// Keys of specifications and of jwt.io, whose private members everybody can read.

import { finding } from './finding.js'

/** @import { LintFinding } from '../shared/lint-types.js' */

/** The first characters of "n" or "x". 144 bits are enough to recognize a key. */
const published = new Map([
  ['0vx7agoebGcQSuuPiLJXZptN', 'RFC 7517 appendix A'],
  ['ofgWCuLjybRlzo0tZWJjNiuS', 'RFC 7515 appendix A.2'],
  ['n4EPtAOCc9AlkeQHPzHStgAb', 'RFC 7520 §3.4'],
  ['u1SU1LfVLPHCozMxH2Mo4lgO', 'the default of jwt.io'],
  ['MKBCTNIcKUSDii11ySs3526i', 'RFC 7517 appendix A'],
  ['f83OJ3D2xF1Bg8vub9tLe1gH', 'RFC 7515 appendix A.3'],
  ['AekpBQ8ST8a8VcfVOTNl353v', 'RFC 7515 appendix A.4'],
  ['AHKZLLOsCOzz5cY97ewNUajB', 'RFC 7520 §3.2'],
  ['11qYAYKxCrfVS_7TyWQHOg7h', 'RFC 8037 appendix A'],
  ['EVs_o5-uQbTjL3chynL4wXgU', 'the default of jwt.io']
])

/**
 * @param {unknown} member "n" of an RSA key, "x" of another
 * @returns {LintFinding[]}
 */
export function lintPublished(member) {
  const source = typeof member === 'string' ? published.get(member.replace(/^(?:AAAA)+/, '').slice(0, 24)) : undefined
  return source === undefined ? [] : [finding('key_published', `The private key stands in ${source}`)]
}
