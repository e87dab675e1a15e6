// Reach by roads and by a table that the city gives, the planning models, tasks and packages, the register and the public map.
import { expect, test, type Page } from '@playwright/test'
import { signInAs } from './support/account'
import { expectNoAxeViolations } from './support/axe'
import { choose } from './support/desk'
import { get, post } from './support/story'

test.describe.configure({ timeout: 240_000 })
const city = '410900000000'
const hualong = '410902000000'

/** Centres of the city that have a place. */
async function placed(page: Page) {
  const { items } = await get(page, `/api/facilities?region=${city}&limit=200&placed=true`)
  const centres = ['street_centre', 'day_care', 'village_home', 'care_home']
  return (items as { id: string; name: string; kind: string; region: string; lon_e6: number; lat_e6: number }[]).filter((f) => centres.includes(f.kind))
}
/** A grid of streets around some places: every quarter of a kilometre one, from west to east and from south to north. */
function streets(points: { lon_e6: number; lat_e6: number }[]): string {
  const step = 0.0025
  const [west, east] = [Math.min(...points.map((p) => p.lon_e6)) / 1e6 - step * 4, Math.max(...points.map((p) => p.lon_e6)) / 1e6 + step * 4]
  const [south, north] = [Math.min(...points.map((p) => p.lat_e6)) / 1e6 - step * 4, Math.max(...points.map((p) => p.lat_e6)) / 1e6 + step * 4]
  const columns = Math.min(160, Math.ceil((east - west) / step))
  const rows = Math.min(160, Math.ceil((north - south) / step))
  const at = (x: number, y: number) => [Number((west + x * step).toFixed(7)), Number((south + y * step).toFixed(7))]
  const lines = [
    ...Array.from({ length: rows + 1 }, (_, y) => Array.from({ length: columns + 1 }, (_, x) => at(x, y))),
    ...Array.from({ length: columns + 1 }, (_, x) => Array.from({ length: rows + 1 }, (_, y) => at(x, y))),
  ]
  return JSON.stringify({ type: 'FeatureCollection', features: lines.map((coordinates) => ({ type: 'Feature', properties: { highway: 'residential' }, geometry: { type: 'LineString', coordinates } })) })
}

