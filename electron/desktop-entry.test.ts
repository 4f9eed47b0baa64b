import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { applicationFolders, argumentsOf, entryOf } from './desktop-entry.ts'

const home = mkdtempSync(join(tmpdir(), 'leantern-entries-'))
const [own, shared] = [join(home, 'own'), join(home, 'shared')]

function write(folder: string, file: string, ...lines: readonly string[]): void {
  const path = join(folder, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, ['[Desktop Entry]', ...lines, '[Desktop Action new]', 'Exec=another', ''].join('\n'))
}

beforeAll(() => {
  write(shared, 'reader.desktop', 'Exec=reader %f')
  write(shared, 'kde/paper-reader.desktop', 'Exec=paper %u')
  write(shared, 'gone.desktop', 'Exec=gone %f')
  write(own, 'gone.desktop', 'Exec=gone %f', 'Hidden=true')
  write(own, 'reader.desktop', 'Exec=own-reader %f')
})

afterAll(() => rmSync(home, { recursive: true, force: true }))

test('the folders follow XDG, and one that is no absolute path is passed over', () => {
  expect(applicationFolders({}, '/home/anna')).toEqual([
    '/home/anna/.local/share/applications',
    '/usr/local/share/applications',
    '/usr/share/applications',
  ])
  expect(applicationFolders({ XDG_DATA_HOME: '/own', XDG_DATA_DIRS: 'here:/all' }, '/home/anna')).toEqual([
    '/own/applications',
    '/all/applications',
  ])
})

test('an entry is found by its id, the own folder first, also in a folder of the folder', async () => {
  const execOf = async (id: string) => (await entryOf(id, [own, join(home, 'missing'), shared]))?.values.get('Exec')
  expect(await execOf('reader.desktop')).toBe('own-reader %f')
  expect(await execOf('kde-paper-reader.desktop')).toBe('paper %u')
  expect((await entryOf('kde-paper-reader.desktop', [shared]))?.path).toBe(join(shared, 'kde/paper-reader.desktop'))
})

test.each(['gone.desktop', 'unknown.desktop', 'reader', '', '../own/reader.desktop', '/etc/reader.desktop'])(
  'no entry is found by %j',
  async (id) => {
    expect(await entryOf(id, [own, shared])).toBeNull()
  },
)

test.each<[string, readonly string[] | null]>([
  ['evince %U', ['evince', '%U']],
  ['  env  VAR=1\tapp --flag=x %f ', ['env', 'VAR=1', 'app', '--flag=x', '%f']],
  ['"/opt/My Apps/reader" --title "a \\\\"b\\\\"" %f', ['/opt/My Apps/reader', '--title', 'a "b"', '%f']],
  ['"/opt/\\\\$odd\\\\\\\\name" %u', ['/opt/$odd\\name', '%u']],
  ['app\\s"" %f', ['app', '', '%f']],
  ['flatpak run --command=okular --file-forwarding org.kde.okular @@u %U @@', null],
  ['', null],
  ['app "open', null],
  ['app "one"two', null],
  ['app a"b"', null],
  ["app 'one' %f", null],
  ['app %f; rm x', null],
  ['app $HOME %f', null],
  ['app %f > /dev/null', null],
  ['app "$HOME" %f', null],
  ['app ~/x %f', null],
])('the arguments of %j', (exec, words) => {
  expect(argumentsOf(exec)).toEqual(exec.startsWith('flatpak') ? exec.split(' ') : words)
})
