import { readdir, realpath } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { AppError, messageOf } from '../../errors.ts'
import { openLibrary, type Library } from '../../library.ts'
import type { SearchHit } from '../../types.ts'
import { round, table, type Bench, type BenchContext } from '../bench.ts'
import { withTemporaryFolder } from '../temporary.ts'
import { readQuestionList, type Question, type QuestionList } from './question-list.ts'
import { placeOf, score, type Asked, type FolderScore } from './score.ts'

const limit = 10

/** Whether people's questions, asked in other words than the text's, lead to the document that answers them. */
export const questionsBench: Bench = {
  summary: 'questions in our own words about public texts: hits in the top 1, 3, 5, 10, MRR',
  async run({ path, print }) {
    const list = await readQuestionList()
    const folders = [...new Set(list.questions.map(({ folder }) => folder))]
    const prose = await proseFolder(path, folders)
    return withTemporaryFolder(async (folder) => {
      const library = await openLibrary({ folder: join(folder, 'library'), access: 'write' })
      try {
        await library.index({ roots: [await library.addRoot(prose)] })
        return await askAll({ library, prose, list, folders, print })
      } finally {
        await library.close()
      }
    })
  },
}

/** The real path of `path`, which must hold `folders`. */
async function proseFolder(path: string | undefined, folders: readonly string[]): Promise<string> {
  const wanted = `--path to be the folder that holds ${folders.join(', ')}`
  if (path === undefined) throw new AppError('bad-request', `Expected ${wanted}; got none.`)
  const names = await readdir(path).catch((error: unknown) => {
    throw new AppError('not-found', `Expected ${wanted}; ${path} cannot be read: ${messageOf(error)}`, { cause: error })
  })
  const missing = folders.filter((folder) => !names.includes(folder))
  if (missing.length > 0) {
    throw new AppError('not-found', `Expected ${wanted}; ${path} has no ${missing.join(', ')}.`)
  }
  return realpath(path)
}

interface Round {
  readonly library: Library
  readonly prose: string
  readonly list: QuestionList
  readonly folders: readonly string[]
  readonly print: BenchContext['print']
}

async function askAll({ library, prose, list, folders, print }: Round): Promise<object> {
  const ask = async (query: string): Promise<readonly SearchHit[]> =>
    (await library.search({ query, limit, strategy: 'codes' })).results
  const asked: Asked[] = []
  for (const question of list.questions) {
    const hits = await ask(question.question)
    asked.push({ question, paths: hits.map((hit) => relative(prose, hit.path).replaceAll(sep, '/')) })
  }
  const rows = folders.map((folder) =>
    score(
      folder,
      asked.filter(({ question }) => question.folder === folder),
    ),
  )
  const misses = asked.filter((one) => placeOf(one) === 0).map(missOf)
  printScores([...rows, score('all', asked)], print)
  printMisses(misses, print)
  print('')
  print('Without an answer in the texts (best score):')
  for (const query of list.absurd) {
    const [best] = await ask(query)
    print(`  ${best?.score.toFixed(3) ?? 'nothing'}  ${query}`)
  }
  return { rows: rows.map((row) => ({ ...row, mrr: round(row.mrr) })), misses }
}

interface Miss extends Question {
  /** Path of the best hit; null: nothing was found. */
  readonly first: string | null
}

function missOf({ question, paths }: Asked): Miss {
  return { ...question, first: paths[0] ?? null }
}

function printScores(rows: readonly FolderScore[], print: BenchContext['print']): void {
  const cells = rows.map((row) => [
    row.folder,
    row.questions,
    row.top1,
    row.top3,
    row.top5,
    row.top10,
    row.mrr.toFixed(2),
  ])
  for (const line of table([['folder', 'asked', 'top 1', 'top 3', 'top 5', 'top 10', 'MRR'], ...cells])) print(line)
}

function printMisses(misses: readonly Miss[], print: BenchContext['print']): void {
  print('')
  print(`Not in the top ${limit}: ${misses.length}`)
  for (const { folder, question, expected, first } of misses) {
    print(`  ${folder}: ${question}`)
    print(`    expected ${expected.join(' or ')}; first came ${first ?? 'nothing'}`)
  }
}
