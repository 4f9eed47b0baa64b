/*
 * What a mail program or a browser writes down of a file that somebody sent: Windows and macOS then open it with more care (Office in its
 * protected view, without macros; a program only after a question). A copy out of a message has no such mark of its own.
 */
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { promisify } from 'node:util'

/** Zone 3: the internet. Windows reads it from a stream of the file of this name ([MS-FSCC], 5.6.1). */
const zone = { stream: ':Zone.Identifier', text: '[ZoneTransfer]\r\nZoneId=3\r\n' }

export interface MarkParts {
  readonly platform: NodeJS.Platform
  run(command: string, words: readonly string[]): Promise<unknown>
}

const system: MarkParts = { platform: process.platform, run: promisify(execFile) }

/** Marks a file that may be written to. A disk that keeps no such marks has none; Linux has no such mark. */
export async function markForeign(path: string, { platform, run }: MarkParts = system): Promise<void> {
  if (platform === 'win32') await writeFile(path + zone.stream, zone.text).catch(() => {})
  if (platform === 'darwin')
    await run('/usr/bin/xattr', ['-w', 'com.apple.quarantine', quarantine(), path]).catch(() => {})
}

/** Flags, seconds since 1970 in hexadecimal, who wrote it. Flags 0x81: it came from elsewhere, and nobody was asked about it yet. */
function quarantine(): string {
  return `0081;${Math.floor(Date.now() / 1000).toString(16)};Leantern;`
}
