import { expect, test } from 'vitest'
import { startApp } from './start-app.ts'

async function start(...words: string[]) {
  const lines: string[] = []
  const code = await startApp(words, { say: (line) => lines.push(line), complain: (line) => lines.push(line) })
  return { code, text: lines.join('\n') }
}

test('a folder that is not there is named before anything is built', async () => {
  expect(await start('/no/such/folder')).toEqual({
    code: 2,
    text: 'Expected a folder, got /no/such/folder: there is no such folder. Usage: npm start [-- FOLDER...]',
  })
})

test('a file is no folder', async () => {
  expect((await start(import.meta.filename)).code).toBe(2)
})

test('an unknown option is refused', async () => {
  expect(await start('--fast')).toMatchObject({ code: 2, text: expect.stringContaining('got --fast') })
})
