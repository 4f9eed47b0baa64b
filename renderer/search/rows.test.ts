import { expect, test } from 'vitest'
import type { AnswerSource } from '../../core/types.ts'
import { hitOfRow, rowOfSource } from './rows.ts'

const source: AnswerSource = {
  number: 1,
  path: '/home/anna/Documents/lease.pdf',
  part: '',
  uri: 'file:///home/anna/Documents/lease.pdf',
  title: 'The lease',
  heading: '',
  start: 700,
  end: 900,
  text: 'The lease ends in May.',
  isCited: true,
}

test('what an answer rests on is shown and opened at its page or line, where that is known', () => {
  expect(hitOfRow(rowOfSource({ ...source, page: 3 }))).toMatchObject({ start: 700, page: 3 })
  expect(hitOfRow(rowOfSource({ ...source, line: 12 }))).toMatchObject({ start: 700, line: 12 })
  const kinds = [source, { ...source, path: '/h/History', uri: 'https://example.org/lease' }].map(
    (one) => rowOfSource(one).document.kind,
  )
  expect(kinds).toEqual(['pdf', 'history'])
  expect(Object.keys(hitOfRow(rowOfSource(source)) ?? {})).not.toContain('page')
})
