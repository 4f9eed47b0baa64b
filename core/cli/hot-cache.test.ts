import { stat } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { makeTree } from '../sources/test-tree.ts'
import { leantern } from './testing.ts'

const notes = {
  'docs/tea.md': '# Tea\n\nGreen tea is brewed with water well below boiling.\n',
  'docs/lava.md': '# Lava\n\nAsh of a volcano may travel for a thousand kilometres.\n',
}

describe('optimize --hot-cache', () => {
  test('keeps embeddings for later searches until it is told to stop', async () => {
    await using tree = await makeTree(notes)
    const library = tree.at('library')
    await leantern('index', tree.at('docs'), '--index', library)
    expect(await leantern('optimize', '--hot-cache', '50KB', '--index', library)).toMatchObject({ code: 0 })
    const search = ['search', 'hot drink', '--explain', '--index', library] as const
    expect((await leantern(...search)).out).toMatch(/[1-9]\d* from the hot cache/u)
    await leantern('optimize', '--hot-cache', '0', '--index', library)
    expect((await leantern(...search)).out).toContain('0 from the hot cache')
    await expect(stat(`${library}/hot-cache.lhc`)).rejects.toThrow('ENOENT')
  })

  test.each(['lots', '-1', '32TB', '5GB', ''])('refuses the size "%s" and says what is expected', async (size) => {
    const { code, err } = await leantern('optimize', '--hot-cache', size)
    expect(code).toBe(2)
    expect(err).toContain('Expected a size such as 500KB or 32MB')
  })
})
