// A standard is raised: drafted in the grid, checked as typed, confirmed, signed by three persons and scheduled.
import { expect, test, type Page } from '@playwright/test'
import { signInAs } from './support/account'
import { expectNoAxeViolations } from './support/axe'
import { agree } from './support/desk'

// axe reads whole pages; a busy machine takes its time.
test.describe.configure({ timeout: 240_000 })

const step = async (page: Page, title: string, reason?: string) => {
  await page.getByRole('button', { name: title, exact: true }).click()
  await agree(page, title, reason)
}

test('from a draft to its day', async ({ page }) => {
  await signInAs(page, 'quxian')
  await page.goto('/desk/policy')
  await expect(page.getByRole('row', { name: /第 1 版/ })).toContainText('施行中')
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: '起草新版本' }).click()
  await page.getByRole('textbox', { name: '改什么、为什么' }).fill('提高高龄津贴标准')
  await page.getByRole('button', { name: '起草', exact: true }).click()
  await expect(page.getByText('草拟', { exact: true })).toBeVisible()
  await page.waitForURL(/\/policy\/versions\/\d+/)
  const address = page.url().split('?')[0]

  // One row of the table, in the table.
  await page.getByRole('navigation', { name: '规则文件' }).getByRole('button', { name: /濮阳市\/福利补贴/ }).click()
  await page.getByRole('button', { name: '表格', exact: true }).click()
  const form = page.getByRole('form', { name: '高龄津贴标准' })
  await form.getByRole('row', { name: /八十/ }).getByRole('button', { name: '插入' }).click()
  for (const [column, value] of [['自', '2030-01'], ['数值', '60'], ['替代', '濮阳市']]) await form.getByRole('textbox', { name: `${column}，新行` }).fill(value)
  await expectNoAxeViolations(page)
  await form.getByRole('button', { name: '插入', exact: true }).click()
  await expect(form.getByRole('row', { name: /八十 濮阳市 2030-01 60/ })).toBeVisible()
  const checked = page.getByRole('region', { name: '检查结果' })
  await expect(checked.getByText('通过', { exact: true })).toBeVisible()

  // A mistake is found while it is typed, and leads to its line.
  await page.getByRole('button', { name: '正文', exact: true }).click()
  const paper = page.getByRole('textbox', { name: /福利补贴.txt 的正文/ })
  const text = await paper.inputValue()
  await paper.fill(`${text}\n待遇 没写完 元\n`)
  await expect(checked.getByText(/处错误/)).toBeVisible()
  await expectNoAxeViolations(page)
  await checked.getByRole('list', { name: '错误' }).getByRole('button').first().click()
  await expect(paper).toBeFocused()
  await paper.fill(text)
  await expect(checked.getByText('通过', { exact: true })).toBeVisible()

  await page.getByRole('link', { name: '差别' }).click()
  await expect(page.getByText('标准 高龄津贴标准.八十', { exact: true })).toBeVisible()
  await expectNoAxeViolations(page)
  await step(page, '提交复核')
  await expect(page.getByText('待复核', { exact: true })).toBeVisible()
  await expect(page.getByRole('button', { name: '复核通过' })).toHaveCount(0)

  await signInAs(page, 'jiesuan')
  await page.goto(address)
  await step(page, '复核通过')
  await expect(page.getByText('待签发', { exact: true })).toBeVisible()
  await page.getByRole('link', { name: '边界情形' }).click()
  await expect(page.getByText(/是，60元（有变化）/).first()).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: /确认这 \d+ 个情形/ }).click()
  await agree(page, '确认')
  await expect(page.getByText('全部已确认')).toBeVisible()

  await signInAs(page, 'shi')
  await page.goto(address)
  await step(page, '签发')
  await expect(page.getByText('已签发', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: '排定施行日期' }).click()
  await page.getByRole('button', { name: '排定', exact: true }).click()
  await expect(page.getByText('已排期', { exact: true })).toBeVisible()
  await page.getByRole('link', { name: '办理记录' }).click()
  await expect(page.getByRole('row', { name: /签发规则/ })).toBeVisible()
  await expectNoAxeViolations(page)
  await step(page, '撤回', '演练，不施行')
  await expect(page.getByText('已撤回', { exact: true })).toBeVisible()
})

test('what holds, and what it decides about somebody', async ({ page }) => {
  await signInAs(page, 'shi')
  await page.goto('/desk/policy/in-force')
  await expect(page.getByRole('row', { name: /高龄津贴/ }).first()).toContainText('示例')
  await expectNoAxeViolations(page)
  await page.goto('/desk/policy/try')
  await page.getByRole('textbox', { name: '情形' }).fill('出生日期 1940-06-30，户籍 濮阳市')
  await page.getByRole('button', { name: '试算', exact: true }).click()
  await expect(page.getByRole('row', { name: /^高龄津贴/ })).toContainText('50元')
  await page.getByRole('button', { name: '高龄津贴的理由' }).click()
  await expect(page.getByRole('region', { name: '高龄津贴' })).toContainText('年龄 ≥ 80岁')
  await expectNoAxeViolations(page)
  await page.getByRole('textbox', { name: '情形' }).fill('身高 3米')
  await page.getByRole('button', { name: '试算', exact: true }).click()
  await expect(page.getByText(/第 \d+ 列/).first()).toBeVisible()
})
