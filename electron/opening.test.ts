import { expect, test } from 'vitest'
import { AppError } from '../core/errors.ts'
import type { EngineRequests } from './engine-messages.ts'
import { openingHandlers } from './opening.ts'

const inbox = { path: '/docs/Inbox', start: 0 }
const copies: Readonly<Record<string, string>> = {
  '0-90': '/temp/1/Roof.eml',
  '0-90//1 plan.pdf': '/temp/2/plan.pdf',
  '0-90//2 tool.jar': '/temp/3/tool.jar',
}

/** A library with an Inbox of one message, which carries a plan and a program, and with a table of rows; `did` is what was asked for. */
function opening() {
  const did: string[] = []
  const note = (what: string) => async (value: string) => void did.push(`${what} ${value}`)
  const handlers = openingHandlers({
    engine: {
      async ask(name, ask) {
        const { path, part } = ask as EngineRequests['heldAs']['ask']
        if (name === 'pageUrl') return (part.endsWith('/watch') ? 'https://v.example.org/watch?v=7' : null) as never
        if (name === 'heldAs') {
          if (path === '/docs/History') return { kind: 'page', address: part.replace('/', '//') } as never
          const isHeld = part === '' || part in copies || (path === '/docs/rows.jsonl' && part === '1')
          return (isHeld ? { kind: 'file' } : null) as never
        }
        if (name !== 'copyOf') return undefined as never
        if (part === '0-90//1 plan.pdf' && path !== inbox.path) throw new AppError('not-found', 'gone')
        const { use } = ask as EngineRequests['copyOf']['ask']
        const copy = copies[part]
        return (copy === undefined ? null : copy.replace('/temp/', `/temp/${use}-`)) as never
      },
    },
    openDocument: async (path, position) =>
      void did.push(`open ${path}${position === null ? '' : ` at ${position.kind} ${position.number}`}`),
    openPage: note('page'),
    openWith: note('open with'),
    showInFolder: note('reveal'),
    startDrag: (path) => void did.push(`drag ${path}`),
  })
  return { did, handlers }
}

test('a page is opened as the browser last loaded it; without that by its address', async () => {
  const { did, handlers } = opening()
  await handlers.open({ path: '/docs/History', part: 'https:/v.example.org/watch', start: 0 }, 'w')
  await handlers.openWith({ path: '/docs/History', part: 'https:/v.example.org/about', start: 0 }, 'w')
  expect(did).toEqual(['page https://v.example.org/watch?v=7', 'page https://v.example.org/about'])
})

test('a message and what is attached to it are opened by copies of their own; their file is what is shown', async () => {
  const { did, handlers } = opening()
  await handlers.open({ ...inbox, part: '0-90', query: 'roof' }, 'w')
  await handlers.open({ ...inbox, part: '0-90//1 plan.pdf', page: 3 }, 'w')
  await handlers.openWith({ ...inbox, part: '0-90//1 plan.pdf' }, 'w')
  await handlers.drag({ path: inbox.path, part: '0-90' }, 'w')
  await handlers.reveal({ ...inbox, part: '0-90' }, 'w')
  expect(did).toEqual([
    'open /temp/open-1/Roof.eml',
    'open /temp/open-2/plan.pdf at page 3',
    'open with /temp/open-2/plan.pdf',
    'drag /temp/keep-1/Roof.eml',
    'reveal /docs/Inbox',
  ])
})

test('what has no bytes of its own is opened with its file, without a place in it', async () => {
  const { did, handlers } = opening()
  await handlers.open({ path: '/docs/rows.jsonl', part: '1', start: 0, line: 4 }, 'w')
  await handlers.open({ path: '/docs/a.md', start: 0, line: 4 }, 'w')
  await handlers.drag({ path: '/docs/rows.jsonl', part: '1' }, 'w')
  expect(did).toEqual(['open /docs/rows.jsonl', 'open /docs/a.md at line 4', 'drag /docs/rows.jsonl'])
})

test('an attached program is told by the name of its copy: it is not run, and shown where it is', async () => {
  const { did, handlers } = opening()
  await expect(handlers.open({ ...inbox, part: '0-90//2 tool.jar' }, 'w')).rejects.toMatchObject({
    code: 'bad-request',
    said: { code: 'app.isProgramInside', params: { name: 'tool.jar', path: '/docs/Inbox' } },
  })
  expect(did).toEqual(['reveal /docs/Inbox'])
})

test('a part that the library does not hold is opened in no way, nor is its file', async () => {
  const { did, handlers } = opening()
  const part = '0-90//../../../etc/passwd'
  const asked = [handlers.open, handlers.openWith, handlers.reveal, handlers.drag].map((ask) =>
    ask({ ...inbox, part }, 'w'),
  )
  for (const reply of asked) await expect(reply).rejects.toMatchObject({ code: 'not-found' })
  await expect(handlers.open({ path: '/docs/Other', start: 0, part: '0-90//1 plan.pdf' }, 'w')).rejects.toMatchObject({
    code: 'not-found',
  })
  expect(did).toEqual([])
})
