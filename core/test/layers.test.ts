import { execFileSync } from 'node:child_process'
import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeTree } from '../sources/test-tree.ts'

const root = join(import.meta.dirname, '..', '..')

/** What the linter says about one file that is planted at `path` in a tree with our rules. */
async function complaints(path: string, source: string): Promise<string> {
  await using tree = await makeTree({ [path]: source })
  const rules = join(tree.root, '.oxlintrc.json')
  copyFileSync(join(root, '.oxlintrc.json'), rules)
  try {
    execFileSync(join(root, 'node_modules', '.bin', 'oxlint'), ['--deny-warnings', '-c', rules, path], {
      cwd: tree.root,
      encoding: 'utf8',
    })
    return ''
  } catch (error) {
    return String((error as { stdout: string }).stdout)
  }
}

describe('the layers are checked by the linter', () => {
  test.each([
    ['core/a.ts', "import { app } from 'electron'\nexport const name = app.getName()\n", 'electron'],
    ['core/a.ts', "import { useState } from 'react'\nexport const state = useState\n", 'react'],
    [
      'core/a.ts',
      "import { windowUrl } from '../electron/scheme.ts'\nexport const url = windowUrl\n",
      'core imports neither',
    ],
    ['core/leann/a.ts', "import * as ort from 'onnxruntime-node'\nexport const run = ort.env\n", 'only in core/embed'],
    ['electron/a.ts', "import { createRoot } from 'react-dom'\nexport const make = createRoot\n", 'react-dom'],
    [
      'electron/a.ts',
      "import { Highlight } from '../renderer/ui/highlight.tsx'\nexport const mark = Highlight\n",
      'its own files',
    ],
    ['renderer/a.ts', "import { readFileSync } from 'node:fs'\nexport const read = readFileSync\n", 'no Node modules'],
    [
      'renderer/a.ts',
      "import { openLibrary } from '../core/library.ts'\nexport const open = openLibrary\n",
      'only electron/contract.ts',
    ],
    ['renderer/a.ts', "import { ipcRenderer } from 'electron'\nexport const ipc = ipcRenderer\n", 'electron'],
  ])('%s may not: %s', async (path, source, said) => {
    expect(await complaints(path, source)).toContain(said)
  })

  test.each([
    ['core/embed/a.ts', "import * as ort from 'onnxruntime-node'\nexport const run = ort.env\n"],
    ['electron/a.ts', "import { openLibrary } from '../core/library.ts'\nexport const open = openLibrary\n"],
    ['renderer/a.ts', "import type { Requests } from '../electron/contract.ts'\nexport type Names = keyof Requests\n"],
    ['renderer/a.ts', "import type { SearchHit } from '../core/types.ts'\nexport type Hit = SearchHit\n"],
  ])('%s may: %s', async (path, source) => {
    expect(await complaints(path, source)).toBe('')
  })
})
