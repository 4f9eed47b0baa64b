// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import type { ReadingRules } from '../../core/types.ts'
import type { ModelChoice, ProviderChoices } from '../../electron/contract.ts'
import { plain, answerOf, createFakeApi, done, refusal, settingsOf } from '../testing/fake-api.ts'
import { AdvancedSection } from './advanced-section.tsx'
import { ExclusionsSection } from './exclusions-section.tsx'
import { ModelSection } from './model-section.tsx'
import { SearchSection } from './search-section.tsx'

afterEach(cleanup)

const click = (name: string | RegExp) => act(async () => void fireEvent.click(screen.getByRole('button', { name })))
const show = (element: React.ReactElement) => act(async () => void render(element))

const reading: ReadingRules = {
  off: [],
  own: [],
  useGitignore: true,
  largestMB: { text: 20, markup: 50, document: 200 },
  hosts: [],
  savedPages: [],
  ocr: { isOn: false, languages: 'eng' },
}

test('a path is counted before it is excluded', async () => {
  const { api, askedFor } = createFakeApi({
    excluded: () => answerOf([]),
    why: ({ path }) => answerOf({ path, verdict: 'indexed', message: '', said: plain(''), documents: 41 }),
    exclude: () => answerOf(41),
    leftOutRules: () => answerOf([]),
    reading: () => answerOf(reading),
  })
  await show(<ExclusionsSection api={api} />)
  fireEvent.change(screen.getByRole('textbox', { name: 'Path to exclude' }), { target: { value: '/home/anna/old' } })
  await click('Count')
  expect(screen.getByText('41 documents will leave the index.')).toBeTruthy()
  expect(askedFor('exclude')).toEqual([])
  await click('Exclude')
  expect(askedFor('exclude')).toEqual([{ path: '/home/anna/old' }])
})

test('a rule is switched off by its name, keys and passwords are not, and patterns are kept line by line', async () => {
  const { api, askedFor } = createFakeApi({
    excluded: () => answerOf([]),
    leftOutRules: () =>
      answerOf([
        { name: 'node_modules', group: 'folders', reason: 'installed packages', isOn: true },
        { name: '.ssh', group: 'secrets', reason: 'keys', isOn: true },
      ]),
    reading: () => answerOf(reading),
    setReading: (change) => answerOf({ ...reading, ...change }),
  })
  await show(<ExclusionsSection api={api} />)
  const rule = (name: RegExp) => screen.getByRole<HTMLInputElement>('switch', { name, hidden: true })
  expect(rule(/\.ssh/u).disabled).toBe(true)
  await act(async () => void fireEvent.click(rule(/node_modules/u)))
  expect(askedFor('setReading')).toEqual([{ off: ['node_modules'] }])
  fireEvent.change(screen.getByRole('textbox', { name: /Patterns of your own/u }), {
    target: { value: '*.bak\n\n old/ ' },
  })
  await click(/^Keep: Patterns/u)
  expect(askedFor('setReading').at(-1)).toEqual({ own: ['*.bak', 'old/'] })
  fireEvent.change(screen.getByRole('textbox', { name: /Sites of your own/u }), {
    target: { value: 'diary.example.org' },
  })
  await click(/^Keep: Sites/u)
  expect(askedFor('setReading').at(-1)).toEqual({ hosts: ['diary.example.org'] })
})

