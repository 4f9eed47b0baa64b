import { realpath, stat } from 'node:fs/promises'
import { basename, dirname, relative, sep } from 'node:path'
import { say } from '../sayings/say.ts'
import { messageOf, systemCode } from '../errors.ts'
import { secretRule } from './exclusions.ts'
import type { FolderRules, Rules } from './folder-rules.ts'
import type { SourceEvent } from './source.ts'
import { isInside } from '../is-inside.ts'

/** A symbolic link and why a file of its name would be left out. */
export interface Link {
  readonly path: string
  readonly rule: string | undefined
}

/** What is known at the end of a walk. */
export interface Walked {
  readonly root: string
  readonly rules: Rules
  readonly links: readonly Link[]
  /** What counts in a folder; undefined where the folder is not listed. */
  rulesOf(folder: string): Promise<FolderRules | undefined>
}

/**
 * Each link as an event. A link is followed to a file inside the root that the walk has not listed itself, and to each such file
 * once: this is how git-annex and similar tools name files they keep in a hidden store. Links to folders are never followed, so there are
 * no loops, and links out of the root lead to what nobody added.
 */
export async function* resolveLinks(walked: Walked, signal: AbortSignal): AsyncGenerator<SourceEvent> {
  const targets = new Set<string>()
  for (const link of walked.links) {
    signal.throwIfAborted()
    yield await resolveLink(link, walked, targets)
  }
}

async function resolveLink(link: Link, walked: Walked, targets: Set<string>): Promise<SourceEvent> {
  const { path } = link
  try {
    const target = await realpath(path)
    const stats = await stat(target)
    const rule = stats.isDirectory() ? 'link to a folder' : (link.rule ?? (await targetRule(target, walked, targets)))
    if (rule !== undefined) return { kind: 'skipped', path, rule }
    if (!stats.isFile()) return { kind: 'skipped', path, rule: 'not a regular file' }
    targets.add(target)
    return { kind: 'file', file: { path, size: stats.size, mtimeMs: stats.mtimeMs } }
  } catch (error) {
    const code = systemCode(error)
    if (code === '') throw error
    if (code === 'ENOENT' || code === 'ELOOP' || code === 'ENOTDIR')
      return { kind: 'skipped', path, rule: 'broken link' }
    return {
      kind: 'problem',
      problem: { path, code: 'unreadable', message: say('file.cannotRead', { reason: messageOf(error) }).text },
    }
  }
}

/** Why a link to this file is not followed. */
async function targetRule(
  target: string,
  { root, rules, rulesOf }: Walked,
  targets: ReadonlySet<string>,
): Promise<string | undefined> {
  if (!isInside(target, root)) return 'link out of the folder'
  if (targets.has(target)) return 'second link to a file'
  const parts = relative(root, target).split(sep)
  const secret = parts.map((name, i) => secretRule(name, i < parts.length - 1)).find((rule) => rule !== undefined)
  if (secret !== undefined) return secret
  const folder = await rulesOf(dirname(target))
  const entry = { path: target, name: basename(target), isDirectory: false }
  const isListed = folder !== undefined && rules.ruleFor(entry, folder) === undefined
  return isListed ? 'link to a file that is listed itself' : undefined
}
