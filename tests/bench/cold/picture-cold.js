/** @param {import('./results-cold.js').ColdResults} _results */
export const drawColdPicture = (_results) => '<svg xmlns="http://www.w3.org/2000/svg"/>\n'
