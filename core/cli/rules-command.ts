import { Command } from 'commander'
import { resolve } from 'node:path'
import { AppError } from '../errors.ts'
import type { Library } from '../library.ts'
import { ocrProblem } from '../text/formats/ocr.ts'
import type { LeftOutRule, ReadingRules, Saying } from '../types.ts'
import { libraryFolder, withLibrary, withLibraryOption, type CommandParts, type LibraryChoice } from './command.ts'
import { plural } from './format.ts'
import { exitCodes, type Terminal } from './main.ts'

interface RulesWords extends LibraryChoice {
  readonly json?: boolean
}

const examples = `
Examples:
  leantern rules                       all of them, with the reason of each
  leantern rules off node_modules '*.log'
  leantern rules add 'drafts/' '*.bak' '!important.bak'
  leantern rules hosts example.org     pages that are left out of the history
  leantern rules set gitignore off     also: text 40, markup 100, document 500 (MB), ocr on, languages eng+deu
  leantern rules saved ~/SavedPages    texts of pages that you saved, for the history

What changes is seen by the next "leantern index". "leantern why PATH" names the rule for one file.
`

const groupTitles: Readonly<Record<LeftOutRule['group'], string>> = {
  folders: 'Folders',
  projects: "Folders beside a project's file only (package.json, Cargo.toml, …)",
  files: 'Files',
  secrets: 'Keys and passwords (always left out)',
  rules: 'Others',
  pages: 'Pages of the browser history',
}

const rulesJson = 'print the rules and what you changed as one JSON object'

/** `leantern rules`. */
export function rulesCommand({ terminal, finish }: CommandParts): Command {
  const command = new Command('rules')
    .description('what is left out of the library, and how to change that')
    .addHelpText('after', examples)
  const changing = (
    name: string,
    description: string,
    change: (rules: ReadingRules, names: string[]) => Change,
  ): void => {
    withLibraryOption(command.command(name))
      .description(description)
      .argument('<name...>')
      .option('--json', rulesJson)
      .action((names: string[], words: RulesWords) =>
        finish(() => changed(words, terminal, (library) => change(known(library, name, names), names))),
      )
  }
  withLibraryOption(command.command('list', { isDefault: true }))
    .description('every rule with its reason, and what you changed')
    .option('--json', rulesJson)
    .action((words: RulesWords) => finish(() => list(words, terminal)))
  changing('off', 'switch off what is left out by default', ({ off }, names) => ({ off: [...off, ...names] }))
  changing('on', 'switch it on again', ({ off }, names) => ({ off: without(off, names) }))
  changing('add', 'leave out what these patterns name, as a .gitignore writes them', ({ own }, names) => ({
    own: [...own, ...names],
  }))
  changing('remove', 'take back patterns, hosts or folders of your own', ({ own, hosts, savedPages }, names) => ({
    own: without(own, names),
    hosts: without(hosts, names),
    savedPages: without(savedPages, [...names, ...names.map((name) => resolve(name))]),
  }))
  changing('hosts', 'leave pages of these hosts out of the history', ({ hosts }, names) => ({
    hosts: [...hosts, ...names],
  }))
  changing(
    'saved',
    'add the texts of pages that were saved in these folders to the history',
    ({ savedPages }, names) => ({
      savedPages: [...savedPages, ...names.map((name) => resolve(name))],
    }),
  )
  withLibraryOption(command.command('set'))
    .description('gitignore on|off, text|markup|document MB, ocr on|off, languages eng+deu')
    .argument('<key>')
    .argument('<value>')
    .option('--json', rulesJson)
    .action((key: string, value: string, words: RulesWords) =>
      finish(async () => {
        const problems: Saying[] = []
        const code = await changed(words, terminal, (library) => {
          const change = settingChange(library.reading(), key, value)
          const problem = change.ocr?.isOn === true ? ocrProblem(change.ocr.languages) : null
          if (problem !== null) problems.push(problem)
          return change
        })
        for (const { text } of problems) terminal.err(`${text}\n`)
        return code
      }),
    )
  return command
}

