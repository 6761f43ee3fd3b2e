// The part of Workers' own module that is used. Older runtimes lack it.
declare module 'cloudflare:workers' {
  export const waitUntil: ((promise: Promise<unknown>) => void) | undefined
}
