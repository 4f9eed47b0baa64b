import { expect, test } from 'vitest'
import { toAppUrl, toChromiumUrl } from './scheme.ts'

test.each(['leantern-app://window/', 'leantern-app://window/a/b.js?c=d#e', 'app://x.y/'])(
  '%s is mapped and back',
  (url) => {
    expect(toChromiumUrl(url)).toMatch(/^http:\/\/[^/]+\.localhost\//)
    expect(toAppUrl(toChromiumUrl(url))).toBe(url)
  },
)

test.each(['https://example.com/', 'file:///etc/passwd', 'about:blank', 'data:text/html,x'])(
  '%s is left alone',
  (url) => {
    expect(toChromiumUrl(url)).toBe(url)
    expect(toAppUrl(url)).toBe(url)
  },
)
