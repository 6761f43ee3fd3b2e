// The picture that docs/ shows: bars grouped by runtime, as an SVG for light and dark pages.

import { cases, curveAlgorithms, rows } from './contestants.js'
import { fixed, style, text } from './svg.js'

/** @import { Results, RuntimeReport } from './results.js' */
/** @import { Summary } from './statistics.js' */

/** @typedef {{ label: string, summary: Summary, kind: 'ours' | 'other' | 'primitive' }} Bar */

const [{ id: uncachedCase }] = cases
const shown = [
  ...['assay-sync', 'assay-async', 'jose', 'oauth4webapi', 'hono', 'aws-sync', 'aws-async', 'fast-jwt'],
  ...['jsonwebtoken', 'crypto-verify', 'subtle-verify']
]
// Without noble: beside 20 times our time nothing else could be read.
const shownCurves = ['assay-sync', 'jose', 'fast-jwt', 'crypto-verify', 'subtle-verify']
const shownRepeated = ['assay-sync', 'jose', 'fast-jwt-cache']

const layout = {
  width: 900,
  margin: 20,
  gap: 30,
  labelWidth: 172,
  valueWidth: 86,
  row: 16,
  header: 92,
  panelHead: 28,
  sectionHead: 58
}
const panelWidth = (layout.width - 2 * layout.margin - layout.gap) / 2

/**
 * @param {Results} results
 * @returns {string} SVG
 */
