import { fork, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeTree, type TestTree } from '../../sources/test-tree.ts'
import { openEncoder } from '../encoder.ts'
import { embeddedModelFolder } from '../model-folder.ts'
import { installFromFolder } from '../models/install.ts'
import { openInstalled, openModelOf } from '../models/model-of-library.ts'
import type { Provider } from '../../types.ts'
import { writeHubModel } from '../testing/hub-fixture.ts'
import { chooseProvider } from './choose-provider.ts'
import { driverFacts } from './driver-facts.ts'
import { keepTable, keptProvider, keptTable, machineFacts, providersFile } from './kept-tables.ts'
import { measureProviders, type MeasureParts, type ProviderTable } from './measure-providers.ts'
import { probeProvider, type ProbeAnswer } from './probe.ts'

let tree: TestTree
beforeEach(async () => {
  tree = await makeTree({})
})
afterEach(() => tree[Symbol.asyncDispose]())

/** An answer of two vectors of two numbers. */
function measured(chunksPerSecond: number, vectors = [1, 0, 0, 1]): ProbeAnswer {
  return { kind: 'measured', chunksPerSecond, dimensions: 2, vectors }
}

/** Tries nothing: the answers are given. */
function withAnswers(answers: Partial<Record<Provider, ProbeAnswer>>): MeasureParts {
  return {
    supported: () => Promise.resolve(new Set(Object.keys(answers))),
    probe: ({ provider }) => Promise.resolve(answers[provider] ?? { kind: 'refused', reason: 'nobody asked' }),
  }
}

describe('of the providers of a machine', () => {
  test('the fastest that agrees with the CPU is chosen, and the others say why they are not', async () => {
    const table = await measureProviders('/model', {
      ...withAnswers({
        cpu: measured(100),
        webgpu: measured(900, [1, 0, 0.2, 1]),
        cuda: measured(700, [1, 0.001, 0, 1]),
        dml: { kind: 'refused', reason: 'no\n  adapter' },
      }),
    })
    expect(table.chosen).toBe('cuda')
    expect(table.rows.map(({ provider, refused }) => [provider, refused])).toEqual([
      ['cpu', null],
      ['webgpu', "its vectors differ from the CPU's (cosine 0.9806)"],
      ['cuda', null],
      ['coreml', expect.stringContaining('onnxruntime for')],
      ['dml', 'no adapter'],
    ])
    expect(table.rows[2]).toMatchObject({ chunksPerSecond: 700, agreement: expect.closeTo(1, 5) })
  })

  test.each([
    ['slower than the CPU', measured(50)],
    ['without a vector where the CPU has one', measured(900, [1, 0, 0, 0])],
    ['with vectors that are no numbers', measured(900, [Number.NaN, 0, 0, 1])],
    ['with too few vectors', measured(900, [1, 0])],
    ['refused', { kind: 'refused', reason: 'no adapter' } as const],
  ])('one that is %s is not chosen', async (_, webgpu) => {
    const { chosen } = await measureProviders('/model', withAnswers({ cpu: measured(100), webgpu }))
    expect(chosen).toBe('cpu')
  })

  test('none is chosen but the CPU when that does not run itself', async () => {
    const cpu = { kind: 'refused', reason: 'damaged model' } as const
    const table = await measureProviders('/model', withAnswers({ cpu, cuda: measured(700) }))
    expect(table.chosen).toBe('cpu')
    expect(table.rows.every(({ refused }) => refused !== null)).toBe(true)
  })
})

describe('a provider is tried in a process of its own', () => {
  test('the CPU runs the embedded model there, with the vectors it has here', async () => {
    const answer = await probeProvider({ folder: embeddedModelFolder(), provider: 'cpu', threads: 1 })
    expect(answer).toMatchObject({ kind: 'measured', dimensions: 256 })
    expect(answer.kind === 'measured' && answer.chunksPerSecond).toBeGreaterThan(0)
  })

  test('a model that is not there is a refusal', async () => {
    const answer = await probeProvider({ folder: tree.at('nowhere'), provider: 'cpu' })
    expect(answer).toMatchObject({ kind: 'refused', reason: expect.stringContaining('is missing') })
  })

  test.each([
    ['crash', 'its driver ended the process (SIGSEGV)'],
    ['exit', 'its driver ended the process (code 7)'],
    ['hang', 'no answer within 0.3 s'],
  ])('a %s takes only that process down', async (harm, reason) => {
    const started: ChildProcess[] = []
    const start = (): ChildProcess => {
      const child = fork(new URL('../testing/bad-probe-child.ts', import.meta.url), [harm])
      started.push(child)
      return child
    }
    const timeoutMs = harm === 'hang' ? 300 : 60_000
    const answer = await probeProvider({ folder: '', provider: 'cuda' }, { start, timeoutMs })
    expect(answer).toEqual({ kind: 'refused', reason })
    const [child] = started
    if (child.exitCode === null && child.signalCode === null)
      await new Promise((resolve) => child.once('exit', resolve))
    expect([child.signalCode, child.exitCode]).not.toEqual([null, null])
  })

  test('cancelling ends it', async () => {
    const controller = new AbortController()
    const start = (): ChildProcess => fork(new URL('../testing/bad-probe-child.ts', import.meta.url), ['hang'])
    const probing = probeProvider({ folder: '', provider: 'cuda' }, { start, signal: controller.signal })
    controller.abort(new Error('enough'))
    await expect(probing).rejects.toThrow('enough')
  })
})

