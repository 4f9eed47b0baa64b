import { describe, expect, test } from 'vitest'
import type { DocumentTerms, Lexicon } from '../keywords/document-terms.ts'
import { preparedText, type PreparedPart } from './prepared.ts'
import { TermsReceiver, TermsSender } from './sent-terms.ts'

/** A part whose terms are all that the lexicon has by now. */
function partOf(lexicon: Lexicon): Extract<PreparedPart, { kind: 'prepared' }> {
  const text = { kind: 'text', text: 'Tea.', isOwnBytes: true, title: '', headings: [] } as const
  const options = { name: 'tea.txt', size: 4, hash: 1n, wantsText: false, source: 'folder' } as const
  const prepared = preparedText(text, options)
  const vocabulary = Uint32Array.from(lexicon.terms.keys())
  return { ...prepared, part: 'tea', terms: { ...prepared.terms, lexicon, vocabulary } }
}

function wordsOf({ lexicon, vocabulary }: DocumentTerms): string[] {
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
      expect(received.kind === 'prepared' && wordsOf(received.terms)).toEqual(lexicon.terms)
    }
  })

  test('of one lexicon are of one lexicon on the other side, also those of a document and its parts', () => {
    const [sender, receiver] = [new TermsSender(), new TermsReceiver()]
    const lexicon = { language: 'en', terms: ['tea'] }
    const { part: _, ...text } = partOf(lexicon)
    const sent = sender.prepared({ ...text, mtimeMs: 0, parts: [partOf(lexicon)] })
    const prepared = receiver.prepared(structuredClone(sent))
    const [next] = receiver.parts(sender.parts([partOf(lexicon)]))
    if (prepared.kind !== 'prepared' || next.kind !== 'prepared') throw new Error('Expected texts')
    const [part] = prepared.parts
    expect(prepared.terms.lexicon).toBe(next.terms.lexicon)
    expect(part.kind === 'prepared' && part.terms.lexicon).toBe(next.terms.lexicon)
    expect(wordsOf(next.terms)).toEqual(['tea'])
  })

  test('that do not follow what came before are refused', () => {
    const sender = new TermsSender()
    const lexicon = { language: 'en', terms: ['tea'] }
    sender.parts([partOf(lexicon)])
    lexicon.terms.push('leaf')
    const late = sender.parts([partOf(lexicon)])
    expect(() => new TermsReceiver().parts(late)).toThrow("Expected terms of 'en' from 0 on, got those from 1 on")
  })

  test('what has no text is sent as it is', () => {
    const unchanged = { kind: 'unchanged', part: 'a', hash: 1n } as const
    expect(new TermsReceiver().parts(new TermsSender().parts([unchanged]))).toEqual([unchanged])
    const file = { kind: 'unchanged', hash: 1n, size: 1, mtimeMs: 1 } as const
    expect(new TermsReceiver().prepared(new TermsSender().prepared(file))).toEqual(file)
  })
})
