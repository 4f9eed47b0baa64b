import { afterEach, describe, expect, test, vi } from 'vitest'
import { apiKeyFor } from './api-key.ts'

afterEach(() => vi.unstubAllEnvs())

function withKeys(keys: Readonly<Record<string, string>>): void {
  for (const name of ['LEANTERN_API_KEY', 'OPENAI_API_KEY', 'OPENAI_BASE_URL']) vi.stubEnv(name, keys[name] ?? '')
}

describe('a key of the environment', () => {
  test('that is ours goes to any server, before all others', async () => {
    withKeys({ LEANTERN_API_KEY: 'ours', OPENAI_API_KEY: 'theirs' })
    expect(await apiKeyFor()).toBe('ours')
    expect(await apiKeyFor('http://127.0.0.1:8080/v1')).toBe('ours')
  })

  test("that is OpenAI's goes to OpenAI, and to the server that stands for it, alone", async () => {
    withKeys({ OPENAI_API_KEY: 'theirs', OPENAI_BASE_URL: 'https://gateway.example/v1' })
    expect(await apiKeyFor()).toBe('theirs')
    expect(await apiKeyFor('https://gateway.example/other')).toBe('theirs')
    for (const address of [
      'http://127.0.0.1:8080/v1',
      'https://api.openai.com.example/v1',
      'https://api.openai.com:8443/v1',
    ]) {
      expect(await apiKeyFor(address)).not.toBe('theirs')
    }
  })
})
