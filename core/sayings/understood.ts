/*
 * What an English sentence of core was made of. Libraries keep why a file has no text as its English sentence, those that were made
 * before sentences had codes too: so it is taken apart again.
 */
import type { Saying, SayingValue } from '../types.ts'
import { slotPattern, type SentenceText } from './fill.ts'
import { sentences } from './say.ts'

interface Shape {
  readonly code: string
  /** What the sentence begins with, whatever its values. */
  readonly beginning: string
  readonly pattern: RegExp
  readonly numbers: ReadonlySet<string>
  /** Of a form for a number that does not say it. */
  readonly count: number | null
  readonly letters: number
}

/** Sentences with less that is always the same could be anything. */
const leastLetters = 10
const mostKept = 1_000

let shapes: readonly Shape[] | null = null
const kept = new Map<string, Saying | null>()

/** null where it is none of core's sentences. */
export function understood(text: string): Saying | null {
  const known = kept.get(text)
  if (known !== undefined) return known
  const found = partsOf(text)
  if (kept.size >= mostKept) kept.clear()
  kept.set(text, found)
  return found
}

function partsOf(text: string): Saying | null {
  shapes ??= Object.entries(sentences)
    .flatMap(shapesOf)
    .toSorted((a, b) => b.letters - a.letters)
  for (const { code, beginning, pattern, numbers, count } of shapes) {
    const groups = text.startsWith(beginning) ? pattern.exec(text) : null
    if (groups === null) continue
    const params: Record<string, SayingValue> = count === null ? {} : { count }
    for (const [name, value] of Object.entries(groups.groups ?? {}))
      params[name] = numbers.has(name) ? Number(value.replaceAll(',', '')) : (understood(value) ?? value)
    return { code, params, text }
  }
  return null
}

function shapesOf([code, text]: readonly [string, SentenceText]): Shape[] {
  const forms = typeof text === 'string' ? [['other', text] as const] : Object.entries(text)
  return forms.flatMap(([form, sentence]) => shapeOf(code, form, sentence))
}

function shapeOf(code: string, form: string, sentence: string): Shape[] {
  const letters = sentence.replaceAll(slotPattern, '').length
  if (letters < leastLetters) return []
  const numbers = new Set<string>()
  const named = new Set<string>()
  let pattern = ''
  let end = 0
  for (const { 0: slot, 1: name, 2: isNumber, index } of sentence.matchAll(slotPattern)) {
    pattern += escaped(sentence.slice(end, index))
    if (named.has(name)) pattern += `\\k<${name}>`
    else pattern += `(?<${name}>${isNumber === undefined ? '[\\s\\S]+?' : '-?[\\d,]+(?:\\.\\d+)?'})`
    if (isNumber !== undefined) numbers.add(name)
    named.add(name)
    end = index + slot.length
  }
  pattern += escaped(sentence.slice(end))
  const beginning = sentence.slice(0, sentence.search(/\{\w+(?::n)?\}|$/u))
  const count = form === 'one' && !named.has('count') ? 1 : null
  return [{ code, beginning, pattern: new RegExp(`^${pattern}$`, 'u'), numbers, count, letters }]
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&')
}
