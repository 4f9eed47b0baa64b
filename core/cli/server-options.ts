import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { AppError, messageOf } from '../errors.ts'
import type { HttpServer, HttpServerOptions } from '../server/http-server.ts'
import { wholeNumber } from './command.ts'
import type { Terminal } from './main.ts'

/** What the commands that listen have in common. */
export interface ServerWords {
  readonly port?: number
  readonly host?: string
  readonly tlsKey?: string
  readonly tlsCert?: string
  readonly behindProxy?: boolean
  readonly name?: string[]
  readonly json?: boolean
}

/** The command with the options that say where and how a server listens. */
export function withServerOptions(command: Command): Command {
  return command
    .option('--port <n>', 'port to listen on (default: a free one)', wholeNumber(0, 65_535))
    .option('--host <address>', 'address to listen on (default: 127.0.0.1); another one needs TLS or --behind-proxy')
    .option('--tls-key <file>', 'private key, PEM')
    .option('--tls-cert <file>', 'certificate, PEM')
    .option('--behind-proxy', 'a proxy in front of it does TLS')
    .option('--name <host...>', 'host names by which it is reached from elsewhere')
    .option('--json', 'print {"url","token"}, and "window" where there is one, as one JSON object once it listens')
}

/** @throws AppError `bad-request` for TLS files that are not there or only one of them */
export async function serverOptions(
  words: ServerWords,
): Promise<Pick<HttpServerOptions, 'host' | 'port' | 'token' | 'tls' | 'isBehindProxy' | 'names'>> {
  const { host, port, tlsKey, tlsCert, behindProxy = false, name = [] } = words
  if ((tlsKey === undefined) !== (tlsCert === undefined)) {
    throw new AppError('bad-request', 'Expected --tls-key and --tls-cert together, got only one of them.')
  }
  const tls =
    tlsKey === undefined || tlsCert === undefined
      ? undefined
      : { key: await readPem(tlsKey), certificate: await readPem(tlsCert) }
  const token = process.env['LEANTERN_TOKEN'] ?? ''
  return {
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(token === '' ? {} : { token }),
    tls,
    isBehindProxy: behindProxy,
    names: name.map((one) => one.toLowerCase()),
  }
}

interface Told {
  readonly terminal: Terminal
  readonly words: ServerWords
  readonly what: string
  /** Address of the window, with its token. */
  readonly window?: string
}

/** Says where it listens, then waits for Ctrl-C. */
export async function untilInterrupted(server: HttpServer, { terminal, words, what, window }: Told): Promise<void> {
  const { url, token } = server
  const isOver = new Promise<void>((resolve) => {
    process.once('SIGINT', resolve).once('SIGTERM', resolve)
  })
  if (words.json === true) terminal.out(`${JSON.stringify({ url, token, ...(window !== undefined && { window }) })}\n`)
  else {
    if (window !== undefined) terminal.out(`The window, for a browser on this machine:\n  ${window}\nFor programs:\n`)
    terminal.out(`${what}\n  Authorization: Bearer ${token}\n`)
  }
  terminal.err('Ctrl-C ends it.\n')
  await isOver
  await server.close()
}

async function readPem(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new AppError('bad-request', `Cannot read ${path}: ${messageOf(error)}`, { cause: error })
  }
}
