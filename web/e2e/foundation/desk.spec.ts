import { expect, test } from '@playwright/test'
import { expectNoAxeViolations } from '../support/axe'
import { enter, gallery } from '../support/sign-in'
import { expectNoSideways } from '../support/sizes'

test('login asks for the six digits and returns to where one was going', async ({ page }) => {
  await page.goto(gallery('/orders?state=done'))
  await expect(page.getByRole('heading', { name: '颐邻 · 工作台' })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByRole('alert')).toHaveText('请输入账号和密码。')
  await page.getByLabel('账号').fill('clerk')
  await page.getByLabel('密码').fill('wrong')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toHaveText('用户名或密码不正确。')
  await page.getByLabel('密码').fill('right')
  await page.keyboard.press('Enter')
  await expect(page.getByLabel('动态口令')).toBeFocused()
  await page.getByLabel('动态口令').fill('123456')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '订单', exact: true })).toBeVisible()
  await expect(page.getByText('状态：已完成')).toBeVisible()
})

test('a first sign-in sets a password, binds an authenticator, and is in', async ({ page }) => {
  await page.goto('/desk/login')
  await page.getByLabel('账号').fill('newcomer')
  await page.getByLabel('密码').fill('right')
  await page.keyboard.press('Enter')
  await page.getByLabel('新密码').fill('Correct-horse-9')
  await page.getByLabel('再输一遍').fill('Correct-horse-8')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toHaveText('两次输入的新密码不一样。')
  await page.getByLabel('再输一遍').fill('Correct-horse-9')
  await expectNoAxeViolations(page)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('img', { name: '动态口令二维码' })).toBeVisible()
  await expect(page.getByText('JBSW Y3DP')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('textbox', { name: '动态口令' }).fill('123456')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '今日', exact: true })).toBeVisible()
})

test('the shipped desk works with no feature at all', async ({ page }) => {
  await enter(page, 'newcomer')
  await page.goto('/desk/')
  await expect(page.getByRole('heading', { name: '今日', exact: true })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.goto('/desk/nowhere')
  await expect(page.getByText('没有这个页面')).toBeVisible()
})

test('an account of another kind is led to its own entrance', async ({ page }) => {
  await enter(page, 'carer')
  await page.goto('/desk/')
  await expect(page.getByRole('link', { name: '去上门服务' })).toHaveAttribute('href', '/care/')
  await expectNoAxeViolations(page)
})

test('what one may not do is absent, and its address says why', async ({ page }) => {
  await enter(page, 'clerk')
  await page.goto(gallery())
  const rail = page.getByRole('navigation', { name: '主菜单' })
  await expect(rail.getByRole('link', { name: '订单调度' })).toBeVisible()
  for (const absent of ['资金', '设置', '待遇政策']) await expect(rail.getByRole('link', { name: absent })).toHaveCount(0)
  await page.goto(gallery('/secret'))
  await expect(page.getByText('您没有这项权限')).toBeVisible()
})

test('today shows what waits, and refetches when the server says so', async ({ page }) => {
  await enter(page, 'clerk')
  await page.goto(gallery())
  await expect(page.getByRole('heading', { name: /等待派单/ })).toContainText('32')
  await expect(page.getByRole('heading', { name: '投诉' })).toHaveCount(0)
  await expectNoAxeViolations(page)
  const again = page.waitForRequest((request) => request.url().includes('state=placed'))
  await page.request.post('/test/change', { data: { subject: 'order', id: '1000' } })
  await again
})

test('Ctrl K finds people, pages and acts without a mouse', async ({ page }) => {
  await enter(page, 'clerk')
  await page.goto(gallery())
  await expect(page.getByRole('heading', { name: '今日', exact: true })).toBeVisible()
  await page.keyboard.press('Control+k')
  const box = page.getByRole('combobox')
  await expect(box).toBeFocused()
  await expectNoAxeViolations(page)
  await box.fill('wxy')
  await expect(page.getByRole('option', { name: /王秀英/ })).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '王秀英' })).toBeVisible()
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox').fill('xjdd')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: '新建订单' })).toBeVisible()
})

test('? lists the keys that work here', async ({ page }) => {
  await enter(page, 'clerk')
  await page.goto(gallery('/orders'))
  await expect(page.getByRole('row').nth(3)).toBeVisible()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog')).toContainText('下一行')
  await expectNoAxeViolations(page)
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('the region tree opens level by level and narrows the list', async ({ page }) => {
  await enter(page, 'clerk')
  await page.goto(gallery('/orders'))
  await page.getByRole('button', { name: '濮阳市' }).click()
  const county = page.getByRole('treeitem', { name: '华龙区' }).locator('[data-row]').first()
  await county.focus()
  await page.keyboard.press('ArrowRight')
  await expect(page.getByText('中原路街道')).toBeVisible()
  await expectNoAxeViolations(page)
  const narrowed = page.waitForRequest((request) => request.url().includes('region=410902000000'))
  await page.keyboard.press('Enter')
  await narrowed
  expect(page.url()).toContain('region=410902000000')
  await expect(page.getByRole('button', { name: '华龙区' })).toBeVisible()
})

test('a lost session leads to the login and back to the same page', async ({ page }) => {
  await enter(page, 'clerk')
  await page.goto(gallery('/orders?state=done'))
  await expect(page.getByText('已完成').first()).toBeVisible()
  await page.context().clearCookies()
  await page.getByRole('button', { name: '待派单' }).click()
  await page.getByLabel('账号').fill('clerk')
  await page.getByLabel('密码').fill('right')
  await page.keyboard.press('Enter')
  await page.getByLabel('动态口令').fill('123456')
  await page.keyboard.press('Enter')
  await expect(page.getByText('状态：待派单')).toBeVisible()
})

for (const path of ['/', '/orders', '/orders/1003', '/orders/new', '/elders/7', '/figures', '/print']) {
  test(`${path} passes axe and stands on a phone`, async ({ page }) => {
    await enter(page, 'clerk')
    await page.goto(gallery(path))
    await expect(page.getByRole('main')).toBeVisible()
    await expect(page.getByText('正在读取')).toHaveCount(0)
    await expectNoAxeViolations(page)
    await page.setViewportSize({ width: 390, height: 844 })
    await expectNoSideways(page)
    await expectNoAxeViolations(page)
  })
}

test('on a phone the menu is a drawer', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await enter(page, 'clerk')
  await page.goto(gallery())
  await page.getByRole('button', { name: '打开菜单' }).click()
  await expectNoAxeViolations(page)
  await page.getByRole('dialog').getByRole('link', { name: '订单', exact: true }).click()
  await expect(page.getByRole('heading', { name: '订单', exact: true })).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
})
