import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeTree, type TestTree } from '../sources/test-tree.ts'
import { leantern } from './testing.ts'

let tree: TestTree
beforeEach(async () => {
  tree = await makeTree({})
  process.env['LEANTERN_CACHE'] = tree.at('cache')
})
afterEach(async () => {
  delete process.env['LEANTERN_CACHE']
  await tree[Symbol.asyncDispose]()
})

test('providers tries what this machine has, says why the rest is not used, and remembers it', async () => {
  const first = await leantern('providers', '--index', tree.at('library'))
  expect(first.code).toBe(0)
  expect(first.err).toContain('Trying cpu')
  expect(first.out).toMatch(/cpu +[\d,]+ passages\/s +cosine 1\.0000/u)
  expect(first.out).toMatch(/(?:dml|coreml) +not used: onnxruntime for/u)
  const again = await leantern('providers', '--json', '--index', tree.at('library'))
  expect(again.err).toBe('')
  const { model, rows, chosen } = JSON.parse(again.out) as {
    model: string
    rows: { provider: string }[]
    chosen: string
  }
  expect(model).toBe('leantern-static-256')
  expect(rows.map(({ provider }) => provider)).toEqual(['cpu', 'webgpu', 'cuda', 'coreml', 'dml'])
  expect(rows.map(({ provider }) => provider)).toContain(chosen)
})

test('providers of a model that is not there says so', async () => {
  const { code, err } = await leantern('providers', '--model', 'nobody')
  expect(code).toBe(3)
  expect(err).toContain('There is no model nobody here')
})
