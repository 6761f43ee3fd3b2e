// The picture of the cold starts: stacked bars by runtime, as an SVG for light and dark pages.

import { fixed, style, text } from '../svg.js'
import { coldRows, referenceId } from './contestants.js'

/** @import { ColdResults, PlaceReport } from './results-cold.js' */
/** @import { ColdSummary } from './summary.js' */

/** @typedef {{ label: string, ours: boolean, parts: number[], toFirst: number, factor: number | null }} Bar parts: ms */

const caseId = 'rs256'
const partNames = ['import', 'preparation', 'first verification', 'tokens 2 to 162']
const layout = {
  ...{ width: 900, margin: 20, gap: 30, labelWidth: 184, valueWidth: 86, row: 16, header: 116, panelHead: 28 }
}
const panelWidth = (layout.width - 2 * layout.margin - layout.gap) / 2

const shades = `
    .part0 { opacity: 0.4 }
    .part1 { opacity: 0.6 }
    .part2 { opacity: 1 }
    .part3 { opacity: 0.25 }`

/**
 * @param {ColdResults} results
 * @returns {string} SVG
 */
export function drawColdPicture(results) {
  const places = results.places.filter(({ cases }) => cases[caseId])
  /** @type {string[]} */
  const drawn = []
  let y = layout.header
  for (let index = 0; index < places.length; index += 2) {
    const pair = places.slice(index, index + 2).map((place) => ({ place, bars: barsOf(place) }))
    pair.forEach(({ place, bars }, column) => {
      drawn.push(drawPanel(place, bars, layout.margin + column * (panelWidth + layout.gap), y))
    })
    y += layout.panelHead + Math.max(...pair.map(({ bars }) => bars.length)) * layout.row + 14
  }
  const height = y + 26
  const title = 'From nothing to the first verdict and to the 162nd, in ms'
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${layout.width} ${height}" width="${layout.width}" height="${height}" role="img" aria-labelledby="t">
  <title id="t">${title}</title>
  <style>${style}${shades}
  </style>
  <rect class="page" x="0.5" y="0.5" width="${layout.width - 1}" height="${height - 1}" rx="6"/>
${head(title)}
${drawn.join('\n')}
  ${text(layout.margin, height - 16, footer(results), 'muted')}
</svg>
`
}

/** @param {string} title */
function head(title) {
  const { margin } = layout
  const lines = [
    'RS256, 2048 bits, keys at hand, every token new; one verification after the other. Each runtime has its own scale.',
    'Number: ms until the first verdict. Factor: compared with jose. On workerd: the first request, less an empty Worker’s.'
  ]
  const key = partNames.map((name, part) => {
    const x = margin + 140 * part
    return `  <rect class="ours part${part}" x="${x}" y="84" width="11" height="11" rx="1.5"/>\n  ${text(x + 17, 94, name)}`
  })
  return [
    `  ${text(margin, 30, title, 'title')}`,
    ...lines.map((line, index) => `  ${text(margin, 50 + 17 * index, line, 'muted')}`),
    ...key
  ].join('\n')
}

/** @param {ColdResults} results */
function footer({ date, rounds, machine: { cpu, cores, load } }) {
  const machine = `${cpu.replaceAll(/\((R|TM)\)/g, '')}, ${cores} cores, load average ${load} before the run`
  return `${date} · medians of ${rounds} cold starts · ${machine}`
}

/**
 * @param {PlaceReport} place
 * @returns {Bar[]}
 */
function barsOf({ cases, outside }) {
  const { rows } = cases[caseId]
  const reference = rows[referenceId]?.marks.toFirst
  return coldRows.flatMap(({ id, label, libraries, ours = false }) => {
    if (!rows[id] || !libraries) return []
    const { toFirst } = rows[id].marks
    return [{ label, ours, parts: partsOf(rows[id], outside), toFirst, factor: reference ? toFirst / reference : null }]
  })
}

/**
 * @param {ColdSummary} summary
 * @param {boolean} outside the import is no part of the first request
 * @returns {number[]} ms, by partNames
 */
export function partsOf({ marks, steps, warmUp }, outside) {
  const imported = outside ? 0 : marks.import
  const prepared = outside ? Math.min(marks.prepare, marks.toFirst) : marks.create + marks.prepare
  const first = marks.toFirst - imported - prepared
  return [imported, prepared, first, steps[0] / 1000 + (warmUp ?? 0)].map((ms) => Math.max(0, ms))
}

/** @param {readonly number[]} values */
const sum = (values) => values.reduce((total, value) => total + value, 0)

/**
 * @param {PlaceReport} place
 * @param {Bar[]} bars
 * @param {number} x
 * @param {number} top
 */
function drawPanel({ label, version }, bars, x, top) {
  const name = label.startsWith('Node')
    ? `Node ${version}`
    : label.replace(/^\w+/, (browser) => `${browser} ${version}`)
  const largest = Math.max(...bars.map(({ parts }) => sum(parts)))
  return [
    `  <line class="rule" x1="${x}" y1="${top}" x2="${x + panelWidth}" y2="${top}"/>`,
    `  ${text(x, top + 19, name, 'runtime')}`,
    ...bars.map((bar, index) => drawBar(bar, x, top + layout.panelHead + index * layout.row, largest))
  ].join('\n')
}

/**
 * @param {Bar} bar
 * @param {number} x
 * @param {number} y
 * @param {number} largest
 */
function drawBar({ label, ours, parts, toFirst, factor }, x, y, largest) {
  const scale = (panelWidth - layout.labelWidth - layout.valueWidth) / largest
  const weight = ours ? 'bold' : ''
  let start = x + layout.labelWidth
  const drawn = parts.map((ms, part) => {
    const width = ms * scale
    const box = `x="${fixed(start)}" y="${y + 3}" width="${fixed(width)}" height="${layout.row - 5}"`
    start += width
    return `  <rect class="${ours ? 'ours' : 'other'} part${part}" ${box}/>`
  })
  const right = x + panelWidth
  return [
    `  ${text(x + 8, y + 12, label, weight)}`,
    ...drawn,
    `  ${text(right - 44, y + 12, toFirst >= 100 ? toFirst.toFixed(0) : toFirst.toFixed(1), weight, 'end')}`,
    `  ${text(right, y + 12, factor === null ? '' : `${factor.toFixed(2)}×`, 'muted', 'end')}`
  ].join('\n')
}
