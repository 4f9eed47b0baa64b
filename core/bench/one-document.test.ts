import { expect, test } from 'vitest'
import { withSection } from './one-document.ts'

test('a section goes in before the paragraph in the middle', () => {
  const text = 'One.\n\nTwo.\n\nThree.\n\nFour.'
  expect(withSection(text, '## New')).toBe('One.\n\nTwo.\n\n## New\n\nThree.\n\nFour.')
})
