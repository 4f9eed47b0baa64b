import { expect } from '@playwright/test'
import { test } from './app.ts'
import type { WindowApi } from '../electron/contract.ts'

test('the page makes no request but for its own files', async ({ launch, documents }) => {
  const { window } = await launch({ folders: [documents] })
  const own = new URL(window.page.url())
  const asked: string[] = []
  window.page.on('request', (request) => asked.push(request.url()))
  await window.page.reload()
  await expect(window.firstUse).toBeHidden()
  await window.search('tomatoes in the garden')
  await expect(window.hits.first()).toContainText('garden')
  expect(asked.length).toBeGreaterThan(0)
  expect(asked.filter((url) => !url.startsWith(`${own.protocol}//${own.host}/`))).toEqual([])
})

test('the page has no Node and a frozen bridge with four members', async ({ launch }) => {
  const { window } = await launch()
  const seen = await window.page.evaluate(() => ({
    require: typeof Reflect.get(globalThis, 'require'),
    process: typeof Reflect.get(globalThis, 'process'),
    members: Object.keys(Reflect.get(globalThis, 'leantern')).toSorted(),
    isFrozen: Object.isFrozen(Reflect.get(globalThis, 'leantern')),
  }))
  expect(seen).toEqual({
    require: 'undefined',
    process: 'undefined',
    members: ['ask', 'on', 'pathForFile', 'platform'],
    isFrozen: true,
  })
})

test('new windows, navigation and requests elsewhere are denied', async ({ launch }) => {
  const { app, window } = await launch()
  const url = window.page.url()
  expect(await window.page.evaluate(() => globalThis.open('https://example.com/') === null)).toBe(true)
  await window.page.evaluate(() => {
    location.href = 'https://example.com/'
  })
  await window.page.evaluate(() => {
    const link = document.createElement('a')
    Object.assign(link, { href: 'https://example.com/', target: '_blank' })
    document.body.append(link)
    link.click()
    link.remove()
  })
  const fetched = await window.page.evaluate(() =>
    fetch('https://example.com/').then(
      () => 'answered',
      () => 'refused',
    ),
  )
  expect(fetched).toBe('refused')
  await expect(window.field).toBeVisible()
  expect(window.page.url()).toBe(url)
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1)
})

test('a script that is put into the page does not run', async ({ launch }) => {
  const { window } = await launch()
  const ran = await window.page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'globalThis.injected = true'
    document.body.append(script)
    return Reflect.get(globalThis, 'injected') === true
  })
  expect(ran).toBe(false)
  const policy = await window.page.evaluate(() =>
    fetch(location.href).then(
      (r) => r.headers.get('content-security-policy'),
      () => 'blocked',
    ),
  )
  // connect-src 'none' keeps the page from even asking; on a runtime that lets it ask, the policy is in the answer.
  expect(policy === 'blocked' || policy?.includes("default-src 'none'")).toBe(true)
})

test('forged requests are answered with bad-request', async ({ launch, documents }) => {
  const { window } = await launch({ folders: [documents] })
  const codes = await window.page.evaluate(async () => {
    const api = Reflect.get(globalThis, 'leantern') as WindowApi
    const forged: [string, unknown][] = [
      ['search', { query: 5, limit: 10 }],
      ['search', { query: 'x', limit: 1e9 }],
      ['search', { query: 'x', limit: 10, strategy: 'flat' }],
      ['addFolders', { paths: ['relative'] }],
      ['open', { path: '/etc/passwd', start: 0 }],
      ['resize', { height: 'tall' }],
      ['status', { surprise: true }],
    ]
    const codes: string[] = []
    for (const [name, ask] of forged) {
      const reply = await api.ask(name as 'search', ask as { query: string; limit: number }) // forged on purpose
      codes.push(reply.ok ? 'ok' : reply.code)
    }
    return codes
  })
  expect(codes).toEqual([
    'bad-request',
    'bad-request',
    'bad-request',
    'bad-request',
    'not-found',
    'bad-request',
    'bad-request',
  ])
  const unknown = await window.page.evaluate(async () => {
    const api = Reflect.get(globalThis, 'leantern') as { ask(name: string): Promise<unknown> }
    return api.ask('quit').then(
      () => 'answered',
      () => 'refused',
    )
  })
  expect(unknown).toBe('refused')
})
