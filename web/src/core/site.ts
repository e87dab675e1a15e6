import { reactive, readonly } from 'vue'
import { api, ok, type Answer } from '@/api/client'

export type Site = Answer<'/api/site'>

/** 12349 is the national number of elder-care hotlines; a city may answer with its own. */
const state = reactive<Site>({ city: '', region: '', hotline: '12349', demo: false })

/** What every face shows without a login: the city, its hotline, and whether the data is a demonstration. */
export const site = readonly(state)

let asked: Promise<void> | null = null

/** Never fails: a page without these still works. */
export function loadSite(): Promise<void> {
  asked ??= ok(api.GET('/api/site')).then(
    (answer) => void Object.assign(state, answer),
    () => void (asked = null),
  )
  return asked
}
