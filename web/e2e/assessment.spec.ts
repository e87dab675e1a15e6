// An ability assessment, from the form to the certificate that anybody can check.
import { expect, test, type Page } from '@playwright/test'
import { signInAs } from './support/account'
import { expectNoAxeViolations } from './support/axe'
import { agree } from './support/desk'
import { expectNoSideways } from './support/sizes'
import { get, pageOf, post } from './support/story'

// axe reads whole pages, and a form has fifty questions; a busy machine takes its time.
test.describe.configure({ timeout: 300_000 })

const local = (ago_min: number) => new Date(Date.now() + 8 * 3_600_000 - ago_min * 60_000).toISOString().slice(0, 16)
const line = { strokes: 'M40 140L560 140' }

async function answerAll(page: Page) {
  const items = page.locator('fieldset.item')
  for (let n = 0; n < (await items.count()); ++n) {
    const first = items.nth(n).locator('input[type=radio], input[type=checkbox]').first()
    if (await first.count()) await first.check({ force: true })
  }
}

test('two assessors fill in, three sign, an official confirms, and anybody can check', async ({ page, browser }) => {
  await signInAs(page, 'shequ')
  const drafts = await get(page, '/api/assessments?mine=true&state=draft')
  expect(drafts.items.length).toBeGreaterThan(0)
  const id: string = drafts.items[0].id
  await page.goto('/desk/assessments?mine=true&state=draft')
  await expect(page.getByRole('table', { name: '能力评估' })).toBeVisible()
  await expectNoAxeViolations(page)

  await page.goto(`/desk/assessments/${id}`)
  await page.getByRole('link', { name: '填写评估表' }).click()
  const panel = page.getByRole('region', { name: '得分与等级' })
  await expect(panel).toContainText('0～4 级')
  await expect(panel).toContainText('0～90 分')
  // By keyboard: the item takes the focus, a digit chooses.
  await page.locator('[id="item-B.1.1"] input').first().focus()
  await page.keyboard.press('2')
  await expect(page.locator('[id="item-B.1.1"] input').nth(1)).toBeChecked()
  await answerAll(page)
  await expect(panel).toContainText('90 分')
  await expect(panel).toContainText('能力完好')
  await page.locator('[id="item-B.1.1"] input').nth(1).check({ force: true })
  await expect(panel).toContainText('89 分')
  await page.locator('[id="item-A.2.14.1"] input').nth(2).check({ force: true })
  await expect(panel).toContainText('2 级')
  await expect(panel.getByText('符合', { exact: true })).toBeVisible()
  await page.getByLabel('老人本人同意').check()
  await page.getByLabel('同意人姓名').fill('老人本人')
  await page.getByLabel('信息提供者与老人的关系').selectOption('child')
  await page.getByLabel('信息提供者姓名').fill('王建国')
  await page.getByLabel('评估地点').fill('老人家中')
  await page.getByLabel('开始时间').fill(local(45))
  await page.getByLabel('结束时间').fill(local(5))
  await expect(page.getByText('已保存', { exact: true })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.reload()
  await expect(page.getByLabel('信息提供者姓名')).toHaveValue('王建国')
  await expect(panel).toContainText('89 分')

  await page.getByRole('button', { name: '提交审核' }).click()
  await expect(page.getByRole('alert')).toContainText('还没有签名')
  const pads = page.getByRole('button', { name: '不便手写，以姓名代签' })
  await pads.first().click()
  await page.getByRole('button', { name: '评估员签名' }).click()
  await expect(page.getByText('已签名。')).toBeVisible()
  await pads.last().click()
  await page.getByRole('button', { name: '信息提供者签名' }).click()
  await expect(page.locator('li', { hasText: '信息提供者：王建国' })).toBeVisible()
  const carer = await pageOf(browser, 'huli')
  const { assessment } = await get(carer, `/api/assessments/${id}`)
  await post(carer, `/api/assessments/${id}/sign`, { version: assessment.version, signer: 'second_assessor', ...line })
  await page.getByRole('button', { name: '提交审核' }).click()
  await expect(page.getByRole('heading', { name: /的能力评估$/ })).toBeVisible()
  await expect(page.getByText('待审核', { exact: true }).first()).toBeVisible()

  await signInAs(page, 'shi')
  await page.goto('/desk/assessments/review')
  await expect(page.getByRole('table', { name: '评估审核' })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.goto(`/desk/assessments/${id}`)
  await expect(page.getByText('近30天内发生过2次及以上照护风险事件')).toBeVisible()
  while (await page.getByRole('button', { name: '说明', exact: true }).count()) {
    const open = await page.getByRole('button', { name: '说明', exact: true }).count()
    await page.getByRole('button', { name: '说明', exact: true }).first().click()
    await agree(page, '登记', '已核实')
    await expect(page.getByRole('button', { name: '说明', exact: true })).toHaveCount(open - 1)
  }
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: '审核通过' }).click()
  await agree(page, '通过')
  await page.getByRole('button', { name: '告知并确认结果' }).click()
  await agree(page, '确认生效', '王建国')
  await expect(page.getByText('生效', { exact: true }).first()).toBeVisible()

  await page.getByRole('link', { name: '评估报告' }).click()
  await expect(page.getByRole('heading', { name: '老年人能力评估报告' })).toBeVisible()
  await expect(page.getByText('发生过2次', { exact: false }).first()).toBeVisible()
  await expectNoAxeViolations(page)
  await page.goto(`/desk/assessments/${id}/certificate`)
  const code = await page.locator('td.code').innerText()
  const masked = await page.getByRole('row', { name: /^姓名/ }).getByRole('cell').innerText()
  await expectNoAxeViolations(page)

  const anybody = await (await browser.newContext({ baseURL: process.env.YILIN_URL, viewport: { width: 390, height: 800 } })).newPage()
  await anybody.goto('/verify')
  await anybody.getByLabel('验证码').fill(code.toLowerCase())
  await anybody.getByLabel('姓名').fill(masked)
  await anybody.getByRole('button', { name: '核验' }).click()
  await expect(anybody.getByRole('status', { name: '核验结果' })).toContainText('2 级')
  await expectNoAxeViolations(anybody)
  await expectNoSideways(anybody)
  await anybody.getByLabel('姓名').fill('别人')
  await anybody.getByRole('button', { name: '核验' }).click()
  await expect(anybody.getByRole('alert')).toContainText('没有找到')
})

