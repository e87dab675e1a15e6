// From the receipt of one visit to the signed statement of a month.
import { expect, test } from '@playwright/test'
import { signInAs } from './support/account'
import { expectNoAxeViolations } from './support/axe'
import { agree } from './support/desk'
import { get } from './support/story'

// axe reads whole pages; a busy machine takes its time.
test.describe.configure({ timeout: 180_000 })

const lastMonth = () => {
  const now = new Date(Date.now() + 8 * 3_600_000)
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1)).toISOString().slice(0, 7)
}

test('a month is closed by one and signed by another', async ({ page }) => {
  await signInAs(page, 'jiesuan')
  const month = lastMonth()
  await page.goto(`/desk/settlement/statements?kind=provider&month=${month}`)
  await expectNoAxeViolations(page)
  const row = page.getByRole('row', { name: /结账/ }).filter({ has: page.getByRole('button', { name: '结账' }) }).first()
  const name = await row.getByRole('cell').nth(1).innerText()
  await row.getByRole('button', { name: '结账' }).click()
  await agree(page, '结账')
  await expect(page.getByRole('heading', { name: '养老服务费用结算表' })).toBeVisible()
  await expect(page.getByText(name).first()).toBeVisible()
  await expect(page.getByText(/人民币（大写）：.+整/)).toBeVisible()
  await expect(page.getByRole('button', { name: '电子签字' })).toHaveCount(0)
  await expectNoAxeViolations(page)
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('navigation', { name: '主菜单' })).toBeHidden()
  await page.emulateMedia({ media: 'screen' })

  const address = page.url()
  await signInAs(page, 'shi')
  await page.goto(address)
  await page.getByRole('button', { name: '电子签字' }).click()
  await agree(page, '签字')
  await expect(page.getByText('已签字', { exact: true })).toBeVisible()
})

test('the running month is shown, not closed', async ({ page }) => {
  await signInAs(page, 'jiesuan')
  for (const kind of ['elder', 'fund']) {
    await page.goto(`/desk/settlement/statements?kind=${kind}`)
    await expect(page).toHaveURL(/month=/)
    await expect(page.getByText('本月未结束')).toBeVisible()
    await expect(page.getByRole('button', { name: '结账' })).toHaveCount(0)
    await page.waitForLoadState('networkidle')
    await expectNoAxeViolations(page)
  }
})

test("an elder's months stand on her page", async ({ page }) => {
  await signInAs(page, 'shi')
  const { items } = await get(page, '/api/receipts?limit=1')
  const elder = items[0].receipt.elder_id
  await page.goto(`/desk/elders/${elder}/statements`)
  const row = page.getByRole('table', { name: '这位老人的各月结算' }).getByRole('row', { name: new RegExp(items[0].receipt.month) })
  await expect(row).toContainText('¥')
  await expectNoAxeViolations(page)
  await row.getByRole('link', { name: items[0].receipt.month }).click()
  await expect(page).toHaveURL(/settlement\/receipts\?elder=\d+&month=/)
})

test('a receipt shows who pays what, and is reversed with a reason', async ({ page }) => {
  await signInAs(page, 'jiesuan')
  const { items } = await get(page, '/api/receipts?limit=50')
  const { id } = items.find((r: { receipt: { kind: string } }) => r.receipt.kind === 'normal').receipt
  await page.goto(`/desk/settlement/receipts/${id}`)
  await expect(page.getByRole('table', { name: '分担明细' })).toContainText('结算金额')
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: '冲销结算单' }).click()
  const dialog = page.locator('dialog[open]')
  await dialog.getByRole('button', { name: '冲销', exact: true }).click()
  await expect(dialog.getByRole('alert')).toContainText('原因')
  await dialog.getByRole('textbox', { name: /^原因/ }).fill('服务没有完成')
  await dialog.getByRole('button', { name: '冲销', exact: true }).click()
  await expect(page.getByText('已冲销', { exact: true })).toBeVisible()
})
