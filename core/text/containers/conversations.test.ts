import { writeFile } from 'node:fs/promises'
import { strToU8, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import { makeTree } from '../../sources/test-tree.ts'
import { makeLibrary, subjects } from '../../test/library-fixture.ts'
import { readDocumentText } from '../read-text.ts'
import { partsOf, readParts } from '../testing/archive-fixture.ts'
import { isConversationsHead } from './conversations-head.ts'

/** As ChatGPT writes it: a tree of messages, of which `current_node` ends the one that was shown last. */
function chatGpt(title: string, said: readonly (readonly [role: string, text: string])[]): object {
  const node = (role: string, text: string, parent: string | null): object => ({
    message: { author: { role }, create_time: 1, content: { content_type: 'text', parts: [text] }, metadata: {} },
    parent,
    children: [],
  })
  const nodes = said.map(([role, text], i) => [`n${i}`, node(role, text, i === 0 ? 'root' : `n${i - 1}`)] as const)
  return {
    title,
    create_time: 1709287200.5,
    update_time: 1709287300,
    mapping: {
      root: { id: 'root', message: null, parent: null, children: ['n0', 'other'] },
      other: node('user', 'An edited question', 'root'),
      ...Object.fromEntries(nodes),
    },
    current_node: `n${said.length - 1}`,
    conversation_id: title,
  }
}

/** As Claude writes it. */
function claude(name: string, said: readonly (readonly [sender: string, text: string])[]): object {
  return {
    uuid: 'd4f2b1a0-0000-4000-8000-000000000000',
    name,
    created_at: '2024-03-01T10:00:00.000000Z',
    updated_at: '2024-03-01T10:05:00.000000Z',
    account: { uuid: 'x' },
    chat_messages: said.map(([sender, text], i) => ({
      uuid: String(i),
      text,
      content: [
        { type: 'text', text },
        { type: 'thinking', thinking: 'hm' },
      ],
      sender,
      attachments: i === 0 ? [{ file_name: 'list.txt', extracted_content: 'Milk, bread' }] : [],
      files: [],
    })),
  }
}

const tea = chatGpt('Tea', [
  ['system', 'You are helpful'],
  ['user', 'How "hot" is the {water}? \\'],
  ['assistant', 'Well below boiling.'],
  ['tool', 'search()'],
])
const shopping = claude('Shopping', [
  ['human', 'What is on it?'],
  ['assistant', 'Milk and bread.'],
])

describe('an export of conversations', () => {
  test('of ChatGPT is one document each, with who said what', async () => {
    await using tree = await makeTree({ 'conversations.json': JSON.stringify([tea, chatGpt('Empty', []), tea]) })
    const path = tree.at('conversations.json')
    const [first, second, ...rest] = await partsOf(path)
    expect(rest).toEqual([])
    expect(first).toMatchObject({ title: 'Tea', source: 'chat', facts: { dated: 1709287200500, sender: 'ChatGPT' } })
    const text = 'You:\nHow "hot" is the {water}? \\\n\nChatGPT:\nWell below boiling.'
    expect(Buffer.from(await readDocumentText(path, second.part)).toString()).toBe(text)
  })

  test('of Claude as well, with the texts attached', async () => {
    await using tree = await makeTree({ 'export.json': JSON.stringify([shopping], null, 2) })
    const [part] = await partsOf(tree.at('export.json'))
    expect(part).toMatchObject({ title: 'Shopping', source: 'chat', facts: { dated: Date.UTC(2024, 2, 1, 10) } })
    const [read] = await readParts(tree.at('export.json'))
    expect(read).toContain('You:\nWhat is on it?\n\nlist.txt\nMilk, bread\n\nClaude:\nMilk and bread.')
  })

  test('is found in its zip, under the question', async () => {
    const about = chatGpt('Instruments', [
      ['user', 'Why are old violins liked?'],
      ['assistant', subjects.violin],
    ])
    await using made = await makeLibrary({ 'other.txt': subjects.mortgage })
    const zip = zipSync({ 'conversations.json': strToU8(JSON.stringify([tea, about])) })
    const path = `${made.docs}/export.zip`
    await writeFile(path, zip)
    expect(await made.library.index()).toMatchObject({ added: 3, failed: 0 })
    const { results } = await made.library.search({ query: 'instruments from Cremona', limit: 1, strategy: 'codes' })
    expect(results[0]).toMatchObject({
      path,
      title: 'Instruments',
      source: 'chat',
      heading: 'Why are old violins liked?',
    })
    expect((await made.library.text({ path, part: results[0].part })).passages[0].text).toContain('Cremona')
  })

  test('that is cut off gives what is whole', async () => {
    const json = JSON.stringify([shopping, tea])
    const zip = zipSync({ 'conversations.json': strToU8(json.slice(0, -20)) })
    await using tree = await makeTree({ 'folder/': '' })
    await writeFile(tree.at('folder/export.zip'), zip)
    const parts = await readParts(tree.at('folder/export.zip'))
    expect(parts).toEqual([expect.stringContaining('Milk and bread.'), expect.stringContaining('! damaged')])
  })
})

test.each([
  [JSON.stringify([tea]), true],
  [JSON.stringify([shopping]), true],
  [JSON.stringify([{ uuid: 'x', full_name: 'Anna' }]), false],
  [JSON.stringify([{ uuid: 'x', name: 'A project', description: '' }]), false],
  [JSON.stringify({ mapping: {}, create_time: 1 }), false],
  ['not JSON', false],
  ['', false],
])('%j is an export: %s', (head, isOne) => {
  expect(isConversationsHead(Buffer.from(head).subarray(0, 4096))).toBe(isOne)
})
