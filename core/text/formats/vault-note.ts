/*
 * Notes of an Obsidian vault: Markdown in a folder with '.obsidian', or below one. A note is called by its file's name, which others link
 * to; its properties are front matter.
 */
import { existsSync } from 'node:fs'
import { basename, dirname, extname, join } from 'node:path'
import type { ExtractedText } from '../extracted.ts'
import { readFrontMatter } from './front-matter.ts'

/** Folders that were looked at, and whether they are in a vault. */
const known = new Map<string, boolean>()
const mostKnown = 10_000

/** Whether a file is in a vault, at any depth. */
export function isInVault(path: string): boolean {
  return isVaultFolder(dirname(path))
}

function isVaultFolder(folder: string): boolean {
  const answer = known.get(folder)
  if (answer !== undefined) return answer
  const parent = dirname(folder)
  const isVault = existsSync(join(folder, '.obsidian')) || (parent !== folder && isVaultFolder(parent))
  if (known.size >= mostKnown) known.clear()
  known.set(folder, isVault)
  return isVault
}

/** With the title that its writer knows it by: of its front matter, else its file's name. */
export function asNote(note: ExtractedText, path: string): ExtractedText {
  const { title } = readFrontMatter(note.text)
  return { ...note, title: title === '' ? basename(path, extname(path)) : title }
}
