import { discoveryUrls, fetchKeys, readJwkSet } from '../debug/index.js'
import { EXIT } from './exit-code.js'
import { isUrl } from './policy.js'
import { complain, errorPaint, jsonText, say } from './terminal.js'
import { UsageError } from './usage-error.js'

/** @import { Values } from './run.js' */

/** @type {{ [name: string]: import('./run.js').Flag }} */
export const FETCH_FLAGS = {
  issuer: { type: 'string', argument: 'URL', help: 'find the JWK Set through this issuer’s metadata' },
  'metadata-url': {
    type: 'string',
    argument: 'URL',
    help: 'the metadata document, when it is not at the default place'
  },
  'insecure-loopback': { type: 'boolean', help: 'allow http: for hosts of this machine' },
  'insecure-host': {
    type: 'string',
    multiple: true,
    argument: 'HOST',
    help: 'allow http: for this host, such as keycloak:8080; may be repeated'
  }
}

/** @type {import('./run.js').Command} */
export const fetchJwks = {
  name: 'fetch-jwks',
  summary: 'Fetches a JWK Set as a verifier does, and prints it.',
  usage: 'URL | --issuer URL',
  details: `https alone, no redirects, five seconds, 64 kB. What is fetched is said on standard error.

  assay-jwt fetch-jwks https://auth.example.com/jwks
  assay-jwt fetch-jwks --issuer https://auth.example.com/ > keys.json`,
  flags: FETCH_FLAGS,
  maxArguments: 1,
  run: async (values, args) => {
    const { text, jwksUri } = await fetchFrom(values, args)
    const jwks = readJwkSet(text)
    say(jsonText(values.json ? { jwksUri, jwks } : jwks))
    complain(errorPaint.dim(`${jwks.keys.length} key${jwks.keys.length === 1 ? '' : 's'} from ${jwksUri}`))
    return EXIT.accepted
  }
}

/**
 * @param {Values} values
 * @param {string[]} args
 */
export function fetchFrom(values, [jwksUri]) {
  const { issuer, 'metadata-url': metadataUrl } = values
  const insecure = {
    allowInsecureLoopback: values['insecure-loopback'],
    allowInsecureHosts: values['insecure-host']
  }
  if ((jwksUri === undefined) === (issuer === undefined)) {
    throw new UsageError('one place is needed: the URL of a JWK Set, or --issuer', 'see: assay-jwt fetch-jwks --help')
  }
  if (jwksUri !== undefined && !isUrl(jwksUri)) {
    throw new UsageError(
      'the argument must be the URL of a JWK Set',
      'for keys in a file: assay-jwt lint-jwks FILE shows them, and --jwks FILE verifies with them'
    )
  }
  const request = { jwksUri, issuer, metadataUrl, ...insecure }
  if (issuer !== undefined) {
    const asked = metadataUrl === undefined ? discoveryUrls(issuer, insecure) : [metadataUrl]
    complain(errorPaint.dim(`asking ${asked.join(', then ')}`))
  }
  return fetchKeys(request)
}
