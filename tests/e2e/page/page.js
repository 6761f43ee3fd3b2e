// Runs in Chromium: verifies the tokens that the page server hands out, by the package's browser entry.

import { createVerifier } from '/assay-jwt.js'

/** @param {() => unknown} action */
async function outcome(action) {
  try {
    await action()
    return 'accepted'
  } catch (error) {
    const { code, reason } = /** @type {Record<string, string>} */ (error)
    return code ? `${code} ${reason}` : String(error)
  }
}

async function verifyTokens() {
  const { issuer, audience, tokens } = await (await fetch('/tokens.json')).json()
  const verifier = createVerifier({
    issuer,
    audience,
    jwksUri: `${location.origin}/jwks.json`,
    allowInsecureLoopback: true,
    clockTolerance: 0
  })
  const options = { requiredScope: 'tools:call' }
  /** @type {Record<string, string[]>} */
  const outcomes = {}
  for (const [name, token] of Object.entries(tokens)) {
    outcomes[name] = [
      await outcome(() => verifier.verify(token, options)),
      await outcome(() => verifier.verifySync(token, options))
    ]
  }
  return outcomes
}

Object.assign(globalThis, { outcomes: verifyTokens() })
