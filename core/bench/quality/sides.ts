/* The two sides of a search over one judged set, with nothing approximated: every document has a score from both. */
import type { Encoder } from '../../embed/encoder.ts'
import { analyse, createAnalyser } from '../../keywords/analyse.ts'
import { searchKeywords, type KeywordAnswer, type KeywordSegment } from '../../keywords/bm25.ts'
import { buildKeywords, countTerms } from '../../keywords/build.ts'
import { readKeywords, writeKeywords } from '../../keywords/postings-file.ts'
import { dotRow } from '../../leann/dot-row.ts'
import { namesWeight } from '../../text/chunk-terms.ts'
import { exactBm25, plainWords } from './exact-bm25.ts'
import type { JudgedSet } from './sets.ts'

/** Scores of all documents, by place in the set; 0 from the words' sides for a document without any word of the query. */
export interface Scores {
  readonly bm25: Float64Array
  readonly words: Float64Array
  readonly meaning: Float64Array
  readonly found: KeywordAnswer
  /** That the model was made for. */
  readonly languages: readonly string[]
}

/** Scores for every query of the set, in order. */
export async function scoreSet(set: JudgedSet, encoder: Encoder): Promise<Scores[]> {
  const { documents, queries, language } = set
  const bm25 = exactBm25(documents.map(({ title, text, names = '' }) => plainWords(`${title} ${names} ${text}`)))
  const segments = [keywordSegment(set)]
  const also = documents.map((_, row) => ({ segment: 0, row }))
  const vectors = await encoder.embed(documents.map(({ title, text }) => ({ header: '', text: joined(title, text) })))
  const asked = await encoder.embed(queries.map(({ text }) => ({ header: '', text })))
  return queries.map(({ text }, i) => {
    const query = asked.subarray(i * encoder.dimensions, (i + 1) * encoder.dimensions)
    const found = searchKeywords({ segments, terms: analyse(text, language), count: 0, also })
    return {
      bm25: bm25(plainWords(text)),
      words: found.also,
      meaning: Float64Array.from(documents, (_, row) => dotRow(query, vectors, row)),
      found,
      languages: encoder.languages ?? [],
    }
  })
}

/** The set's documents as the index has them: the title is the header, of a first passage names as well. */
function keywordSegment({ documents, language }: JudgedSet): KeywordSegment {
  const analyser = createAnalyser(language)
  const rows = documents.map(({ title, text, names = '' }) =>
    countTerms({ header: `${title}${` ${names}`.repeat(namesWeight)}`, text }, analyser),
  )
  return { keywords: readKeywords(writeKeywords(buildKeywords(rows)), 'bench'), deleted: null }
}

/** Title and text as one passage. */
function joined(title: string, text: string): string {
  return [title, text].filter((part) => part !== '').join('\n')
}
