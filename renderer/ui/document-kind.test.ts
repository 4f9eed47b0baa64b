import { expect, test } from 'vitest'
import { documentKind } from './document-kind.ts'

test('the ending of the file name tells the kind, whatever its case', () => {
  expect(documentKind('/a/Report.PDF')).toBe('pdf')
  expect(documentKind('C:\\a\\notes.md')).toBe('markdown')
  expect(documentKind('/a/letter.docx')).toBe('word')
  expect(documentKind('/a/page.html')).toBe('web')
  expect(documentKind('/a/main.rs')).toBe('code')
  expect(documentKind('/a/box.mbox')).toBe('mail')
})

test('what has no known ending is text, a Maildir message is mail', () => {
  expect(documentKind('/a.b/README')).toBe('text')
  expect(documentKind('/home/anna/Maildir/cur/1699.M1P2.host:2,S')).toBe('mail')
})
