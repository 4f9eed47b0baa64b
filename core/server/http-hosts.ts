import { isIP } from 'node:net'

/** By what names a server may be asked. */
export interface HostRules {
  /** Lower case, without port. */
  readonly names: readonly string[]
  readonly port: number
  /** Whether it listens on a loopback address only. */
  readonly isLoopback: boolean
  readonly isTls: boolean
}

/**
 * A page that rebinds its own name to our address still sends its own name as Host. An address in its place cannot have
 * been rebound, so away from loopback any address is taken.
 */
export function isAllowedHost(header: string | undefined, rules: HostRules): boolean {
  const host = parsedHost(header ?? '')
  if (host === null) return false
  if (rules.names.includes(host.name)) return true
  if (host.port !== rules.port) return false
  if (isLoopback(host.name)) return true
  return !rules.isLoopback && isIP(host.name) !== 0
}

/** Programs send no Origin; of pages, only those that this server could have sent. */
export function isAllowedOrigin(header: string | undefined, rules: HostRules): boolean {
  if (header === undefined) return true
  const origin = URL.parse(header)
  if (origin === null || origin.origin !== header) return false
  const isOurScheme = origin.protocol === (rules.isTls ? 'https:' : 'http:')
  if (isOurScheme && isAllowedHost(origin.host, rules)) return true
  return origin.protocol === 'https:' && rules.names.includes(origin.hostname)
}

/** Whether a host, as in an address without brackets, is this machine alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

/** As it stands in an address: IPv6 in brackets, and what stands for all addresses as one of them. */
export function originHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return isIP(host) === 6 ? `[${host}]` : host
}

function parsedHost(header: string): { readonly name: string; readonly port: number } | null {
  const match = /^(?:\[(?<six>[0-9a-f:.]+)\]|(?<name>[a-z0-9.-]+))(?::(?<port>\d{1,5}))?$/iu.exec(header)
  const name = match?.groups?.['six'] ?? match?.groups?.['name']
  if (name === undefined) return null
  return { name: name.toLowerCase(), port: Number(match?.groups?.['port'] ?? 80) }
}