type Change = Partial<ReadingRules>

async function changed(words: RulesWords, terminal: Terminal, change: (library: Library) => Change): Promise<number> {
  return withLibrary({ folder: libraryFolder(words), access: 'write', mustExist: true }, async (library) => {
    await library.setReading(change(library))
    if (words.json === true) tell(library, terminal)
    else terminal.out('Changed. The next "leantern index" goes by it.\n')
    return exitCodes.done
  })
}

/** The rules as they are, where `off` and `on` are given names that there are. */
function known(library: Library, command: string, names: readonly string[]): ReadingRules {
  if (command === 'off' || command === 'on') {
    const rules = new Map(library.leftOutRules().map((rule) => [rule.name, rule]))
    for (const name of names) {
      const rule = rules.get(name)
      if (rule === undefined) throw new AppError('bad-request', `There is no rule "${name}". See: leantern rules`)
      if (rule.group === 'secrets') throw new AppError('bad-request', `${name} is always left out: keys and passwords.`)
    }
  }
  return library.reading()
}

/** @throws AppError `bad-request` */
function settingChange({ largestMB, ocr }: ReadingRules, key: string, value: string): Change {
  if (key === 'gitignore') return { useGitignore: isOn(key, value) }
  if (key === 'ocr') return { ocr: { ...ocr, isOn: isOn(key, value) } }
  if (key === 'languages') return { ocr: { ...ocr, languages: value } }
  if (key === 'text' || key === 'markup' || key === 'document')
    return { largestMB: { ...largestMB, [key]: Number(value) } }
  throw new AppError('bad-request', `Expected gitignore, text, markup, document, ocr or languages, got "${key}".`)
}

function isOn(key: string, value: string): boolean {
  if (value === 'on' || value === 'off') return value === 'on'
  throw new AppError('bad-request', `${key}: expected on or off, got "${value}".`)
}

async function list(words: RulesWords, terminal: Terminal): Promise<number> {
  return withLibrary({ folder: libraryFolder(words), access: 'read' }, async (library) => {
    if (words.json === true) tell(library, terminal)
    else terminal.out(textOf(library.leftOutRules(), library.reading()))
    return exitCodes.done
  })
}

/** As JSON. */
function tell(library: Library, terminal: Terminal): void {
  terminal.out(`${JSON.stringify({ rules: library.leftOutRules(), reading: library.reading() })}\n`)
}

function textOf(rules: readonly LeftOutRule[], reading: ReadingRules): string {
  const lines: string[] = []
  for (const [group, members] of Map.groupBy(rules, (rule) => rule.group)) {
    lines.push(groupTitles[group])
    for (const [reason, same] of Map.groupBy(members, (rule) => rule.reason)) {
      lines.push(`  ${reason}: ${same.map(({ name, isOn }) => (isOn ? name : `${name} (off)`)).join('  ')}`)
    }
  }
  const { text, markup, document } = reading.largestMB
  lines.push('Largest files', `  text and code ${text} MB, pages and mail ${markup} MB, PDF and Office ${document} MB`)
  lines.push('Text in pictures', `  ${reading.ocr.isOn ? `read by tesseract (${reading.ocr.languages})` : 'not read'}`)
  const own: [string, readonly string[]][] = [
    ['pattern', reading.own],
    ['host', reading.hosts],
    ['folder of saved pages', reading.savedPages],
  ]
  for (const [what, entries] of own) {
    if (entries.length > 0)
      lines.push(
        `Your own: ${plural(entries.length, what, what === 'folder of saved pages' ? 'folders of saved pages' : `${what}s`)}`,
        ...entries.map((entry) => `  ${entry}`),
      )
  }
  return `${lines.join('\n')}\n`
}

function without(list: readonly string[], names: readonly string[]): string[] {
  return list.filter((one) => !names.includes(one))
}
