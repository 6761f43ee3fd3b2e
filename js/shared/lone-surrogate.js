/**
 * As a pattern of \p{Surrogate}, whose table takes an engine 0.1 ms to make.
 * @param {string} value
 * @returns {boolean} whether it has a surrogate without its other half
 */
export const hasLoneSurrogate = (value) => /[\ud800-\udfff]/u.test(value)
