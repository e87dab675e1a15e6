import { shallowRef } from 'vue'
import type { Choice } from './types'

export interface ConfirmOptions {
  title: string
  message?: string
  /** Lines to read before agreeing: what will change, what will not. */
  points?: string[]
  /** Reason codes; with them one must be chosen. */
  reasons?: Choice[]
  /** Ask for a reason in words: required, optional, or not at all. */
  words?: 'required' | 'optional'
  confirm?: string
  danger?: boolean
}

export interface Confirmed {
  reason_code: string
  reason: string
}

export const asked = shallowRef<{ options: ConfirmOptions; answer: (value: Confirmed | null) => void } | null>(null)

/** Asks before an act that needs thought, with its reason. null means "no". Drawn by <ConfirmHost>, which the shell carries. */
export function confirmWithReason(options: ConfirmOptions): Promise<Confirmed | null> {
  asked.value?.answer(null)
  return new Promise((resolve) => {
    asked.value = {
      options,
      answer: (value) => {
        asked.value = null
        resolve(value)
      },
    }
  })
}
