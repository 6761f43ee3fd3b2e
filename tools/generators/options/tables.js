import { groups } from '../../../tables/options.js'
import { defaultText, meaning } from './words.js'

/** The tables of options in docs/: the options of these types, in one table. @type {{ [section: string]: string[] }} */
const tables = {
  'guard-options': ['DecisionOptions', 'AnswerOptions'],
  'verifier-options': ['VerifierOptions'],
  'dpop-options': ['DpopOptions'],
  'rate-limit-options': ['RateLimitOptions'],
  'token-cache-options': ['TokenCacheOptions'],
  'jwks-cache-options': ['JwksCacheOptions']
}

/** @returns {{ [section: string]: string[][] }} rows of cells, the head first */
export function optionTables() {
  return Object.fromEntries(
    Object.entries(tables).map(([section, types]) => {
      const rows = types.flatMap((type) => Object.entries(groups[type].rows))
      const cells = rows.map(([name, row]) => [`\`${name}\``, meaning(row), defaultText(row)])
      return [section, [['option', 'meaning', 'default'], ...cells]]
    })
  )
}
