import { timingSafeEqual } from 'node:crypto'
import { protocolName } from './bridge-messages.ts'

/** The token of a WebSocket's `Sec-WebSocket-Protocol: <protocol>, <token>`; a browser can send no other header. */
export function tokenOf(header: string | undefined): string {
  const [protocol, token = '', ...rest] = (header ?? '').split(',').map((part) => part.trim())
  return protocol === protocolName && rest.length === 0 ? token : ''
}

/** Compares in a time that tells nothing about where the texts differ. */
export function isSameText(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)]
  return a.byteLength === b.byteLength && timingSafeEqual(a, b)
}
