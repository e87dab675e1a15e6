import { expect, type Page } from '@playwright/test'

interface Limits {
  target_px: number
  font_px: number
}

/** Targets that are too small and text that is too fine, as seen by the browser. */
export async function tooSmall(page: Page, { target_px, font_px }: Limits): Promise<string[]> {
  return page.evaluate(
    ([target, font]) => {
      const seen = (element: Element) => {
        const box = element.getBoundingClientRect()
        const style = getComputedStyle(element)
        return box.width > 1 && box.height > 1 && style.visibility !== 'hidden' && !element.closest('.sr-only, .skip-link')
      }
      const name = (element: Element) => `<${element.tagName.toLowerCase()} class="${element.className}"> ${element.textContent?.trim().slice(0, 20)}`
      const faults: string[] = []
      for (const element of document.querySelectorAll('a[href], button, input, select, textarea, [role="button"], summary')) {
        // A radio or checkbox is pressed through its label.
        const pressed = element.closest('label') ?? element
        if (!seen(pressed)) continue
        const box = pressed.getBoundingClientRect()
        if (box.width < target - 0.5 || box.height < target - 0.5) faults.push(`target ${Math.round(box.width)}×${Math.round(box.height)}: ${name(element)}`)
      }
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const holder = node.parentElement
        if (!holder || !node.textContent?.trim() || /SCRIPT|STYLE|NOSCRIPT|TITLE/.test(holder.tagName) || !seen(holder)) continue
        const size = Number.parseFloat(getComputedStyle(holder).fontSize)
        if (size < font - 0.1) faults.push(`font ${size}px: ${name(holder)}`)
      }
      return faults
    },
    [target_px, font_px] as const,
  )
}

/** The elder face: targets of at least 60 px, text of at least `font_px`, and no scrolling sideways. */
export async function expectElderSizes(page: Page, font_px = 20): Promise<void> {
  expect(await tooSmall(page, { target_px: 60, font_px })).toEqual([])
  await expectNoSideways(page)
}

export async function expectNoSideways(page: Page): Promise<void> {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  expect(over, 'pixels that stick out sideways').toBeLessThanOrEqual(0)
}
