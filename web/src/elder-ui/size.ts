import { ref } from 'vue'

export const sizes = [
  { px: '20', word: '大' },
  { px: '24', word: '更大' },
  { px: '30', word: '最大' },
] as const
export type Size = (typeof sizes)[number]['px']

const key = 'yilin-size'
const stored = localStorage.getItem(key)

export const size = ref<Size>(sizes.some((s) => s.px === stored) ? (stored as Size) : '20')

export function setSize(next: Size): void {
  size.value = next
  localStorage.setItem(key, next)
  document.documentElement.dataset.size = next
}

/** Before the first paint, so that nothing jumps. */
export function applySize(): void {
  document.documentElement.dataset.size = size.value
}
