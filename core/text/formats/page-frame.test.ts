import { describe, expect, test } from 'vitest'
import { extractHtml } from './html.ts'

function textOf(page: string): string {
  return extractHtml(Buffer.from(page)).text
}

const words = 'The moon pulls the sea, and the sea follows it twice a day. '.repeat(5).trim()

describe('what stands around an article', () => {
  test('is left out where the page marks its article', () => {
    const page = `<body><header>Site</header><nav>menu</nav><main><header><h1>Tides</h1></header><p>${words}</p><aside>A note.</aside><footer>By Ann</footer></main><aside>Related</aside><div role="complementary">Ads</div><footer>Imprint</footer></body>`
    expect(textOf(page)).toBe(`Tides\n\n${words}\n\nA note.\n\nBy Ann`)
  })

  test('is kept where no article is marked, or a marked one holds few of the words', () => {
    expect(textOf(`<header>Site</header><p>${words}</p><aside>Side</aside>`)).toBe(`Site\n\n${words}\n\nSide`)
    const page = `<header>${words.repeat(4)}</header><main><p>${words}</p></main><footer>End</footer>`
    expect(textOf(page)).toContain('End')
  })

  test('several articles are all kept', () => {
    const page = `<article><p>${words}</p></article><article><h2>Two</h2><p>${words}</p></article><footer>Imprint</footer>`
    expect(textOf(page)).toBe(`${words}\n\nTwo\n\n${words}`)
  })

  test('bars about cookies and dialogs are left out everywhere', () => {
    const page = `<p>${words}</p><div id="cookie-banner"><p>We value your privacy</p></div><div class="big gdpr_notice">Accept</div><div role="dialog">Sign in</div>`
    expect(textOf(page)).toBe(words)
  })

  test('words about cookies, and a page that says that it has such a bar, are kept', () => {
    const page = `<div class="page has-cookie-banner"><div class="cookie-dough"><p>${words}</p></div><p>Accept cookies?</p></div>`
    expect(textOf(page)).toBe(`${words}\n\nAccept cookies?`)
  })

  test('a page that would lose half of its words keeps them all', () => {
    expect(textOf(`<body><div class="cookie-overlay"><p>${words}</p></div></body>`)).toBe(words)
    expect(textOf(`<div role="dialog"><main><p>${words}</p></main></div>`)).toBe(words)
  })

  test('ends in good time on a page of many elements', () => {
    const page = `<main>${'<div class="cookie- cookie-"><p>a b c</p></div>'.repeat(50_000)}</main>`
    expect(textOf(page).length).toBeGreaterThan(100_000)
  })
})
