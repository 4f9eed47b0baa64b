import type { Command, Option } from 'commander'

export interface ManParts {
  readonly program: Command
  readonly version: string
  /** Sections of our own: title and plain text. */
  readonly sections: readonly (readonly [string, string])[]
}

/** The manual page in roff, made from the commands themselves. */
export function manPage({ program, version, sections }: ManParts): string {
  const name = program.name()
  return [
    `.TH ${name.toUpperCase()} 1 "" "${name} ${version}" "User Commands"`,
    '.SH NAME',
    `${name} \\- ${escaped(program.description())}`,
    '.SH SYNOPSIS',
    `.B ${name}`,
    '.I command',
    '[options]',
    '.SH COMMANDS',
    ...program.commands.flatMap((command) => commandPart(name, command)),
    ...sections.flatMap(([title, text]) => [`.SH ${title}`, '.nf', escaped(text.trim()), '.fi']),
    '',
  ].join('\n')
}

function commandPart(parent: string, command: Command): string[] {
  const name = `${parent} ${command.name()}`
  const aliases = command.aliases().map((alias) => `${parent} ${alias}`)
  return [
    `.SS ${escaped([name, ...aliases].join(', '))} ${escaped(command.usage())}`,
    escaped(command.description()),
    ...command.registeredArguments.map((one) => `.TP\n.I ${escaped(one.name())}\n${escaped(one.description)}`),
    ...command.options.filter(({ hidden }) => !hidden).map(optionPart),
    ...command.commands.flatMap((one) => commandPart(name, one)),
  ]
}

function optionPart({ flags, description, argChoices, defaultValue }: Option): string {
  const choices = argChoices === undefined ? '' : ` One of ${argChoices.join(', ')}.`
  const usual = defaultValue === undefined ? '' : ` Default: ${String(defaultValue)}.`
  return `.TP\n.B ${escaped(flags)}\n${escaped(`${description}.${choices}${usual}`)}`
}

/** Backslashes and hyphens are signs of roff, and so is a dot or an apostrophe at the beginning of a line. */
function escaped(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll(/^(?=[.'])/gmu, '\\&')
}