test('what is due, who assesses, whose levels stand out, and the questionnaires', async ({ page }) => {
  await signInAs(page, 'shi')
  for (const [path, heading] of [
    ['/desk/assessments/due', '待评估'],
    ['/desk/assessments/due?kind=first', '待评估'],
    ['/desk/assessments/assessors', '评估员'],
    ['/desk/assessments/outliers', '评估员等级分布比较'],
    ['/desk/assessments/questionnaires', '评估量表'],
    ['/desk/assessments/new', '能力评估'],
  ]) {
    await page.goto(path)
    await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible()
    await page.waitForLoadState('networkidle')
    await expectNoAxeViolations(page)
  }
  await page.goto('/desk/assessments/questionnaires')
  await expect(page.getByText('GB/T 42195-2022', { exact: false }).first()).toBeVisible()
})

test('a report of change puts a person on the list', async ({ page }) => {
  await signInAs(page, 'shi')
  const { items } = await get(page, '/api/elders?limit=5')
  const elder = items[0]
  await page.goto(`/desk/elders/${elder.id}/assessments`)
  await page.getByRole('button', { name: '报告状况变化' }).click()
  await page.locator('dialog[open]').getByLabel('出院').check()
  await agree(page, '报告')
  await expect(page.getByText('已报告', { exact: false })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.goto('/desk/assessments/due?kind=change')
  await expect(page.getByRole('link', { name: elder.name }).first()).toBeVisible()
})

test('the form works on a carer’s telephone', async ({ browser }) => {
  const page = await pageOf(browser, 'huli')
  await page.setViewportSize({ width: 390, height: 800 })
  const drafts = await get(page, '/api/assessments?mine=true&state=draft')
  expect(drafts.items.length).toBeGreaterThan(0)
  await page.goto(`/care/assessments/${drafts.items[0].id}`)
  await expect(page.getByRole('region', { name: '得分与等级' })).toBeVisible()
  await expectNoSideways(page)
  await expectNoAxeViolations(page)
  // Without a network: what is chosen stays on the telephone, and goes when the network is back.
  await page.waitForLoadState('networkidle')
  const options = page.locator('[id="item-B.1.1"] input')
  const chosen = options.nth((await options.nth(2).isChecked()) ? 1 : 2)
  await page.context().setOffline(true)
  await chosen.check({ force: true })
  await expect(page.getByText('记在本机，待保存', { exact: true })).toBeVisible()
  await page.context().setOffline(false)
  await expect(page.getByText('已保存', { exact: true })).toBeVisible({ timeout: 20_000 })
  await page.reload()
  await expect(chosen).toBeChecked()
})

test('an assessment goes out as a FHIR file and comes into the records of another system', async ({ page }) => {
  await signInAs(page, 'shi')
  const { items } = await get(page, '/api/assessments?state=effective&limit=20')
  const own = items.find((a: { source: string }) => a.source === 'own') ?? items[0]
  const file = await (await page.request.get(`/api/assessments/${own.id}/fhir`)).body()
  expect(JSON.parse(file.toString()).resourceType).toBe('QuestionnaireResponse')
  const elders = (await get(page, '/api/elders?state=active&limit=20')).items
  const other = elders.find((e: { id: string; name: string }) => e.id !== own.elder_id && elders.filter((o: { name: string }) => o.name === e.name).length === 1)

  await page.goto('/desk/assessments')
  await page.getByRole('link', { name: '导入评估' }).click()
  await page.getByRole('button', { name: '导入', exact: true }).click()
  await expect(page.getByText('请选择 QuestionnaireResponse 文件。').first()).toBeVisible()
  await expectNoAxeViolations(page)
  const box = page.getByRole('combobox', { name: /老人/ })
  await box.click()
  await box.pressSequentially(other.name)
  await page.getByRole('option', { name: new RegExp(other.name) }).first().click()
  await page.getByLabel(/^文件/).setInputFiles({ name: 'assessment.json', mimeType: 'application/json', buffer: file })
  await page.getByRole('textbox', { name: /评估机构/ }).fill('邻市评估中心')
  await page.getByRole('button', { name: '导入', exact: true }).click()
  await expect(page.getByText('已导入并按作答重新计分，核对后审核。')).toBeVisible()
  await expect(page.getByRole('heading', { name: /的能力评估$/ })).toBeVisible()
  await expect(page.getByText('待审核', { exact: true }).first()).toBeVisible()
  await expectNoAxeViolations(page)
})
