import { expect, test } from 'vitest'
import { hitOf } from '../testing/fake-api.ts'
import { copyText } from './copy-text.ts'

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
