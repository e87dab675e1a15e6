// The journal: who did what, with what content, and whether the chain holds.
import { expect, test } from '@playwright/test'
import { signInAs } from './support/account'
import { expectNoAxeViolations } from './support/axe'
import { agree } from './support/desk'
import { get, post } from './support/story'

// axe reads whole pages; a busy machine takes its time.
test.describe.configure({ timeout: 180_000 })

test('the auditor finds who looked at an elder, and reads the act with a reason', async ({ page }) => {
  await signInAs(page, 'shequ')
  const { items } = await get(page, '/api/elders?limit=1')
  await post(page, `/api/elders/${items[0].id}/reveal`, { field: 'phone', reason: '核对家属电话' })

  await signInAs(page, 'shenji')
  await page.goto(`/desk/audit?elder=${items[0].id}&verb=elder.reveal`)
  const row = page.getByRole('row', { name: /核对家属电话/ }).first()
  await expect(row).toContainText('兴化社区社区工作者')
  await expectNoAxeViolations(page)

  await row.getByRole('cell').first().click()
  const aside = page.getByRole('complementary', { name: '查看完整信息' })
  await expect(aside.getByText('核对家属电话').first()).toBeVisible()
  await aside.getByRole('button', { name: '查阅办理内容' }).click()
  await agree(page, '查阅', '投诉核查')
  await expect(aside.getByRole('table', { name: '办理内容' })).toContainText('phone')
  await expectNoAxeViolations(page)

  await row.getByRole('link', { name: '兴化社区社区工作者' }).click()
  await expect(page).toHaveURL(/actor=\d+/)
  await expect(page.getByText('办理人：兴化社区社区工作者')).toBeVisible()
})

test('signing in says who it was; a failed one which name was tried', async ({ page, browser }) => {
  const stranger = await browser.newContext({ baseURL: process.env.YILIN_URL })
  const wrong = await stranger.request.post('/api/session', { data: { username: 'nobody-here', password: 'not-a-password' } })
  expect([401, 429]).toContain(wrong.status())
  await stranger.close()
  await signInAs(page, 'shenji')
  const { items } = await get(page, '/api/journal?verb=account.sign_in&limit=1')
  expect(items[0].actor_name).not.toBe('未登录')
  await page.goto('/desk/audit?verb=account.sign_in_failed')
  await expect(page.getByRole('row', { name: /账号 n\*\*\*e，没有这个账号/ }).first()).toContainText('未登录')
  await expect(page.getByText('nobody-here')).toHaveCount(0)
})

test('the chain is verified and found whole', async ({ page }) => {
  await signInAs(page, 'shenji')
  await page.goto('/desk/audit/chain')
  await page.getByRole('button', { name: '现在核对' }).click()
  await expect(page.getByText('链条完整')).toBeVisible({ timeout: 20_000 })
  await expect(page.getByText('最近检查点')).toBeVisible()
  await expectNoAxeViolations(page)
})

test('who may not audit does not see the way there', async ({ page }) => {
  await signInAs(page, 'shequ')
  await page.goto('/desk/audit')
  await expect(page).toHaveURL(/forbidden/)
  await expect(page.getByRole('link', { name: '办理记录' })).toHaveCount(0)
})
