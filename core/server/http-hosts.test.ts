import { describe, expect, test } from 'vitest'
import { isAllowedHost, isAllowedOrigin, isLoopback, originHost } from './http-hosts.ts'

const local = { names: [], port: 4000, isLoopback: true, isTls: false }
const wide = { names: ['leantern.example'], port: 4000, isLoopback: false, isTls: true }

describe('Host', () => {
  test.each(['127.0.0.1:4000', 'localhost:4000', '[::1]:4000', '127.0.0.2:4000'])('%s is this server', (host) => {
    expect(isAllowedHost(host, local)).toBe(true)
  })

  test.each([
    undefined,
    '',
    'evil.example',
    'evil.example:4000',
    '127.0.0.1',
    '127.0.0.1:4001',
    '127.0.0.1.evil.example:4000',
    'localhost.evil.example:4000',
    '192.168.0.7:4000',
    '127.0.0.1:4000, evil.example',
    'user@127.0.0.1:4000',
  ])('%s is not', (host) => {
    expect(isAllowedHost(host, local)).toBe(false)
  })

  test('away from loopback it may be any address and the names that were given', () => {
    for (const host of ['192.168.0.7:4000', '[fe80::1]:4000', 'leantern.example', 'LEANTERN.example:443']) {
      expect(isAllowedHost(host, wide)).toBe(true)
    }
    expect(isAllowedHost('evil.example:4000', wide)).toBe(false)
    expect(isAllowedHost('192.168.0.7:80', wide)).toBe(false)
  })
})

describe('Origin', () => {
  test.each([
    [undefined, true],
    ['http://127.0.0.1:4000', true],
    ['http://localhost:4000', true],
    ['https://127.0.0.1:4000', false],
    ['http://127.0.0.1:4001', false],
    ['http://evil.example:4000', false],
    ['http://evil.example', false],
    ['null', false],
    ['', false],
    ['http://127.0.0.1:4000/path', false],
    ['file://', false],
  ])('%s: %s', (origin, isAllowed) => {
    expect(isAllowedOrigin(origin, local)).toBe(isAllowed)
  })

  test('behind TLS it is the scheme of TLS', () => {
    expect(isAllowedOrigin('https://leantern.example', wide)).toBe(true)
    expect(isAllowedOrigin('http://leantern.example', wide)).toBe(false)
  })
})

test('loopback is told from other addresses', () => {
  expect(['127.0.0.1', '127.9.9.9', '::1', 'localhost'].filter((host) => !isLoopback(host))).toEqual([])
  expect(['0.0.0.0', '::', '10.0.0.1', '127.example.org', ''].filter(isLoopback)).toEqual([])
  expect([originHost('::1'), originHost('0.0.0.0'), originHost('10.0.0.1')]).toEqual(['[::1]', '127.0.0.1', '10.0.0.1'])
})
