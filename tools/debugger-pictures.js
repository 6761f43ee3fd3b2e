// Takes the docs' pictures of the debugger, in the real Chromium: light, dark and narrow.
//
//   npm run debugger:pictures

import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { launchChromium } from '../tests/support/chromium.js'
import { chooseSample, openDebugger } from '../tests/debugger/support/debugger.js'
import { buildDebugger, folder, folderPolicy } from './lib/build-debugger.js'
import { root, runMain } from './lib/command.js'
import { serveFolder } from './lib/serve-folder.js'
import { step } from './lib/steps.js'

const directory = join(root, 'examples/browser-debugger/pictures')

/** @type {readonly { name: string, width: number, height: number, scheme: string, sample: string }[]} */
const pictures = [
  { name: 'light', width: 1440, height: 1130, scheme: 'light', sample: 'Expired' },
  { name: 'dark', width: 1440, height: 1130, scheme: 'dark', sample: 'A member twice' },
  { name: 'narrow', width: 390, height: 1130, scheme: 'light', sample: 'An accepted token' }
]

async function main() {
  mkdirSync(directory, { recursive: true })
  await buildDebugger()
  const server = await serveFolder({ folder, policy: folderPolicy })
  const { browser, close } = await launchChromium()
  try {
    for (const picture of pictures) await step(`${picture.name}.png`, () => take(browser, server.url, picture))
  } finally {
    await close()
    await server.close()
  }
}

/**
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} url
 * @param {typeof pictures[number]} picture
 */
async function take(browser, url, { name, width, height, scheme, sample }) {
  const { page } = await openDebugger(browser, url)
  await page.emulateMediaFeatures([
    { name: 'prefers-color-scheme', value: scheme },
    { name: 'prefers-reduced-motion', value: 'reduce' }
  ])
  await page.setViewport({ width, height })
  await page.waitForFunction(() => !document.querySelector('#offline')?.hasAttribute('hidden'))
  await chooseSample(page, sample)
  await page.screenshot({ path: join(directory, `${name}.png`) })
  await page.close()
}

await runMain(main)
