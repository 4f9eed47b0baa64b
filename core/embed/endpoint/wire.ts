/* What the two kinds of servers are asked and how they answer. */
import { z } from 'zod'
import { unreachable } from '../../errors.ts'
import { parseAddress } from '../network/http-request.ts'

/** `openai`: POST /v1/embeddings, as many servers have it; `ollama`: POST /api/embed. */
export type Protocol = 'openai' | 'ollama'

const openaiAnswer = z.object({
  data: z.array(z.object({ index: z.int().nonnegative(), embedding: z.array(z.number()) })),
})
const ollamaAnswer = z.object({ embeddings: z.array(z.array(z.number())) })
const openaiError = z.object({ error: z.object({ message: z.string() }) })
const ollamaError = z.object({ error: z.string() })

/** Where to post: a person names a host, a path like /v1, or the whole. */
export function endpointAddress(protocol: Protocol, url: string): string {
  const address = parseAddress(url)
  const [last, full] = protocol === 'openai' ? ['/embeddings', '/v1/embeddings'] : ['/api/embed', '/api/embed']
  const path = address.pathname.replace(/\/+$/u, '')
  if (!path.endsWith(last)) address.pathname = path === '' ? full : `${path}${last}`
  return address.href
}

/** The body of a request for the embeddings of `input`, as JSON. */
export function askBody(model: string, input: readonly string[]): string {
  // Both take the same; encoding_format is what openai's would otherwise choose by itself.
  return JSON.stringify({ model, input, encoding_format: 'float' })
}

/** One embedding an input, in their order; null where the answer has another form or number. */
export function parseAnswer(protocol: Protocol, raw: unknown, count: number): readonly (readonly number[])[] | null {
  const embeddings = embeddingsOf(protocol, raw)
  return embeddings !== null && embeddings.length === count ? embeddings : null
}

function embeddingsOf(protocol: Protocol, raw: unknown): readonly (readonly number[])[] | null {
  switch (protocol) {
    case 'openai': {
      const parsed = openaiAnswer.safeParse(raw)
      if (!parsed.success) return null
      const sorted = parsed.data.data.toSorted((a, b) => a.index - b.index)
      return sorted.every(({ index }, i) => index === i) ? sorted.map(({ embedding }) => embedding) : null
    }
    case 'ollama':
      return ollamaAnswer.safeParse(raw).data?.embeddings ?? null
    default:
      return unreachable(protocol)
  }
}

/** What the server says about an error; '' where it says nothing we know. */
export function parseError(text: string): string {
  try {
    const raw: unknown = JSON.parse(text)
    return openaiError.safeParse(raw).data?.error.message ?? ollamaError.safeParse(raw).data?.error ?? ''
  } catch {
    return ''
  }
}
