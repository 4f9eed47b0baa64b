import { expect, test } from 'vitest'
import { createEngineClient, type EngineProcess } from './engine-client.ts'
import type { EngineAsk, FromEngine, ToEngine } from './engine-messages.ts'

/** An engine process that notes what it gets and ends when the test says so. */
class FakeProcess implements EngineProcess {
  readonly got: ToEngine[] = []
  isKilled = false
  #listen: (message: FromEngine) => void = () => {}
  #exit: () => void = () => {}

  send(message: ToEngine): void {
    this.got.push(message)
  }

  onMessage(listen: (message: FromEngine) => void): void {
    this.#listen = listen
  }

  onExit(listen: () => void): void {
    this.#exit = listen
  }

  kill(): void {
    this.isKilled = true
    this.#exit()
  }

  say(message: FromEngine): void {
    this.#listen(message)
  }

  crash(): void {
    this.#exit()
  }

  asks(): EngineAsk[] {
    return this.got.filter((message) => message.kind === 'ask')
  }
}

function client() {
  const processes: FakeProcess[] = []
  const events: string[] = []
  const engine = createEngineClient(
    () => {
      const process = new FakeProcess()
      processes.push(process)
      return process
    },
    (event) => events.push(event),
  )
  return { engine, processes, events }
}

const holds = (path: string) => ['heldAs', { path, part: '' }, 'w'] as const

test('answers find their questions whatever their order', async () => {
  const { engine, processes } = client()
  const [first, second] = [engine.ask(...holds('/a')), engine.ask(...holds('/b'))]
  const [a, b] = processes[0].asks()
  processes[0].say({ kind: 'reply', id: b.id, reply: { ok: true, value: false } })
  processes[0].say({ kind: 'reply', id: a.id, reply: { ok: true, value: true } })
  expect(await Promise.all([first, second])).toEqual([true, false])
})

test('whoever waits for an answer is known', async () => {
  const { engine, processes } = client()
  const asked = engine.ask(...holds('/a'))
  expect([engine.isAskedBy('w'), engine.isAskedBy('v')]).toEqual([true, false])
  processes[0].say({ kind: 'reply', id: processes[0].asks()[0].id, reply: { ok: true, value: true } })
  await asked
  expect(engine.isAskedBy('w')).toBe(false)
})

test('a refused request is an AppError with its code', async () => {
  const { engine, processes } = client()
  const asked = engine.ask(...holds('/a'))
  const reply = { ok: false, code: 'library-busy', message: 'held' } as const
  processes[0].say({ kind: 'reply', id: processes[0].asks()[0].id, reply })
  await expect(asked).rejects.toMatchObject({ name: 'AppError', code: 'library-busy', message: 'held' })
})

test('an engine that stops is started again and asked once more', async () => {
  const { engine, processes, events } = client()
  const asked = engine.ask(...holds('/a'))
  processes[0].crash()
  expect(events).toEqual(['engine.stopped'])
  const [again] = processes[1].asks()
  expect(again).toEqual(processes[0].asks()[0])
  processes[1].say({ kind: 'reply', id: again.id, reply: { ok: true, value: true } })
  expect(await asked).toBe(true)
})

test('a request that stops the engine twice is given up', async () => {
  const { engine, processes } = client()
  const asked = engine.ask(...holds('/poison'))
  processes[0].crash()
  processes[1].crash()
  await expect(asked).rejects.toMatchObject({ code: 'failed' })
  expect(processes[2].asks()).toEqual([])
})

test('an engine that keeps stopping is not started for ever, but by the next request', async () => {
  const { engine, processes } = client()
  void engine.ask(...holds('/a')).catch(() => {})
  for (let i = 0; i < 4; i++) processes[i].crash()
  expect(processes.length).toBe(4)
  void engine.ask(...holds('/b')).catch(() => {})
  expect(processes.length).toBe(5)
})

test('closing asks the engine to end and waits for it', async () => {
  const { engine, processes } = client()
  const asked = engine.ask(...holds('/a'))
  const code = asked.then(
    () => 'answered',
    (error: { code: string }) => error.code,
  )
  const closed = engine.close()
  expect(processes[0].got.at(-1)).toEqual({ kind: 'close' })
  processes[0].crash()
  await closed
  expect(await code).toBe('cancelled')
  expect(processes.length).toBe(1)
  expect(processes[0].isKilled).toBe(false)
})

test('an engine that does not end is killed', async () => {
  const { engine, processes } = client()
  engine.ask(...holds('/a')).catch(() => {})
  await engine.close(1)
  expect(processes[0].isKilled).toBe(true)
})

test('a request after closing is refused and starts nothing', async () => {
  const { engine, processes } = client()
  await engine.close()
  await expect(engine.ask(...holds('/a'))).rejects.toMatchObject({ code: 'cancelled' })
  expect(processes.length).toBe(0)
})
