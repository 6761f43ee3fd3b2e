import { createVerifier } from '../entry/node.js'
import { AssayError } from '../shared/error.js'
import { isUrl } from './policy.js'
import { UsageError } from './usage-error.js'

/** @import { Values } from './run.js' */

/**
 * @param {string} issuer
 * @param {{ [option: string]: any }} base
 * @param {Values} values
 * @returns {{ [option: string]: any }} where the keys are, if not where the issuer says
 */
export function keyOptions(issuer, base, values) {
  const { jwks, 'metadata-url': metadataUrl } = values
  const jwksUri = values.jwksUri ?? (jwks !== undefined && isUrl(jwks) ? jwks : undefined)
  const insecure = insecureOptions(values)
  if (jwksUri !== undefined) return { ...insecure, jwksUri, ...(base.metadataUrl && { metadataUrl: undefined }) }
  if (metadataUrl !== undefined) return { ...insecure, metadataUrl, ...(base.jwksUri && { jwksUri: undefined }) }
  const hasPlace = base.jwksUri || base.metadataUrl || Array.isArray(base.issuer)
  if (!hasPlace) checkDiscovery(issuer, insecure)
  return insecure
}

/** @param {string} issuer @param {object} insecure */
function checkDiscovery(issuer, insecure) {
  try {
    createVerifier({ issuer, audience: null, onEvent: () => {}, ...insecure }).dispose()
  } catch (error) {
    if (!(error instanceof AssayError)) throw error
    const hint = /^http:/.test(issuer) ? '--insecure-loopback or --insecure-host, for tests; or ' : ''
    throw new UsageError(
      `the keys of ${JSON.stringify(issuer)} cannot be discovered`,
      `give ${hint}--jwks URL or --metadata-url URL`
    )
  }
}

/** @param {Values} values */
const insecureOptions = (values) => ({
  ...(values['insecure-loopback'] && { allowInsecureLoopback: true }),
  ...(values['insecure-host'] && { allowInsecureHosts: values['insecure-host'] })
})