test('a model says what it costs, is measured here, and another one is fetched only by a press', async () => {
  const model: ModelChoice = {
    name: 'leantern-small',
    summary: '',
    languages: ['en', 'de'],
    dimensions: 256,
    bytes: 20_000_000,
    isHere: true,
    isUsed: true,
    licence: 'MIT',
    host: '',
    files: [],
    chunksPerSecond: null,
  }
  const files = [{ name: 'model.onnx', bytes: 20_000_000, sha256: 'ab'.repeat(32) }]
  const far = { ...model, name: 'gte-small', isHere: false, isUsed: false, host: 'models.example.org', files }
  const fake = createFakeApi({
    models: () => answerOf([model, far]),
    measureModel: () => answerOf([{ ...model, chunksPerSecond: 1000 }, far]),
    useModel: done,
    modelChange: () => answerOf({ kind: 'idle' }),
    stopModelChange: done,
  })
  await show(<ModelSection api={fake.api} chunks={120_000} />)
  expect(screen.getByText('Would be fetched from models.example.org: 20.0 MB')).toBeTruthy()
  await click('Measure leantern-small on this machine')
  expect(
    screen.getByText('On this machine: 1,000 passages a second; all of this library takes about 2 min'),
  ).toBeTruthy()
  expect(fake.askedFor('useModel')).toEqual([])
  await click('Fetch and use: gte-small')
  const sheet = screen.getByRole('dialog', { name: 'Fetch gte-small?' })
  for (const fact of ['models.example.org', '20.0 MB', 'MIT', files[0].sha256])
    expect(sheet.textContent).toContain(fact)
  await click('Cancel')
  expect(screen.queryByRole('dialog')).toBeNull()
  await click('Fetch and use: gte-small')
  expect(fake.askedFor('useModel')).toEqual([])
  await click('Fetch and use')
  expect(fake.askedFor('useModel')).toEqual([{ name: 'gte-small' }])
  act(() => fake.tell('modelChanged', { kind: 'fetching', name: 'gte-small', bytes: 5_000_000, total: 20_000_000 }))
  expect(screen.getByText('5.0 MB of 20.0 MB fetched')).toBeTruthy()
  expect(screen.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('25')
  act(() => fake.tell('modelChanged', { kind: 'running', name: 'gte-small', done: 30_000, total: 120_000 }))
  expect(screen.getByText('25.0%, 30,000 passages')).toBeTruthy()
  await click('Stop')
  expect(fake.askedFor('stopModelChange')).toHaveLength(1)
})

test('a model of a folder is added without a network', async () => {
  const fake = createFakeApi({
    models: () => answerOf([]),
    choosePath: () => answerOf('/downloads/tiny'),
    addModel: () => answerOf([]),
    modelChange: () => answerOf({ kind: 'idle' }),
  })
  await show(<ModelSection api={fake.api} chunks={0} />)
  await click('Add from a folder…')
  expect(fake.askedFor('addModel')).toEqual([{ path: '/downloads/tiny' }])
  expect(fake.askedFor('models')).toHaveLength(2)
})

test('what the order has learned is switched off and forgotten', async () => {
  const learning = { isOn: true, judged: 7, meaningWeight: null, trouble: null }
  const { api, askedFor } = createFakeApi({
    learning: () => answerOf(learning),
    setLearning: ({ isOn }) => answerOf({ ...learning, isOn }),
    forgetLearning: () => answerOf({ ...learning, judged: 0 }),
  })
  await show(<SearchSection api={api} settings={settingsOf()} change={() => {}} />)
  expect(screen.getByText(/“This was it”: 7/u)).toBeTruthy()
  await act(async () => void fireEvent.click(screen.getByRole('switch', { name: 'Bring forward what was opened' })))
  expect(askedFor('setLearning')).toEqual([{ isOn: false }])
  await click('What the order has learned: Forget')
  expect(screen.getByText(/“This was it”: 0/u)).toBeTruthy()
})

test('answers are off until they are wanted, and a server is named only where one answers', async () => {
  const changes: object[] = []
  const section = (settings: Parameters<typeof settingsOf>[0]) => (
    <SearchSection
      api={createFakeApi({}).api}
      settings={settingsOf(settings)}
      change={(change) => void changes.push(change)}
    />
  )
  await show(section({}))
  expect(screen.queryByLabelText('Who answers')).toBeNull()
  fireEvent.click(screen.getByRole('switch', { name: 'Offer to answer questions' }))
  expect(changes).toEqual([{ answers: true }])
  cleanup()
  await show(section({ answers: true, answerProvider: 'ollama' }))
  const model = screen.getByLabelText('Language model')
  fireEvent.change(model, { target: { value: ' llama3.2 ' } })
  fireEvent.blur(model)
  expect(changes.at(-1)).toEqual({ answerModel: 'llama3.2' })
})

test('settings go to a file and come from one, and diagnostics are shown before they are saved', async () => {
  const { api } = createFakeApi({
    exportSettings: () => answerOf('/home/anna/leantern-settings.json'),
    importSettings: () => answerOf(null),
    diagnostics: () => answerOf('{"documents":12}'),
  })
  await show(<AdvancedSection api={api} onRepair={() => {}} />)
  await click('Settings as a file: Save…')
  expect(screen.getByRole('status').textContent).toBe('Saved: /home/anna/leantern-settings.json')
  await click('Settings as a file: Load…')
  expect(screen.getByRole('status').textContent).toBe('')
  await click('Diagnostics: Look')
  expect(within(screen.getByRole('region', { name: 'Diagnostics' })).getByText('{"documents":12}')).toBeTruthy()
})

test('what can run the model is tried when it is asked for, and another is chosen', async () => {
  const table: ProviderChoices = {
    model: 'leantern-static-256',
    rows: [
      { provider: 'cpu', chunksPerSecond: 1204.4, refused: null },
      { provider: 'webgpu', chunksPerSecond: 900, refused: null },
      { provider: 'cuda', chunksPerSecond: null, refused: 'there is no CUDA here' },
    ],
    chosen: 'cpu',
    wanted: null,
  }
  const fake = createFakeApi({
    providers: () => answerOf(table),
    useProvider: ({ name }) =>
      name === 'webgpu' ? answerOf({ ...table, chosen: 'webgpu', wanted: 'webgpu' }) : refusal('Not this one.'),
  })
  await show(<AdvancedSection api={fake.api} onRepair={() => {}} />)
  expect(fake.askedFor('providers')).toEqual([])
  await click('What runs the model: Look')
  const lines = () => screen.getAllByRole('listitem').map((line) => line.textContent)
  expect(lines()).toEqual([
    'Processor1,204 passages a second · in use',
    'Graphics card (WebGPU)900 passages a second',
    'NVIDIA card (CUDA)Not used: there is no CUDA here',
  ])
  const select = screen.getByRole<HTMLSelectElement>('combobox', { name: 'Run the model with' })
  expect([...select.options].map(({ text }) => text)).toEqual(['The fastest', 'Processor', 'Graphics card (WebGPU)'])
  await act(async () => void fireEvent.change(select, { target: { value: 'webgpu' } }))
  expect(lines()[1]).toContain('in use')
  await act(async () => void fireEvent.change(select, { target: { value: 'auto' } }))
  expect(screen.getByRole('alert').textContent).toBe('Not this one.')
  await click('What runs the model: Try again')
  expect(fake.askedFor('providers')).toEqual([{ isAgain: false }, { isAgain: true }])
})
