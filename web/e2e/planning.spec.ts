// Planning: a day by carers and hours, and where the next centre does most good.
import { expect, test } from '@playwright/test'
import { signInAs } from './support/account'
import { expectNoAxeViolations } from './support/axe'
import { get, post } from './support/story'

test.describe.configure({ timeout: 240_000 })

test('a visit is tried with another carer before it is moved', async ({ page }) => {
  await signInAs(page, 'diaodu')
  const counties = (await get(page, '/api/regions/children?parent=410900000000')).items as { code: string }[]
  const tomorrow = new Date(Date.now() + 32 * 3_600_000).toISOString().slice(0, 10)
  let county = ''
  for (const { code } of counties) {
    const board = await get(page, `/api/day-plans/board?region=${code}&day=${tomorrow}`)
    if (board.visits.some((v: { worker_ids: string[] }) => v.worker_ids.length > 0)) {
      county = code
      break
    }
  }
  expect(county, 'the demo city has something to do tomorrow').not.toBe('')
  await page.goto(`/desk/day-plan?region=${county}&day=${tomorrow}`)
  await expect(page.getByRole('table')).toBeVisible()
  await expectNoAxeViolations(page)
  await page.locator('a.block.visit').first().click()
  await expect(page.getByRole('heading', { name: /可以|不可以/ })).toBeVisible()
  await expect(page.getByText('总折算')).toBeVisible()
  await expectNoAxeViolations(page)
})

test('a plan is computed and told with its proof', async ({ page }) => {
  await signInAs(page, 'shi')
  const plan = await post(page, '/api/planning/scenarios', { name: '试一试', region: '410902000000', model: 'cover_most', p: 3, from_communities: true })
  await page.goto(`/desk/siting/plans/${plan.id}`)
  await page.getByRole('button', { name: '计算', exact: true }).click()
  await expect(page.getByRole('heading', { name: '选中的点' })).toBeVisible({ timeout: 60_000 })
  await expect(page.getByText(/已证明最优|未证明最优/).first()).toBeVisible()
  await expectNoAxeViolations(page)
  await page.getByRole('checkbox', { name: /^去掉/ }).first().check()
  await expect(page.getByText(/^去掉所选 1 处/)).toBeVisible()
})
