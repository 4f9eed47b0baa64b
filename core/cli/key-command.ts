import { Command } from 'commander'
import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { hasKey, keepKey, keyHost, removeKey, usualServer } from '../answering/api-key.ts'
import { AppError } from '../errors.ts'
import type { CommandParts } from './command.ts'
import { exitCodes, type Terminal } from './main.ts'

interface KeyWords {
  readonly json?: boolean
}

/** `leantern config key …`. A key never stands in the words of a command, where others on the machine could read it. */
export function keyCommand({ terminal, finish }: Pick<CommandParts, 'terminal' | 'finish'>): Command {
  const command = new Command('key').description("keys of language models' servers, in the system's keychain")
  command
    .command('set')
    .description('keep a key; it is read from standard input, or asked for')
    .argument('[address]', 'of the server', usualServer)
    .option('--json', 'print {"host","isKept"} as one JSON object')
    .action((address: string, { json }: KeyWords) =>
      finish(async () => {
        const host = keyHost(address)
        await keepKey(address, await readKey(host, terminal))
        if (json === true) tellKept(host, { isKept: true }, terminal)
        else terminal.err(`Kept for ${host}.\n`)
        return exitCodes.done
      }),
    )
  command
    .command('remove')
    .description('take a key out of the keychain; exit code 1 where there is none')
    .argument('[address]', 'of the server', usualServer)
    .option('--json', 'print {"host","isKept"} as one JSON object')
    .action((address: string, { json }: KeyWords) =>
      finish(async () => {
        const wasKept = await removeKey(address)
        if (json === true) tellKept(keyHost(address), { isKept: false }, terminal)
        return wasKept ? exitCodes.done : exitCodes.nothingFound
      }),
    )
  command
    .command('status')
    .description('whether there is a key for a server; exit code 1 where there is none')
    .argument('[address]', 'of the server', usualServer)
    .option('--json', 'print {"host","isKept"} as one JSON object')
    .action((address: string, { json }: KeyWords) =>
      finish(async () => {
        const isThere = await hasKey(address)
        if (json === true) tellKept(keyHost(address), { isKept: isThere }, terminal)
        else terminal.out(`${keyHost(address)}: ${isThere ? 'a key is in the keychain' : 'no key'}\n`)
        return isThere ? exitCodes.done : exitCodes.nothingFound
      }),
    )
  return command
}

function tellKept(host: string, { isKept }: { readonly isKept: boolean }, terminal: Terminal): void {
  terminal.out(`${JSON.stringify({ host, isKept })}\n`)
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
