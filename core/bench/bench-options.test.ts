import { describe, expect, test } from 'vitest'
import { parseBenchOptions, typedAgain } from './bench-options.ts'

describe('the options of a bench', () => {
  test('are all absent by default', () => {
    expect(parseBenchOptions({})).toEqual({
      path: undefined,
      data: undefined,
      models: undefined,
      chunks: undefined,
      peers: undefined,
      isLarge: false,
      own: undefined,
    })
  })

  test('name peers as a list', () => {
    expect(parseBenchOptions({ peers: 'usearch, sqlite-vec,' }).peers).toEqual(['usearch', 'sqlite-vec'])
  })

  test('say which number is wrong', () => {
    expect(() => parseBenchOptions({ chunks: '10k' })).toThrow(
      'Expected --chunks to be a whole number above 0, got "10k".',
    )
  })

  test('take own vectors only with queries and a dimension', () => {
    expect(() => parseBenchOptions({ vectors: 'a.f32', dim: '256' })).toThrow('together')
    expect(parseBenchOptions({ vectors: '/a.f32', queries: '/q.f32', dim: '256' }).own).toEqual({
      vectors: '/a.f32',
      queries: '/q.f32',
      dimensions: 256,
    })
  })

  test('are shown as they would be typed again', () => {
    expect(typedAgain({ chunks: '1000', large: true })).toBe('--chunks 1000 --large')
    expect(typedAgain({})).toBe('')
  })
})
