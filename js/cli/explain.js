import { inspectToken } from '../debug/index.js'
import { EXIT, exitCodeOf } from './exit-code.js'
import { wordsFor } from './flag-words.js'
import { POLICY_FLAGS, prepareForToken } from './policy.js'
import { proofText } from './possession.js'
import { complainOf, TOKEN_FLAGS } from './read-input.js'
import { marksText, partText, reportText } from './report-text.js'
import { jsonText, paint, say, text } from './terminal.js'

/** @type {import('./run.js').Command} */
export const explain = {
  name: 'explain',
  summary: 'Says why a token is accepted or refused, check by check.',
  usage: '--issuer URL --audience NAME [options] [file]',
  details: `Decides as verify does, and goes on behind the first failure. The exit code is that of verify.

  assay-jwt explain --policy policy.json < token.txt
  assay-jwt explain --policy policy.json < curl-with-dpop-proof.txt`,
  flags: { ...POLICY_FLAGS, ...TOKEN_FLAGS },
  maxArguments: 1,
  run: async (values, args) => {
    const { verifier, call, jwt, notes } = await prepareForToken(values, args)
    try {
      const report = await verifier.explain(jwt, call)
      const { marks } = inspectToken(jwt)
      const now = call.now ?? Date.now() / 1000
      if (values.json) say(jsonText({ ...report, notes: [...report.notes, ...notes], marks }))
      else {
        complainOf(notes)
        const unproven = report.signatureVerified ? '' : paint.red(' (not proven: the signature is not verified)')
        say(reportText(report, wordsFor(values, POLICY_FLAGS)))
        say(text`\n${paint.bold('Header')}${unproven}\n${partText(report.header, now)}`)
        say(text`\n${paint.bold('Claims')}${unproven}\n${partText(report.claims, now)}${marksText(marks)}`)
        if (report.proof) say(proofText(report.proof, wordsFor(values, POLICY_FLAGS), now))
      }
      return report.error === undefined ? EXIT.accepted : exitCodeOf(report.error)
    } finally {
      verifier.dispose()
    }
  }
}
