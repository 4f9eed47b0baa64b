import { expect, test } from 'vitest'
import { diagnosticsText } from './diagnostics.ts'
import { defaultSettings } from './contract.ts'
import { emptyStatus, progress } from './testing/fake-library.ts'

const secret = '/home/anna/Divorce papers.pdf'

const text = diagnosticsText({
  status: {
    library: emptyStatus,
    folders: [secret],
    indexing: { kind: 'running', progress: { ...progress, currentPath: secret } },
    troubles: [{ code: 'root.unplugged', params: { path: secret }, text: secret }],
    runtime: 'test',
  },
  problems: [{ path: secret, code: 'damaged', message: secret }],
  settings: { ...defaultSettings, answerUrl: 'https://anna.example.org', answerModel: 'mine' },
  pace: { kind: 'normal' },
  ledger: { sinceMs: 0, refused: 3, sent: [{ host: 'anna.example.org', by: 'engine', requests: 7, lastMs: 1 }] },
  log: `{"event":"index.done","files":12,"what":"${secret}"}\nnot a line: ${secret}\n`,
})

test('counts, codes and versions are told', () => {
  expect(JSON.parse(text)).toMatchObject({
    folders: 1,
    troubles: 1,
    problems: { damaged: 1 },
    network: { refused: 3, sent: [{ by: 'engine', requests: 7 }] },
    settings: { answerUrl: 'set', shortcut: 'not set', theme: 'system' },
    log: [{ event: 'index.done', files: 12 }],
  })
})

test('no path, no name and nothing that was typed is', () => {
  expect(text).not.toMatch(/anna|Divorce|mine/u)
})
