import { describe, expect, test } from 'vitest'
import type { DocumentTerms, Lexicon } from '../keywords/document-terms.ts'
import { chunkTerms } from './chunk-terms.ts'
import { preparedText, type Prepared, type PreparedPart } from './prepared.ts'
import { TermsReceiver, TermsSender } from './sent-terms.ts'

type TextPart = Extract<PreparedPart, { kind: 'prepared' }>

/** A part whose terms nobody counted yet. */
function uncounted(text: string): TextPart {
  const extracted = { kind: 'text', text, isOwnBytes: true, title: '', headings: [] } as const
  const options = { name: 'tea.txt', size: text.length, hash: 1n, wantsText: false, source: 'folder' } as const
  return { ...preparedText(extracted, options), part: 'tea' }
}

/** A part whose terms are all that the lexicon has by now. */
function partOf(lexicon: Lexicon): TextPart {
  const prepared = uncounted('Tea.')
  return {
    ...prepared,
    terms: { ...chunkTerms(prepared), lexicon, vocabulary: Uint32Array.from(lexicon.terms.keys()) },
  }
}

function termsOf(part: PreparedPart | Prepared): DocumentTerms {
  if (part.kind !== 'prepared' || part.terms === null) throw new Error('Expected a text with its terms')
  return part.terms
}

function wordsOf(part: PreparedPart | Prepared): string[] {
  const { lexicon, vocabulary } = termsOf(part)
  return Array.from(vocabulary, (number) => lexicon.terms[number])
}

describe('terms that are sent', () => {
  test('come back, each sent once, whatever lexicon is begun anew or used in turn', () => {
    const [sender, receiver] = [new TermsSender(), new TermsReceiver()]
    const english = { language: 'en', terms: [] as string[] }
    const german = { language: 'de', terms: ['tee'] }
    const anew = { language: 'en', terms: ['kettle', 'tea'] }
    const steps: readonly (readonly [lexicon: typeof english, added: readonly string[], sent: string])[] = [
      [english, [], ''],
      [english, ['tea', 'leaf'], 'tea\nleaf'],
      [german, [], 'tee'],
      [english, ['cup'], 'cup'],
      [english, [], ''],
      [anew, [], 'kettle\ntea'],
      [anew, ['pot'], 'pot'],
      [english, [], 'tea\nleaf\ncup'],
      [german, ['tasse'], 'tasse'],
    ]
    for (const [lexicon, added, expected] of steps) {
      lexicon.terms.push(...added)
      const [part] = structuredClone(sender.parts([partOf(lexicon)]))
      expect(part).toMatchObject({ terms: { lexicon: { terms: expected } } })
      const [received] = receiver.parts([part])
      expect(wordsOf(received)).toEqual(lexicon.terms)
    }
  })

  test('of one lexicon are of one lexicon on the other side, also those of a document and its parts', () => {
    const [sender, receiver] = [new TermsSender(), new TermsReceiver()]
    const lexicon = { language: 'en', terms: ['tea'] }
    const { part: _, ...text } = partOf(lexicon)
    const sent = sender.prepared({ ...text, mtimeMs: 0, parts: [partOf(lexicon)] })
    const prepared = receiver.prepared(structuredClone(sent))
    const [next] = receiver.parts(sender.parts([partOf(lexicon)]))
    if (prepared.kind !== 'prepared') throw new Error('Expected a text')
    expect(termsOf(prepared).lexicon).toBe(termsOf(next).lexicon)
    expect(termsOf(prepared.parts[0]).lexicon).toBe(termsOf(next).lexicon)
    expect(wordsOf(next)).toEqual(['tea'])
  })

  test('that do not follow what came before are refused', () => {
    const sender = new TermsSender()
    const lexicon = { language: 'en', terms: ['tea'] }
    sender.parts([partOf(lexicon)])
    lexicon.terms.push('leaf')
    const late = sender.parts([partOf(lexicon)])
    expect(() => new TermsReceiver().parts(late)).toThrow("Expected terms of 'en' from 0 on, got those from 1 on")
  })

  test('are counted before, unless the other side has nothing to do; then it counts the same', () => {
    const receiver = new TermsReceiver()
    const text = 'Tea and water. '.repeat(500)
    const counted = receiver.parts(structuredClone(new TermsSender().parts([uncounted(text)])))
    const [left] = receiver.parts(structuredClone(new TermsSender(() => true).parts([uncounted(text)])))
    if (left.kind !== 'prepared') throw new Error('Expected a text')
    expect(left.terms).toBeNull()
    const again = { ...left, terms: chunkTerms(left) }
    expect(wordsOf(again)).toEqual(expect.arrayContaining(['tea', 'water', 'txt']))
    expect(wordsOf(again).toSorted()).toEqual(wordsOf(counted[0]).toSorted())
    const { lexicon: _, vocabulary: __, ...postings } = termsOf(counted[0])
    expect(termsOf(again)).toMatchObject(postings)
    // One that takes long to count is not left.
    const [long] = new TermsSender(() => true).parts([uncounted('Tea and water. '.repeat(5000))])
    expect(long).toMatchObject({ terms: { lexicon: { language: 'en' } } })
  })

  test('what has no text is sent as it is', () => {
    const unchanged = { kind: 'unchanged', part: 'a', hash: 1n } as const
    expect(new TermsReceiver().parts(new TermsSender().parts([unchanged]))).toEqual([unchanged])
    const file = { kind: 'unchanged', hash: 1n, size: 1, mtimeMs: 1 } as const
    expect(new TermsReceiver().prepared(new TermsSender().prepared(file))).toEqual(file)
  })
})
