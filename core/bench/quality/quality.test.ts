import { describe, expect, test } from 'vitest'
import { isHeldOut } from '../../embed/training/sections.ts'
import { makeTree } from '../../sources/test-tree.ts'
import { exactBm25, plainWords } from './exact-bm25.ts'
import { fusionBench } from './fusion.ts'
import { mailsOf } from './mbox.ts'
import { ownSets } from './own-sets.ts'
import { qualityBench } from './quality.ts'
import { readSets } from './sets.ts'

const noOptions = {
  path: undefined,
  models: undefined,
  chunks: undefined,
  peers: undefined,
  isLarge: false,
  own: undefined,
}

const corpus = ['tea is a hot drink from leaves', 'a volcano throws out ash and magma', 'the violin has four strings']

function beirFiles(folder: string): Record<string, string> {
  return {
    [`${folder}/corpus.jsonl`]: corpus
      .map((text, i) => JSON.stringify({ _id: `d${i}`, title: `Title ${i}`, text }))
      .join('\n'),
    [`${folder}/queries.jsonl`]: ['leaves', 'magma', 'nobody judged this']
      .map((text, i) => JSON.stringify({ _id: `q${i}`, text }))
      .join('\n'),
    [`${folder}/qrels/test.tsv`]: 'query-id\tcorpus-id\tscore\nq0\td0\t1\nq0\td1\t0\nq1\td1\t2\nq2\td1\t0\n',
  }
}

const squad = {
  'xquad.de.json': JSON.stringify({
    data: [{ paragraphs: [{ context: 'Tee ist ein Getränk.', qas: [{ question: 'Was ist Tee?', id: '1' }] }] }],
  }),
  'other.de.json': '{"data": 1}',
}

describe('judged sets', () => {
  test('are read from any depth, queries without an answer left out', async () => {
    await using tree = await makeTree({ ...beirFiles('deep/small'), ...squad })
    const [small, xquad, ...others] = await readSets(tree.root)
    expect(others).toEqual([])
    expect(small).toMatchObject({ name: 'small', language: 'en' })
    expect(small.documents).toHaveLength(3)
    expect(small.queries.map(({ text }) => text)).toEqual(['leaves', 'magma'])
    expect(small.queries[1].grades.get('d1')).toBe(2)
    expect(xquad).toMatchObject({ name: 'xquad-de', language: 'de', documents: [{ id: '0' }] })
    expect([...xquad.queries[0].grades]).toEqual([['0', 1]])
  })

  test('give figures for every side, with fused compared to BM25', async () => {
    await using tree = await makeTree(beirFiles('small'))
    const lines: string[] = []
    const context = { ...noOptions, data: tree.root, print: (line: string) => void lines.push(line) }
    const { rows, ...others } = (await qualityBench.run(context)) as { rows: { side: string }[] }
    // Recoll is there or not.
    const ours = rows.filter(({ side }) => side !== 'recoll')
    const sides = ['bm25', 'words', 'meaning', 'rrf', 'fused']
    expect(ours).toMatchObject(sides.map((side) => ({ set: 'small', side, queries: 2 })))
    expect(ours).toMatchObject([{ ndcg10: 1, recall10: 1, mrr: 1 }, { ndcg10: 1 }, {}, {}, { ndcg10: 1 }])
    expect(others).toMatchObject({
      comparisons: [
        { set: 'small', against: 'bm25' },
        { set: 'small', against: 'words' },
      ],
      absurd: { set: 'small', queries: 20 },
    })
    expect(lines.join('\n')).toContain('small: 3 documents, 2 queries')
    expect(lines.at(-2)).toBe('fused is at least as good as bm25 on every set')
  })

  test('that are not there are asked for by name', async () => {
    await using tree = await makeTree({ 'a.txt': 'nothing judged' })
    const run = qualityBench.run({ ...noOptions, data: tree.root, print: () => {} })
    await expect(run).rejects.toThrow(/Expected folders with corpus.jsonl/)
  })
})