/** Debian's Chromium brings Vulkan in software, the same that WebGPU has there without a graphics card. */
const chromium = '/usr/lib/chromium'
const softwareVulkan = join(chromium, 'vk_swiftshader_icd.json')

describe.skipIf(!existsSync(softwareVulkan))('on a Vulkan in software', () => {
  const start = (): ChildProcess =>
    fork(new URL('probe-child.ts', import.meta.url), {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      env: { ...process.env, VK_DRIVER_FILES: softwareVulkan, LD_LIBRARY_PATH: chromium },
    })

  test('WebGPU runs the embedded model with the vectors of the CPU', async () => {
    const table = await measureProviders(embeddedModelFolder(), {
      supported: () => Promise.resolve(new Set(['cpu', 'webgpu'])),
      probe: (question, options) => probeProvider(question, { ...options, start, timeoutMs: 600_000 }),
    })
    expect(table.rows[1]).toMatchObject({ provider: 'webgpu', refused: null, agreement: expect.closeTo(1, 3) })
  })
})

describe('what was measured', () => {
  const table: ProviderTable = {
    rows: [{ provider: 'cuda', chunksPerSecond: 700, agreement: 1, refused: null }],
    chosen: 'cuda',
    wanted: null,
  }

  test('is kept by model and machine, below the folder for caches', async () => {
    const file = providersFile({ LEANTERN_CACHE: tree.at('cache') })
    expect(await keptTable('model-1', file)).toBeNull()
    await keepTable('model-1', table, file)
    await keepTable('model-2', { ...table, chosen: 'cpu' }, file)
    expect(await keptTable('model-1', file)).toEqual(table)
    expect(await keptProvider('model-2', file)).toBe('cpu')
    expect(await keptProvider('model-3', file)).toBe('cpu')
    expect((await machineFacts()).join()).toContain('onnxruntime 1.')
  })

  test('is not measured again unless that is wanted', async () => {
    const file = tree.at('providers.json')
    const model = { folder: '/model', fingerprint: 'model-1' }
    const parts = withAnswers({ cpu: measured(100), cuda: measured(700) })
    expect(await chooseProvider(model, { ...parts, file })).toMatchObject({ chosen: 'cuda' })
    const other = withAnswers({ cpu: measured(100) })
    expect(await chooseProvider(model, { ...other, file })).toMatchObject({ chosen: 'cuda' })
    expect(await chooseProvider(model, { ...other, file, again: true })).toMatchObject({ chosen: 'cpu' })
  })

  test('is not decisive where a person chooses another; what cannot be used is refused with the reason', async () => {
    const file = tree.at('providers.json')
    const model = { folder: '/model', fingerprint: 'model-1' }
    const parts = {
      ...withAnswers({ cpu: measured(100), cuda: measured(700), webgpu: measured(300, [0, 1, 1, 0]) }),
      file,
    }
    expect(await chooseProvider(model, { ...parts, use: 'cpu' })).toMatchObject({ chosen: 'cpu', wanted: 'cpu' })
    expect(await chooseProvider(model, { ...parts, again: true })).toMatchObject({ chosen: 'cpu', wanted: 'cpu' })
    expect(await keptProvider('model-1', file)).toBe('cpu')
    for (const [use, reason] of [
      ['webgpu', "differ from the CPU's"],
      ['dml', 'does not have it'],
    ] as const) {
      const refused = { code: 'bad-request', message: expect.stringContaining(reason) }
      await expect(chooseProvider(model, { ...parts, use })).rejects.toMatchObject(refused)
    }
    expect(await chooseProvider(model, { ...parts, use: 'auto' })).toMatchObject({ chosen: 'cuda', wanted: null })
    await chooseProvider(model, { ...parts, use: 'cuda' })
    const gone = { ...withAnswers({ cpu: measured(100) }), file, again: true }
    expect(await chooseProvider(model, gone)).toMatchObject({ chosen: 'cpu', wanted: null })
  })

  test('is measured anew when the file is damaged', async () => {
    const file = tree.at('providers.json')
    await writeFile(file, '{"a":')
    expect(await keptTable('model-1', file)).toBeNull()
    await keepTable('model-1', table, file)
    expect(await keptTable('model-1', file)).toEqual(table)
  })

  test('decides how a model is opened; one that fails by now is opened on the CPU', async () => {
    const parts = { folder: tree.at('models'), consent: () => Promise.resolve(false) }
    const model = await installFromFolder(await writeHubModel(tree.at('small')), parts)
    const file = tree.at('providers.json')
    await keepTable(model.fingerprint, { ...table, chosen: 'coreml' }, file)
    const [opened, onCpu] = [await openInstalled(model, file), await openEncoder(model.folder)]
    const input = [{ header: '', text: 'river stone' }]
    expect(await opened.embed(input)).toEqual(await onCpu.embed(input))
    await opened.close()
    await onCpu.close()
  })

  test('decides for the model that comes with the app as well', async () => {
    const onCpu = await openEncoder(embeddedModelFolder())
    const before = process.env['LEANTERN_CACHE']
    process.env['LEANTERN_CACHE'] = tree.at('cache')
    try {
      await keepTable(onCpu.fingerprint, { ...table, chosen: 'dml' })
      // Does not open here, so the CPU takes its place: the same vectors.
      const opened = await openModelOf(onCpu, { modelsFolder: tree.at('models') })
      const input = [{ header: '', text: 'river stone' }]
      expect(await opened.embed(input)).toEqual(await onCpu.embed(input))
      await opened.close()
    } finally {
      if (before === undefined) delete process.env['LEANTERN_CACHE']
      else process.env['LEANTERN_CACHE'] = before
    }
    await onCpu.close()
  })
})

