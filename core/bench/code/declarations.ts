/* What tree-sitter finds in a text, in a process of its own: its grammars are WebAssembly of a package that only this bench installs. */
import { fork, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { AppError } from '../../errors.ts'
import type { BenchContext } from '../bench.ts'
import type { Grammar } from './grammars.ts'

const peerName = 'web-tree-sitter'
const folder = join(import.meta.dirname, 'peer')

/** One declaration. Rows are lines from 0, `start` and `end` UTF-16 indices. */
export interface Declaration {
  readonly kind: string
  readonly row: number
  readonly nameRow: number
  readonly start: number
  readonly end: number
  /** In a class or the like. */
  readonly isMember: boolean
}

type Answer = { readonly declarations: readonly Declaration[] } | { readonly error: string }

/** Whether it can run here; `--peers` installs it. */
export function hasGrammars({ peers, print }: Pick<BenchContext, 'peers' | 'print'>): boolean {
  const unknown = peers?.find((name) => !['all', 'none', peerName].includes(name))
  if (unknown !== undefined)
    throw new AppError('bad-request', `Expected --peers to be ${peerName}, all or none, got "${unknown}".`)
  if (peers?.includes('none') === true) return false
  if (peers !== undefined && !isInstalled()) install(print)
  if (!isInstalled()) print(`not installed here: ${peerName} and its grammars (install with --peers all, about 680 MB)`)
  return isInstalled()
}

function isInstalled(): boolean {
  return existsSync(join(folder, 'node_modules', peerName))
}

/** The grammars' bindings for Node, which are compiled, want a package that nothing here needs. */
function install(print: (line: string) => void): void {
  print(`installing ${peerName} into core/bench/code/peer/node_modules …`)
  const { npm_execpath: npm } = process.env
  const [command, first] = npm === undefined ? ['npm', []] : [process.execPath, [npm]]
  const words = [...first, 'install', '--no-save', '--ignore-scripts', '--legacy-peer-deps']
  const { status } = spawnSync(command, words, { cwd: folder, stdio: ['ignore', 2, 2] })
  if (status !== 0) print('npm install did not succeed in core/bench/code/peer')
}

/** The process that parses. */
export class Grammars implements AsyncDisposable {
  readonly #child: ChildProcess = fork(join(folder, 'declarations.js'), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })

  /** What `text` declares. @throws AppError `failed` where the grammar does not run */
  async declarationsOf(grammar: Grammar, text: string): Promise<readonly Declaration[]> {
    const { promise, resolve } = Promise.withResolvers<Answer>()
    const ended = (code: number | null): void => resolve({ error: `ended with ${code}` })
    this.#child.once('message', resolve)
    this.#child.once('exit', ended)
    const { declares, functions, bodies } = grammar
    this.#child.send({ grammar, declares, functions, bodies, text })
    const answer = await promise
    this.#child.off('exit', ended)
    if ('declarations' in answer) return answer.declarations
    throw new AppError('failed', `The grammar of ${grammar.language} does not run here: ${answer.error}`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const gone = once(this.#child, 'exit')
    this.#child.kill()
    await gone
  }
}
