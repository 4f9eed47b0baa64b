import { createHash, randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect } from '@playwright/test'
import type { UpdateState } from '../electron/contract.ts'
import { test as base } from './app.ts'
import { ask } from './ask.ts'

interface Feed {
  readonly url: string
  /** Paths that were asked for. */
  readonly asked: string[]
}

const installer = randomBytes(300_000)

/** A place for updates as electron-builder makes it: a file that names the newest version, and that version. */
const test = base.extend<{ feed: (version: string, file?: Buffer) => Promise<Feed> }>({
  // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads the fixture's needs from this pattern
  feed: async ({}, use) => {
    const servers: Server[] = []
    await use(async (version, file = installer) => {
      const asked: string[] = []
      const server = createServer((request, answer) => {
        const { pathname } = new URL(request.url ?? '/', 'http://x')
        asked.push(pathname)
        if (pathname.endsWith('.yml')) answer.end(description(version))
        else if (pathname === `/Leantern-${version}.AppImage`) answer.end(file)
        else answer.writeHead(404).end()
      })
      servers.push(server)
      await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
      return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, asked }
    })
    for (const server of servers) server.close()
  },
})

function description(version: string): string {
  const sha512 = createHash('sha512').update(installer).digest('base64')
  const name = `Leantern-${version}.AppImage`
  return `version: ${version}\nfiles:\n  - url: ${name}\n    sha512: ${sha512}\n    size: ${installer.byteLength}\npath: ${name}\nsha512: ${sha512}\nreleaseDate: '2026-11-21T00:00:00.000Z'\n`
}

test.skip(process.platform !== 'linux', 'the feed of this test is that of Linux')

test('nothing is asked of the network by itself; asked for, a newer version is found, fetched and waits', async ({
  launch,
  feed,
  home,
}) => {
  const { url, asked } = await feed('9.0.0')
  const { window } = await launch({ env: { LEANTERN_UPDATE_URL: url, APPIMAGE: `${home}/Leantern.AppImage` } })
  const { page } = window
  await page.waitForTimeout(1_500)
  expect([asked, await ask(page, 'update')]).toEqual([[], { kind: 'unknown' }])
  expect((await ask(page, 'ledger')).sent).toEqual([])

  expect(await ask(page, 'checkForUpdate')).toEqual({ kind: 'found', version: '9.0.0' })
  expect(asked).toEqual(['/latest-linux.yml'])
  await page.waitForTimeout(500)
  expect(asked.length).toBe(1) // found is not fetched

  expect(await ask(page, 'downloadUpdate')).toEqual({ kind: 'ready', version: '9.0.0' })
  expect(asked.slice(1)).toEqual(['/Leantern-9.0.0.AppImage'])
  const [sent] = (await ask(page, 'ledger')).sent
  expect(sent).toMatchObject({ host: '127.0.0.1', by: 'updates', requests: 2 })
})

test('the version that runs is the newest, and says so', async ({ launch, feed }) => {
  const { url } = await feed('0.0.9')
  const { window } = await launch({ env: { LEANTERN_UPDATE_URL: url } })
  expect(await ask(window.page, 'checkForUpdate')).toMatchObject({ kind: 'newest' })
})

test('a version that was changed on its way is refused', async ({ launch, feed }) => {
  const changed = Buffer.from(installer)
  changed[1_000] ^= 1
  const { url } = await feed('9.0.0', changed)
  const { window } = await launch({ env: { LEANTERN_UPDATE_URL: url, APPIMAGE: '/nowhere/Leantern.AppImage' } })
  await ask(window.page, 'checkForUpdate')
  const state: UpdateState = await ask(window.page, 'downloadUpdate')
  expect(state).toMatchObject({ kind: 'failed', message: expect.stringContaining('sha512 checksum mismatch') })
})

test('a place that is not there is said, and a copy from the sources says that it has none', async ({
  launch,
  feed,
}) => {
  const { url } = await feed('9.0.0')
  const missing = await launch({ env: { LEANTERN_UPDATE_URL: `${url.replace(/:\d+/u, ':1')}` } })
  expect(await ask(missing.window.page, 'checkForUpdate')).toMatchObject({ kind: 'failed' })
  await missing.app.close()
  const plain = await launch()
  expect(await ask(plain.window.page, 'checkForUpdate')).toEqual({ kind: 'impossible', reason: 'from-source' })
})