test('exact BM25 has the scores of its formula', () => {
  const texts = ['the cat and the hat', 'the dog', 'a cat'].map(plainWords)
  const scores = exactBm25(texts)(['the', 'cat'])
  const norm = (length: number): number => 0.9 * (0.6 + (0.4 * length) / 3)
  const idf = Math.log(1 + 1.5 / 2.5)
  expect(scores[0]).toBeCloseTo((idf * 2) / (2 + norm(5)) + idf / (1 + norm(5)), 10)
  expect(scores[1]).toBeCloseTo(idf / (1 + norm(2)), 10)
  expect(scores[2]).toBeCloseTo(idf / (1 + norm(2)), 10)
})

const mbox = `From anna at example.org  Mon Mar  3 10:00:00 2003
From: anna at example.org (Anna Berg)
Subject: [R] Long labels
Message-ID: <1@example.org>

I draw several histograms beside each other for my report.
How can the labels of the axis be turned by ninety degrees?

From ben at example.org  Mon Mar  3 11:00:00 2003
Subject: Re: [R] Long labels
Message-ID: <2@example.org>
In-Reply-To: <1@example.org>

Anna wrote:
> How can the labels of the axis be turned?
Set the parameter las to 2 before you call plot, and the tick labels stand upright on both axes; see the help page of par.

-- 
Ben, far away
`

test('mails come without quotes, signature and list names', () => {
  const [question, answer] = mailsOf(mbox)
  expect(question).toMatchObject({ id: '<1@example.org>', inReplyTo: '', subject: 'Long labels' })
  expect(answer).toMatchObject({ inReplyTo: '<1@example.org>', subject: 'Long labels' })
  expect([question.sender, answer.sender]).toEqual(['Anna Berg', ''])
  expect(answer.text).toMatch(/^Set the parameter las/)
  expect(answer.text).not.toContain('far away')
})

describe('own sets', () => {
  const section = (name: string): string =>
    `## All about ${name}\n\n${`A ${name} has a body that is long enough. `.repeat(10)}\n`
  const names = Array.from({ length: 120 }, (_, i) => `prose/page-${i}.md`)
  const files = Object.fromEntries(names.map((name, i) => [name, `# Page ${i}\n\n${section(`thing${i}`)}`]))

  test('are cut from the documents and threads that are held out, each asked in one half', async () => {
    await using tree = await makeTree({ ...files, 'mail/mbox/r/2003.mbox': mbox })
    const halves = [await ownSets(tree.root, 'weights'), await ownSets(tree.root, 'report')]
    const asked = (set: string) =>
      halves.map((sets) => sets.filter(({ name }) => name === set).flatMap(({ queries }) => queries))
    const [weights, report] = asked('own-headings').map((queries) => queries.map(({ text }) => text))
    const heldOut = [...names.keys()].filter((i) => isHeldOut(names[i])).map((i) => `All about thing${i}`)
    expect(heldOut.length).toBeGreaterThan(4)
    expect([...weights, ...report].toSorted()).toEqual(heldOut.toSorted())
    expect(weights.length * report.length).toBeGreaterThan(0)
    const [headings] = halves[0].filter(({ name }) => name === 'own-headings')
    for (const { text } of headings.documents) expect(text).not.toContain('All about')
    expect(asked('own-names')[0].map(({ text }) => text)).toHaveLength(weights.length)
    const [mail] = asked('own-mail')
    expect(mail.map(({ text }) => text)).toEqual([
      'Long labels How can the labels of the axis be turned by ninety degrees?',
    ])
    expect([...mail[0].grades.keys()]).toEqual(['<2@example.org>'])
    expect(asked('own-senders')[0]).toEqual([
      { text: 'Anna Berg Long labels', grades: new Map([['<1@example.org>', 1]]) },
    ])
  })

  test('fit the weights of words and meaning', async () => {
    await using tree = await makeTree({ ...files, 'mail/mbox/r/2003.mbox': mbox })
    const lines: string[] = []
    const context = { ...noOptions, data: tree.root, print: (line: string) => void lines.push(line) }
    const { weights } = (await fusionBench.run(context)) as { weights: Record<string, number> }
    expect(Object.keys(weights)).toEqual(['meaningWeight', 'sureShare', 'sureSteepness'])
    expect(lines.join('\n')).toContain('own-headings')
  })

  test('cannot be fitted on without documents', async () => {
    await using tree = await makeTree({ 'a.txt': 'no prose' })
    await expect(fusionBench.run({ ...noOptions, data: tree.root, print: () => {} })).rejects.toThrow(
      /Expected prose or mail\/mbox/,
    )
  })
})
