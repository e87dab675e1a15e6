// A file of elders from upload to roll-back, in the browser, on the demo city; and the lists as files.
import { expect, test, type Page } from '@playwright/test'
import { signInAs } from './support/account'
import { expectNoAxeViolations } from './support/axe'

/** A valid ID number that nobody in the demo city has. */
function idNumber(serial: number): string {
  const first = `41090219300101${String(serial).padStart(3, '0')}`
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((all, weight, at) => all + weight * Number(first[at]), 0)
  return first + '10X98765432'[sum % 11]
}

async function someCommunity(page: Page): Promise<string> {
  const children = async (parent: string) => (await (await page.request.get(`/api/regions/children?parent=${parent}`)).json()).items as { code: string; synthetic?: boolean }[]
  let code = ((await (await page.request.get('/api/session')).json()) as { scopes: { code: string }[] }).scopes[0].code
  while (code.endsWith('000')) {
    const below = (await children(code)).filter((r) => !r.synthetic)
    code = below[0].code
  }
  return code
}

test('a roll is checked, brought in and taken back', async ({ page }) => {
  await signInAs(page, 'shi')
  const region = await someCommunity(page)
  const serial = Date.now() % 900
  await page.goto('/desk/imports')
  await expect(page.getByRole('heading', { name: '数据导入' })).toBeVisible()
  await expectNoAxeViolations(page)

  const csv = `老人姓名,身份证号码,所属社区,兴趣\n钱导入,${idNumber(serial)},${region},下棋\n钱有误,410902193001010001,${region},\n`
  await page.getByLabel('要导入的文件').setInputFiles({ name: '老人名册.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await expect(page.getByRole('heading', { name: '老人名册.csv' })).toBeVisible()
  await expect(page.getByLabel('“老人姓名”对应的字段')).toHaveValue('name')
  await expect(page.getByLabel('“兴趣”对应的字段')).toHaveValue('')
  await expect(page.getByText('钱导入、钱有误')).toBeVisible()
  await expectNoAxeViolations(page)

  await page.getByRole('button', { name: '检查', exact: true }).click()
  await expect(page.getByText('已检查')).toBeVisible()
  await expect(page.getByRole('table', { name: '有误的行' })).toContainText('身份证号')
  await expectNoAxeViolations(page)
  const book = page.waitForEvent('download')
  await page.getByRole('link', { name: '下载有误的行（Excel）' }).click()
  expect((await book).suggestedFilename()).toMatch(/^import-errors-\d+\.xlsx$/)

  await page.getByRole('button', { name: '导入 1 行' }).click()
  await expect(page.getByText('已完成')).toBeVisible()
  await expectNoAxeViolations(page)

  await page.getByRole('button', { name: '撤回整批' }).click()
  await page.getByRole('dialog').getByRole('textbox').fill('浏览器测试')
  await page.getByRole('dialog').getByRole('button', { name: '撤回' }).click()
  await expect(page.getByText('已撤回').first()).toBeVisible()
})

test('the roll of elders as a file', async ({ page }) => {
  await signInAs(page, 'shi')
  await page.goto('/desk/elders?living=alone')
  await page.getByRole('button', { name: '导出' }).click()
  await expectNoAxeViolations(page)
  const file = page.waitForEvent('download')
  await page.getByRole('link', { name: '导出 CSV' }).click()
  expect((await file).suggestedFilename()).toBe('elders.csv')
})

test('who may not bring anything in sees no page for it', async ({ page }) => {
  await signInAs(page, 'rexian')
  await page.goto('/desk/')
  await expect(page.getByRole('main')).toBeVisible()
  await expect(page.getByRole('link', { name: '数据导入' })).toHaveCount(0)
})
