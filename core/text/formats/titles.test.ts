import { expect, test } from 'vitest'
import { usableTitle } from './titles.ts'

test('a title that a program left in a document is none', () => {
  for (const left of ['Untitled', 'Microsoft Word - report.doc', 'index.html', 'letter.ODT', 'notes.txt', 'Slide 1']) {
    expect(usableTitle(left)).toBe('')
  }
})

test('a title that somebody gave stays', () => {
  for (const title of ['Lease of the allotment', 'What is new in Node.js', 'HTML'])
    expect(usableTitle(title)).toBe(title)
  expect(usableTitle('Microsoft Word - Lease')).toBe('Lease')
})
