import { defineConfig } from 'vite';

/** The worker, everything that it needs in one file: `dist/worker.mjs`. */
export default defineConfig({
  // Nothing of the extension's own files lies beside it.
  publicDir: false,
  ssr: { noExternal: true, target: 'node' },
  build: {
    ssr: 'src/worker/main.ts',
    outDir: 'dist',
    emptyOutDir: false,
    target: 'node20',
    minify: false,
    rollupOptions: {
      // Comments with the path of each module differ by where the packages lie: the file has to be the same anywhere.
      experimental: { attachDebugInfo: 'none' },
      output: {
        format: 'es',
        entryFileNames: 'worker.mjs',
        codeSplitting: false,
        banner: '#!/usr/bin/env node',
      },
    },
  },
});
