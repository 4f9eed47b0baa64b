/* The workflow files call what is there: scripts, programs, paths, targets, and the Node of the lock file. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'

const project = resolve(import.meta.dirname, '../..')
const folder = join(project, '.github/workflows')
// It comes without types.
const { load } = createRequire(import.meta.url)('js-yaml') as { load(text: string): unknown }

const step = z.strictObject({
  uses: z.string().optional(),
  run: z.string().optional(),
  if: z.string().optional(),
  with: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  env: z.record(z.string(), z.string()).optional(),
})
const workflow = z.object({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: z.strictObject({ contents: z.literal('read') }),
  jobs: z.record(
    z.string(),
    z.strictObject({
      strategy: z.object({
        'fail-fast': z.literal(false),
        matrix: z.union([
          z.strictObject({ os: z.array(z.string()).min(1) }),
          z.strictObject({ include: z.array(z.strictObject({ os: z.string(), words: z.string() })).min(1) }),
        ]),
      }),
      'runs-on': z.literal('${{ matrix.os }}'),
      'timeout-minutes': z.number().max(60),
      steps: z.array(step).min(2),
    }),
  ),
})
type Workflow = z.infer<typeof workflow>

const packageFile = z
  .object({
    scripts: z.record(z.string(), z.string()),
    engines: z.object({ node: z.string() }),
    devDependencies: z.record(z.string(), z.string()),
    optionalDependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(read('package.json')))
const lock = z
  .object({
    packages: z.record(
      z.string(),
      z.looseObject({ version: z.string().optional(), bin: z.record(z.string(), z.string()).optional() }),
    ),
  })
  .parse(JSON.parse(read('package-lock.json'))).packages
const builder = z
  .looseObject({
    directories: z.object({ output: z.string() }),
    linux: z.looseObject({ target: z.array(z.string()) }),
    mac: z.looseObject({ target: z.array(z.object({ target: z.string(), arch: z.array(z.string()) })) }),
    win: z.looseObject({ target: z.array(z.string()) }),
  })
  .parse(load(read('electron-builder.yml')))

const workflows = readdirSync(folder).map((name) => [name, workflow.parse(load(read(join(folder, name))))] as const)

function read(path: string): string {
  return readFileSync(resolve(project, path), 'utf8')
}

const programs = new Set(Object.values(lock).flatMap(({ bin = {} }) => Object.keys(bin)))
/** What a shell of each runner has by itself, and what Ubuntu's brings for windows without a screen. */
const shellWords = new Set(['if', 'fi', 'echo', 'printf', 'npm', 'npx', 'xvfb-run'])

/** What is wrong with the commands of a step or a script. */
function problemsOf(commands: string): string[] {
  const lines = commands.split('\n').flatMap((line) => line.split('&&').map((part) => part.trim()))
  return lines
    .filter((line) => line !== '')
    .flatMap((line) => {
      const [first = '', ...words] = line.replace(/^(?:[A-Z]+=\S+ )+/u, '').split(/\s+/u)
      if (first === 'xvfb-run')
        return problemsOf(words.slice(words.findIndex((word) => !word.startsWith('-'))).join(' '))
      if (first === 'npm') return npmProblems(words)
      if (first === 'npx') return programs.has(words[0] ?? '') ? [] : [`no program ${words[0]} in the lock file`]
      if (first === 'node') return missing([words[0] ?? ''])
      if (first === 'tsc') return missing([join(words[words.indexOf('-p') + 1] ?? '', 'tsconfig.json')])
      if (programs.has(first))
        return words.includes('--config') ? missing([words[words.indexOf('--config') + 1] ?? '']) : []
      return shellWords.has(first) ? [] : [`no command ${first}`]
    })
}

function npmProblems(words: readonly string[]): string[] {
  if (words[0] === 'ci') return existsSync(join(project, 'package-lock.json')) ? [] : ['no package-lock.json']
  const name = words.slice(1).find((word) => !word.startsWith('-')) ?? ''
  const script = words[0] === 'run' ? packageFile.scripts[name] : undefined
  return script === undefined ? [`no script ${name}`] : problemsOf(script)
}

function missing(paths: readonly string[]): string[] {
  return paths.filter((path) => !existsSync(join(project, path))).map((path) => `no file ${path}`)
}

const stepsOf = ({ jobs }: Workflow) => Object.values(jobs).flatMap(({ steps }) => steps)
const systemsOf = ({ jobs }: Workflow) =>
  Object.values(jobs).map(({ strategy: { matrix } }) =>
    'os' in matrix ? matrix.os : matrix.include.map(({ os }) => os),
  )

