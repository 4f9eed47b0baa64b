import { Command } from 'commander'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { hasKey, keepKey, keyHost, removeKey, usualServer } from '../answering/api-key.ts'
import { AppError } from '../errors.ts'
import type { CommandParts } from './command.ts'
import { exitCodes, type Terminal } from './main.ts'

/** `leantern config key …`. A key never stands in the words of a command, where others on the machine could read it. */
export function keyCommand({ terminal, finish }: Pick<CommandParts, 'terminal' | 'finish'>): Command {
  const command = new Command('key').description("keys of language models' servers, in the system's keychain")
  command
    .command('set')
    .description('keep a key; it is read from standard input, or asked for')
    .argument('[address]', 'of the server', usualServer)
    .action((address: string) =>
      finish(async () => {
        const host = keyHost(address)
        await keepKey(address, await readKey(host, terminal))
        terminal.err(`Kept for ${host}.\n`)
        return exitCodes.done
      }),
    )
  command
    .command('remove')
    .description('take a key out of the keychain; exit code 1 where there is none')
    .argument('[address]', 'of the server', usualServer)
    .action((address: string) =>
      finish(async () => ((await removeKey(address)) ? exitCodes.done : exitCodes.nothingFound)),
    )
  command
    .command('status')
    .description('whether there is a key for a server; exit code 1 where there is none')
    .argument('[address]', 'of the server', usualServer)
    .action((address: string) =>
      finish(async () => {
        const isThere = await hasKey(address)
        terminal.out(`${keyHost(address)}: ${isThere ? 'a key is in the keychain' : 'no key'}\n`)
        return isThere ? exitCodes.done : exitCodes.nothingFound
      }),
    )
  return command
}

/** One line, without showing it. @throws AppError `bad-request` for none */
async function readKey(host: string, terminal: Terminal): Promise<string> {
  const isTyped = process.stdin.isTTY
  if (isTyped) terminal.err(`Key for ${host} (it is not shown): `)
  const silent = new Writable({ write: (_piece, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: silent, terminal: isTyped })
  try {
    for await (const line of lines) if (line.trim() !== '') return line.trim()
  } finally {
    lines.close()
    if (isTyped) terminal.err('\n')
  }
  throw new AppError(
    'bad-request',
    'Expected a key on standard input, got nothing. Try: leantern config key set < FILE',
  )
}
