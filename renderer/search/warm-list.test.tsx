// @vitest-environment happy-dom
import { act } from '@testing-library/react'
import { afterEach, expect, test, vi } from 'vitest'
import { warmList } from './warm-list.tsx'

afterEach(() => vi.restoreAllMocks())

test('a list of rows is laid out twice and taken out again', () => {
  const seen: number[] = []
  vi.spyOn(HTMLDivElement.prototype, 'getBoundingClientRect').mockImplementation(function (this: HTMLDivElement) {
    if (this.inert) seen.push(this.querySelectorAll('[role=option]').length)
    return new DOMRect()
  })
  act(warmList)
  expect(seen).toEqual([9, 9])
  expect(document.body.childElementCount).toBe(0)
})
