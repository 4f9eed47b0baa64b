import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '../../errors.ts'
import { isHeldOut, paragraphsOf, type Section } from './sections.ts'

/** `source` of the sections. */
export const GLOSSARY_SOURCE = 'texts/glossary'

/** The project's own words of biology and medicine, which no document has. */
export const glossaryPath = join(import.meta.dirname, 'glossary.txt')

/**
 * The entries of a glossary as sections: the names before the colon are the header of the sentences behind it. Lines that begin with # and empty ones say
 * nothing.
 * @throws AppError `failed` for a line without names, colon or sentences
 */
export async function glossarySections(path: string): Promise<Section[]> {
  const lines = (await readFile(path, 'utf8')).split('\n')
  return lines.flatMap((line, i) => {
    if (line === '' || line.startsWith('#')) return []
    const colon = line.indexOf(': ')
    const [header, text] = [line.slice(0, Math.max(0, colon)), line.slice(colon + 2)]
    const paragraphs = paragraphsOf(text)
    if (header === '' || paragraphs.length === 0)
      throw new AppError(
        'failed',
        `Expected "names: sentences" in line ${i + 1} of ${path}, got ${JSON.stringify(line)}. Mend the line.`,
      )
    return [{ source: GLOSSARY_SOURCE, isHeldOut: isHeldOut(`glossary/${header}`), header, paragraphs }]
  })
}
