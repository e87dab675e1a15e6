// The carer reads the tag on the door with the camera; what she read is her proof.
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import config from '../playwright.config'
import { signInAs } from './support/account'
import { expectNoAxeViolations } from './support/axe'
import { filmTag } from './support/camera'
import { expectNoSideways } from './support/sizes'
import { get, offerTo, pageOf, post, visitOf } from './support/story'

const tag = 'PY-2026-0042'
const film = join(tmpdir(), 'yilin-door-tag.y4m')
filmTag(film, `https://yilin.example/door?tag=${tag}`)

test.describe.configure({ timeout: 240_000 })
test.use({
  viewport: { width: 390, height: 844 },
  permissions: ['camera', 'geolocation'],
  geolocation: { longitude: 115.03, latitude: 35.76, accuracy: 20 },
  launchOptions: {
    ...config.use?.launchOptions,
    args: [...(config.use?.launchOptions?.args ?? []), '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${film}`],
  },
})

test('without a camera the number is typed; with one the door tag is scanned, and checking in with it is accepted', async ({ page, browser }) => {
  const [desk, dispatcher, official] = await Promise.all(['rexian', 'diaodu', 'shi'].map((who) => pageOf(browser, who)))
  await signInAs(page, 'huli')
  const { worker_id } = await get(page, '/api/session')
  const { elder, order, assignment } = await offerTo(desk, dispatcher, worker_id)
  await post(official, `/api/elders/${elder}/door-tag`, { tag })
  for (const step of ['accept', 'depart']) await post(page, `/api/assignments/${assignment}/${step}`)

  const visit = (await visitOf(desk, order)).visit.id
  await page.goto(`/care/visits/${visit}`)
  await page.getByRole('button', { name: '用门牌标签' }).click()
  await page.evaluate(() => Object.defineProperty(navigator.mediaDevices, 'getUserMedia', { configurable: true, value: () => Promise.reject(new Error('no camera')) }))
  await page.getByRole('button', { name: '扫门牌上的二维码' }).click()
  await expect(page.getByRole('alert')).toContainText('打不开摄像头')
  await page.getByRole('button', { name: '不扫了，输入编号' }).click()
  await page.evaluate(() => Reflect.deleteProperty(navigator.mediaDevices, 'getUserMedia'))
  await page.getByRole('button', { name: '扫门牌上的二维码' }).click()
  await expect(page.getByLabel('或者输入门牌标签上的编号')).toHaveValue(tag, { timeout: 30_000 })
  await expectNoAxeViolations(page)
  await expectNoSideways(page)
  expect(await page.evaluate(() => document.querySelector('video')), 'the camera is let go').toBeNull()
  await page.getByRole('button', { name: '签到', exact: true }).click()
  await expect(page.getByRole('heading', { name: '正在服务' })).toBeVisible()

  await expect.poll(async () => (await visitOf(desk, order)).visit.state).toBe('in_service')
  const { evidence } = await visitOf(desk, order)
  expect(evidence.find((proof: { kind: string }) => proof.kind === 'tag')).toMatchObject({ accepted: true })
  await Promise.all([desk, dispatcher, official].map((one) => one.close()))
})
