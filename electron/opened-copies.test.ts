import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { makeTree } from '../core/sources/test-tree.ts'
import { OpenedCopies, removeCopiesOf, removeLeftCopies } from './opened-copies.ts'

const bytes = Buffer.from('Subject: Roof\n\nIt is done.\n')
const letter = { name: 'Roof.eml', bytes }
const onUnix = process.platform !== 'win32'

/** The number of a process that has ended. */
function endedPid(): number {
  return spawnSync(process.execPath, ['--version']).pid
}

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8)
}

test('a copy is for this user alone and cannot be written to; what is dragged out can', async () => {
  await using tree = await makeTree({ 'temp/': '' })
  const copies = new OpenedCopies(process.pid, tree.at('temp'))
  const [opened, dragged] = [await copies.write(letter, 'open'), await copies.write(letter, 'keep')]
  for (const path of [opened, dragged]) {
    expect(basename(path)).toBe('Roof.eml')
    expect(readFileSync(path)).toEqual(bytes)
    expect(path.startsWith(join(tree.at('temp'), `leantern-opened-${process.pid}-`))).toBe(true)
  }
  if (!onUnix) return
  expect([modeOf(opened), modeOf(dragged)]).toEqual(['400', '600'])
  expect([modeOf(dirname(opened)), modeOf(dirname(dirname(opened)))]).toEqual(['700', '700'])
})

test('the same document twice is one copy; another one of the same name is another', async () => {
  await using tree = await makeTree({ 'temp/': '' })
  const copies = new OpenedCopies(process.pid, tree.at('temp'))
  const [first] = await Promise.all([copies.write(letter, 'open'), copies.write(letter, 'open')])
  const others = await Promise.all([1, 2, 3].map(() => copies.write(letter, 'open')))
  expect(new Set([first, ...others])).toEqual(new Set([first]))
  const other = await copies.write({ name: 'Roof.eml', bytes: Buffer.from('Another roof') }, 'open')
  expect(other).not.toBe(first)
  expect(readFileSync(first)).toEqual(bytes)
  const [folder, ...more] = readdirSync(tree.at('temp'))
  expect(more).toEqual([])
  expect(
    readdirSync(tree.at('temp'), { recursive: true }).filter((name) => String(name).endsWith('.eml')),
  ).toHaveLength(2)
  // Somebody tidied up, and one copy was moved to where it was dragged.
  rmSync(first, { force: true })
  expect(existsSync(await copies.write(letter, 'open'))).toBe(true)
  rmSync(tree.at(`temp/${folder}`), { recursive: true, force: true })
  expect(readFileSync(await copies.write(letter, 'open'))).toEqual(bytes)
})

test('copies go with the app, and when something is forgotten', async () => {
  await using tree = await makeTree({ 'temp/': '' })
  const copies = new OpenedCopies(process.pid, tree.at('temp'))
  await copies.clear()
  const first = await copies.write(letter, 'open')
  await copies.clear()
  expect(existsSync(first)).toBe(false)
  await copies.write(letter, 'open')
  await removeCopiesOf(process.pid, tree.at('temp'))
  expect(readdirSync(tree.at('temp'))).toEqual([])
})

test('what an app left that was killed is removed, and nothing else', async () => {
  const ended = endedPid()
  const others = [
    `leantern-opened-${process.pid}-abcdef`,
    `leantern-opened-${ended}-toolong`,
    `leantern-opened-${ended}`,
    `leantern-opened-x-abcdef`,
    'leantern-outlook-abcdef',
  ]
  await using tree = await makeTree({
    [`temp/leantern-opened-${ended}-abcdef/1-open/Roof.eml`]: bytes,
    [`temp/leantern-opened-${ended}-file_1`]: 'a file of that name',
    'elsewhere/kept.txt': 'kept',
    ...Object.fromEntries(others.map((name) => [`temp/${name}/kept.txt`, 'kept'])),
  })
  chmodSync(tree.at(`temp/leantern-opened-${ended}-abcdef/1-open/Roof.eml`), 0o400)
  if (onUnix) symlinkSync(tree.at('elsewhere'), tree.at(`temp/leantern-opened-${ended}-linked`))
  await removeLeftCopies(tree.at('temp'))
  const linked = onUnix ? [`leantern-opened-${ended}-linked`] : []
  expect(readdirSync(tree.at('temp')).toSorted()).toEqual(
    [...others, ...linked, `leantern-opened-${ended}-file_1`].toSorted(),
  )
  expect(existsSync(tree.at('elsewhere/kept.txt'))).toBe(true)
  for (const name of others) expect(existsSync(tree.at(`temp/${name}/kept.txt`))).toBe(true)
})

test('where no copy can be written, a sentence says so', async () => {
  await using tree = await makeTree({ temp: 'a file where a folder is expected' })
  const copies = new OpenedCopies(process.pid, tree.at('temp'))
  for (let i = 0; i < 2; i++)
    await expect(copies.write(letter, 'open')).rejects.toMatchObject({
      code: 'failed',
      said: { code: 'app.notCopied', params: { name: 'Roof.eml' } },
    })
  rmSync(tree.at('temp'))
  mkdirSync(tree.at('temp'))
  writeFileSync(tree.at('temp/other.txt'), '')
  expect(readFileSync(await copies.write(letter, 'open'))).toEqual(bytes)
})
