import { Argument, Command } from 'commander'
import packageFile from '../../package.json' with { type: 'json' }
import type { CommandParts } from './command.ts'
import { completionScript, shells, type Shell } from './completion.ts'
import { examples, exitCodes } from './main.ts'
import { manPage } from './man-page.ts'

/** `leantern completion`. */
export function completionCommand({ terminal, finish }: CommandParts): Command {
  return new Command('completion')
    .description('print completions for your shell')
    .addArgument(new Argument('<shell>', 'which').choices(shells))
    .addHelpText(
      'after',
      '\nbash: eval "$(leantern completion bash)"\nzsh:  eval "$(leantern completion zsh)"\nfish: leantern completion fish | source\n',
    )
    .action((shell: Shell, _words: object, command: Command) =>
      finish(async () => {
        terminal.out(completionScript(shell, programAbove(command)))
        return exitCodes.done
      }),
    )
}

/** `leantern man`. */
export function manCommand({ terminal, finish }: CommandParts): Command {
  return new Command('man')
    .description('print the manual page; see it with: leantern man | man -l -')
    .action((_words: object, command: Command) =>
      finish(async () => {
        const program = programAbove(command)
        terminal.out(
          manPage({
            program,
            version: packageFile.version,
            sections: [
              ['EXAMPLES', examples],
              ['ENVIRONMENT', environment],
            ],
          }),
        )
        return exitCodes.done
      }),
    )
}

const environment = `
LEANTERN_LIBRARY   folder of the library where none is named
LEANTERN_DATA      folder of libraries by name and of the settings
LEANTERN_TOKEN     token of serve and mcp --http, at least 16 characters; a random one otherwise
LEANTERN_API_KEY   key of the language model's server, else OPENAI_API_KEY (OpenAI's alone), else the system's keychain
NO_COLOR           no colours, whatever the terminal can do
`

function programAbove(command: Command): Command {
  return command.parent === null ? command : programAbove(command.parent)
}
