// What results.json holds. This file holds no code.

/** @import { Result } from './metrics.js' */
/** @import { Scenario } from './scenarios.js' */

/** @typedef {{ scenarios: (Scenario & { results: Result[] })[] }} SimulationResults */

export {}
