// @vitest-environment happy-dom
import { cleanup, render } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { Highlight } from './highlight.tsx'
import { wordsPattern } from './words.ts'

afterEach(cleanup)

function marks(query: string, text: string): { html: string; words: (string | null)[]; text: string | null } {
  const { container } = render(<Highlight text={text} pattern={wordsPattern(query)} />)
  const words = Array.from(container.querySelectorAll('mark'), (mark) => mark.textContent)
  return { html: container.innerHTML, words, text: container.textContent }
}

test('marks the words of the query and keeps the text whole', () => {
  const seen = marks('old wood', 'Old wood: a third of the wood')
  expect(seen.words).toEqual(['Old', 'wood', 'wood'])
  expect(seen.text).toBe('Old wood: a third of the wood')
})

test('marks all of a word that begins as asked for', () => {
  expect(marks('her* fish', 'Herons and the heronries: no other, but fisheries. Fishes, her').words).toEqual([
    'Herons',
    'heronries',
    'Fishes',
    'her',
  ])
  expect(marks('2 * 3', '2 times 3').words).toEqual(['2', '3'])
})

test('markup in a document is shown as text', () => {
  const seen = marks('script', '<script>alert(1)</script>')
  expect(seen.words).toEqual(['script', 'script'])
  expect(seen.html).not.toContain('<script>')
})

test('a text without the words stays as it is', () => {
  expect(marks('apple', 'Pears only').html).toBe('Pears only')
})

test('a decomposed text is marked by a composed query', () => {
  expect(marks('café', 'The cafe\u0301 opens').words).toEqual(['café'])
})
