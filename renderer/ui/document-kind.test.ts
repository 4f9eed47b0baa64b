import { expect, test } from 'vitest'
import { documentKind } from './document-kind.ts'

test('kinds that a person does not tell apart look the same', () => {
  expect(['docx', 'odt', 'doc', 'rtf'].map((kind) => documentKind(kind))).toEqual(['word', 'word', 'word', 'word'])
  expect([documentKind('emlx'), documentKind('pdf'), documentKind('code')]).toEqual(['mail', 'pdf', 'code'])
})

test('a kind of a newer library is text', () => {
  expect(documentKind('hologram')).toBe('text')
})

test('what was said to an assistant is a chat, whatever its format', () => {
  expect(documentKind('text', 'chat')).toBe('chat')
  expect(documentKind('text', 'folder')).toBe('text')
})
