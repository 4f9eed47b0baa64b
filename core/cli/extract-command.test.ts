import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { main } from './main.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'extract-command-'))
})

afterEach(() => rm(folder, { recursive: true }))

async function run(...words: readonly string[]): Promise<{ readonly code: number; readonly out: string }> {
  let out = ''
  const terminal = { out: (text: string) => (out += text), err: () => undefined, isInteractive: false, columns: 80 }
  return { code: await main(['extract', ...words], terminal), out }
}

describe('leantern extract', () => {
  test('prints a file’s text under a line of what it is', async () => {
    const path = join(folder, 'note.md')
    await writeFile(path, '# Tides\n\nThe moon pulls the sea, and it follows because it is not tied to the ground.\n')
    const { code, out } = await run(path)
    expect(code).toBe(0)
    expect(out).toContain(`--- ${path}\n    Tides  (markdown, en, `)
    expect(out).toContain('The moon pulls the sea')
  })

  test('prints one JSON object a line for all files of a folder, in the order of their names', async () => {
    await mkdir(join(folder, 'b'))
    await writeFile(join(folder, 'b', 'x.txt'), 'Grüße')
    await writeFile(join(folder, 'c.pdf'), 'no PDF')
    await writeFile(join(folder, 'a.xyz'), 'x')
    const { code, out } = await run('--json', folder)
    expect(code).toBe(0)
    const lines = out
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line))
    expect(lines).toEqual([
      expect.objectContaining({
        path: join(folder, 'a.xyz'),
        text: '',
        error: expect.objectContaining({ code: 'unsupported' }),
      }),
      {
        path: join(folder, 'b', 'x.txt'),
        kind: 'text',
        title: 'x',
        language: '',
        characters: 5,
        text: 'Grüße',
        error: null,
      },
      expect.objectContaining({ path: join(folder, 'c.pdf'), error: expect.objectContaining({ code: 'damaged' }) }),
    ])
  })

  test('tells a document without text from a file that none is read of', async () => {
    await writeFile(join(folder, 'empty.txt'), '')
    await writeFile(join(folder, 'photo.png'), 'x')
    const { code, out } = await run(folder)
    expect(code).toBe(1)
    expect(out).toMatch(/empty\.txt\n +no-text: The document has no text\./)
    expect(out).toMatch(/photo\.png\n +no-text: .* found by their names/)
  })

  test('ends with 1 where no file has text, and with 2 where there is no file', async () => {
    await writeFile(join(folder, 'a.xyz'), 'x')
    expect((await run(folder)).code).toBe(1)
    expect((await run(join(folder, 'missing'))).code).toBe(2)
    expect((await run()).code).toBe(2)
  })
})