export function drawPicture(results) {
  const [rsaPanels, curves] = [makePanel, makeCurvePanel].map((make) =>
    results.runtimes.map(make).filter(({ groups }) => groups.length > 0)
  )
  const rsa = drawPanels(rsaPanels, layout.header)
  let y = rsa.bottom
  const drawn = rsa.drawn
  if (curves.length > 0) {
    drawn.push(sectionHead(y))
    const section = drawPanels(curves, y + layout.sectionHead)
    drawn.push(...section.drawn)
    y = section.bottom
  }
  const height = y + 26
  const title = 'Time of one verification on each runtime, in µs'
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${layout.width} ${height}" width="${layout.width}" height="${height}" role="img" aria-labelledby="t">
  <title id="t">${title}</title>
  <style>${style}
  </style>
  <rect class="page" x="0.5" y="0.5" width="${layout.width - 1}" height="${height - 1}" rx="6"/>
${head(title, rsaPanels.length > 0)}
${drawn.join('\n')}
  ${text(layout.margin, height - 16, footer(results), 'muted')}
</svg>
`
}

/**
 * @param {Panel[]} panels
 * @param {number} top
 * @returns {{ drawn: string[], bottom: number }} in two columns
 */
function drawPanels(panels, top) {
  let y = top
  /** @type {string[]} */
  const drawn = []
  for (let index = 0; index < panels.length; index += 2) {
    const pair = panels.slice(index, index + 2)
    pair.forEach((panel, column) => {
      drawn.push(drawPanel(panel, layout.margin + column * (panelWidth + layout.gap), y))
    })
    y += Math.max(...pair.map(heightOf)) + 14
  }
  return { drawn, bottom: y }
}

/** @param {number} top */
function sectionHead(top) {
  const { margin } = layout
  const line =
    'One key that has verified before, a token of 500 bytes, every token new. Each algorithm of a runtime has its own scale.'
  return `  ${text(margin, top + 24, 'Elliptic curves', 'title')}\n  ${text(margin, top + 43, line, 'muted')}`
}

/** @param {string} title @param {boolean} hasRsa */
function head(title, hasRsa) {
  const { margin } = layout
  const lines = [
    `${hasRsa ? 'RS256, 2048 bits, a token of 900 bytes; issuer' : 'Issuer'}, audience and expiry are checked; one call after the other.`,
    'Bar: median. Line: from the 10th to the 90th percentile. Factor: compared with assay-jwt’s verifySync. Each runtime has its own scale.'
  ]
  return [
    `  ${text(margin, 30, title, 'title')}`,
    ...lines.map((line, index) => `  ${text(margin, 50 + 17 * index, line, 'muted')}`)
  ].join('\n')
}

/** @param {Results} results */
function footer({ date, machine: { cpu, cores, load } }) {
  return `${date} · ${cpu.replaceAll(/\((R|TM)\)/g, '')}, ${cores} cores, load average ${load} before the run`
}

/** @typedef {{ name: string, groups: Group[] }} Panel */

/** @typedef {{ title: string, bars: Bar[], largest: number }} Group largest: the bar that takes all the room, in µs */

/**
 * @param {RuntimeReport} runtime
 * @returns {Panel}
 */
function makePanel(runtime) {
  const { cases: measured } = runtime
  const groups = [
    { title: 'every token new', bars: barsOf(measured[uncachedCase]?.rows, shown) },
    { title: 'a repeated token', bars: barsOf(measured.repeated?.rows, shownRepeated) }
  ].filter(({ bars }) => bars.length > 0)
  const largest = largestOf(groups.flatMap(({ bars }) => bars))
  return { name: nameOf(runtime), groups: groups.map((group) => ({ ...group, largest })) }
}

/**
 * @param {RuntimeReport} runtime
 * @returns {Panel} one group for each algorithm: ES512 takes ten times what ES256 takes
 */
function makeCurvePanel(runtime) {
  const groups = curveAlgorithms.map((title) => {
    const bars = barsOf(runtime.cases[title.toLowerCase()]?.rows, shownCurves)
    return { title, bars, largest: largestOf(bars) }
  })
  return { name: nameOf(runtime), groups: groups.filter(({ bars }) => bars.length > 0) }
}

/** @param {RuntimeReport} runtime */
const nameOf = ({ label, version }) => (label.startsWith('Node') ? `Node ${version}` : `${label} ${version}`)

/** @param {Bar[]} bars */
const largestOf = (bars) => Math.max(...bars.map(({ summary }) => summary.us))

/**
 * @param {Record<string, Summary> | undefined} found
 * @param {readonly string[]} ids
 * @returns {Bar[]}
 */
function barsOf(found, ids) {
  return ids.flatMap((id) => {
    const row = rows.find((each) => each.id === id)
    // One bar for aws-jwt-verify: the synchronous one, where it has it.
    if (!row || !found?.[id] || (id === 'aws-async' && found['aws-sync'])) return []
    const kind = row.ours ? 'ours' : row.primitive ? 'primitive' : 'other'
    return [{ label: row.label, summary: found[id], kind: /** @type {Bar['kind']} */ (kind) }]
  })
}

/** @param {Panel} panel */
function heightOf({ groups }) {
  return layout.panelHead + groups.reduce((sum, { bars }) => sum + (bars.length + 1) * layout.row, 0)
}

/**
 * @param {Panel} panel
 * @param {number} x
 * @param {number} top
 * @returns {string}
 */
function drawPanel({ name, groups }, x, top) {
  const lines = [
    `  <line class="rule" x1="${x}" y1="${top}" x2="${x + panelWidth}" y2="${top}"/>`,
    `  ${text(x, top + 19, name, 'runtime')}`
  ]
  let y = top + layout.panelHead
  for (const { title, bars, largest } of groups) {
    lines.push(`  ${text(x, y + 11, title, 'muted')}`)
    y += layout.row
    for (const bar of bars) {
      lines.push(drawBar(bar, x, y, largest))
      y += layout.row
    }
  }
  return lines.join('\n')
}

/**
 * @param {Bar} bar
 * @param {number} x
 * @param {number} y
 * @param {number} largest
 * @returns {string}
 */
function drawBar({ label, summary: { us, p10, p90, ratio }, kind }, x, y, largest) {
  const room = panelWidth - layout.labelWidth - layout.valueWidth
  const start = x + layout.labelWidth
  const at = (/** @type {number} */ value) => start + room * Math.min(1, value / largest)
  const number = us >= 10 ? us.toFixed(0) : us.toFixed(1)
  const factor = ratio === null ? '' : `${ratio >= 10 ? ratio.toFixed(0) : ratio.toFixed(2)}×`
  const weight = kind === 'ours' ? 'bold' : ''
  const middle = y + layout.row / 2
  return [
    `  ${text(x + 8, y + 12, label, weight)}`,
    `  <rect class="${kind}" x="${start}" y="${y + 3}" width="${fixed(at(us) - start)}" height="${layout.row - 5}" rx="1.5"/>`,
    `  <line class="spread" x1="${fixed(at(p10))}" y1="${middle}" x2="${fixed(at(p90))}" y2="${middle}"/>`,
    `  ${text(x + panelWidth - 44, y + 12, number, weight, 'end')}`,
    `  ${text(x + panelWidth, y + 12, factor, 'muted', 'end')}`
  ].join('\n')
}
