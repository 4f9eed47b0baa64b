import { expect, test } from 'vitest'
import { extractHtml } from './html.ts'
import { markupParser, mostElementDepth } from './markup-parser.ts'
import { extractXml } from './xml.ts'

/** How deep elements are in each other at most, as the handler sees them, and how many it sees begin and end. */
function depthOf(markup: string, xmlMode: boolean): { deepest: number; opened: number; closed: number } {
  const seen = { deepest: 0, opened: 0, closed: 0 }
  const parser = markupParser(
    {
      onopentag: () => {
        seen.opened++
        seen.deepest = Math.max(seen.deepest, seen.opened - seen.closed)
      },
      onclosetag: () => void seen.closed++,
    },
    { xmlMode },
  )
  parser.end(markup)
  return seen
}

test.each([
  ['closed', '<a>x '.repeat(3000) + '</a>'.repeat(3000), true],
  ['never closed', '<font>x '.repeat(3000), false],
  ['drawings', '<svg>x '.repeat(3000) + '</svg>'.repeat(3000), false],
  ['closed by names that are not open', '<div>'.repeat(3000) + '</b>'.repeat(3000), false],
])('elements in each other without end are some of them beside each other: %s', (_, markup, isXml) => {
  expect(depthOf(markup, isXml)).toEqual({ deepest: mostElementDepth, opened: 3000, closed: 3000 })
})

test('elements that are not too deep are where they are', () => {
  const markup = '<a>'.repeat(mostElementDepth) + '</a>'.repeat(mostElementDepth)
  expect(depthOf(markup, true)).toMatchObject({ deepest: mostElementDepth })
})

const words = Array.from({ length: 2000 }, (_, i) => `word${i}`)

test('no word of a page is lost, and its lines stay apart', () => {
  const page = `<html><body>${words.map((word) => `<div>${word}`).join('')}</body></html>`
  expect(extractHtml(Buffer.from(page)).text.split('\n')).toEqual(words)
  const data = `<?xml version="1.0"?>${words.map((word) => `<a>${word} `).join('')}${'</a>'.repeat(words.length)}`
  expect(extractXml(Buffer.from(data)).text.match(/\w+/gu)).toEqual(words)
})
