#!/usr/bin/env node
// The command runs on Node 24, which the lock file brings along; another Node is told so in plain words.
const major = Number(process.versions.node.split('.')[0])
if (major < 24) {
  process.stderr.write(
    `leantern: expected Node.js 24 or newer, got ${process.versions.node}. In a clone use: npx leantern … (it brings its own Node 24)\n`,
  )
  process.exitCode = 3
} else {
  const { main } = await import('./main.ts')
  process.exitCode = await main(process.argv.slice(2))
}
