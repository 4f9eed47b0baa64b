import { expect, test } from 'vitest'
import { rowsInPage } from './use-virtual-rows.ts'

test('at the top, where each answer makes its rows anew, one row more than is seen is in the page', () => {
  expect(rowsInPage({ startIndex: 0, endIndex: 4, count: 30 }, 0)).toEqual([0, 1, 2, 3, 4, 5])
})

test('once the list is scrolled, three rows above and below are there before they are seen', () => {
  expect(rowsInPage({ startIndex: 10, endIndex: 12, count: 30 }, 11)).toEqual([7, 8, 9, 10, 11, 12, 13, 14, 15])
  expect(rowsInPage({ startIndex: 27, endIndex: 29, count: 30 }, 29)).toEqual([24, 25, 26, 27, 28, 29])
})

test('the selected row is always there, in its place; one beyond the end is not', () => {
  expect(rowsInPage({ startIndex: 0, endIndex: 2, count: 30 }, 20)).toEqual([0, 1, 2, 3, 20])
  expect(rowsInPage({ startIndex: 10, endIndex: 11, count: 30 }, 2)).toEqual([2, 7, 8, 9, 10, 11, 12, 13, 14])
  expect(rowsInPage({ startIndex: 0, endIndex: 2, count: 3 }, 3)).toEqual([0, 1, 2])
  expect(rowsInPage({ startIndex: 0, endIndex: 2, count: 3 }, -1)).toEqual([0, 1, 2])
})