test('roads and a table of minutes are given, checked, and decide who is within reach', async ({ page }) => {
  await signInAs(page, 'shi')
  const facilities = await placed(page)
  const district = `${facilities[0].region.slice(0, 6)}000000`
  await page.goto('/desk/siting/layers')
  const roads = page.getByRole('form', { name: '导入路网' })
  await roads.getByRole('textbox', { name: '来源' }).fill('浏览器测试路网')
  await roads.getByRole('combobox', { name: '坐标系' }).selectOption('wgs84')
  await roads.getByLabel('文件').setInputFiles({ name: 'roads.geojson', mimeType: 'application/geo+json', buffer: Buffer.from('{"type":"FeatureCollection","features":[]}') })
  await roads.getByRole('button', { name: '导入' }).click()
  await expect(roads.getByRole('alert')).toContainText('没有一条可步行的线')
  await roads.getByLabel('文件').setInputFiles({ name: 'roads.geojson', mimeType: 'application/geo+json', buffer: Buffer.from(streets(facilities.slice(0, 1))) })
  await roads.getByRole('button', { name: '导入' }).click()
  const given = page.getByRole('table', { name: '导入过的路网和时间表' })
  await expect(given.getByRole('row', { name: /路网 使用中 浏览器测试路网/ }).first()).toBeVisible()

  const times = page.getByRole('form', { name: '导入时间表' })
  await times.getByRole('textbox', { name: '来源' }).fill('浏览器测试时间表')
  const table = (rows: string) => ({ name: 'times.csv', mimeType: 'text/csv', buffer: Buffer.from(`社区,设施或备选点,分钟\n${rows}`) })
  await times.getByLabel('文件').setInputFiles(table(`${facilities[0].region},${facilities[0].id},12\n火星社区,${facilities[0].id},8\n`))
  await times.getByRole('button', { name: '导入' }).click()
  await expect(times.getByRole('alert')).toContainText('第 3 行“社区”')
  await expectNoAxeViolations(page)
  await times.getByLabel('文件').setInputFiles(table(`${facilities[0].region},${facilities[0].id},12\n`))
  await times.getByRole('button', { name: '导入' }).click()
  await expect(given.getByRole('row', { name: /时间表 使用中 浏览器测试时间表/ }).first()).toBeVisible()

  // The circle by each kind of reach; the terms stand under the table.
  await page.goto(`/desk/siting/coverage?region=${district}`)
  await page.getByRole('radio', { name: /沿路网步行/ }).check()
  await page.getByRole('button', { name: '按此重算' }).click()
  await expect(page.getByText(/沿路网步行的路程（浏览器测试路网/)).toBeVisible()
  await page.getByRole('combobox', { name: '设施' }).selectOption(facilities[0].id)
  await expect(page.getByText(/图上的线：走得到的路段/)).toBeVisible()
  await expect(page.locator('figure path.ways')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('link', { name: '床位可及性' }).click()
  await expect(page.getByText(/沿路网步行。/)).toBeVisible()
  await expectNoAxeViolations(page)
  await page.goto(`/desk/siting/coverage?region=${district}&reach=table`)
  await expect(page.getByText(/按给定的时间表（浏览器测试时间表/)).toBeVisible()
  await expect(page.getByText(/不在时间表中/)).toBeVisible()
  await page.goto(`/desk/siting/coverage?region=${district}`)
  await page.getByRole('combobox', { name: '设施' }).selectOption(facilities[0].id)
  await expect(page.locator('figure circle.ring').first()).toBeVisible()
})

test('a plan with capacities along the roads goes through the form', async ({ page }) => {
  await signInAs(page, 'shi')
  const [{ region }] = await placed(page)
  await page.goto(`/desk/siting/plans/new?region=${region.slice(0, 6)}000000`)
  await page.getByRole('textbox', { name: /名称/ }).fill('能力有限的方案')
  await choose(page, /目标/, '覆盖最多，服务能力有限')
  await page.getByRole('radio', { name: /沿路网步行/ }).check()
  await page.getByRole('spinbutton', { name: /新建几处/ }).fill('2')
  await page.getByRole('button', { name: '保存方案' }).click()
  await expect(page.getByText('请填写一处能服务多少位老人。').first()).toBeVisible()
  await page.getByRole('spinbutton', { name: /每处服务能力/ }).fill('5')
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: '保存方案' }).click()
  await page.getByRole('button', { name: '计算', exact: true }).click()
  await expect(page.getByRole('columnheader', { name: '接纳（能力）' })).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText(/沿路网步行的路程/).first()).toBeVisible()
  await page.getByText('用列表选一处').click()
  await page.locator('details button').first().click()
  await expect(page.getByText(/图上的线：走得到的路段|附近没有道路/).first()).toBeVisible()
  await expectNoAxeViolations(page)
})

test('a task is parted with exact sums, and packages keep their budgets', async ({ page }) => {
  await signInAs(page, 'shi')
  await page.goto('/desk/siting/allocations/new?region=410900000000')
  await page.getByRole('textbox', { name: /名称/ }).fill('三年床位任务')
  await page.getByRole('spinbutton', { name: /任务总数/ }).fill('1000')
  for (const [n, many] of ['300', '300', '400'].entries()) await page.getByRole('spinbutton', { name: `第 ${n + 1} 年的任务` }).fill(many)
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: '计算并保存' }).click()
  const table = page.getByRole('table', { name: '各地各年' })
  await expect(table.getByRole('row', { name: '合计 300 300 400 1,000' })).toBeVisible()
  const sums = await table.locator('tbody tr td:last-child').allTextContents()
  expect(sums.reduce((sum, words) => sum + Number(words.replaceAll(',', '')), 0)).toBe(1000)
  await expectNoAxeViolations(page)

  await page.goto('/desk/siting/allocations/new?region=410900000000')
  await page.getByRole('textbox', { name: /名称/ }).fill('适老化改造')
  await page.getByText('适老化改造', { exact: true }).click()
  await page.getByRole('textbox', { name: '第 1 年的预算（元）' }).fill('20000')
  await page.getByRole('button', { name: '计算并保存' }).click()
  await expect(page.getByRole('table', { name: '各年预算' }).getByRole('row', { name: /第 1 年 ¥20,000\.00/ })).toBeVisible()
  await expectNoAxeViolations(page)
})

