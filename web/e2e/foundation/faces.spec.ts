import { expect, test } from '@playwright/test'
import { expectNoAxeViolations } from '../support/axe'
import { enter, received } from '../support/sign-in'
import { expectElderSizes, expectNoSideways } from '../support/sizes'

const phone = { width: 390, height: 844 }

for (const [step, px] of [['大', 20], ['更大', 24], ['最大', 30]] as const) {
  test(`large components keep their sizes at ${px} px`, async ({ page }) => {
    await page.setViewportSize(phone)
    await page.goto('/e2e/gallery/large/')
    await page.getByRole('button', { name: step, exact: true }).click()
    await expectElderSizes(page, px)
    await expectNoAxeViolations(page)
  })

  test(`the elder face keeps its sizes at ${px} px`, async ({ page }) => {
    await page.setViewportSize(phone)
    await page.goto('/elder/login')
    await page.getByRole('button', { name: step, exact: true }).click()
    await expectElderSizes(page, px)
    await expectNoAxeViolations(page)
    await enter(page, 'elder')
    for (const path of ['/elder/', '/elder/settings', '/elder/who']) {
      await page.goto(path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expectElderSizes(page, px)
      await expectNoAxeViolations(page)
    }
  })
}

test('an elder signs in by phone and code, in sentences', async ({ page }) => {
  await page.setViewportSize(phone)
  await page.goto('/elder/')
  await expect(page.getByText('第 1 步，共 2 步')).toBeVisible()
  await page.getByRole('button', { name: '下一步' }).click()
  await expect(page.getByRole('alert')).toContainText('11 位数字')
  await page.getByLabel('您的手机号').fill('138 3931 2345')
  await page.getByRole('button', { name: '下一步' }).click()
  await expect(page.getByLabel('短信里的数字')).toBeFocused()
  await expect(page.getByRole('button', { name: /没收到/ })).toBeDisabled()
  await expectElderSizes(page)
  await page.getByLabel('短信里的数字').fill('000000')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('验证码不正确')
  await page.getByLabel('短信里的数字').fill('123456')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await expect(page.getByRole('heading', { name: /王秀英/ })).toBeVisible()
})

test('family choose for whom they act, and it stays chosen', async ({ page }) => {
  await enter(page, 'elder')
  await page.goto('/elder/')
  await expect(page.getByText('现在为王秀英办理')).toBeVisible()
  await page.getByRole('link', { name: '换一位' }).click()
  await page.getByRole('button', { name: '李桂兰' }).click()
  await expect(page.getByText('现在为李桂兰办理')).toBeVisible()
  await page.reload()
  await expect(page.getByText('现在为李桂兰办理')).toBeVisible()
})

test('help is always there: 120 first, then the hotline', async ({ page }) => {
  await page.setViewportSize(phone)
  await page.goto('/elder/login')
  await expect(page.getByRole('link', { name: /服务热线 12349/ })).toHaveAttribute('href', 'tel:12349')
  await page.getByRole('button', { name: '紧急求助' }).click()
  await expect(page.getByRole('link', { name: /120/ })).toHaveAttribute('href', 'tel:120')
  await expectElderSizes(page)
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: '我没事，关闭' }).click()
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('faces rate with words and by keyboard', async ({ page }) => {
  await page.goto('/e2e/gallery/large/')
  await page.getByText('一般', { exact: true }).click()
  await expect(page.getByLabel('一般')).toBeChecked()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByLabel('不满意')).toBeChecked()
})

test('the public face stands alone, leads to the elder version, and folds on a phone', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByRole('link', { name: '长辈版', exact: true }).first()).toHaveAttribute('href', '/elder/')
  await expectNoAxeViolations(page)
  await page.setViewportSize(phone)
  for (const step of ['大', '更大', '最大']) {
    await page.getByRole('button', { name: step, exact: true }).click()
    await expectNoSideways(page)
    await expectNoAxeViolations(page)
  }
})

test('the outbox keeps acts through a dead network and sends each once', async ({ page, context }) => {
  await enter(page, 'carer')
  await page.goto('/e2e/gallery/large/')
  const state = page.locator('[data-test=outbox]')
  await context.route('**/api/care/**', (route) => route.abort())
  await page.getByRole('button', { name: '第 1 次签到' }).click()
  await expect(state).toContainText('待上传 1 条，签到 · 第 1 次上门：waiting')
  await page.reload()
  await context.unroute('**/api/care/**')
  const before = (await received(page)).length
  await page.getByRole('button', { name: '第 2 次签到' }).click()
  await expect(state).toContainText('待上传 1 条，签到 · 第 2 次上门：refused')
  const sent = (await received(page)).slice(before)
  expect(sent.map((r) => r.path)).toEqual(['/api/care/visits/1/check-in', '/api/care/visits/2/check-in'])
  expect(sent[0].body).toMatchObject({ type: 'application/octet-stream' })
  expect(Number(sent[0].body.bytes)).toBeGreaterThan(100)
})

test('the care app starts and tells the truth without a network', async ({ page, context }) => {
  await page.setViewportSize(phone)
  await enter(page, 'carer')
  await page.goto('/care/')
  await expect(page.getByRole('heading', { name: /李建国/ })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.reload()
  await expect(page.getByRole('heading', { name: /李建国/ })).toBeVisible()
  await context.setOffline(true)
  await page.reload()
  await expect(page.getByRole('heading', { name: /李建国/ })).toBeVisible()
  await expect(page.getByRole('link', { name: /没有网络/ })).toBeVisible()
  await page.getByRole('link', { name: /没有网络/ }).click()
  await expect(page.getByText('这台手机上没有等待上传的记录。')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('link', { name: '我', exact: true }).click()
  await expect(page.getByRole('button', { name: '退出登录' })).toBeVisible()
  await context.setOffline(false)
})

test('care login and outbox pass axe', async ({ page }) => {
  await page.goto('/care/login')
  await expectNoAxeViolations(page)
})
