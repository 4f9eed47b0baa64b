import { expect, test } from 'vitest'
import { withSentence } from './one-document.ts'

test('a sentence goes in before the one in the middle', () => {
  expect(withSentence('One is. Two is. Three is. Four is.', 'New.')).toBe('One is. Two is. New. Three is. Four is.')
})
