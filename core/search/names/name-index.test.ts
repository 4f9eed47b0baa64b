import { describe, expect, test } from 'vitest'
import { randomNumbers } from '../../random.ts'
import { allSteps } from '../../in-steps.ts'
import { NameIndex, type NamedDocument } from './name-index.ts'

function named(id: number, name: string, more: Partial<NamedDocument> = {}): NamedDocument {
  return { id, name, title: '', sender: '', folder: '', host: '', dated: id, ...more }
}

const documents = [
  named(1, 'annual-report.pdf', { folder: 'finance' }),
  named(2, 'Joanna.txt'),
  named(3, 'notes.md', { title: 'Anna and the annual plan' }),
  named(4, 'Invoice', { sender: 'Anna Smith <anna@example.org>' }),
  named(5, 'budgetDraft_2024v2.xlsx', { folder: 'annual' }),
  named(6, 'Käse über alles.odt'),
  named(7, 'page', { host: 'docs.example.org https://docs.example.org/setup' }),
  named(8, 'anna.txt'),
]

function idsFor(query: string, count = 10): number[] {
  return allSteps(NameIndex.of(documents))
    .find(query, count)
    .map(({ id }) => id)
}

describe('documents by name', () => {
  test('are found by whole words, beginnings and insides, in that order', () => {
    expect(idsFor('anna')).toEqual([8, 3, 4, 2])
    expect(idsFor('annu')).toEqual([1, 3, 5])
    expect(idsFor('nnua')).toEqual([1, 3, 5])
    expect(idsFor('nn')).toEqual([])
  })

  test('have all the words that are typed', () => {
    expect(idsFor('anna inv')).toEqual([4])
    expect(idsFor('annual report finance')).toEqual([1])
    expect(idsFor('anna budget')).toEqual([])
  })

  test('are found by the parts of joined names, without case and accents', () => {
    expect(idsFor('DRAFT 2024')).toEqual([5])
    expect(idsFor('budgetdraft')).toEqual([5])
    expect(idsFor('kase uber')).toEqual([6])
    expect(idsFor('example.org setup')).toEqual([7])
  })

  test('come newest first where all else is equal', () => {
    const equal = Array.from({ length: 30 }, (_, i) => named(i + 1, 'same.txt', { dated: (i * 7) % 30 }))
    const found = allSteps(NameIndex.of(equal)).find('same', 5)
    expect(found.map(({ id }) => equal[id - 1].dated)).toEqual([29, 28, 27, 26, 25])
  })

  test('are none for signs, for nothing, and in an empty library', () => {
    expect([idsFor('...'), idsFor(''), allSteps(NameIndex.of([])).find('anna', 3)]).toEqual([[], [], []])
  })

  test('leave nothing behind for the next question', () => {
    const index = allSteps(NameIndex.of(documents))
    const alone = allSteps(NameIndex.of(documents)).find('anna', 10)
    for (const query of ['a', 'anna budget', 'zzz', 'annual plan', 'anna anna']) index.find(query, 3)
    expect(index.find('anna', 10)).toEqual(alone)
  })

  test('are those that a look at every name finds', () => {
    const random = randomNumbers(3)
    const word = (): string =>
      Array.from({ length: 3 + Math.floor(random() * 4) }, () => 'abcd'[Math.floor(random() * 4)]).join('')
    const many = Array.from({ length: 400 }, (_, i) => named(i + 1, `${word()} ${word()}.txt`))
    const index = allSteps(NameIndex.of(many))
    for (let round = 0; round < 200; round++) {
      const query = word().slice(0, 3)
      const expected = many.filter(({ name }) => name.includes(query)).map(({ id }) => id)
      const found = index.find(query, 1000).map(({ id }) => id)
      expect(found.toSorted((a, b) => a - b)).toEqual(expected)
    }
  })
})
