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

test('providers takes a choice, for as long as it can be met', async () => {
  const library = tree.at('library')
  const chosen = await leantern('providers', '--use', 'cpu', '--index', library)
  expect(chosen.out).toMatch(/cpu .* used, as you chose/u)
  const kept = await leantern('providers', '--json', '--index', library)
  expect(JSON.parse(kept.out)).toMatchObject({ chosen: 'cpu', wanted: 'cpu' })
  expect(JSON.parse((await leantern('providers', '--use', 'auto', '--json', '--index', library)).out)).toMatchObject({
    wanted: null,
  })
  const other = process.platform === 'darwin' ? 'dml' : 'coreml'
  expect(await leantern('providers', '--use', other, '--index', library)).toMatchObject({
    code: 2,
    err: expect.stringContaining('cannot run the model here: onnxruntime for'),
  })
  expect(await leantern('providers', '--use', 'abacus')).toMatchObject({
    code: 2,
    err: expect.stringContaining('one of auto, cpu'),
  })
})

test('providers of a model that is not there says so', async () => {
  const { code, err } = await leantern('providers', '--model', 'nobody')
  expect(code).toBe(3)
  expect(err).toContain('There is no model nobody here')
})
