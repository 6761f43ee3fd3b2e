// The picture that docs/ shows: points on logarithmic scales, as an SVG for light and dark pages.

import { contestants } from './contestants.js'
import { percent, whole } from './table.js'

/** @import { Result } from './metrics.js' */
/** @import { SimulationResults } from './results.js' */

/**
 * @typedef {object} Panel
 * @property {string} scenario
 * @property {string} title
 * @property {(result: Result) => number} value
 * @property {(value: number) => string} show
 * @property {(value: number) => string} [unit] the same for the scale
 * @property {number} least left end of the scale, a power of ten; what is below stands there
 * @property {number} most right end
 */

/** @param {number} value a power of ten */
const compact = (value) =>
  value >= 1e6 ? `${value / 1e6}M` : value >= 1000 ? `${value / 1000}k` : String(Number(value.toPrecision(1)))
/** @param {number} share */
const compactPercent = (share) => `${compact(share * 100)} %`

/** @type {readonly Panel[]} */
const panels = [
  {
    ...{ scenario: 'day', title: 'Fetches at the authorization server, an hour' },
    ...{ value: ({ fetchesPerHour }) => fetchesPerHour, show: whole, least: 100, most: 1_000_000 }
  },
  {
    ...{ scenario: 'day', title: 'Requests that wait for a fetch' },
    ...{ value: ({ waited }) => waited, show: percent, unit: compactPercent, least: 0.0001, most: 1 }
  },
  {
    ...{ scenario: 'day', title: 'Seconds that a withdrawn key is still trusted somewhere' },
    ...{ value: ({ staleMedian }) => staleMedian, show: whole, least: 100, most: 100_000 }
  },
  {
    ...{ scenario: 'day', title: 'Good tokens refused after a rotation, of a million' },
    value: ({ refusedAfterRotation, requests }) => (refusedAfterRotation / requests) * 1e6,
    ...{ show: (value) => value.toFixed(value === 0 ? 0 : 1), least: 0.1, most: 1000 }
  },
  {
    ...{ scenario: 'outage', title: 'Good tokens refused while the server is down, 1 of 3 hours' },
    ...{ value: ({ refusedShare }) => refusedShare, show: percent, unit: compactPercent, least: 0.0001, most: 1 }
  },
  {
    ...{ scenario: 'flood', title: 'Fetches an hour under a flood of made-up key ids' },
    ...{ value: ({ fetchesPerHour }) => fetchesPerHour, show: whole, least: 100, most: 1_000_000 }
  }
]

const layout = { width: 900, margin: 20, gap: 34, labelWidth: 160, valueWidth: 58, row: 18, header: 92, panelHead: 30 }
const panelWidth = (layout.width - 2 * layout.margin - layout.gap) / 2
const panelHeight = layout.panelHead + contestants.length * layout.row + 26

const style = `
    .page { fill: #ffffff; stroke: #d1d9e0 }
    text { font: 11px -apple-system, 'Segoe UI', 'Noto Sans', Helvetica, Arial, sans-serif; fill: #1f2328 }
    .title { font-size: 15px; font-weight: 600 }
    .panel { font-size: 12px; font-weight: 600 }
    .muted { fill: #59636e }
    .bold { font-weight: 600 }
    .ours { fill: #0969da }
    .other { fill: #8c959f }
    .rule { stroke: #d1d9e0 }
    .grid { stroke: #eaeef2 }
    @media (prefers-color-scheme: dark) {
      .page { fill: #0d1117; stroke: #3d444d }
      text { fill: #e6edf3 }
      .muted { fill: #9198a1 }
      .ours { fill: #4493f8 }
      .other { fill: #7d8590 }
      .rule { stroke: #3d444d }
      .grid { stroke: #21262d }
    }`

/**
 * @param {SimulationResults} results
 * @returns {string} SVG
 */
