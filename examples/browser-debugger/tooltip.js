import { $ } from './dom.js'

// What a registered member means, shown on hover and focus (WAI-ARIA APG, Tooltip Pattern). Screen readers get it by
// aria-describedby of the member itself.

const gap = 8

/** @param {HTMLElement} anchor */
function show(anchor) {
  const tooltip = $('tooltip')
  tooltip.textContent = anchor.dataset.tip ?? ''
  tooltip.hidden = false
  const place = anchor.getBoundingClientRect()
  const { width, height } = tooltip.getBoundingClientRect()
  const left = Math.max(gap, Math.min(place.left, document.documentElement.clientWidth - width - gap))
  const below = place.bottom + gap + height < window.innerHeight
  tooltip.style.left = `${left + window.scrollX}px`
  tooltip.style.top = `${(below ? place.bottom + gap : place.top - height - gap) + window.scrollY}px`
}

export function hideTooltip() {
  $('tooltip').hidden = true
}

export function setUpTooltips() {
  const anchorOf = (/** @type {Event} */ { target }) =>
    target instanceof Element ? target.closest('[data-tip]') : null
  for (const [enter, leave] of [
    ['mouseover', 'mouseout'],
    ['focusin', 'focusout']
  ]) {
    document.addEventListener(enter, (event) => {
      const anchor = anchorOf(event)
      if (anchor instanceof HTMLElement) show(anchor)
    })
    document.addEventListener(leave, (event) => anchorOf(event) && hideTooltip())
  }
  document.addEventListener('keydown', ({ key }) => key === 'Escape' && hideTooltip())
}
