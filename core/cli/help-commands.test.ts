import { execFileSync, spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { makeTree } from '../sources/test-tree.ts'
import { isInstalled } from '../test/is-installed.ts'
import { leantern } from './testing.ts'

describe('completion', () => {
  /** What bash offers for a line that ends with the last word. */
  async function offered(...words: readonly string[]): Promise<string[]> {
    await using tree = await makeTree({ 'a file.txt': '' })
    const { out } = await leantern('completion', 'bash')
    const list = words.map((word) => `'${word}'`).join(' ')
    const script = `${out}\nCOMP_WORDS=(leantern ${list}); COMP_CWORD=${words.length}; _leantern; printf '%s\\n' "\${COMPREPLY[@]}"`
    await writeFile(tree.at('script.sh'), script)
    return execFileSync('bash', [tree.at('script.sh')], { encoding: 'utf8', cwd: tree.root })
      .trimEnd()
      .split('\n')
  }

  test.skipIf(!isInstalled('bash')).each([
    [['se'], ['search', 'serve']],
    [['search', '--str'], ['--strategy']],
    [['search', '--strategy', 'tw'], ['two-level']],
    [['config', ''], expect.arrayContaining(['list', 'get', 'set', 'unset'])],
    [
      ['config', 'set', '--'],
      ['--json', '--help'],
    ],
    [['completion', ''], expect.arrayContaining(['bash', 'zsh', 'fish'])],
    [['search', '--index', 'a'], ['a file.txt']],
  ])('bash offers for %j: %j', async (words, expected) => {
    expect((await offered(...words)).filter((word) => word !== 'script.sh')).toEqual(expected)
  })

  test.skipIf(!isInstalled('fish')).each([
    ['leantern se', ['search', 'serve']],
    ['leantern search --str', ['--strategy']],
    ['leantern search --strategy tw', ['two-level']],
    ['leantern config key ', ['remove', 'set', 'status']],
    ['leantern completion ', ['bash', 'fish', 'zsh']],
  ])('fish offers for “%s”: %j', async (line, expected) => {
    await using tree = await makeTree({})
    await writeFile(tree.at('leantern.fish'), (await leantern('completion', 'fish')).out)
    const script = `source ${tree.at('leantern.fish')}; complete -C '${line}'`
    const env = { ...process.env, HOME: tree.root, XDG_CONFIG_HOME: tree.root, XDG_DATA_HOME: tree.root }
    const offers = execFileSync('fish', ['-N', '-c', script], { encoding: 'utf8', env }).trimEnd().split('\n')
    expect(offers.map((offer) => offer.split('\t')[0])).toEqual(expected)
  })

  test.skipIf(!isInstalled('zsh'))('zsh can read its own', async () => {
    await using tree = await makeTree({})
    await writeFile(tree.at('_leantern'), (await leantern('completion', 'zsh')).out)
    expect(spawnSync('zsh', ['-n', tree.at('_leantern')], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    })
  })

  test.each(['bash', 'zsh', 'fish'])('%s gets every command and every long option of search', async (shell) => {
    const { code, out } = await leantern('completion', shell)
    expect(code).toBe(0)
    const help = (await leantern('search', '--help')).out
    const options = [...help.matchAll(/^ {2}(?:-\w, )?--([a-z-]+)/gmu)]
      .map(([, name]) => name)
      .filter((name) => name !== 'help')
    expect(options.length).toBeGreaterThan(5)
    const missing = [...options, 'index', 'ask', 'mcp', 'config'].filter(
      (word) => !new RegExp(`\\b${word}\\b`, 'u').test(out),
    )
    expect(missing).toEqual([])
    expect(out.split("'").length % 2).toBe(1)
  })

  test.each([
    [['completion'], "missing required argument 'shell'"],
    [['completion', 'tcsh'], 'Allowed choices are bash, zsh, fish'],
  ])('%j ends with 2 and says why', async (words, message) => {
    expect(await leantern(...words)).toMatchObject({ code: 2, out: '', err: expect.stringContaining(message) })
  })
})

describe('man', () => {
  test('is a manual page of every command, its options and the environment', async () => {
    const { code, out } = await leantern('man')
    expect(code).toBe(0)
    expect(out).toMatch(/^\.TH LEANTERN 1 /u)
    for (const text of ['leantern search', 'leantern config set', String.raw`\-\-strategy`, 'NO_COLOR', 'Exit codes'])
      expect(out).toContain(text)
  })

  test.skipIf(!isInstalled('groff'))('is roff without a warning', async () => {
    await using tree = await makeTree({})
    await writeFile(tree.at('leantern.1'), (await leantern('man')).out)
    const text = execFileSync('sh', ['-c', `groff -man -Tutf8 -ww -Kutf8 ${tree.at('leantern.1')} 2>&1`], {
      encoding: 'utf8',
    })
    expect(text).not.toContain('warning')
    // Terminals of old print a letter twice to make it bold.
    expect(
      text
        .split('\b')
        .map((part, i, parts) => (i < parts.length - 1 ? part.slice(0, -1) : part))
        .join(''),
    ).toContain('SYNOPSIS')
  })

  test('man and schema explain themselves', async () => {
    expect((await leantern('man', '--help')).out).toContain('Usage: leantern man')
    expect((await leantern('schema', '--help')).out).toContain('Usage: leantern schema')
    expect((await leantern('man', 'x')).code).toBe(2)
  })
})
