// What if: a standard, a table, a benefit more; many values of one standard; scenarios side by side; and a draft out of one.
import { expect, test, type Page } from '@playwright/test'
import { signInAs } from './support/account'
import { expectNoAxeViolations } from './support/axe'
import { choose } from './support/desk'
import { expectNoSideways } from './support/sizes'

test.describe.configure({ timeout: 240_000 })

async function worked_out(page: Page) {
  await expect(page.getByText(/人（户）受益/)).toBeVisible({ timeout: 60_000 })
}

test('a standard is changed, a benefit is added, and the two stand side by side', async ({ page }) => {
  await signInAs(page, 'shi')
  await page.goto('/desk/benefits/scenarios')
  await page.getByRole('link', { name: '新的测算' }).click()
  await expect(page.getByRole('heading', { name: '新的测算' })).toBeVisible()
  await page.getByRole('button', { name: '测算', exact: true }).click()
  await expect(page.getByText('请写测算的名称。').first()).toBeVisible()
  const standard = `津贴 60 元（${Date.now() % 100_000}）`
  await page.getByRole('textbox', { name: '名称' }).fill(standard)
  await choose(page, '第 1 个标准的名称', '高龄津贴标准.八十')
  await expect(page.getByText('现为 50元（濮阳市）')).toBeVisible()
  await page.getByRole('textbox', { name: '第 1 个标准的新值' }).fill('60元')
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: '测算', exact: true }).click()
  await worked_out(page)
  await expect(page.getByRole('table', { name: '各项待遇的变化' }).getByRole('row', { name: /高龄津贴/ })).toBeVisible()
  await expect(page.getByRole('table', { name: '各县区的变化' }).getByRole('row')).not.toHaveCount(1)
  await expect(page.getByRole('table', { name: '各月的变化' }).getByRole('row')).toHaveCount(13)
  await page.locator('summary').first().click()
  await expect(page.getByText('现行规则').first()).toBeVisible()
  await expectNoAxeViolations(page)

  // A benefit that the rules do not have, typed into a file; a mistake is told while it is typed.
  await page.goto('/desk/benefits/scenarios/new')
  const added = `重阳慰问金（${Date.now() % 100_000}）`
  await page.getByRole('textbox', { name: '名称' }).fill(added)
  await page.getByText('表格、条件、待遇项目').click()
  await choose(page, '规则文件', '濮阳市/福利补贴.txt')
  const paper = page.getByRole('textbox', { name: /福利补贴.txt 的正文/ })
  await expect(paper).toHaveValue(/标准表 高龄津贴标准/)
  const text = await paper.inputValue()
  await paper.fill(`${text}\n待遇 重阳慰问金\n`)
  await expect(page.getByText(/处错误/)).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('list', { name: '错误' }).getByRole('button').first().click()
  await expect(paper).toBeFocused()
  await paper.fill(`${text}\n待遇 重阳慰问金 元\n  地区 濮阳市\n  自 2024-01\n  分组 普惠\n  依据 濮办法 第二条\n  可信度 低\n  条件 在世 且 年龄 ≥ 80岁\n  金额 20元\n  示例 出生日期 1940-01-01 于 2024-06 得 20元\n`)
  await expect(page.getByText('通过', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: '测算', exact: true }).click()
  await worked_out(page)
  await expect(page.getByRole('table', { name: '各项待遇的变化' }).getByRole('row', { name: /重阳慰问金/ })).toBeVisible()
  await page.locator('summary').first().click()
  await expect(page.getByText('重阳慰问金：此地此时没有这项规定').first()).toBeVisible()

  await page.goto('/desk/benefits/scenarios')
  for (const name of [standard, added]) await page.getByRole('checkbox', { name: `选择 ${name}` }).check()
  await page.getByRole('link', { name: '对比所选 2 个' }).click()
  await expect(page.getByRole('row', { name: '按县区' })).toBeVisible()
  await expect(page.getByRole('row', { name: /^重阳慰问金/ })).toBeVisible()
  await expectNoAxeViolations(page)

  // It becomes a draft, and the draft is weighed again as it stands.
  await page.getByRole('link', { name: added }).click()
  await page.getByRole('button', { name: '写成规则草案' }).click()
  await page.waitForURL(/\/policy\/versions\/\d+/)
  const draft = page.url()
  await page.getByRole('link', { name: '测算影响' }).click()
  await expect(page.getByRole('combobox', { name: '规则草案' })).toBeVisible()
  await page.getByRole('textbox', { name: '名称' }).fill(`${added}草案`)
  await page.getByRole('button', { name: '测算', exact: true }).click()
  await worked_out(page)
  await expect(page.getByRole('table', { name: '各项待遇的变化' }).getByRole('row', { name: /重阳慰问金/ })).toBeVisible()
  await expect(page.getByRole('link', { name: '规则草案' })).toHaveAttribute('href', new URL(draft).pathname)
})

test('one standard at many values, and one of them month by month', async ({ page }) => {
  await signInAs(page, 'shi')
  await page.goto('/desk/benefits/scenarios/tariffs')
  await choose(page, '标准', '高龄津贴标准.八十')
  await expect(page.getByRole('textbox', { name: '最低' })).toHaveValue('25元')
  await expectNoAxeViolations(page)
  await page.getByRole('textbox', { name: '间隔' }).fill('很多')
  await page.getByRole('button', { name: '比选', exact: true }).click()
  await expect(page.getByText(/“很多”不能作为/).first()).toBeVisible()
  await page.getByRole('textbox', { name: '间隔' }).fill('5元')
  await page.getByRole('button', { name: '比选', exact: true }).click()
  const table = page.getByRole('table', { name: /各种取值/ })
  await expect(table.getByRole('row', { name: /^50元 现行/ })).toContainText('¥0.00')
  await expect(table.getByRole('row', { name: /^25元/ })).toContainText('-')
  await expect(table.getByRole('row')).toHaveCount(2 + 11)
  await expectNoAxeViolations(page)
  await table.getByRole('link', { name: '按 75元 测算各县区各月' }).click()
  await expect(page.getByRole('textbox', { name: '第 1 个标准的新值' })).toHaveValue('75元')
  await page.setViewportSize({ width: 390, height: 844 })
  await expectNoSideways(page)
  await page.goto('/desk/benefits/scenarios/tariffs')
  await expectNoSideways(page)
})
