import { expect, test } from 'vitest'
import { hitOf } from '../testing/fake-api.ts'
import { saysMore } from './page-words.ts'

test('a snippet of a page that is its title and its address again says nothing more, one of its text does', () => {
  const page = {
    title: 'Quitte (Pflanze) – Wikipedia',
    uri: 'https://de.wikipedia.org/wiki/Quitte_(Pflanze)/M%C3%BCnchen',
  }
  const snippet = 'Quitte (Pflanze) – Wikipedia de.wikipedia.org wiki Quitte (Pflanze) München'
  expect(saysMore({ ...page, snippet })).toBe(false)
  expect(saysMore({ ...page, snippet: `${snippet} Ihre Früchte` })).toBe(true)
  expect(saysMore({ ...page, snippet: 'Die Früchte der Pflanze' })).toBe(true)
})

test('a snippet of a file stands whatever its title is', () => {
  expect(saysMore(hitOf({ title: 'Tea', snippet: 'Tea' }))).toBe(true)
  expect(saysMore(hitOf({ snippet: '' }))).toBe(false)
})