describe.each(workflows)('%s', (_, flow) => {
  test('calls scripts, programs and files that are there', () => {
    const commands = stepsOf(flow).flatMap(({ run }) => run ?? [])
    expect(commands.length).toBeGreaterThan(0)
    expect(commands.flatMap(problemsOf)).toEqual([])
  })

  test('has Node as the lock file, the engines and the types have it', () => {
    const versions = stepsOf(flow).flatMap((one) => one.with?.['node-version'] ?? [])
    expect(versions.length).toBe(Object.keys(flow.jobs).length)
    const majors = [
      ...versions.map(String),
      packageFile.engines.node.replace('>=', ''),
      packageFile.devDependencies['@types/node']?.split('.')[0],
      ...Object.keys(packageFile.optionalDependencies).map(
        (name) => lock[`node_modules/${name}`]?.version?.split('.')[0],
      ),
      /target: 'node(\d+)'/u.exec(read('electron/vite.config.ts'))?.[1],
    ]
    expect([...new Set(majors)]).toEqual(['24'])
  })

  test('runs on the three systems, and says what it is about by names that there are', () => {
    for (const systems of systemsOf(flow))
      expect(systems.map((system) => system.split('-')[0]).toSorted()).toEqual(['macos', 'ubuntu', 'windows'])
    const text = JSON.stringify(flow)
    const known = new Set(['os', ...(text.includes('"words"') ? ['words'] : [])])
    for (const [, name = ''] of text.matchAll(/matrix\.(\w+) \}\}/gu)) expect(known).toContain(name)
    for (const [, name] of text.matchAll(/runner\.os [!=]= '(\w+)'/gu))
      expect(['Linux', 'macOS', 'Windows']).toContain(name)
  })

  test('its steps either use something of a named version or run something', () => {
    const steps = stepsOf(flow)
    for (const { uses, run } of steps) expect([uses, run].filter((one) => one === undefined)).toHaveLength(1)
    for (const used of steps.flatMap(({ uses }) => uses ?? [])) expect(used).toMatch(/^actions\/[a-z-]+@v\d+$/u)
  })
})

describe('package.yml', () => {
  const flow = workflows.find(([name]) => name === 'package.yml')![1]
  const { matrix } = flow.jobs['package']!.strategy
  const rows = 'include' in matrix ? matrix.include : []

  test('makes every target of electron-builder.yml, for its machines', () => {
    const asked = rows.map(({ os, words }) => {
      const all = words.split(' ')
      const flags = all.filter((word) => word.startsWith('--')).map((word) => word.slice(2))
      return {
        os: os.split('-')[0],
        platform: flags[0],
        arch: flags[1],
        targets: all.filter((word) => !word.startsWith('--')),
      }
    })
    const { linux, mac, win } = builder
    expect(asked).toEqual([
      { os: 'ubuntu', platform: 'linux', arch: 'x64', targets: linux.target },
      { os: 'macos', platform: 'mac', arch: mac.target[0]?.arch[0], targets: mac.target.map(({ target }) => target) },
      { os: 'windows', platform: 'win', arch: 'x64', targets: win.target },
    ])
    // Where a system lists its machines, all of them are asked for.
    expect(mac.target.flatMap(({ arch }) => arch)).toHaveLength(mac.target.length)
  })

  test('keeps a file of each target, from the folder where electron-builder puts it', () => {
    const endings: Readonly<Record<string, string>> = { AppImage: 'AppImage', deb: 'deb', dmg: 'dmg', nsis: 'exe' }
    const { linux, mac, win } = builder
    const targets = [...linux.target, ...mac.target.map(({ target }) => target), ...win.target]
    const kept = stepsOf(flow).flatMap((one) =>
      one.uses?.startsWith('actions/upload') ? String(one.with?.['path']).trim().split('\n') : [],
    )
    for (const target of targets) expect(kept).toContain(`${builder.directories.output}/*.${endings[target]}`)
    // Updates read these.
    expect(kept).toContain(`${builder.directories.output}/*.yml`)
  })

  test('hands over what the README of packaging says that the environment decides', () => {
    const table = read('core/packaging/README.md')
    const handed = stepsOf(flow).flatMap(({ env = {}, run = '' }) => [
      ...Object.keys(env),
      ...Array.from(run.matchAll(/([A-Z_]+)=\S+" >> "\$GITHUB_ENV"/gu), ([, name = '']) => name),
    ])
    const documented = Array.from(table.matchAll(/`([A-Z]+(?:_[A-Z]+)+)`/gu), ([, name = '']) => name)
    expect(documented.length).toBeGreaterThan(0)
    expect(handed).toEqual(expect.arrayContaining(documented))
  })
})

test('check.yml keeps what failed journeys leave, where they leave it', () => {
  const flow = workflows.find(([name]) => name === 'check.yml')![1]
  const path = stepsOf(flow).flatMap((one) => one.with?.['path'] ?? [])[0]
  expect(read('e2e/playwright.config.ts')).toContain(`'../${String(path)}e2e'`)
})

test('what is not there is told', () => {
  const problems = problemsOf(
    'npm ci\nnpm run nothing\nnpx no-such-program\nxvfb-run --auto npm run none\nnode core/no.ts && make all',
  )
  expect(problems).toEqual([
    'no script nothing',
    'no program no-such-program in the lock file',
    'no script none',
    'no file core/no.ts',
    'no command make',
  ])
})