export function drawPicture({ scenarios }) {
  const drawn = panels.map((panel, index) => {
    const found = scenarios.find(({ id }) => id === panel.scenario)?.results ?? []
    const x = layout.margin + (index % 2) * (panelWidth + layout.gap)
    return drawPanel(panel, found, x, layout.header + Math.floor(index / 2) * (panelHeight + 12))
  })
  const height = layout.header + Math.ceil(panels.length / 2) * (panelHeight + 12) + 8
  const title = 'Keys over time: a fleet of isolates, simulated'
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${layout.width} ${height}" width="${layout.width}" height="${height}" role="img" aria-labelledby="t">
  <title id="t">${title}</title>
  <style>${style}
  </style>
  <rect class="page" x="0.5" y="0.5" width="${layout.width - 1}" height="${height - 1}" rx="6"/>
  ${text(layout.margin, 30, title, 'title')}
${describe(scenarios[0])
  .map((line, index) => `  ${text(layout.margin, 50 + 17 * index, line, 'muted')}`)
  .join('\n')}
${drawn.join('\n')}
</svg>
`
}

/** @param {SimulationResults['scenarios'][number]} scenario @returns {string[]} */
function describe({ isolates, places, requestsPerSecond, isolateLife, rotationEvery, overlap, maxAge }) {
  return [
    `${whole(isolates)} isolates in ${places} places, ${requestsPerSecond} requests a second, isolates that live ${isolateLife / 60} minutes on average; a JWK Set with max-age=${maxAge}.`,
    `Every ${rotationEvery / 3600} hours a new key signs at once, and ${overlap / 60} minutes later the old one is withdrawn. Left is better; the scales are logarithmic.`
  ]
}

/**
 * @param {Panel} panel
 * @param {readonly Result[]} results
 * @param {number} x
 * @param {number} top
 * @returns {string}
 */
function drawPanel(panel, results, x, top) {
  const bottom = top + layout.panelHead + contestants.length * layout.row
  const [start, end] = [x + layout.labelWidth, x + panelWidth - layout.valueWidth]
  const lines = [
    `  <line class="rule" x1="${x}" y1="${top}" x2="${x + panelWidth}" y2="${top}"/>`,
    `  ${text(x, top + 18, panel.title, 'panel')}`
  ]
  for (let tick = panel.least; tick <= panel.most * 1.001; tick *= 10) {
    const at = fixed(position(panel, tick, start, end))
    lines.push(`  <line class="grid" x1="${at}" y1="${top + layout.panelHead}" x2="${at}" y2="${bottom}"/>`)
    lines.push(`  ${text(at, bottom + 13, (panel.unit ?? compact)(tick), 'muted', 'middle')}`)
  }
  contestants.forEach(({ id, label, kind }, index) => {
    const result = results.find((each) => each.id === id)
    if (result === undefined) return
    const value = panel.value(result)
    const y = top + layout.panelHead + index * layout.row + layout.row / 2
    const weight = kind === 'ours' ? 'bold' : ''
    lines.push(
      `  ${text(x + 8, y + 4, label, weight)}`,
      `  <circle class="${kind}" cx="${fixed(position(panel, value, start, end))}" cy="${y}" r="4.5"/>`,
      `  ${text(x + panelWidth, y + 4, panel.show(value), weight, 'end')}`
    )
  })
  return lines.join('\n')
}

/** @param {Panel} panel @param {number} value @param {number} start @param {number} end */
function position({ least, most }, value, start, end) {
  const share = Math.log(Math.max(value, least) / least) / Math.log(most / least)
  return start + (end - start) * Math.min(1, share)
}

/** @param {number} value */
const fixed = (value) => Number(value.toFixed(1))

/**
 * @param {number} x
 * @param {number} y
 * @param {string} content
 * @param {string} [className]
 * @param {'start' | 'middle' | 'end'} [anchor]
 */
function text(x, y, content, className = '', anchor = 'start') {
  const escaped = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const classes = className ? ` class="${className}"` : ''
  const alignment = anchor === 'start' ? '' : ` text-anchor="${anchor}"`
  return `<text x="${fixed(x)}" y="${fixed(y)}"${classes}${alignment}>${escaped}</text>`
}
