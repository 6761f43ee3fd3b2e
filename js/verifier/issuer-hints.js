import { isTemplate, templatePattern } from '../shared/issuer-templates.js'

const DIFFERS =
  "The token's iss differs from one of the issuers only by a slash at the end, by case or by the scheme: write that issuer as the token has it"
const COMMON =
  'No token names /common, /organizations or /consumers: write https://login.microsoftonline.com/{tid}/v2.0 as the issuer, and "metadataUrl"'

/**
 * @param {string} iss that is refused
 * @param {readonly string[]} issuers that are known, which may be templates
 * @returns {string | undefined} what to do, where it is nearly one of them
 */
export function nearIssuerHint(iss, issuers) {
  const others = issuers.filter((each) => each !== iss)
  if (others.some((each) => isNear(iss, each))) return DIFFERS
  const isEntra = /^https:\/\/login\.microsoftonline\.com\//.test(iss)
  return isEntra && others.some((each) => ENTRA_COMMON.test(each)) ? COMMON : undefined
}

const ENTRA_COMMON = /^https:\/\/login\.microsoftonline\.com\/(common|organizations|consumers)\//

/**
 * @param {string} iss
 * @param {string} issuer
 */
function isNear(iss, issuer) {
  const [one, other] = [inShort(iss), inShort(issuer)]
  return one === other || (isTemplate(issuer) && templatePattern(other).test(one))
}

/** @param {string} issuer */
const inShort = (issuer) =>
  issuer
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/\/$/, '')
