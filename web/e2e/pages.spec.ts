// The desk's pages on the demo city: each opens, names itself, and axe finds nothing.
import { expect, test } from '@playwright/test'
import { signInAs } from './support/account'
import { expectNoAxeViolations } from './support/axe'

const pages = [
  ['shequ', '/elders'], ['shequ', '/elders/new'], ['diaodu', '/orders'], ['diaodu', '/orders/new'],
  ['diaodu', '/orders/flagged'], ['diaodu', '/dispatch'], ['diaodu', '/dispatch/escalated'],
  ['shi', '/catalogue/quota-rules/new'], ['jiesuan', '/settlement/receipts'],
  ['diaodu', '/day-plan'],
  ['shi', '/benefits/applications'], ['shi', '/benefits/applications/new'], ['shi', '/benefits/awards'], ['shi', '/benefits/gaps'], ['shi', '/benefits/tasks'],
  ['shi', '/benefits/runs'], ['shi', '/benefits/adjustments'], ['shi', '/benefits/lists'], ['shi', '/benefits/scenarios'], ['shi', '/benefits/scenarios/new'],
  ['shi', '/siting/coverage'], ['shi', '/siting/centres'], ['shi', '/siting/failing'], ['shi', '/siting/housing'], ['shi', '/siting/plans'], ['shi', '/siting/try'], ['shi', '/benefits/funds'], ['shi', '/siting/plans/new'],
] as const

for (const [who, path] of pages) {
  test(`the page ${path}`, async ({ page }) => {
    await signInAs(page, who)
    await page.goto(`/desk${path}`)
    await expect(page.getByRole('heading').first()).toBeVisible()
    await page.waitForLoadState('networkidle')
    await expectNoAxeViolations(page)
    if (process.env.YILIN_SCREENSHOTS) await page.screenshot({ path: `${process.env.YILIN_SCREENSHOTS}/${path.replaceAll('/', '_')}.png` })
  })
}
