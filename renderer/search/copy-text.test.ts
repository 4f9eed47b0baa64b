import { expect, test } from 'vitest'
import { hitOf } from '../testing/fake-api.ts'
import { copyText, linkText } from './copy-text.ts'

test('a copied passage carries its title, heading and path', () => {
  expect(copyText(hitOf())).toBe(
    'Take out a third of the old wood, never more in one winter.\n\n' +
      'Pruning the apple trees, Winter › Old trees\n/home/anna/Documents/garden/pruning.md',
  )
})

test('a passage without a heading has only the title', () => {
  expect(copyText(hitOf({ heading: '', snippet: 'Words.' }))).toBe(
    'Words.\n\nPruning the apple trees\n/home/anna/Documents/garden/pruning.md',
  )
})

test('a reference has the address that opens the document, and none of its words', () => {
  expect(linkText(hitOf())).toBe(
    'Pruning the apple trees, Winter › Old trees\nfile:///home/anna/Documents/garden/pruning.md',
  )
  expect(linkText({ title: 'A page', uri: 'https://example.org/a' })).toBe('A page\nhttps://example.org/a')
})
