import { oneOf } from '../options/option-checks.js'
import { invalidOption } from '../shared/error.js'
import { checkParameters, claimsOption, matching, oneOrMore } from './parameters.js'

/** @import { Claims } from './parameters.js' */
/** @import { VerifierOptions } from '../shared/types.js' */

/**
 * Tokens of an Amazon Cognito user pool. An access token has no "aud": "client_id" says for which app client it is.
 * https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-tokens-verifying-a-jwt.html
 * @param {object} parameters
 * @param {string} parameters.region the pool's: 'eu-central-1'
 * @param {string} parameters.userPoolId 'eu-central-1_AbCdEf123'
 * @param {'access' | 'id'} parameters.tokenUse which tokens: an API takes access tokens
 * @param {string | readonly string[]} parameters.clientId the app clients whose tokens are taken
 * @param {Claims} [parameters.claims] other claims to check
 * @returns {VerifierOptions}
 */
export function cognito(parameters) {
  const { region, userPoolId, tokenUse, clientId, claims } = checkParameters('cognito', parameters, {
    region: [
      matching(/^[a-z]+(-[a-z]+)+-\d+$/, 'must be an AWS region, such as "eu-central-1"'),
      undefined,
      'the region'
    ],
    userPoolId: [
      matching(/^[a-z0-9-]+_[A-Za-z0-9]+$/, 'must be the ID of a user pool, such as "eu-central-1_AbCdEf123"'),
      undefined,
      'the ID of the user pool'
    ],
    tokenUse: [oneOf('access', 'id'), undefined, "'access' for an API, 'id' for ID tokens"],
    clientId: [
      oneOrMore,
      undefined,
      'the app clients whose tokens are taken. Without it, tokens of every client of the pool would pass'
    ]
  })
  if (!userPoolId.startsWith(`${region}_`)) {
    throw invalidOption('cognito.userPoolId', `must begin with the region: "${region}_"`)
  }
  const issuer = `https://cognito-idp.${region}.amazonaws.com/${userPoolId}`
  const isAccess = tokenUse === 'access'
  return {
    issuer,
    audience: isAccess ? null : clientId,
    jwksUri: `${issuer}/.well-known/jwks.json`,
    ...claimsOption('cognito', { token_use: tokenUse, client_id: isAccess ? clientId : undefined }, claims)
  }
}
