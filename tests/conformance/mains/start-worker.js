// A page that starts a module worker. It needs no inline code, as its policy allows none.

new Worker(`/mains/page.js${location.search}`, { type: 'module' })
