// Planning: a day by carers and hours, and where the next centre does most good.
import { expect, test } from '@playwright/test'
import { signInAs } from './support/account'
import { expectNoAxeViolations } from './support/axe'
import { choose } from './support/desk'
import { eldersWithPhone, get, pageOf, placeOrder, post } from './support/story'

test.describe.configure({ timeout: 240_000 })

test('a visit is tried with another carer before it is moved', async ({ page, browser }) => {
  await signInAs(page, 'diaodu')
  const desk = await pageOf(browser, 'rexian')
  const tomorrow = new Date(Date.now() + 32 * 3_600_000).toISOString().slice(0, 10)
  const somebodyGoes = async (code: string) => (await get(page, `/api/day-plans/board?region=${code}&day=${tomorrow}`)).visits.some((v: { worker_ids: string[] }) => v.worker_ids.length > 0)
  let county = ''
  for (const elder of (await eldersWithPhone(desk)).slice(0, 8)) {
    const code = `${elder.region.slice(0, 6)}000000`
    await placeOrder(desk, elder.id, 1)
    if (await somebodyGoes(code)) {
      county = code
      break
    }
  }
  expect(county, 'somebody has something to do tomorrow').not.toBe('')
  await desk.close()
  await page.goto(`/desk/day-plan?region=${county}&day=${tomorrow}`)
  await expect(page.getByRole('table', { name: tomorrow })).toBeVisible()
  await expectNoAxeViolations(page)
  const block = page.locator('a.block.visit').first()
  const name = (await block.textContent())!.trim()

  // Chart, list and map are one: the carer of the row is shown in all, and a visit of the list is open in all.
  await block.locator('xpath=ancestor::tr').getByRole('button').click()
  await expect(page.getByRole('heading', { name: /的上门/ })).toBeVisible()
  await expect(page.locator('figure .line').first()).toBeAttached()
  await page.getByRole('table', { name: '按时间排列的上门' }).getByRole('link', { name: new RegExp(name) }).first().click()
  await expect(page.locator('a.block.visit.open')).toContainText(name)
  await expect(page.locator('g.mark.selected')).toHaveCount(1)
  await expect(page.getByText('总折算')).toBeVisible()
  await page.getByRole('button', { name: '关闭侧栏' }).click()

  // Wherever a dragged visit rests, its price or the rule that it breaks is told at once; the drop only opens the trial.
  const lane = page.locator('.lane').last()
  await lane.scrollIntoViewIfNeeded()
  await block.hover()
  await page.mouse.down()
  const to = (await lane.boundingBox())!
  await page.mouse.move(to.x + 190, to.y + to.height / 2, { steps: 6 })
  await page.mouse.move(to.x + 200, to.y + to.height / 2, { steps: 3 })
  await expect(page.locator('.verdict')).toHaveText(/\d\d:\d\d (可以，|不可以：)/)
  await page.mouse.up()
  await expect(page).toHaveURL(/worker=.*start=/)
  await page.getByRole('button', { name: '关闭侧栏' }).click()
  await block.click()
  await expect(page.getByRole('heading', { name: /可以|不可以/ })).toBeVisible()
  await expect(page.getByText('总折算')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: '关闭侧栏' }).click()

  // She cannot come: the rest is mended, and the changes are shown before anything is true.
  const before = await get(page, `/api/day-plans/board?region=${county}&day=${tomorrow}`)
  await page.getByRole('button', { name: /来不了，重排/ }).click()
  await expect(page.getByText(/已提出/)).toBeVisible({ timeout: 60_000 })
  await page.getByRole('link', { name: '看改动' }).click()
  await expect(page.getByRole('heading', { name: /排班方案/ })).toBeVisible()
  const after = await get(page, `/api/day-plans/board?region=${county}&day=${tomorrow}`)
  const holders = (visits: { visit_id: string; worker_ids: string[] }[]) => visits.map((v) => [v.visit_id, ...v.worker_ids].join())
  expect(holders(after.visits)).toEqual(holders(before.visits))
})

