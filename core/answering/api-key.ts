/*
 * Keys of language models' servers: from the environment, else from the system's keychain (macOS's, Windows' credentials, the
 * Secret Service of a Linux desktop), where they are kept by the host they are for. Never in our own files.
 */
import type { Entry } from '@napi-rs/keyring'
import { AppError, messageOf } from '../errors.ts'
import { say } from '../sayings/say.ts'

const service = 'leantern'
const environment = 'LEANTERN_API_KEY'

/** Where a key is for when nobody says. */
export const usualServer = 'https://api.openai.com/v1'

/**
 * The key for a server; undefined where there is none, or no keychain to ask. LEANTERN_API_KEY is for any server, OPENAI_API_KEY
 * for OpenAI's, or the one that OPENAI_BASE_URL names: no other is sent it.
 */
export async function apiKeyFor(baseUrl: string = usualServer): Promise<string | undefined> {
  const given = process.env[environment] || openAiKeyFor(baseUrl)
  if (given !== undefined && given !== '') return given
  try {
    return (await entryFor(baseUrl)).getPassword() ?? undefined
  } catch {
    // Without a key the server says itself that it wants one.
    return undefined
  }
}

function openAiKeyFor(baseUrl: string): string | undefined {
  const host = URL.parse(baseUrl)?.host
  const its = [usualServer, process.env['OPENAI_BASE_URL'] ?? ''].map((address) => URL.parse(address)?.host)
  return host !== undefined && its.includes(host) ? process.env['OPENAI_API_KEY'] : undefined
}

/** Keeps a key for a server's host. @throws AppError `failed` where no keychain takes it, `bad-request` */
export async function keepKey(baseUrl: string, key: string): Promise<void> {
  if (!/^[\x21-\x7e]{1,1000}$/u.test(key)) {
    throw new AppError('bad-request', say('key.wrong'))
  }
  const entry = await entryFor(baseUrl)
  asked(() => entry.setPassword(key))
}

/** Takes a key out of the keychain; false where there was none. @throws AppError `failed`, `bad-request` */
export async function removeKey(baseUrl: string): Promise<boolean> {
  const entry = await entryFor(baseUrl)
  return asked(() => entry.getPassword() !== null && entry.deletePassword())
}

/** Whether the keychain has a key for a server's host. @throws AppError `failed`, `bad-request` */
export async function hasKey(baseUrl: string): Promise<boolean> {
  const entry = await entryFor(baseUrl)
  return asked(() => entry.getPassword() !== null)
}

/** 'api.openai.com', 'localhost:8080'. @throws AppError `bad-request` */
export function keyHost(baseUrl: string): string {
  const url = URL.parse(baseUrl)
  if (url !== null && url.host !== '' && /^https?:$/u.test(url.protocol)) return url.host
  throw new AppError('bad-request', say('answer.address', { example: usualServer, address: baseUrl }))
}

async function entryFor(baseUrl: string): Promise<Entry> {
  const host = keyHost(baseUrl)
  try {
    // A binary of its own for each system: loaded by the few that need it.
    const { Entry } = await import('@napi-rs/keyring')
    return new Entry(service, host)
  } catch (error) {
    throw noKeychain(error)
  }
}

function asked<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw noKeychain(error)
  }
}

function noKeychain(error: unknown): AppError {
  return new AppError('failed', say('key.keychain', { reason: messageOf(error), variable: environment }), {
    cause: error,
  })
}
