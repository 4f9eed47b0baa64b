import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { programsFor } from './open-with.ts'

const home = mkdtempSync(join(tmpdir(), 'leantern-programs-'))
const own = join(home, 'own')
const shared = join(home, 'shared')

function write(folder: string, file: string, lines: readonly string[]): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, file), ['[Desktop Entry]', 'Type=Application', ...lines, ''].join('\n'))
}

beforeAll(() => {
  const text = ['Exec=words %F', 'MimeType=text/plain;text/markdown;']
  write(shared, 'words.desktop', ['Name=Words', 'Name[de]=Wörter', ...text])
  write(shared, 'pages.desktop', ['Name=Pages', 'Exec=pages %u', 'MimeType=application/pdf;'])
  write(shared, 'hidden.desktop', ['Name=Hidden', 'NoDisplay=true', ...text])
  write(shared, 'gone.desktop', ['Name=Gone', ...text])
  write(own, 'gone.desktop', ['Name=Gone', 'Hidden=true', ...text])
  write(shared, 'action.desktop', ['Name=Action', '[Desktop Action new]', ...text])
  write(own, 'editor.desktop', ['Name = Editor', 'Exec = editor %f', 'MimeType = text/plain'])
  writeFileSync(join(own, 'broken.desktop'), 'no group at all\nMimeType=text/plain')
})

afterAll(() => rmSync(home, { recursive: true, force: true }))

test('programs for a type are named in the language, and what is hidden, of another type or overridden is not there', async () => {
  const names = async (type: string, language = 'en') =>
    (await programsFor(type, [own, shared, join(home, 'missing')], language)).map(({ name }) => name)
  expect(await names('text/markdown')).toEqual(['Editor', 'Words'])
  expect(await names('text/markdown', 'de')).toEqual(['Editor', 'Wörter'])
  expect(await names('application/pdf')).toEqual(['Pages'])
  expect(await names('image/png')).toEqual([])
})
