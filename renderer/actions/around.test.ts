import { expect, test } from 'vitest'
import { dayQuery, senderQuery } from './around.ts'

test('a day is asked for as the query language has it, by the clock of this machine', () => {
  expect(dayQuery(new Date(2024, 5, 3, 23, 59).getTime())).toBe('on:2024-06-03')
  expect(dayQuery(new Date(2024, 5, 3).getTime())).toBe('on:2024-06-03')
  expect(dayQuery(0)).toBeNull()
})

test.each([
  ['Anna Smith <anna@example.org>', 'from:anna@example.org'],
  ['"Berg, Anna" <anna@example.org>', 'from:anna@example.org'],
  ['anna@example.org', 'from:anna@example.org'],
  ['Anna Smith', 'from:"Anna Smith"'],
  ['Berg, Anna', 'from:"Berg, Anna"'],
  ['Anna "the cook" Smith', 'from:"Anna the cook Smith"'],
  [null, null],
  [' " ', null],
])('who wrote it is asked for by the address, else by the name: %s', (sender, query) => {
  expect(senderQuery(sender)).toBe(query)
})
