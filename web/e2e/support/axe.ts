import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

/**
 * WCAG 2.0–2.2 A and AA and the best practices, on what is shown now. Our pages have no frames of others, so one run in the page
 * itself sees everything, and nothing is told of what passes.
 */
export async function expectNoAxeViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ['violations'] })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  const found = violations.flatMap((v) => v.nodes.map((node) => `${v.id}: ${v.help}\n    ${node.html}\n    ${node.failureSummary ?? ''}`))
  expect(found, page.url()).toEqual([])
}
