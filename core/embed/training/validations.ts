import type { Corpus } from './corpus.ts'
import { GENE_ONTOLOGY_SOURCE } from './gene-ontology.ts'
import { GLOSSARY_SOURCE } from './glossary.ts'
import { isReference } from './sections.ts'
import { drawValidation, scoreLine, validate, type Pool, type Score, type Validation } from './validation.ts'

/** What a table is scored on. */
export interface Validations {
  /** Documents and mails, or the sources that were left out of training. */
  readonly documents: Validation
  /** Held-out entries of biology and medicine; null where none were read. */
  readonly subject: Validation | null
}

interface Scores {
  readonly scores: readonly Score[]
  readonly subject?: readonly Score[]
}

export function drawValidations(
  corpus: Corpus,
  size: { readonly pool: number; readonly queries: number; readonly without: readonly string[] },
): Validations {
  const { pool, queries, without } = size
  const isOfSubject = (source: string): boolean => source === GENE_ONTOLOGY_SOURCE || source === GLOSSARY_SOURCE
  return {
    documents: drawValidation(corpus, {
      pool,
      queries,
      isPooled: (source) => !isReference(source) || without.includes(source),
      ...(without.length === 0 ? {} : { sources: without }),
    }),
    subject: corpus.sources.some(isOfSubject) ? drawValidation(corpus, { pool, queries, isPooled: isOfSubject }) : null,
  }
}

export async function scoreAll({ documents, subject }: Validations, dimensions: number, pool: Pool): Promise<Scores> {
  return {
    scores: await validate(documents, dimensions, pool),
    ...(subject === null ? {} : { subject: await validate(subject, dimensions, pool) }),
  }
}

/** One line of the first scores. */
export function scoreLines({ scores, subject }: Scores): string {
  return `${scoreLine(scores)}${subject === undefined ? '' : `; of the subject: ${scoreLine(subject)}`}`
}