describe('drivers of a machine', () => {
  async function factsOf(
    files: Readonly<Record<string, string>>,
    environment: NodeJS.ProcessEnv = {},
  ): Promise<readonly string[]> {
    await using system = await makeTree(files)
    return driverFacts('linux', system.root, environment)
  }

  const icd = 'usr/share/vulkan/icd.d/radeon_icd.json'
  const machine = {
    'proc/driver/nvidia/version': 'NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54\nGCC version: 13',
    'sys/class/drm/card1/device/vendor': '0x10de\n',
    'sys/class/drm/card1/device/device': '0x2330\n',
    'sys/class/drm/card1-HDMI-A-1/status': 'connected',
    [icd]: '{"ICD":{"api_version":"1.4.305","library_path":"libvulkan_radeon.so"}}',
  }

  test('are told by version, card and what Vulkan loads', async () => {
    const facts = await factsOf(machine)
    expect(facts).toEqual([
      expect.stringContaining('550.54'),
      '0x10de 0x2330',
      expect.stringMatching(/^radeon_icd\.json [0-9a-f]{16}$/u),
    ])
    expect(await factsOf(machine)).toEqual(facts)
    const changes = [
      { 'proc/driver/nvidia/version': 'NVRM version: 560.1' },
      { 'sys/class/drm/card1/device/device': '0x2331' },
      { [icd]: '{"ICD":{"api_version":"1.4.318","library_path":"libvulkan_radeon.so"}}' },
    ]
    for (const change of changes) expect(await factsOf({ ...machine, ...change })).not.toEqual(facts)
    expect(await factsOf({})).toEqual([''])
    expect(await factsOf({}, { VK_DRIVER_FILES: '/icd.json' })).toEqual(['', 'VK_DRIVER_FILES=/icd.json'])
  })

  test('of Windows are told by the names of their folders, those of macOS by its version', async () => {
    const store = 'System32/DriverStore/FileRepository'
    await using system = await makeTree({
      [`${store}/nv_dispi.inf_amd64_0a1b/`]: '',
      [`${store}/u0401234.inf_amd64_9f/`]: '',
      [`${store}/prnms003.inf_amd64_11/`]: '',
    })
    const environment = { SystemRoot: system.root }
    expect(await driverFacts('win32', '/', environment)).toEqual(['nv_dispi.inf_amd64_0a1b', 'u0401234.inf_amd64_9f'])
    expect(await driverFacts('darwin')).toEqual([])
  })
})
