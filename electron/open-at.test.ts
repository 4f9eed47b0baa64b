import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openAt } from './open-at.ts'
import type { Position } from './position-words.ts'

const line: Position = { kind: 'line', number: 12 }

let home = ''
let opened: string[] = []
let explained: unknown[] = []

/** A program on the PATH. */
function program(name: string, script: string): void {
  const path = join(home, 'bin', name)
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
}

function entry(id: string, ...lines: readonly string[]): void {
  writeFileSync(join(home, 'data/applications', id), ['[Desktop Entry]', 'Name=X', ...lines, ''].join('\n'))
}

function document(name: string): string {
  const path = join(home, name)
  writeFileSync(path, 'text')
  return path
}

/** What the program was started with, an argument a line; undefined where it was not. */
function heard(): string[] | undefined {
  const path = join(home, 'heard')
  return existsSync(path) ? readFileSync(path, 'utf8').split('\0').slice(0, -1) : undefined
}

function openIn(path: string, position: Position | null, platform = 'linux'): Promise<void> {
  return openAt(path, position, {
    open: async (path) => void opened.push(path),
    explain: (error) => explained.push(error),
    platform,
    patienceMs: 60_000,
  })
}

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'leantern-open-at-'))
  ;[opened, explained] = [[], []]
  mkdirSync(join(home, 'bin'))
  mkdirSync(join(home, 'data/applications'), { recursive: true })
  vi.stubEnv('PATH', `${join(home, 'bin')}${delimiter}${process.env['PATH']}`)
  vi.stubEnv('XDG_DATA_HOME', join(home, 'data'))
  vi.stubEnv('XDG_DATA_DIRS', join(home, 'none'))
  program(
    'xdg-mime',
    'if [ "$2" = filetype ]; then echo text/markdown; else test "$3" = text/markdown && echo edit.desktop; fi',
  )
  // The file's name appears at once: whoever sees it sees all of it.
  program('kate', `printf '%s\\0' "$@" > '${home}/hears' && mv '${home}/hears' '${home}/heard'`)
  entry('edit.desktop', 'Exec=kate -b %F')
})

afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(home, { recursive: true, force: true })
})

// Programs are scripts here, and desktops have these files on Linux alone.
describe.skipIf(process.platform === 'win32')('opening at a place', () => {
  test.each(['a.md', '-x.md', '# a.md', '50%f %u.md', 'it\'s "b" $c `d`.md', 'two\nlines.md', 'übér.md'])(
    'the program of the type is told the line of %j',
    async (name) => {
      const path = document(name)
      await openIn(path, line)
      await vi.waitFor(() => expect(heard()).toEqual(['-b', '--line', '12', path]), { timeout: 60_000 })
      expect(opened).toEqual([])
    },
  )

  test.each<[string, () => void]>([
    ['the type has no program', () => program('xdg-mime', 'test "$2" = filetype && echo text/markdown')],
    ['xdg-mime fails', () => program('xdg-mime', 'exit 3')],
    ['its entry is gone', () => rmSync(join(home, 'data/applications/edit.desktop'))],
    ['the program is not known', () => entry('edit.desktop', 'Exec=another %F')],
    ['it runs in a terminal', () => entry('edit.desktop', 'Exec=kate %F', 'Terminal=true')],
    ['it is not installed', () => entry('edit.desktop', 'Exec=/nowhere/kate %F')],
  ])('as the system does where %s', async (_, change) => {
    change()
    const path = document('a.md')
    await openIn(path, line)
    expect(opened).toEqual([path])
    expect(heard()).toBeUndefined()
  })

  test('as the system does without a position, and on other systems', async () => {
    const path = document('a.md')
    await openIn(path, null)
    await openIn(path, line, 'darwin')
    await openIn(path, line, 'win32')
    expect(opened).toEqual([path, path, path])
    expect(heard()).toBeUndefined()
  })

  test('where the program ends at once with an error the system opens the document after all', async () => {
    program('kate', 'exit 1')
    const path = document('a.md')
    await openIn(path, line)
    await vi.waitFor(() => expect(opened).toEqual([path]), { timeout: 60_000 })
    expect(explained).toEqual([])
  })

  test('what goes wrong then is explained', async () => {
    program('kate', 'exit 1')
    const failed = new Error('no program')
    await openAt(document('a.md'), line, {
      open: () => Promise.reject(failed),
      explain: (error) => explained.push(error),
      platform: 'linux',
      patienceMs: 60_000,
    })
    await vi.waitFor(() => expect(explained).toEqual([failed]), { timeout: 60_000 })
  })
})
