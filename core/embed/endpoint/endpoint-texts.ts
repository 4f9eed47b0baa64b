/* Inputs as the texts of requests. */
import type { EncoderInput } from '../windows.ts'
import type { EndpointDescription } from './endpoint-description.ts'

/** Texts and characters of one request. */
const mostTexts = 64
const mostCharacters = 100_000

/** Part of an input that goes in one text. */
export interface Part {
  readonly row: number
  readonly text: string
  readonly weight: number
}

/** The parts of all inputs, by request. */
export function* requestsOf(
  inputs: readonly EncoderInput[],
  endpoint: EndpointDescription,
): Generator<readonly Part[]> {
  let batch: Part[] = []
  let characters = 0
  for (const [row, input] of inputs.entries()) {
    for (const part of partsOf(input, row, endpoint)) {
      if (batch.length === mostTexts || (batch.length > 0 && characters + part.text.length > mostCharacters)) {
        yield batch
        batch = []
        characters = 0
      }
      batch.push(part)
      characters += part.text.length
    }
  }
  if (batch.length > 0) yield batch
}

/** The text in as few parts as hold it, of nearly the same length, each with prefix and header in front; none for white space. */
function* partsOf(
  { header, text, use }: EncoderInput,
  row: number,
  { queryPrefix, passagePrefix, maxCharacters }: EndpointDescription,
): Generator<Part> {
  if (!/\S/u.test(header + text)) return
  const prefix = use === 'query' ? queryPrefix : passagePrefix
  const fits = prefix.length + header.length + 1 + text.length <= maxCharacters
  const shown = fits ? header : header.slice(0, Math.floor(maxCharacters / 4))
  const lead = prefix + (shown === '' ? '' : `${shown}\n`)
  const count = Math.max(1, Math.ceil(text.length / Math.max(1, maxCharacters - lead.length)))
  for (let i = 0; i < count; i++) {
    const part = text.slice(Math.floor((text.length * i) / count), Math.floor((text.length * (i + 1)) / count))
    yield { row, text: (lead + part).toWellFormed(), weight: lead.length + part.length }
  }
}
