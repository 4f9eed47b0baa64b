import { join, parse, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { isInside } from './is-inside.ts'

test('a path is inside a folder at or below it, not beside it', () => {
  const folder = resolve('a')
  expect(isInside(join(folder, 'b'), folder)).toBe(true)
  expect(isInside(folder, folder)).toBe(true)
  expect(isInside(resolve('ab'), folder)).toBe(false)
  expect(isInside(folder, parse(folder).root)).toBe(true)
})