test('a facility is one page: record, standards, stays, return, history', async ({ page }) => {
  await signInAs(page, 'shi')
  const [facility] = await placed(page)
  await page.goto(`/desk/providers/facilities/${facility.id}`)
  await page.getByRole('link', { name: /完整档案/ }).click()
  await expect(page.getByRole('heading', { name: facility.name })).toBeVisible()
  await expect(page.getByRole('table', { name: '逐条达标情况' })).toBeVisible()
  await page.getByRole('link', { name: '修改登记信息' }).click()
  await page.getByRole('textbox', { name: '举办者' }).fill('区民政局')
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: '保存' }).click()
  await expect(page.getByText('登记信息已保存。')).toBeVisible()
  await expect(page.getByText('区民政局')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('link', { name: '变更记录' }).click()
  await expect(page.getByText(/举办者：.* → 区民政局/).first()).toBeVisible()
  await page.getByRole('link', { name: '月报', exact: true }).click()
  await expect(page.getByRole('row', { name: /床位使用率/ })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('link', { name: '入住', exact: true }).click()
  await expect(page.getByRole('button', { name: '办理入住' })).toBeVisible()
  await expectNoAxeViolations(page)
  for (const path of ['/facilities/returns', '/siting/parameters', '/siting/failing', '/siting/centres', `/siting/uncovered?region=${hualong}`]) {
    await page.goto(`/desk${path}`)
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    await expect(page.getByText('正在读取…')).toHaveCount(0)
    await expectNoAxeViolations(page)
  }
})

test('what a quarter owes by each rule, and its four steps', async ({ page }) => {
  await signInAs(page, 'shi')
  const [{ region }] = await placed(page)
  await post(page, '/api/quarters', { name: '测试花园', region, kind: 'new', households: 500, planned_on: '2025-03-01', provided_m2: 100 })
  await page.goto(`/desk/siting/housing?region=${region.slice(0, 6)}000000`)
  await expectNoAxeViolations(page)
  await page.getByRole('link', { name: '测试花园' }).or(page.getByRole('cell', { name: '测试花园' })).first().click()
  const rules = page.getByRole('table', { name: '按各条规定应建多少' })
  await expect(rules.getByRole('row', { name: /30 150 50 / })).toBeVisible()
  await expect(page.getByRole('table', { name: /四同步/ })).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('button', { name: '登记进度' }).click()
  await expect(page.getByRole('dialog', { name: '登记进度' })).toBeVisible()
  await expectNoAxeViolations(page)
})

test('the public map and its list point at one another; one facility is a page', async ({ page }) => {
  await page.goto('/facilities')
  await expect(page.getByText(/共 \d+ 处/)).toBeVisible()
  const all = Number(/共 (\d+) 处/.exec((await page.getByText(/共 \d+ 处/).textContent())!)![1])
  await page.getByRole('button', { name: '日间照料中心', exact: true }).click()
  await expect(page).toHaveURL(/kinds=day_care/)
  await expect.poll(async () => Number(/共 (\d+) 处/.exec((await page.getByText(/共 \d+ 处/).textContent())!)![1])).toBeLessThan(all)
  await page.getByRole('button', { name: '有空床', exact: true }).click()
  await expect(page).toHaveURL(/beds_free=true/)
  await page.getByRole('button', { name: /在图上看/ }).first().click()
  await expect(page.locator('g.mark.selected')).toHaveCount(1)
  await expectNoAxeViolations(page)
  await page.locator('li h2 a').first().click()
  await expect(page.getByRole('button', { name: '打印这一页' })).toBeVisible()
  await expect(page.getByText('建设运营').or(page.getByText('运营')).first()).toBeVisible()
  await expectNoAxeViolations(page)
})
