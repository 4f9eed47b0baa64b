/*
 * `npm start [-- FOLDER...]`: builds when needed and opens the app, in Electron where it can be had, else in a browser.
 */
const leastNode = 24

if (Number(process.versions.node.split('.')[0]) < leastNode) {
  console.error(
    `Leantern needs Node ${leastNode} or newer, this is ${process.version}. Run \`npm install\` and try again.`,
  )
  process.exit(2)
}

// Imported only now: an older Node could not read the rest.
const { startApp } = await import('./start-app.ts')
process.exitCode = await startApp(process.argv.slice(2), {
  say: (line) => console.log(line),
  complain: (line) => console.error(line),
})
