import { describe, expect, test } from 'vitest'
import { writeChromiumHistory } from '../test/history-fixture.ts'
import { makeLibrary, subjects } from '../test/library-fixture.ts'
import { makeZip } from '../text/testing/package-fixture.ts'

describe('what the library holds', () => {
  test('of a history is a page with its address, and the file itself', async () => {
    await using made = await makeLibrary({})
    const { library } = made
    const path = made.tree.at('History')
    await writeChromiumHistory(path, [['https://trees.example.org/graft//a%20b?from=mail#top', 'How to graft', 1e12]])
    await library.optIn('history', path)
    await library.index()
    const [{ part }] = [...library.documents()]
    const address = 'https://trees.example.org/graft//a%20b'
    expect(library.heldAs(path, part)).toEqual({ kind: 'page', address })
    expect(library.heldAs(path)).toEqual({ kind: 'file' })
    expect(library.heldAs(path, 'https:/trees.example.org/other')).toBeNull()
    // An address of the window's own is none of the library's.
    expect(library.heldAs(path, address)).toBeNull()
  })

  test('of an archive is no page, whatever a member is called', async () => {
    const name = 'https://elsewhere.example.org/login.txt'
    await using made = await makeLibrary({ 'old.zip': makeZip({ [name]: subjects.tea }) })
    const { library, docs } = made
    await library.index()
    const [{ part }] = [...library.documents()]
    expect(part).toBe('https:/elsewhere.example.org/login.txt')
    expect(library.heldAs(`${docs}/old.zip`, part)).toEqual({ kind: 'file' })
  })
})
