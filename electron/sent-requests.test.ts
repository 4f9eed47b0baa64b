import { createServer, get } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { watchRequests } from './sent-requests.ts'

test('every request of the process is told with its host, by fetch and by node:http', async () => {
  const server = createServer((_request, answer) => answer.end('ok'))
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const told: string[] = []
  const end = watchRequests((host) => told.push(host))
  try {
    await (await fetch(url)).text()
    await new Promise<void>((done) => get(url, (answer) => answer.resume().on('end', () => done())))
    end()
    await (await fetch(url)).text()
  } finally {
    server.close()
  }
  expect(told).toEqual(['127.0.0.1', '127.0.0.1'])
})