test('a plan is computed and told with its proof', async ({ page }) => {
  await signInAs(page, 'shi')
  const plan = await post(page, '/api/planning/scenarios', { name: '试一试', region: '410902000000', model: 'cover_most', p: 3, from_communities: true })
  await page.goto(`/desk/siting/plans/${plan.id}`)
  await page.getByRole('button', { name: '计算', exact: true }).click()
  await expect(page.getByRole('heading', { name: '选中的点', exact: true })).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText(/已证明最优|未证明最优/).first()).toBeVisible()
  await expectNoAxeViolations(page)

  // One of its sites is dropped by the list, put back, and dragged on the map: the figures follow.
  const figures = page.getByRole('status', { name: '试算结果' })
  const { sites } = await get(page, `/api/planning/scenarios/${plan.id}/result`)
  await page.getByText('用列表选一处').click()
  await page.locator('details button').first().click()
  await page.getByRole('button', { name: '去掉', exact: true }).click()
  await expect(figures.getByText(new RegExp(`失去 ${sites[0].only_here} 位`))).toBeVisible()
  await page.getByRole('button', { name: '恢复', exact: true }).click()
  await expect(figures.getByText('还没有改动。')).toBeVisible()
  await page.getByRole('button', { name: '向北移 100 米' }).click()
  await expect(page.getByRole('region', { name: '已做的改动' })).toContainText('移动 100 米')
  await expect(figures.getByText(/圈内老人/)).toBeVisible()
  await expectNoAxeViolations(page)
  const mark = page.locator('g.mark.movable').last()
  await mark.scrollIntoViewIfNeeded()
  const box = (await mark.boundingBox())!
  const asked = page.waitForResponse((r) => r.url().includes('/api/planning/what-if') && decodeURIComponent(r.url()).includes('move='))
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2 + 30, box.y + box.height / 2 - 20, { steps: 4 })
  await page.mouse.up()
  expect((await asked).ok()).toBe(true)
  await page.getByRole('button', { name: '全部恢复' }).click()
  await page.getByRole('textbox', { name: '经度，纬度' }).fill('115.029，35.762')
  await page.getByRole('button', { name: '加上', exact: true }).click()
  await expect(page.getByText('改动 1 处')).toBeVisible()
  await expect(figures.getByText(/新覆盖 \d+ 位/)).toBeVisible()
})

test('a plan of several years with yearly budgets goes through the form', async ({ page }) => {
  await signInAs(page, 'shi')
  await page.goto('/desk/siting/coverage?region=410902000000')
  await page.getByRole('link', { name: '选址方案' }).click()
  await page.getByRole('link', { name: '新的方案' }).click()
  await page.getByRole('textbox', { name: /名称/ }).fill('三年规划')
  await choose(page, /目标/, '分年建设')
  await page.getByText('预算', { exact: true }).click()
  await page.getByRole('button', { name: '去掉第 3 年' }).click()
  await page.getByRole('button', { name: '保存方案' }).click()
  await expect(page.getByText('请填写每一年的预算。').first()).toBeVisible()
  await page.getByRole('textbox', { name: '第 1 年的预算（元）' }).fill('600000')
  await page.getByRole('textbox', { name: '第 2 年的预算（元）' }).fill('300000')
  await page.getByRole('textbox', { name: /每处费用/ }).fill('300000')
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: '保存方案' }).click()
  await page.getByRole('spinbutton', { name: '最多计算的秒数' }).fill('5')
  await page.getByRole('button', { name: '计算', exact: true }).click()
  const table = page.getByRole('table', { name: '各年新开的点和覆盖' })
  await expect(table).toBeVisible({ timeout: 60_000 })
  await expect(table.getByRole('row', { name: /第 1 年 ¥600,000\.00 2 / })).toBeVisible()
  await expect(table.getByRole('row', { name: /第 2 年 ¥300,000\.00 1 / })).toBeVisible()
  await expectNoAxeViolations(page)
})
