import { expect, test } from 'vitest'
import { documentKind } from './document-kind.ts'

test('kinds that a person does not tell apart look the same', () => {
  expect(['docx', 'odt', 'doc', 'rtf'].map(documentKind)).toEqual(['word', 'word', 'word', 'word'])
  expect([documentKind('emlx'), documentKind('pdf'), documentKind('code')]).toEqual(['mail', 'pdf', 'code'])
})

test('a kind of a newer library is text', () => {
  expect(documentKind('hologram')).toBe('text')
})
