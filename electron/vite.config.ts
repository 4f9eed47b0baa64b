import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const project = new URL('..', import.meta.url).pathname

/*
 * Every file of the main side lands directly in out/main/, chunks included: sources find assets by
 * `new URL('../../assets/', import.meta.url)`, which must mean the same from core/<folder>/ and from out/main/.
 */
export default defineConfig({
  main: {
    build: {
      outDir: `${project}out/main`,
      // As a package it comes with the texts of 50 languages: 6 MB of memory in main and in the engine each, and 90 files to read at the start.
      externalizeDeps: { exclude: ['zod'] },
      target: 'node24',
      rolldownOptions: {
        input: {
          main: `${project}electron/main.ts`,
          engine: `${project}electron/engine.ts`,
          'extract-worker': `${project}core/text/extract-worker.ts`,
          'graph-worker': `${project}core/leann/graph-worker.ts`,
          'build-worker': `${project}core/leann/building/build-worker.ts`,
          'picture-worker': `${project}electron/picture-worker.ts`,
          'token-worker': `${project}core/embed/tokens/token-worker.ts`,
          'probe-child': `${project}core/embed/providers/probe-child.ts`,
        },
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: `${project}out/preload`,
      target: 'node24',
      // A sandboxed preload script is one CommonJS file; the browser's bridge is a plain script for the same reason.
      rolldownOptions: {
        input: {
          preload: `${project}electron/preload.ts`,
          'browser-bridge': `${project}electron/browser-page/bridge.ts`,
        },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: `${project}renderer`,
    base: './',
    plugins: [react()],
    build: {
      outDir: `${project}out/renderer`,
      emptyOutDir: true,
      // The tool's own default leaves it as it is.
      minify: true,
      rolldownOptions: { input: `${project}renderer/index.html` },
    },
  },
})
