/* Completions for three shells, made from the commands themselves. */
import type { Command, Option } from 'commander'

export const shells = ['bash', 'zsh', 'fish'] as const
export type Shell = (typeof shells)[number]

/** A command with the words that lead to it: [] for the program, ['config', 'set']. */
interface Place {
  readonly words: readonly string[]
  readonly command: Command
}

/** A shell's script that completes the program's commands and options. */
export function completionScript(shell: Shell, program: Command): string {
  const places = placesOf(program, [])
  switch (shell) {
    case 'bash':
      return bashScript(program.name(), places)
    case 'zsh':
      return zshScript(program.name(), places)
    case 'fish':
      return fishScript(program.name(), places)
  }
}

function placesOf(command: Command, words: readonly string[]): Place[] {
  const below = command.commands.flatMap((one) =>
    [one.name(), ...one.aliases()].flatMap((name) => placesOf(one, [...words, name])),
  )
  return [{ words, command }, ...below]
}

function optionsOf(command: Command): readonly Option[] {
  return command.options.filter(({ hidden }) => !hidden)
}

function flagsOf(command: Command): string[] {
  return [...optionsOf(command).flatMap(({ long, short }) => [long, short]), '--help'].filter(
    (flag) => typeof flag === 'string',
  )
}

/** What may follow: names of commands, or the choices of the first argument. */
function wordsAfter(command: Command): readonly string[] {
  const names = command.commands.map((one) => one.name())
  return names.length > 0 ? names : (command.registeredArguments[0]?.argChoices ?? [])
}

/** Whether the value of an option, or the argument of a command, is a path. */
function isPath(text: string): boolean {
  return /dir|path|file|folder/iu.test(text)
}

function bashScript(name: string, places: readonly Place[]): string {
  const cases = places.map(({ words, command }) => {
    const choices = optionsOf(command)
      .filter(({ argChoices }) => argChoices !== undefined)
      .map(
        ({ long, argChoices = [] }) =>
          `      ${long}) COMPREPLY=($(compgen -W "${argChoices.join(' ')}" -- "$cur")); return ;;`,
      )
    const paths = optionsOf(command)
      .filter((option) => isPath(option.flags.replace(/^\S+/u, '')))
      .map(({ long }) => `      ${long}) _${name}_files; return ;;`)
    return [
      `  "${words.join(' ')}")`,
      '    case "$prev" in',
      ...choices,
      ...paths,
      '    esac',
      `    words="${[...wordsAfter(command), ...flagsOf(command)].join(' ')}" ;;`,
    ].join('\n')
  })
  return `# ${name} completion for bash: eval "$(${name} completion bash)"
_${name}_files() {
  local IFS=$'\n'
  COMPREPLY=($(compgen -f -- "$cur"))
}
_${name}() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}" place="" words="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case " ${places
      .map(({ words }) => words.join('/'))
      .filter((one) => one !== '')
      .join(' ')} " in
      *" \${place:+$place/}\${COMP_WORDS[i]} "*) place="\${place:+$place/}\${COMP_WORDS[i]}" ;;
    esac
  done
  place="\${place//\\// }"
  case "$place" in
${cases.join('\n')}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  if [[ \${#COMPREPLY[@]} -eq 0 && "$cur" != -* ]]; then _${name}_files; fi
}
complete -o filenames -F _${name} ${name}
`
}

function zshScript(name: string, places: readonly Place[]): string {
  const [program, ...others] = places
  const functions = others
    .filter(({ words }) => words.length === 1)
    .map(({ words, command }) => {
      const nested = command.commands.map((one) => zshWord(one.name(), one.description()))
      const specs = [...optionsOf(command).map(zshOption), "'--help[help for this command]'"]
      const rest = nested.length > 0 ? `'1:command:((${nested.join(' ')}))'` : zshArgument(command)
      return `    ${words[0]}) _arguments -s ${[...specs, rest].join(' \\\n      ')} ;;`
    })
  const names = program.command.commands.map((one) => zshWord(one.name(), one.description()))
  return `#compdef ${name}
# ${name} completion for zsh: ${name} completion zsh > "\${fpath[1]}/_${name}", or eval "$(${name} completion zsh)"
_${name}() {
  local context state line
  _arguments -C '1: :->command' '*:: :->rest' && return
  case $state in
    command) _alternative 'commands:command:((${names.join(' ')}))' ;;
    rest)
      case $line[1] in
${functions.map((text) => `    ${text}`).join('\n')}
      esac ;;
  esac
}
if [ "$funcstack[1]" = "_${name}" ]; then _${name} "$@"; else compdef _${name} ${name}; fi
`
}

function zshWord(word: string, description: string): string {
  return `${word}\\:"${plain(description)}"`
}

function zshOption({ long, flags, description, argChoices, required, optional }: Option): string {
  const value =
    argChoices !== undefined
      ? `:value:(${argChoices.join(' ')})`
      : required || optional
        ? `:value:${isPath(flags.replace(/^\S+/u, '')) ? '_files' : ' '}`
        : ''
  return `'${long}[${plain(description)}]${value}'`
}

function zshArgument(command: Command): string {
  const [first] = command.registeredArguments
  if (first?.argChoices !== undefined) return `'1:${first.name()}:(${first.argChoices.join(' ')})'`
  return "'*:file:_files'"
}

function fishScript(name: string, places: readonly Place[]): string {
  const lines = places.flatMap(({ words, command }) => {
    const isHere = condition(words, command)
    const names = command.commands.map(
      (one) => `complete -c ${name} ${isHere} -f -a ${one.name()} -d '${plain(one.description())}'`,
    )
    const choices = (command.registeredArguments[0]?.argChoices ?? []).map(
      (choice) => `complete -c ${name} ${isHere} -f -a ${choice}`,
    )
    const options = optionsOf(command).map(({ long, description, argChoices, required, optional }) => {
      const value = argChoices !== undefined ? ` -x -a '${argChoices.join(' ')}'` : required || optional ? ' -r' : ''
      return `complete -c ${name} ${isHere} -l ${long?.slice(2)} -d '${plain(description)}'${value}`
    })
    return [...names, ...choices, ...options]
  })
  return `# ${name} completion for fish: ${name} completion fish | source\n${lines.join('\n')}\n`
}

/** When a line of fish counts: after all words of the place, before a word that leads further. */
function condition(words: readonly string[], command: Command): string {
  const seen = words.map((word) => `__fish_seen_subcommand_from ${word}`)
  const further = command.commands.map((one) => one.name())
  const not = further.length === 0 ? [] : [`not __fish_seen_subcommand_from ${further.join(' ')}`]
  const all = [...seen, ...not]
  return all.length === 0 ? '' : `-n '${all.join('; and ')}'`
}

/** First clause of a description, without what shells take as signs. */
function plain(text: string): string {
  return text
    .split(/[;:(]/u)[0]
    .replaceAll(/['"\\`$[\]]/gu, '')
    .trim()
}
