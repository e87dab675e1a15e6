import { defineConfig } from '@playwright/test'

/**
 * `foundation` looks at the shells and components over a tiny mock and needs no server.
 * `yilin` walks the real product at YILIN_URL: specs in e2e/*.spec.ts.
 */
const mock = 'http://127.0.0.1:4173'
const yilin = process.env.YILIN_URL

export default defineConfig({
  testDir: 'e2e',
  outputDir: 'test-results',
  workers: 2,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  use: {
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1280, height: 800 },
    trace: 'retain-on-failure',
    // A button that is not there fails its test now, not when the whole story runs out of time.
    actionTimeout: 30_000,
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-dev-shm-usage', '--force-color-profile=srgb'],
    },
  },
  projects: [
    { name: 'foundation', testMatch: 'foundation/*.spec.ts', use: { baseURL: mock } },
    ...(yilin ? [{ name: 'yilin', testMatch: /e2e\/[^/]+\.spec\.ts$/, use: { baseURL: yilin } }] : []),
  ],
  webServer: {
    command: 'npx vite build --mode gallery --logLevel error && node e2e/mock/server.mjs ../build/web-gallery 4173',
    url: `${mock}/api/site`,
    timeout: 120_000,
    reuseExistingServer: !process.env.CI,
  },
})
