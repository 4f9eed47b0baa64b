import { z } from 'zod'

/** The WebSocket's subprotocol; its number rises when the messages change. */
export const protocolName = 'leantern.1'

/** A window's request; name and ask are checked by whoever answers. */
export interface BridgeMessage {
  readonly id: number
  readonly name: unknown
  readonly ask: unknown
}

const schema = z.strictObject({ id: z.int().min(0), name: z.unknown(), ask: z.unknown().optional() })

/** Null for anything that is not a message of ours. */
export function parseBridgeMessage(text: string): BridgeMessage | null {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    return null
  }
  const result = schema.safeParse(raw)
  if (!result.success) return null
  const { id, name, ask } = result.data
  return { id, name, ask }
}
