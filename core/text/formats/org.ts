import type { Heading } from '../extracted.ts'
import { firstTitle } from './titles.ts'
import { foldedLine } from './text.ts'

/** Title and headings of an Org file: lines of stars, without their state, priority and tags; `#+TITLE` names it. */
export function orgStructure(text: string): { readonly title: string; readonly headings: readonly Heading[] } {
  const headings: Heading[] = []
  for (const match of text.matchAll(/^(\*{1,20}) +(\S.*)$/gm)) {
    const words = headingText(match[2])
    if (words !== '') headings.push({ level: Math.min(match[1].length, 6), text: words, start: match.index })
  }
  const named = /^#\+title:[ \t]*(.*)$/im.exec(text.slice(0, 16_384))?.[1] ?? ''
  return { title: plainWords(named) || firstTitle(headings), headings }
}

function headingText(line: string): string {
  const words = line
    .replace(/^(?:TODO|DONE|NEXT|WAITING|CANCELLED|STARTED)\s+/, '')
    .replace(/^\[#[A-Z0-9]\]\s*/i, '')
    .replace(/(?<!\s)\s+:[\w@#%:]+:\s*$/, '')
  return plainWords(words)
}

/** Links by their words. */
function plainWords(text: string): string {
  return foldedLine(
    text.replace(/\[\[([^[\]]*)\](?:\[([^[\]]*)\])?\]/g, (_, target: string, words?: string) => words ?? target),
  )
}
