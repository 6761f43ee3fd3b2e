// What of Workers' own module is used. Older runtimes lack it.
declare module 'cloudflare:workers' {
  export const waitUntil: ((promise: Promise<unknown>) => void) | undefined
}
