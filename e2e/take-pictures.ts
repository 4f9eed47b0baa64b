/* `npm run pictures`: takes the pictures of the README anew. */
process.env['LEANTERN_PICTURES'] = 'assets/pictures'
process.argv.push('pictures.e2e.ts')
await import('./run.ts')
