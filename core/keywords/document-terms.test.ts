import { expect, test } from 'vitest'
import { createAnalyser } from './analyse.ts'
import { countTerms } from './build.ts'
import { documentTerms, rowTermsOf } from './document-terms.ts'

test('the terms of a document come back chunk by chunk', () => {
  const analyser = createAnalyser()
  const chunks = [
    { header: 'Tea > Brewing', text: 'Pour hot water over the leaves. Hot, not boiling.' },
    { header: '', text: '' },
    { header: 'Tea', text: '東京都 naïve snake_case leaves' },
  ]
  expect([...rowTermsOf(documentTerms(chunks, analyser))]).toEqual(chunks.map((chunk) => countTerms(chunk, analyser)))
})
