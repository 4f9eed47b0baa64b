import { z } from 'zod'
import { AppError } from '../../errors.ts'
import { parseModelJson } from '../model-description.ts'
import { parseAddress } from '../network/http-request.ts'

const description = z.object({
  kind: z.literal('endpoint'),
  name: z.string().min(1),
  protocol: z.enum(['openai', 'ollama']),
  /** Address of the server: host, or with the path of its API. */
  url: z.string(),
  /** The server's name for the model. */
  model: z.string().min(1),
  dimensions: z.number().int().min(1).max(16_384),
  /** Environment variable that holds the key; absent: none is sent. */
  keyVariable: z.string().min(1).optional(),
  queryPrefix: z.string().default(''),
  passagePrefix: z.string().default(''),
  /** A longer text is sent in parts and is their mean. */
  maxCharacters: z.number().int().min(100).max(1_000_000).default(6000),
  licence: z.string().default("the server's"),
  languages: z.array(z.string()).default([]),
})

/** What model.json says of a model behind an address. */
export type EndpointDescription = z.infer<typeof description>

/** null where model.json is of another kind. @throws AppError `model-mismatch` naming the key that is wrong */
export function parseEndpoint(text: string): EndpointDescription | null {
  const raw = parseModelJson('model.json', text)
  if (typeof raw !== 'object' || raw === null || !('kind' in raw) || raw.kind !== 'endpoint') return null
  const parsed = description.safeParse(raw)
  if (parsed.success) return parsed.data
  throw new AppError('model-mismatch', `model.json is not as expected: ${z.prettifyError(parsed.error)}`)
}

/** Whether an address is on this machine. */
export function isLoopback(url: string): boolean {
  const { hostname } = parseAddress(url)
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/u.test(hostname)
}
