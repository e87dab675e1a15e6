// The real product: a demo city served by yilin itself.
import { expect, test } from '@playwright/test'
import { expectNoAxeViolations } from './support/axe'
import { signInAs } from './support/account'

test('a stranger sees the public page with the demo ribbon', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByText('演示数据').first()).toBeVisible()
  await expectNoAxeViolations(page)
})

test('a wrong password is refused in Chinese', async ({ page }) => {
  await page.goto('/desk/')
  await page.getByLabel('账号').fill('shequ')
  await page.getByLabel('密码').fill('not-the-password')
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.getByText(/用户名或密码/).first()).toBeVisible()
})

for (const who of ['shequ', 'shi', 'rexian', 'diaodu', 'shenji']) {
  test(`${who} signs in and sees today`, async ({ page }) => {
    await signInAs(page, who)
    await page.goto('/desk/')
    await expect(page.getByRole('main')).toBeVisible()
    await expectNoAxeViolations(page)
  })
}
