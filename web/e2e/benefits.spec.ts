// An elder's benefits with their reasons, a fact that changes them, and a notice to print.
import { expect, test } from '@playwright/test'
import { signInAs } from './support/account'
import { expectNoAxeViolations } from './support/axe'
import { get } from './support/story'

test.describe.configure({ timeout: 240_000 })

test('what she gets, why, and what a new fact changes', async ({ page }) => {
  await signInAs(page, 'shi')
  const [elder] = (await get(page, '/api/elders?age_min=82&limit=1')).items
  await page.goto(`/desk/elders/${elder.id}/benefits`)
  await expect(page.getByRole('link', { name: '高龄津贴' })).toBeVisible()
  await expectNoAxeViolations(page)

  await page.getByRole('link', { name: '高龄津贴' }).click()
  await expect(page.getByRole('heading', { name: '为什么' })).toBeVisible()
  await expect(page.getByText('年龄 ≥ 80岁')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('link', { name: '打印告知书' }).click()
  await expect(page.getByRole('heading', { name: '政策依据' })).toBeVisible()
  await expectNoAxeViolations(page)

  // She is recorded as living in an institution: a new record, and the decisions follow.
  await page.goto(`/desk/elders/${elder.id}/benefits`)
  const before = (await get(page, `/api/elders/${elder.id}/facts`)).facts.find((f: { fact: string }) => f.fact === '住机构')
  await page.getByRole('button', { name: '登记情况' }).click()
  await page.getByRole('combobox', { name: /情况/ }).click()
  await page.getByRole('option', { name: '住机构', exact: true }).click()
  await page.getByRole('combobox', { name: /取值/ }).click()
  await page.getByRole('option', { name: '是', exact: true }).click()
  await page.getByRole('textbox', { name: /来源/ }).fill('街道核查')
  await page.getByText('已核实', { exact: true }).last().click()
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await expect(page.getByText(/^已登记/)).toBeVisible()
  const after = (await get(page, `/api/elders/${elder.id}/facts`)).facts.find((f: { fact: string }) => f.fact === '住机构')
  expect(after.records.length).toBe((before?.records.length ?? 0) + 1)
})

test('who is missed becomes a task', async ({ page }) => {
  await signInAs(page, 'shi')
  await page.goto('/desk/benefits/gaps')
  const row = page.getByRole('row', { name: /高龄津贴/ })
  await row.getByRole('button').first().click()
  await expect(page.getByRole('table', { name: /高龄津贴的名单/ })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: '派发 20 件任务' }).click()
  await expect(page.getByText(/^已派发 \d+ 件任务/)).toBeVisible()
  await page.goto('/desk/benefits/tasks')
  await page.getByRole('row', { name: /高龄津贴/ }).first().click()
  await expect(page.getByRole('button', { name: '办结' })).toBeVisible()
  await expectNoAxeViolations(page)
})
