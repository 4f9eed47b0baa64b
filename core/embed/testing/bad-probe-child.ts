/* Stands for a provider whose driver does harm: argument 2 says which. */
const [, , harm] = process.argv

process.once('message', () => {
  if (harm === 'crash') process.kill(process.pid, 'SIGSEGV')
  if (harm === 'exit') process.exit(7)
  if (harm === 'hang') setInterval(() => {}, 1000)
})
