import type { Page } from '@playwright/test'

/** GB 11643: the seventeen digits with their check digit. */
export function idCard(seventeen: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((total, weight, at) => total + weight * Number(seventeen[at]), 0)
  return seventeen + '10X98765432'[sum % 11]
}

/** An 11-digit number of no operator, different for each caller of a run. */
let given = Date.now() % 1_000_000
export const phone = (): string => `1549${String((given += 1)).padStart(7, '0')}`

/** Chooses in a select of Element Plus by its label; what was chosen before lies over its input. */
export async function choose(page: Page, label: string | RegExp, option: string): Promise<void> {
  await page.getByRole('combobox', { name: label }).click({ force: true })
  await page.getByRole('option', { name: option, exact: true }).click()
  await page.keyboard.press('Escape')
}

/** Answers the dialog that asks before an act: a reason in words when it wants one, then its button. */
export async function agree(page: Page, button: string, reason?: string): Promise<void> {
  const dialog = page.locator('dialog[open]')
  if (reason) await dialog.getByRole('textbox').fill(reason)
  await dialog.getByRole('button', { name: button, exact: true }).click()
}
