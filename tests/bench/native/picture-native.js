// native.svg: one group of bars for each algorithm, in the look of bench.svg.

import { fixed, style, text } from '../svg.js'

/** @import { NativeResults } from './bench-native.js' */
/** @import { Summary } from '../statistics.js' */

/** In this order, and with these names. @type {Record<string, string>} */
const labels = {
  assay: 'assay-jwt, native',
  'jwt-cpp': 'jwt-cpp',
  jwt_verify_lib: 'jwt_verify_lib',
  libjwt: 'libjwt',
  cjose: 'cjose',
  openssl: 'OpenSSL, signature alone'
}

const layout = { width: 900, margin: 20, labelWidth: 220, valueWidth: 100, row: 18, header: 92 }

/**
 * @param {NativeResults} results
 * @returns {string} SVG
 */
export function drawNativePicture(results) {
  const { width, margin, header, row } = layout
  const algorithms = Object.keys(results.cases)
  const largest = Math.max(...algorithms.flatMap((name) => Object.values(results.cases[name].new).map(({ us }) => us)))
  let y = header
  const drawn = algorithms.flatMap((algorithm) => {
    const rows = Object.entries(labels).filter(([id]) => id in results.cases[algorithm].new)
    const lines = [
      `  <line class="rule" x1="${margin}" y1="${y}" x2="${width - margin}" y2="${y}"/>`,
      `  ${text(margin, y + 19, algorithm, 'runtime')}`,
      ...rows.map(([id, label], index) =>
        drawBar(id, withVersion(id, label, results), results.cases[algorithm].new[id], y + 28 + index * row, largest)
      )
    ]
    y += 28 + rows.length * row + 14
    return lines
  })
  const height = y + 26
  const title = 'Processor time of one verification in C++, in µs'
  const { date, machine } = results
  const footer = `${date} · ${machine.cpu.replaceAll(/\((R|TM)\)/g, '')}, ${machine.cores} cores, load average ${machine.load} before the run`
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="t">
  <title id="t">${title}</title>
  <style>${style}
  </style>
  <rect class="page" x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="6"/>
  ${text(margin, 30, title, 'title')}
  ${text(margin, 50, 'Every token new; signature, algorithm, issuer, audience and expiry are checked. One process, in turns, one call after the other.', 'muted')}
  ${text(margin, 67, 'Bar: median. Line: from the 10th to the 90th percentile. Factor: compared with assay-jwt.', 'muted')}
${drawn.join('\n')}
  ${text(margin, height - 16, footer, 'muted')}
</svg>
`
}

/** @param {string} id @param {string} label @param {NativeResults} results */
const withVersion = (id, label, { versions }) => (id in versions ? `${label} (${versions[id]})` : label)

/**
 * @param {string} id
 * @param {string} label
 * @param {Summary} summary
 * @param {number} y
 * @param {number} largest
 */
function drawBar(id, label, { us, p10, p90, ratio }, y, largest) {
  const { width, margin, labelWidth, valueWidth, row } = layout
  const kind = id === 'assay' ? 'ours' : id === 'openssl' ? 'primitive' : 'other'
  const start = margin + labelWidth
  const room = width - margin - valueWidth - start
  const at = (/** @type {number} */ value) => start + room * Math.min(1, value / largest)
  const weight = kind === 'ours' ? 'bold' : ''
  const middle = y + row / 2
  return [
    `  ${text(margin + 8, y + 13, label, weight)}`,
    `  <rect class="${kind}" x="${start}" y="${y + 3}" width="${fixed(at(us) - start)}" height="${row - 5}" rx="1.5"/>`,
    `  <line class="spread" x1="${fixed(at(p10))}" y1="${middle}" x2="${fixed(at(p90))}" y2="${middle}"/>`,
    `  ${text(width - margin - 50, y + 13, us.toFixed(us >= 100 ? 0 : 1), weight, 'end')}`,
    `  ${text(width - margin, y + 13, ratio === null ? '' : `${ratio.toFixed(2)}×`, 'muted', 'end')}`
  ].join('\n')
}
