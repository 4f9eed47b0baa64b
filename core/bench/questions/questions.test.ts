import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { makeTree } from '../../sources/test-tree.ts'
import { parseBenchOptions } from '../bench-options.ts'
import { isExpected, readQuestionList, type Question } from './question-list.ts'
import { questionsBench } from './questions.ts'
import { score } from './score.ts'

const prose = fileURLToPath(new URL('../../../../data/prose', import.meta.url))

const question: Question = { folder: 'book', question: 'who?', expected: ['/src/ch1-', 'notes/', '../wiki/a'] }

test('there are ten questions for each of eleven folders, none asked twice', async () => {
  const { questions, absurd } = await readQuestionList()
  const perFolder = Object.groupBy(questions, ({ folder }) => folder)
  expect(Object.values(perFolder).map((asked) => asked?.length)).toEqual(Array(11).fill(10))
  const texts = [...questions.map((one) => one.question), ...absurd].map((text) => text.toLowerCase())
  expect(new Set(texts).size).toBe(120)
})

test.skipIf(!existsSync(prose))('every expected fragment names a document (../data/prose)', async () => {
  const { questions } = await readQuestionList()
  const folders = [...new Set(questions.map(({ folder }) => folder))]
  const inside = await Promise.all(folders.map((folder) => readdir(`${prose}/${folder}`, { recursive: true })))
  const paths = folders.flatMap((folder, i) => inside[i].map((path) => `${folder}/${path}`))
  const unknown = questions.flatMap((one) =>
    one.expected
      .filter((fragment) => !paths.some((path) => isExpected({ ...one, expected: [fragment] }, path)))
      .map((fragment) => `${one.folder}: ${fragment}`),
  )
  expect(unknown).toEqual([])
})

test('a fragment counts anywhere in a path of its folder, one that starts with / only at the start', () => {
  const found = ['book/src/ch1-a.md', 'book/old/src/ch1-a.md', 'book/my/notes/a.md', 'other/src/ch1-a.md']
  expect(found.map((path) => isExpected(question, path))).toEqual([true, false, true, false])
})

test('a fragment that starts with ../ leads to another folder', () => {
  const found = ['wiki/a.md', 'wiki/old/a.md', 'book/wiki/a.md']
  expect(found.map((path) => isExpected(question, path))).toEqual([true, false, false])
})

test('a score counts the first hit of each question', () => {
  const hit = 'book/src/ch1-a.md'
  const at = (place: number): { question: Question; paths: string[] } => ({
    question,
    paths: [...Array<string>(place - 1).fill('book/x.md'), hit, hit],
  })
  const asked = [at(1), at(2), at(4), at(10), { question, paths: [] }]
  const row = { folder: 'book', questions: 5, top1: 1, top3: 2, top5: 3, top10: 4, mrr: (1 + 0.5 + 0.25 + 0.1) / 5 }
  expect(score('book', asked)).toEqual(row)
})

test('without a folder, or with one that lacks the texts, the bench says what it needs', async () => {
  await using tree = await makeTree({ 'peps/a.txt': 'a' })
  const run = (path: string | undefined): Promise<object> =>
    questionsBench.run({ ...parseBenchOptions({}), path, print: () => {} })
  await expect(run(undefined)).rejects.toMatchObject({
    code: 'bad-request',
    message: expect.stringContaining('--path to be the folder that holds cpp-docs'),
  })
  await expect(run(tree.at('.'))).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringMatching(/has no cpp-docs, PowerShell-Docs, rust-rfcs/u),
  })
  await expect(run(tree.at('nowhere'))).rejects.toMatchObject({ code: 'not-found' })
})
