import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { elementStyles } from './vite/element-styles'
import { precompress } from './vite/precompress'
import { serviceWorker } from './vite/service-worker'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Four faces, one build: an elder never downloads what only the desk needs. */
const entries = {
  public: here('index.html'),
  desk: here('desk/index.html'),
  care: here('care/index.html'),
  elder: here('elder/index.html'),
}

export default defineConfig(({ mode }) => {
  // `--mode gallery` adds the component gallery that the browser tests look at; it is never shipped.
  const gallery = mode === 'gallery'
  return {
    base: '/',
    resolve: { alias: { '@': here('src') } },
    plugins: [
      vue(),
      elementStyles(),
      serviceWorker({ entry: 'care/index.html', scope: '/care/', source: here('src/offline/worker.js'), extra: ['/yilin.svg'] }),
      precompress(),
    ],
    build: {
      target: 'es2020',
      outDir: gallery ? here('../build/web-gallery') : here('dist'),
      emptyOutDir: true,
      manifest: true,
      sourcemap: false,
      chunkSizeWarningLimit: 700,
      reportCompressedSize: false,
      rollupOptions: {
        input: gallery
          ? { ...entries, gallery: here('e2e/gallery/index.html'), large: here('e2e/gallery/large/index.html') }
          : entries,
      },
    },
    server: { proxy: { '/api': process.env.YILIN_URL ?? 'http://127.0.0.1:8080' } },
  }
})
