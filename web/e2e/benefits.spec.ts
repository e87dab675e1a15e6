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
  await expect(page.getByRole('button', { name: '办结', exact: true })).toBeVisible()
  await expectNoAxeViolations(page)
})

test('another month, what was known on a day, every record of a fact, and the frozen months', async ({ page }) => {
  await signInAs(page, 'shi')
  const [elder] = (await get(page, '/api/elders?age_min=82&limit=1')).items
  await page.goto(`/desk/elders/${elder.id}/benefits?month=2026-01`)
  await expect(page.getByText(/^2026年1月，能享受/)).toBeVisible()
  await page.getByRole('link', { name: '高龄津贴' }).click()
  await expect(page.getByText(/^2026年1月，按 .* 所知$/)).toBeVisible()
  await page.goto(`/desk/elders/${elder.id}/benefits?known=2020-01-01`)
  await expect(page.getByText(/截至 2020-01-01 23:59 已知的情况/)).toBeVisible()

  await page.goto(`/desk/elders/${elder.id}/benefits`)
  await page.getByRole('button', { name: /^户籍的 \d+ 条记录$/ }).click()
  const dialog = page.locator('dialog[open]')
  await expect(dialog.getByRole('heading', { name: '户籍的记录' })).toBeVisible()
  await expectNoAxeViolations(page)
  await dialog.getByRole('button', { name: '更正' }).first().click()
  await expect(page.getByText(/^旧记录保留，新记录替代它/)).toBeVisible()
  await page.locator('dialog[open]').getByRole('button', { name: '更正', exact: true }).click()
  await expect(page.getByText('请写更正的原因。').first()).toBeVisible()
  await expectNoAxeViolations(page)
  await page.locator('dialog[open]').getByRole('button', { name: '取消' }).click()
  await page.keyboard.press('Escape')
  await page.getByText('历月核定').click()
  await expect(page.getByRole('table', { name: /按 .* 所知核定/ }).first()).toBeVisible()
  await expectNoAxeViolations(page)
})

test('back-dated reconciling, relatives, ways of handing out, and whoever is not on a list', async ({ page }) => {
  await signInAs(page, 'shi')
  await page.goto('/desk/benefits/adjustments')
  await page.getByRole('button', { name: '全市追溯核对' }).click()
  await page.getByRole('button', { name: '核对', exact: true }).click()
  await expect(page.getByText('请写缘由。').first()).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('textbox', { name: /缘由/ }).fill('死亡名单晚到（测试）')
  await page.getByRole('button', { name: '核对', exact: true }).click()
  await expect(page.getByText(/^已开始核对 \d+ 个冻结的月份/)).toBeVisible()

  await page.goto('/desk/benefits/relatives')
  await page.getByRole('button', { name: '备案我的近亲属' }).click()
  await page.getByRole('button', { name: '备案', exact: true }).click()
  await expect(page.getByText('请选择老人。').first()).toBeVisible()
  await expectNoAxeViolations(page)

  await page.goto('/desk/benefits/programs')
  await page.getByRole('button', { name: '设定家庭适老化改造的办理方式' }).click()
  await expect(page.getByRole('textbox', { name: /依据/ })).toHaveValue('民发〔2020〕86号')
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: '设定', exact: true }).last().click()
  await expect(page.getByText('已设定，以后的申请照此办理。')).toBeVisible()

  await page.goto('/desk/benefits/lists')
  await page.getByRole('button', { name: '名单以外的人' }).click()
  await expect(page.getByText(/^送来的是全量名单时/)).toBeVisible()
  await expectNoAxeViolations(page)
})
