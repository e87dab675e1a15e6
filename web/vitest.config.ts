import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('src', import.meta.url)) } },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.ts', 'vite/**/*.test.ts'],
    css: false,
    env: { TZ: 'UTC' },
    // Most tests are of pure functions: a browser made anew for each file would cost nine tenths of the run.
    isolate: false,
    maxWorkers: 2,
  },
})
