/* Judged retrieval sets on disk: BEIR's form (corpus.jsonl, queries.jsonl, qrels/test.tsv) and SQuAD's (xquad.LANGUAGE.json). */
import { readdir, readFile } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import { z } from 'zod'

export interface JudgedDocument {
  readonly id: string
  readonly title: string
  readonly text: string
  /** Of its file, folder or sender, by which it is found too. */
  readonly names?: string
}

export interface JudgedQuery {
  readonly text: string
  /** Grade by document id; what is not here, or 0, is irrelevant. */
  readonly grades: ReadonlyMap<string, number>
}

/** Documents and queries with what answers them; only queries that something answers. */
export interface JudgedSet {
  readonly name: string
  /** Two-letter code. */
  readonly language: string
  readonly documents: readonly JudgedDocument[]
  readonly queries: readonly JudgedQuery[]
}

const documentSchema = z.object({ _id: z.string(), title: z.string().default(''), text: z.string() })
const querySchema = z.object({ _id: z.string(), text: z.string() })
const squadSchema = z.object({
  data: z.array(
    z.object({
      paragraphs: z.array(z.object({ context: z.string(), qas: z.array(z.object({ question: z.string() })) })),
    }),
  ),
})

/** Every set below `folder`, by name: that of its own folder, or its whole path where two are called the same. */
export async function readSets(folder: string): Promise<JudgedSet[]> {
  const paths = (await readdir(folder, { recursive: true })).toSorted().map((path) => join(folder, path))
  const corpora = paths.filter((path) => basename(path) === 'corpus.jsonl')
  const nameOf = (path: string): string => basename(dirname(path))
  const isOnly = (path: string): boolean => corpora.every((other) => other === path || nameOf(other) !== nameOf(path))
  const beir = corpora.map((path) =>
    readBeirSet(path, isOnly(path) ? nameOf(path) : relative(folder, dirname(path)) || nameOf(path)),
  )
  const squad = paths.filter((path) => /\.[a-z]{2}\.json$/.test(path)).map(readSquadSet)
  return (await Promise.all([...beir, ...squad])).filter((set) => set !== null)
}

async function readBeirSet(corpus: string, name: string): Promise<JudgedSet> {
  const folder = dirname(corpus)
  const documents = (await linesOf(corpus)).map((line) => documentSchema.parse(JSON.parse(line)))
  const grades = new Map<string, Map<string, number>>()
  for (const line of (await linesOf(join(folder, 'qrels', 'test.tsv'))).slice(1)) {
    const [query, document, grade] = line.split('\t')
    const known = grades.get(query) ?? new Map<string, number>()
    grades.set(query, known.set(document, Number(grade)))
  }
  const queries = (await linesOf(join(folder, 'queries.jsonl'))).flatMap((line) => {
    const { _id, text } = querySchema.parse(JSON.parse(line))
    const found = grades.get(_id)
    return found === undefined || [...found.values()].every((grade) => grade <= 0) ? [] : [{ text, grades: found }]
  })
  return {
    name,
    language: 'en',
    documents: documents.map(({ _id, title, text }) => ({ id: _id, title, text })),
    queries,
  }
}

async function linesOf(path: string): Promise<string[]> {
  return (await readFile(path, 'utf8')).split(/\r?\n/).filter((line) => line.trim() !== '')
}

/** Each paragraph is a document, each question has its paragraph as its one answer; null for a file of another form. */
async function readSquadSet(path: string): Promise<JudgedSet | null> {
  const parsed = squadSchema.safeParse(JSON.parse(await readFile(path, 'utf8')))
  if (!parsed.success) return null
  const paragraphs = parsed.data.data.flatMap((article) => article.paragraphs)
  return {
    name: basename(path, '.json').replaceAll('.', '-'),
    language: basename(path, '.json').slice(-2),
    documents: paragraphs.map(({ context }, i) => ({ id: String(i), title: '', text: context })),
    queries: paragraphs.flatMap(({ qas }, i) =>
      qas.map(({ question }) => ({ text: question, grades: new Map([[String(i), 1]]) })),
    ),
  }
}
