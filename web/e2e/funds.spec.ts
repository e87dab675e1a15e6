// The year's money by fund: budgets are typed, and too little of the lottery's for elder care is told with what is missing.
import { expect, test } from '@playwright/test'
import { signInAs } from './support/account'
import { expectNoAxeViolations } from './support/axe'
import { expectNoSideways } from './support/sizes'
import { get } from './support/story'

test('a budget is typed and the alarm names what is missing', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await signInAs(page, 'shi')
  const year = new Date().getFullYear() + 1 // a year of its own: another spec's awards do not change what is paid
  await page.goto(`/desk/benefits/funds?year=${year}`)
  await expect(page.getByRole('heading', { name: '资金预测' })).toBeVisible()
  await expectNoAxeViolations(page)

  const before = (await get(page, `/api/benefits/funds/forecast?year=${year}`)).lottery
  await page.getByRole('button', { name: '填报福彩公益金' }).click()
  await page.getByRole('textbox', { name: /全年资金/ }).fill('')
  await page.getByRole('button', { name: '填报', exact: true }).last().click()
  await expect(page.getByText('请填写全年资金。').first()).toBeVisible()
  await page.getByRole('textbox', { name: /全年资金/ }).fill('10000000')
  await page.getByRole('textbox', { name: /其他养老支出/ }).fill('1000000')
  await page.getByRole('textbox', { name: /依据/ }).fill('市级预算（测试）')
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: '填报', exact: true }).last().click()
  await expect(page.getByText('预算已填报，预测随之更新。')).toBeVisible()

  const { lottery, funds } = await get(page, `/api/benefits/funds/forecast?year=${year}`)
  expect(funds.find((fund: { payer: string }) => fund.payer === 'lottery')).toMatchObject({ budget_fen: 1_000_000_000, other_fen: 100_000_000 })
  expect(lottery.forecast_fen).toBe(before.forecast_fen + 100_000_000 - (before.budget_fen ? 100_000_000 : 0))
  await expect(page.getByText(lottery.sentence)).toBeVisible()
  await expect(page.getByRole('table', { name: '本地区填报的预算' })).toContainText('市级预算（测试）')
  await expectNoAxeViolations(page)

  // Typed again it is a change of what stands there, not a second one.
  await page.getByRole('table', { name: /各项资金/ }).getByRole('button', { name: '填报福彩公益金' }).click()
  await expect(page.getByRole('textbox', { name: /全年资金/ })).toHaveValue('10000000.00')
  await page.getByRole('button', { name: '取消' }).click()
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoSideways(page)
  await expectNoAxeViolations(page)
})

test('who pays a benefit is set for a place and a month, with what it rests on', async ({ page }) => {
  await page.setViewportSize({ width: 1440, height: 900 })
  await signInAs(page, 'shi')
  await page.goto('/desk/benefits/funds')
  await page.getByRole('link', { name: '资金来源的设定' }).click()
  const table = page.getByRole('table', { name: '各项待遇的资金来源' })
  await expect(table.getByRole('row', { name: /高龄津贴/ }).first()).toContainText('30%')
  await expectNoAxeViolations(page)
  await table.getByRole('button', { name: '改定高龄津贴（全国）的资金来源' }).click()
  const dialog = page.locator('dialog[open]')
  const shares = dialog.getByRole('spinbutton', { name: /项的比例/ })
  await expect(shares).toHaveCount(2)
  await shares.first().fill('40')
  await shares.first().press('Tab')
  await expect(dialog.getByText('多了 10%')).toBeVisible()
  await dialog.getByRole('button', { name: '设定', exact: true }).click()
  await expect(dialog.getByText('每项资金填一次，各项之和应为 100%。').first()).toBeVisible()
  await shares.last().fill('60')
  await shares.last().press('Tab')
  await expect(dialog.getByText('合计 100%')).toBeVisible()
  await dialog.getByRole('textbox', { name: /依据/ }).fill('濮财社〔2026〕1号（测试）')
  await expectNoAxeViolations(page)
  await dialog.getByRole('button', { name: '设定', exact: true }).click()
  await expect(page.getByText('资金来源已设定，预测随之更新。')).toBeVisible()
  await expect(table.getByRole('row', { name: /高龄津贴 濮阳市/ })).toContainText('40%')
  await expect(table.getByRole('row', { name: /高龄津贴 濮阳市/ })).toContainText('濮财社〔2026〕1号（测试）')
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoSideways(page)
})
