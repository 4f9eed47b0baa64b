import type { Library } from '../core/library.ts'
import type { NameHit } from '../core/types.ts'

/** A question of a filter alone comes newest first; mail and history, which change all day, would leave no room for files. */
const newestFiles = 'source:folder'

/** The files that were changed last, newest first; one line each, without their passages. @throws AppError as `Library.search` */
export async function newestDocuments(library: Pick<Library, 'search'>, limit: number): Promise<NameHit[]> {
  const { results } = await library.search({ query: newestFiles, limit, ranking: 'words', strategy: 'codes' })
  return results.map(({ document, path, part, uri, title, kind, source, dated, sender }) => {
    return { document, path, part, uri, title, kind, source, dated, sender, score: 1 }
  })
}
