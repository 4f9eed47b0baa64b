import { expect, test } from 'vitest'
import { randomNumbers } from '../random.ts'
import { withWordsExchanged } from './library-of-chunks.ts'

test('a text that is used again keeps its marks and its length in words, and differs in some of them', () => {
  const text = '# Heading here\n\nSome words, that stand between 17 marks: others `follow`.\n'.repeat(20)
  const other = withWordsExchanged(text, randomNumbers(1))
  const marks = (from: string): string => from.replace(/\p{L}{4,}/gu, 'w')
  expect(marks(other)).toBe(marks(text))
  const [words, others] = [text.split(' '), other.split(' ')]
  const changed = words.filter((word, i) => word !== others[i]).length
  expect(changed / words.length).toBeGreaterThan(0.05)
  expect(changed / words.length).toBeLessThan(0.3)
  expect(withWordsExchanged(text, randomNumbers(2))).not.toBe(other)
})
